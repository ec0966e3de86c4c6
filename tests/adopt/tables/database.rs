//! A database of either kind, and what is in it as seen from outside.

use migrator::postgres::Server;
use migrator::{Adopt, Adoption, Error, Migrations, Report};
use rusqlite::Connection;

use crate::support::look;
use crate::support::postgres::{TestDatabase, column, lines};

pub(crate) enum Database {
    Sqlite(Box<Connection>),
    Postgres(TestDatabase),
}

/// One of each kind there is.
pub(crate) fn each() -> Vec<Database> {
    let sqlite = Connection::open_in_memory().unwrap();
    let postgres = TestDatabase::new().map(Database::Postgres);
    std::iter::once(Database::Sqlite(Box::new(sqlite)))
        .chain(postgres)
        .collect()
}

impl Database {
    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    /// Bytes in SQL, from hexadecimal digits.
    pub(crate) fn bytes(&self, digits: &str) -> String {
        match self {
            Self::Sqlite(_) => format!("x'{digits}'"),
            Self::Postgres(_) => format!("decode('{digits}', 'hex')"),
        }
    }

    pub(crate) fn run(&self, sql: &str) {
        match self {
            Self::Sqlite(connection) => connection.execute_batch(sql).unwrap(),
            Self::Postgres(database) => database.client().batch_execute(sql).unwrap(),
        }
    }

    /// The first column of a query.
    pub(crate) fn column(&self, sql: &str) -> Vec<String> {
        match self {
            Self::Sqlite(connection) => look::column(connection, sql),
            Self::Postgres(database) => column(&mut database.client(), sql),
        }
    }

    /// The rows of a query.
    pub(crate) fn lines(&self, sql: &str) -> Vec<String> {
        match self {
            Self::Sqlite(connection) => look::lines(connection, sql),
            Self::Postgres(database) => lines(&mut database.client(), sql),
        }
    }

    /// The tables there are.
    pub(crate) fn tables(&self) -> Vec<String> {
        self.column(match self {
            Self::Sqlite(_) => "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
            Self::Postgres(_) => {
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace \
                 ORDER BY relname COLLATE \"C\""
            }
        })
    }

    pub(crate) fn adopt(&self, set: &Migrations) -> Result<Adoption, Error> {
        self.adopt_with(set, Adopt::new())
    }

    pub(crate) fn adopt_with(&self, set: &Migrations, adopt: Adopt) -> Result<Adoption, Error> {
        match self {
            Self::Sqlite(connection) => set.adopt_with(&**connection, adopt),
            Self::Postgres(database) => set.adopt_with(Server::url(database.url()), adopt),
        }
    }

    pub(crate) fn upgrade(&self, set: &Migrations) -> Result<Report, Error> {
        match self {
            Self::Sqlite(connection) => set.upgrade(&**connection, "head"),
            Self::Postgres(database) => set.upgrade(&mut database.client(), "head"),
        }
    }

    /// Takes the database over, and says what both histories are then: the tool's as it was.
    pub(crate) fn adopted(&self, set: &Migrations, table: &str) -> Adoption {
        let rows = format!("SELECT * FROM {table}");
        let before = self.lines(&rows);
        let adoption = self.adopt(set).unwrap();
        assert_eq!(self.lines(&rows), before);
        let history = "SELECT direction, status, version_rows FROM migrator_history ORDER BY id";
        let stands = adoption.after.join(",");
        let row = |direction: &str| format!("{direction} | done | {stands}");
        let mut expected = vec![row("adopt"); adoption.proved.len()];
        expected.push(row("stamp"));
        assert_eq!(self.lines(history), expected);
        assert_eq!(
            self.column("SELECT version_num FROM alembic_version ORDER BY 1"),
            adoption.after
        );
        adoption
    }
}
