//! PostgreSQL: a database of its own on the server of the tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use migrator::{Current, DryRun, Error, LogEntry, Repair, Repaired, Report, RevisionInfo, Status};
use postgres::Client;

use super::{
    Acts, Backend, Column, Connection, Database, Dialect, End, Seen, Watch, act, in_double_quotes,
    verbs,
};
use crate::support::needs;
use crate::support::postgres::{TestDatabase, column, connect, lines};
use crate::support::proxy::Proxy;

pub(crate) struct Postgres {
    server: String,
}

impl Postgres {
    pub(crate) fn find() -> Option<Self> {
        Some(Self {
            server: needs::postgres()?,
        })
    }
}

impl Backend for Postgres {
    fn name(&self) -> &'static str {
        "postgres"
    }

    fn database(&self) -> Arc<dyn Database> {
        Arc::new(TestDatabase::on(&self.server))
    }
}

pub(super) const DIALECT: Dialect = Dialect {
    endless: "SELECT pg_sleep(1000000)",
    not_in_transaction: "VACUUM pg_catalog.pg_am",
    no_table: "relation \"missing\" does not exist",
    quote: in_double_quotes,
};

pub(super) fn open(url: &str) -> Box<dyn Connection> {
    Box::new(Own(connect(url)))
}

impl Database for TestDatabase {
    fn connect(&self) -> Box<dyn Connection> {
        open(&self.url())
    }

    fn connect_read_only(&self) -> Vec<Box<dyn Connection>> {
        let mut read_only = self.client();
        read_only
            .batch_execute("SET default_transaction_read_only = on")
            .unwrap();
        vec![Box::new(Own(read_only)), open(&self.reader())]
    }

    fn connect_watched(&self) -> (Box<dyn Connection>, Watch) {
        let proxy = Proxy::new(self.server_address());
        let connection = open(&self.url_at_port(proxy.port()));
        let take = move || {
            let seen = proxy.take();
            Seen {
                n_exchanges: seen.n_round_trips,
                sql: seen.sql,
            }
        };
        (connection, Watch(Box::new(take)))
    }

    fn address(&self) -> String {
        self.url()
    }

    fn settle(&self) {
        self.settled();
    }

    fn dump(&self) -> Vec<String> {
        TestDatabase::dump(self)
    }

    /// The catalogue and every row, each with the number of the transaction that
    /// wrote it.
    fn footprint(&self) -> Vec<String> {
        let mut client = self.client();
        let mut tables = vec!["pg_class", "pg_attribute", "pg_namespace", "pg_depend"]
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>();
        tables.extend(column(
            &mut client,
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables \
             WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
        ));
        let mut footprint = Vec::new();
        for table in tables {
            let rows = format!("SELECT xmin, ctid FROM {table} ORDER BY ctid");
            let rows = lines(&mut client, &rows);
            footprint.extend(rows.into_iter().map(|row| format!("{table} {row}")));
        }
        footprint
    }

    fn tables(&self) -> Vec<String> {
        let tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1";
        column(&mut self.client(), tables)
    }

    fn columns(&self, table: &str) -> Vec<Column> {
        let columns = format!(
            "SELECT column_name, (is_nullable = 'NO')::int, (column_default IS NOT NULL)::int \
             FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name = '{}' ORDER BY ordinal_position",
            table.replace('\'', "''")
        );
        let lines = lines(&mut self.client(), &columns);
        lines.iter().map(|line| Column::of_line(line)).collect()
    }

    fn indexes(&self, table: &str) -> Vec<String> {
        let indexes = format!(
            "SELECT c.relname || ' (' || (SELECT string_agg(attname, ', ' ORDER BY attnum) \
             FROM pg_attribute WHERE attrelid = c.oid) || ')' \
             || CASE WHEN i.indisunique THEN ' UNIQUE' ELSE '' END \
             FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid \
             JOIN pg_class AS t ON t.oid = i.indrelid \
             WHERE t.relname = '{}' AND t.relnamespace = 'public'::regnamespace \
             AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = c.oid) ORDER BY 1",
            table.replace('\'', "''")
        );
        column(&mut self.client(), &indexes)
    }

