//! A PostgreSQL database for each test.

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use postgres::{Client, NoTls, SimpleQueryMessage};

use super::needs;

/// A database of its own, dropped together with its roles, and with whoever is
/// still connected to it.
#[derive(Debug)]
pub struct TestDatabase {
    server: String,
    name: String,
}

impl TestDatabase {
    /// Creates an empty database; `None` where there is no server and none is required.
    pub fn new() -> Option<Self> {
        Some(Self::on(&needs::postgres()?))
    }

    /// Creates an empty database on the server of this URL.
    pub fn on(server: &str) -> Self {
        static COUNTER: AtomicU32 = AtomicU32::new(0);

        let now = SystemTime::UNIX_EPOCH.elapsed().unwrap();
        let name = format!(
            "migrator_test_{}_{}_{}",
            std::process::id(),
            COUNTER.fetch_add(1, Ordering::Relaxed),
            now.subsec_nanos()
        );
        // Nobody connects to `template0`, so that no test waits for another; and the
        // same order and encoding wherever the server is.
        let create = format!(
            "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
        );
        connect(server).batch_execute(&create).unwrap();
        Self {
            server: server.to_owned(),
            name,
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn url(&self) -> String {
        on_server(&self.server, &self.name)
    }

    /// The URL by which the database is reached on another port of this machine.
    pub fn url_at_port(&self, port: u16) -> String {
        at_port(&self.url(), port)
    }

    /// The host and the port of the server, for those who connect by themselves.
    pub fn server_address(&self) -> (String, u16) {
        let (_, host) = split(&self.server);
        let host = &host[..host.find('/').unwrap_or(host.len())];
        let (host, port) = host.split_once(':').unwrap_or((host, "5432"));
        (host.to_owned(), port.parse().unwrap())
    }

    /// A new connection of the superuser.
    pub fn client(&self) -> Client {
        connect(&self.url())
    }

    /// Creates a role that may log in, and returns the URL with which it does.
    pub fn role(&self, suffix: &str) -> Role {
        let name = format!("{}_{suffix}", self.name);
        let create = format!("CREATE ROLE {name} LOGIN PASSWORD 'secret'");
        self.client().batch_execute(&create).unwrap();
        let (scheme, _) = self.server.split_once("//").unwrap();
        let (_, host) = split(&self.server);
        let url = on_server(&format!("{scheme}//{name}:secret@{host}"), &self.name);
        Role { name, url }
    }

    /// Waits until nobody else is connected: a server goes on for a while after a
    /// client was killed.
    pub fn settled(&self) {
        let mut client = self.client();
        let others = "SELECT count(*) FROM pg_stat_activity \
            WHERE datname = current_database() AND pid <> pg_backend_pid() \
            AND backend_type = 'client backend'";
        while client.query_one(others, &[]).unwrap().get::<_, i64>(0) > 0 {
            std::thread::yield_now();
        }
    }

    /// The schema as `pg_dump` writes it, and every row, but for the history's clock
    /// times and its counter, which skips what was rolled back.
    pub fn dump(&self) -> Vec<String> {
        let mut dump = self.schema();
        let mut client = self.client();
        for table in column(&mut client, TABLES) {
            let times = "column_name NOT IN ('started_at', 'finished_at') \
                AND (column_name, table_name) <> ('id', 'migrator_history')";
            let columns = column(
                &mut client,
                &format!(
                    "SELECT format('%I', column_name) FROM information_schema.columns \
                     WHERE format('%I.%I', table_schema, table_name) = '{}' AND {times} \
                     ORDER BY ordinal_position",
                    table.replace('\'', "''")
                ),
            );
            let rows = format!("SELECT {} FROM {table}", columns.join(", "));
            let mut rows = lines(&mut client, &rows);
            rows.sort_unstable();
            dump.extend(rows.into_iter().map(|row| format!("{table}: {row}")));
        }
        dump
    }

    /// What `pg_dump --schema-only` writes, without its remarks and settings.
    pub fn schema(&self) -> Vec<String> {
        let output = Command::new(self.pg_dump())
            .args(["--schema-only", "--no-owner", "--dbname", &self.url()])
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{error}");
        // `\restrict` has a random word.
        let noise = ["--", "SET ", "SELECT pg_catalog.set_config", "\\"];
        text.lines()
            .filter(|line| !line.is_empty() && !noise.iter().any(|it| line.starts_with(it)))
            .map(str::to_owned)
            .collect()
    }

    /// The `pg_dump` of the server's version, or else whichever there is: an older
    /// one refuses to work.
    fn pg_dump(&self) -> PathBuf {
        let version = "SELECT current_setting('server_version_num')::int / 10000";
        let major = &column(&mut self.client(), version)[0];
        let own = PathBuf::from(format!("/usr/lib/postgresql/{major}/bin/pg_dump"));
        if own.is_file() { own } else { "pg_dump".into() }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        // Not a second panic if the test has broken the server's patience.
        let Ok(mut server) = Client::connect(&self.server, NoTls) else {
            return;
        };
        let _ = server.batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
        let roles = format!(
            "SELECT rolname FROM pg_roles WHERE starts_with(rolname, '{}_')",
            self.name
        );
        for role in column(&mut server, &roles) {
            let _ = server.batch_execute(&format!("DROP ROLE {role}"));
        }
    }
}

/// A role of a test's own.
#[derive(Debug)]
pub struct Role {
    pub name: String,
    pub url: String,
}

/// The tables of the database, quoted and with their schemas.
const TABLES: &str = "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables \
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1";

/// Connects, and says where if that fails.
pub fn connect(url: &str) -> Client {
    Client::connect(url, NoTls).unwrap_or_else(|error| panic!("{error:?}"))
}

/// All columns of a query, each row as one line.
pub fn lines(client: &mut Client, sql: &str) -> Vec<String> {
    rows_as_lines(client.simple_query(sql).unwrap())
}

/// The same of what a simple query has returned.
pub fn rows_as_lines(messages: Vec<SimpleQueryMessage>) -> Vec<String> {
    let rows = messages.into_iter().filter_map(|message| match message {
        SimpleQueryMessage::Row(row) => Some(row),
        _ => None,
    });
    rows.map(|row| {
        let values = (0..row.len()).map(|at| row.get(at).unwrap_or("NULL"));
        values.collect::<Vec<_>>().join(" | ")
    })
    .collect()
}

/// The first column of a query, as text.
pub fn column(client: &mut Client, sql: &str) -> Vec<String> {
    lines(client, sql)
        .into_iter()
        .map(|line| line.split(" | ").next().unwrap_or_default().to_owned())
        .collect()
}

/// Splits a URL behind who connects.
fn split(url: &str) -> (&str, &str) {
    let start = url.rfind('@').or_else(|| url.find("//").map(|at| at + 1));
    url.split_at(start.expect("a URL such as postgres://user@host:port/database") + 1)
}

/// The URL of a database on the server of another URL.
pub fn on_server(url: &str, name: &str) -> String {
    let (who, host) = split(url);
    let (host, question) = host.split_once('?').unwrap_or((host, ""));
    let host = &host[..host.find('/').unwrap_or(host.len())];
    let question = if question.is_empty() {
        ""
    } else {
        &format!("?{question}")
    };
    format!("{who}{host}/{name}{question}")
}

fn at_port(url: &str, port: u16) -> String {
    let (who, host) = split(url);
    let rest = &host[host.find('/').unwrap_or(host.len())..];
    format!("{who}127.0.0.1:{port}{rest}")
}
