//! `PgBouncer` between a client and a server, handing out transactions.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use super::needs;
use super::postgres::TestDatabase;

/// A running `PgBouncer`; ended when dropped.
#[derive(Debug)]
pub struct PgBouncer {
    process: Child,
    port: u16,
    _folder: TempDir,
}

impl PgBouncer {
    /// Starts a pooler of this `pool_mode` for one database, with at most
    /// `n_connections` to the server; `None` where there is no `PgBouncer` and none is
    /// required.
    pub fn start(database: &TestDatabase, pool_mode: &str, n_connections: usize) -> Option<Self> {
        let program = needs::pgbouncer()?;
        let folder = TempDir::new().unwrap();
        let port = free_port();
        let config: postgres::Config = database.url().parse().unwrap();
        let (host, server_port) = database.server_address();
        let password = config.get_password().map_or_else(String::new, |password| {
            format!(" password='{}'", String::from_utf8_lossy(password))
        });
        let settings = format!(
            "[databases]\n{name} = host={host} port={server_port} dbname={name} user={user}{password}\n\
             [pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
             auth_type = any\npool_mode = {pool_mode}\ndefault_pool_size = {n_connections}\n\
             ignore_startup_parameters = extra_float_digits\n",
            name = database.name(),
            user = config.get_user().unwrap_or("postgres"),
        );
        let file = folder.path().join("pgbouncer.ini");
        std::fs::write(&file, settings).unwrap();
        let mut command = Command::new(program);
        if is_root() {
            // It refuses root, and reads its settings as the other user.
            command.args(["-u", "postgres"]);
            open_to_all(folder.path());
        }
        let mut process = command.arg(&file).stderr(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(process.stderr.take().unwrap()).lines();
        let mut start = String::new();
        while !start.contains("process up") {
            let line = said
                .next()
                .unwrap_or_else(|| panic!("no PgBouncer: {start}"));
            start += &line.unwrap();
        }
        // It must not stop because nobody reads what it says.
        std::thread::spawn(move || said.for_each(drop));
        Some(Self {
            process,
            port,
            _folder: folder,
        })
    }

    /// The URL of the database through the pooler.
    pub fn url(&self, database: &TestDatabase) -> String {
        database.url_at_port(self.port)
    }
}

impl Drop for PgBouncer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A port that nobody listens on at the moment.
fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

#[cfg(unix)]
fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().unwrap();
    output.stdout.trim_ascii() == b"0"
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}

#[cfg(unix)]
fn open_to_all(folder: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(not(unix))]
fn open_to_all(_: &std::path::Path) {}
