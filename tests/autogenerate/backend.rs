//! Both databases, as what scratch databases come from.

use migrator::autogenerate::{Autogenerate, Differences, Proposal, Squash};
use migrator::postgres::Server;
use migrator::{Declared, Migrations, Options, Result};
use rusqlite::Connection;

use crate::support::postgres::TestDatabase;

/// A database of one kind.
pub(crate) enum Backend {
    Sqlite(Connection),
    Postgres(TestDatabase),
}

impl Backend {
    /// Returns one of each kind that there is.
    pub(crate) fn all() -> Vec<Self> {
        let sqlite = Self::Sqlite(Connection::open_in_memory().unwrap());
        let postgres = TestDatabase::new().map(Self::Postgres);
        [sqlite].into_iter().chain(postgres).collect()
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    pub(crate) fn check(&self, autogenerate: &Autogenerate<'_>) -> Result<Differences> {
        match self {
            Self::Sqlite(connection) => autogenerate.check(connection),
            Self::Postgres(database) => autogenerate.check(Server::url(database.url())),
        }
    }

    pub(crate) fn propose(&self, autogenerate: &Autogenerate<'_>) -> Result<Proposal> {
        match self {
            Self::Sqlite(connection) => autogenerate.propose(connection),
            Self::Postgres(database) => autogenerate.propose(Server::url(database.url())),
        }
    }

    pub(crate) fn squash(&self, autogenerate: &Autogenerate<'_>, range: &str) -> Result<Squash> {
        match self {
            Self::Sqlite(connection) => autogenerate.squash(connection, range),
            Self::Postgres(database) => autogenerate.squash(Server::url(database.url()), range),
        }
    }

    pub(crate) fn downgrade(&self, set: &Migrations, target: &str) {
        match self {
            Self::Sqlite(connection) => set.downgrade(connection, target),
            Self::Postgres(database) => set.downgrade(Server::url(database.url()), target),
        }
        .unwrap();
    }

    pub(crate) fn upgrade(&self, set: &Migrations, target: &str) {
        match self {
            Self::Sqlite(connection) => set.upgrade(connection, target),
            Self::Postgres(database) => set.upgrade(Server::url(database.url()), target),
        }
        .unwrap();
    }

    /// The first column of a query.
    pub(crate) fn rows(&self, sql: &str) -> Vec<String> {
        match self {
            Self::Sqlite(connection) => crate::support::column(connection, sql),
            Self::Postgres(database) => {
                crate::support::postgres::column(&mut database.client(), sql)
            }
        }
    }

    pub(crate) fn run(&self, sql: &str) {
        match self {
            Self::Sqlite(connection) => connection.execute_batch(sql).unwrap(),
            Self::Postgres(database) => database.client().batch_execute(sql).unwrap(),
        }
    }
}

/// Compares with the defaults.
pub(crate) fn autogenerate(set: &'static Migrations, declared: Declared) -> Autogenerate<'static> {
    set.with(Options::new()).autogenerate(declared)
}