    fn keys(&self, table: &str) -> Vec<String> {
        let keys = format!(
            "WITH k AS (SELECT *, \
             (SELECT string_agg(attname, ', ' ORDER BY place) FROM unnest(conkey) \
             WITH ORDINALITY AS u (number, place) JOIN pg_attribute \
             ON attrelid = conrelid AND attnum = number) AS own, \
             (SELECT string_agg(attname, ', ' ORDER BY place) FROM unnest(confkey) \
             WITH ORDINALITY AS u (number, place) JOIN pg_attribute \
             ON attrelid = confrelid AND attnum = number) AS other \
             FROM pg_constraint WHERE conrelid = (SELECT oid FROM pg_class \
             WHERE relname = '{}' AND relnamespace = 'public'::regnamespace)) \
             SELECT CASE contype WHEN 'p' THEN 'PRIMARY KEY' WHEN 'u' THEN 'UNIQUE' \
             ELSE 'FOREIGN KEY' END || ' (' || own || ')' || CASE contype WHEN 'f' THEN \
             ' REFERENCES ' || (SELECT relname FROM pg_class WHERE oid = confrelid) \
             || ' (' || other || ') ON DELETE ' || CASE confdeltype WHEN 'a' THEN 'NO ACTION' \
             WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' \
             ELSE 'SET DEFAULT' END ELSE '' END COLLATE \"C\" \
             FROM k WHERE contype IN ('p', 'u', 'f') ORDER BY 1",
            table.replace('\'', "''")
        );
        column(&mut self.client(), &keys)
    }

    fn has_constraint(&self, table: &str, name: &str) -> bool {
        let found = format!(
            "SELECT 1 FROM pg_constraint AS c JOIN pg_class AS t ON t.oid = c.conrelid \
             WHERE t.relname = '{}' AND c.conname = '{}'",
            table.replace('\'', "''"),
            name.replace('\'', "''")
        );
        !column(&mut self.client(), &found).is_empty()
    }

    fn dialect(&self) -> &'static Dialect {
        &DIALECT
    }

    fn runs_endless(&self) -> bool {
        let running = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() \
             AND pid <> pg_backend_pid() AND state = 'active' AND wait_event = 'PgSleep'";
        !column(&mut self.client(), running).is_empty()
    }
}

impl TestDatabase {
    /// The URL of a role that may read every table there is, and nothing else.
    fn reader(&self) -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(0);

        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let role = self.role(&format!("reader{number}"));
        let grant = format!(
            "GRANT SELECT ON ALL TABLES IN SCHEMA public TO {}",
            role.name
        );
        self.client().batch_execute(&grant).unwrap();
        role.url
    }
}

struct Own(Client);

const IS_IN_TRANSACTION: &str = "SELECT now() <> statement_timestamp()";

impl Connection for Own {
    verbs!(|self| &mut self.0);

    fn execute(&mut self, sql: &str) {
        self.0.batch_execute(sql).unwrap();
    }

    fn attempt(&mut self, sql: &str) -> Result<(), String> {
        self.0
            .batch_execute(sql)
            .map_err(|error| format!("{error:?}"))
    }

    fn lines(&mut self, sql: &str) -> Vec<String> {
        lines(&mut self.0, sql)
    }

    fn is_in_transaction(&mut self) -> bool {
        column(&mut self.0, IS_IN_TRANSACTION) == ["t"]
    }

    fn join(&mut self, end: End, work: &mut dyn FnMut(&mut dyn Connection)) {
        let mut joined = Joined(self.0.transaction().unwrap());
        work(&mut joined);
        match end {
            End::Commit => joined.0.commit().unwrap(),
            End::Rollback => joined.0.rollback().unwrap(),
        }
    }
}

struct Joined<'c>(postgres::Transaction<'c>);

impl Connection for Joined<'_> {
    verbs!(|self| &mut self.0);

    fn execute(&mut self, sql: &str) {
        self.0.batch_execute(sql).unwrap();
    }

    fn attempt(&mut self, sql: &str) -> Result<(), String> {
        self.0
            .batch_execute(sql)
            .map_err(|error| format!("{error:?}"))
    }

    fn lines(&mut self, sql: &str) -> Vec<String> {
        crate::support::postgres::rows_as_lines(self.0.simple_query(sql).unwrap())
    }

    fn is_in_transaction(&mut self) -> bool {
        self.lines(IS_IN_TRANSACTION) == ["t"]
    }

    fn join(&mut self, _: End, _: &mut dyn FnMut(&mut dyn Connection)) {
        unreachable!("there is one transaction at a time");
    }
}
