//! The name of a database kind.

use std::fmt;

/// The kinds of databases the library knows.
///
/// Knowing a dialect is more than being able to run on it: a backend is a Cargo
/// feature, while SQL files may name any dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Dialect {
    /// SQLite 3.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Dialect {
    /// All dialects, in a fixed order.
    pub const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];

    /// The keyword used in SQL files (`-- migrate:up sqlite`), lower case.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}
