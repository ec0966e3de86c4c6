//! The databases of both programs.

use std::path::Path;
use std::process;

/// The databases of both programs, as their URLs.
pub(crate) struct Target {
    pub(crate) url: String,
    pub(crate) sqlalchemy: String,
}

impl Target {
    pub(crate) fn sqlite(folder: &Path) -> Self {
        let file = |name: &str| folder.join(name).display().to_string();
        Self {
            url: format!("sqlite:{}", file("wide.db")),
            sqlalchemy: format!("sqlite:///{}", file("alembic.db")),
        }
    }

    pub(crate) fn postgres([ours, alembics]: &[Database; 2]) -> Self {
        let url = alembics.url();
        Self {
            url: ours.url(),
            sqlalchemy: url.replacen("postgres://", "postgresql+psycopg://", 1),
        }
    }
}

/// A database of the server that is dropped afterwards.
pub(crate) struct Database {
    server: String,
    name: String,
}

impl Database {
    pub(crate) fn new(server: &str, name: &str) -> Self {
        let name = format!("migrator_bench_{name}_{}", process::id());
        let mut client = postgres::Client::connect(server, postgres::NoTls).expect("a server");
        client
            .batch_execute(&format!("CREATE DATABASE {name}"))
            .expect("a database");
        Self {
            server: server.to_owned(),
            name,
        }
    }

    fn url(&self) -> String {
        let (before, _) = self.server.rsplit_once('/').expect("a database in the URL");
        format!("{before}/{}", self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Ok(mut client) = postgres::Client::connect(&self.server, postgres::NoTls) {
            let _ = client.batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
        }
    }
}
