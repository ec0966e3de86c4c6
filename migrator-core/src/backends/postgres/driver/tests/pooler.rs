//! A real pooler that hands each transaction to another server connection.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use postgres::config::Host;
use postgres::{Client, NoTls};

use super::{Database, failure, session, settings, skip, statement, statements, transact};
use crate::session::{
    FailedAt, LockMode, Session, SessionError, SessionErrorKind, Settings, always,
};

/// A pgbouncer in front of the database, with several server connections open.
struct Pooler {
    process: Child,
    folder: PathBuf,
    port: u16,
}

impl Pooler {
    /// Starts one; `None` if it is not installed.
    fn start(database: &Database) -> Option<Self> {
        let program = [
            "/usr/sbin/pgbouncer",
            "/usr/bin/pgbouncer",
            "/usr/local/bin/pgbouncer",
        ];
        let Some(program) = program.iter().find(|path| fs::exists(path).unwrap()) else {
            skip("pgbouncer is not installed");
            return None;
        };
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let folder = std::env::temp_dir().join(&database.name);
        fs::create_dir(&folder).unwrap();
        let file = folder.join("pgbouncer.ini");
        fs::write(&file, configuration(database, port)).unwrap();
        let mut command = Command::new(program);
        // It refuses to run as root, and otherwise cannot change its user.
        if fs::read_to_string("/proc/self/status")
            .unwrap_or_default()
            .contains("Uid:\t0\t")
        {
            command.args(["-u", "postgres"]);
        }
        let mut process = command.arg(&file).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let mut lines = lines.map(Result::unwrap);
        lines.find(|line| line.contains("process up")).unwrap();
        // It must not be stopped by a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Some(Self {
            process,
            folder,
            port,
        })
    }

    fn client(&self, database: &Database) -> Client {
        let mut config = postgres::Config::new();
        config
            .host("127.0.0.1")
            .port(self.port)
            .user("anybody")
            .dbname(&database.name);
        config.connect(NoTls).unwrap()
    }

    /// Makes the pooler open server connections; it opens one only when all others are in use.
    fn widen(&self, database: &Database) {
        let mut clients: Vec<Client> = (0..3).map(|_| self.client(database)).collect();
        let transactions: Vec<_> = clients
            .iter_mut()
            .map(|client| {
                let mut transaction = client.transaction().unwrap();
                transaction.batch_execute("SELECT 1").unwrap();
                transaction
            })
            .collect();
        drop(transactions);
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        fs::remove_dir_all(&self.folder).unwrap();
    }
}

fn configuration(database: &Database, port: u16) -> String {
    let server = &database.server;
    let host = match server.get_hosts().first() {
        Some(Host::Tcp(host)) => host.clone(),
        #[cfg(unix)]
        Some(Host::Unix(path)) => path.display().to_string(),
        None => "127.0.0.1".to_owned(),
    };
    let server_port = server.get_ports().first().copied().unwrap_or(5432);
    let user = server.get_user().unwrap_or("postgres");
    let password = server.get_password().map(String::from_utf8_lossy);
    let password = password.map(|it| format!(" password='{it}'"));
    format!(
        "[databases]\n{} = host={host} port={server_port} user={user}{}\n\
         [pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
         auth_type = any\npool_mode = transaction\nserver_round_robin = 1\n",
        database.name,
        password.unwrap_or_default()
    )
}

#[test]
fn a_pooler_is_detected_before_anything_is_written() {
    let Some(database) = Database::new() else {
        return;
    };
    let Some(pooler) = Pooler::start(&database) else {
        return;
    };
    pooler.widen(&database);
    database.run("CREATE TABLE t (a int)");
    let check = |act: &dyn Fn(&mut dyn Session) -> Result<(), SessionError>| {
        let mut client = pooler.client(&database);
        let mut session = session(&mut client, &settings());
        session.lock().unwrap();
        let error = act(&mut *session).unwrap_err();
        assert_eq!(error.kind, SessionErrorKind::Pooled);
        assert!(error.message.starts_with("server process "), "{error}");
        assert!(
            error.message.ends_with(" on the same connection"),
            "{error}"
        );
        session.rollback().unwrap();
        assert_eq!(session.unlock().unwrap_err().kind, SessionErrorKind::Pooled);
        assert_eq!(database.advisory_locks(), [""; 0]);
        assert_eq!(session.lock().unwrap_err().kind, SessionErrorKind::Pooled);
        assert_eq!(database.advisory_locks(), [""; 0]);
    };
    check(&|session| {
        let failed = transact(session, &statements(["CREATE TABLE a ()", "SELECT 1"]));
        failed.map_err(|failed| {
            assert_eq!(failed.at, FailedAt::Statement(0));
            failed.error
        })
    });
    check(&|session| {
        let index = statements(["CREATE INDEX CONCURRENTLY a ON t (a)"]);
        let failed = session.execute(&index, &mut always);
        failed.map_err(|failed| failed.error)
    });
    check(&|session| {
        session.begin()?;
        session.query(&statement("SELECT 1")).map(drop)
    });
    check(&|session| session.read(&statement("SELECT 1")).map(drop));
    assert_eq!(
        database.rows("SELECT 1 FROM pg_class WHERE relname = 'a'"),
        [""; 0]
    );
}

#[test]
fn a_server_connection_shared_with_the_holder_is_detected() {
    let Some(database) = Database::new() else {
        return;
    };
    let Some(pooler) = Pooler::start(&database) else {
        return;
    };
    let (mut first, mut second) = (pooler.client(&database), pooler.client(&database));
    let mut holder = session(&mut first, &settings());
    holder.lock().unwrap();
    let error = session(&mut second, &settings()).lock().unwrap_err();
    assert_eq!(error.kind, SessionErrorKind::Pooled);
    assert!(
        error.message.contains("already holds the migration lock"),
        "{error}"
    );
    holder.unlock().unwrap();
    assert_eq!(database.advisory_locks(), [""; 0]);
}

#[test]
fn a_lock_of_the_transaction_works_behind_a_pooler() {
    let Some(database) = Database::new() else {
        return;
    };
    let Some(pooler) = Pooler::start(&database) else {
        return;
    };
    pooler.widen(&database);
    let settings = Settings {
        lock: LockMode::Transaction,
        ..settings()
    };
    let mut client = pooler.client(&database);
    let mut session = session(&mut client, &settings);
    let deferred = "CREATE TABLE t (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)";
    transact(&mut *session, &statements([deferred, "SELECT 1"])).unwrap();
    session.begin().unwrap();
    session
        .execute(&statements(["CREATE TABLE b ()"]), &mut always)
        .unwrap();
    session
        .query(&statement("SELECT count(*), 1.0 FROM t"))
        .unwrap();
    session
        .execute_and_commit(&statements(["CREATE TABLE c ()"]), &mut always)
        .unwrap();
    let failed = failure(transact(
        &mut *session,
        &statements(["SELECT 1", "SELECT 1/0"]),
    ));
    assert_eq!(failed.0, FailedAt::Statement(1));
    let twice = "INSERT INTO t VALUES (1), (1)";
    let failed = failure(transact(&mut *session, &statements(["SELECT 1", twice])));
    assert_eq!(failed.0, FailedAt::Commit);
    assert_eq!(database.advisory_locks(), [""; 0]);
    assert_eq!(
        database.rows("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"),
        ["3"]
    );
}
