//! The kinds of databases, and what there is once for each of them.
//!
//! To add one: a variant, a field of [`PerDialect`], and the arms that the compiler then asks for.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

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
    pub const ALL: [Self; 2] = PerDialect {
        sqlite: Self::Sqlite,
        postgres: Self::Postgres,
    }
    .in_order();

    /// The keyword used in SQL files (`-- migrate:up sqlite`), lower case; the field of
    /// [`PerDialect`] has the same name.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }

    /// Tells whether the values of a column stay as they are when its type changes: SQLite's types belong to values,
    /// PostgreSQL converts each (<https://www.sqlite.org/datatype3.html>).
    #[doc(hidden)]
    #[must_use]
    pub const fn keeps_values(self) -> bool {
        match self {
            Self::Sqlite => true,
            Self::Postgres => false,
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

/// Why a text names no dialect.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{text}` is no kind of database that is known: {}", known())]
#[non_exhaustive]
pub struct UnknownDialect {
    /// The text.
    pub text: String,
}

fn known() -> String {
    Dialect::ALL
        .map(|it| format!("`{}`", it.keyword()))
        .join(", ")
}

/// Reads the [keyword](Dialect::keyword) in any case, or another name by which the database is known.
///
/// ```
/// # use migrator_core::base::Dialect;
/// assert_eq!("postgresql".parse(), Ok(Dialect::Postgres));
/// assert_eq!("SQLite".parse(), Ok(Dialect::Sqlite));
/// assert!("mysql".parse::<Dialect>().is_err());
/// ```
impl FromStr for Dialect {
    type Err = UnknownDialect;

    fn from_str(text: &str) -> Result<Self, UnknownDialect> {
        match text.to_ascii_lowercase().as_str() {
            "sqlite" | "sqlite3" => Ok(Self::Sqlite),
            "postgres" | "postgresql" => Ok(Self::Postgres),
            _ => Err(UnknownDialect {
                text: text.to_owned(),
            }),
        }
    }
}

/// One value for each dialect.
///
/// ```
/// # use migrator_core::base::{Dialect, PerDialect};
/// let shells = PerDialect { sqlite: "sqlite3", postgres: "psql" };
/// assert_eq!(shells.get(Dialect::Postgres), &"psql");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PerDialect<T> {
    /// For SQLite.
    pub sqlite: T,
    /// For PostgreSQL.
    pub postgres: T,
}

impl<T> PerDialect<T> {
    /// Asks for the value of each dialect.
    pub fn new(mut of: impl FnMut(Dialect) -> T) -> Self {
        Self {
            sqlite: of(Dialect::Sqlite),
            postgres: of(Dialect::Postgres),
        }
    }

    /// Makes another value of each.
    pub fn map<U>(self, mut make: impl FnMut(T) -> U) -> PerDialect<U> {
        PerDialect {
            sqlite: make(self.sqlite),
            postgres: make(self.postgres),
        }
    }

    /// Returns the value of a dialect.
    #[must_use]
    pub const fn get(&self, dialect: Dialect) -> &T {
        match dialect {
            Dialect::Sqlite => &self.sqlite,
            Dialect::Postgres => &self.postgres,
        }
    }

    /// Returns the value of a dialect, to be changed.
    #[must_use]
    pub const fn get_mut(&mut self, dialect: Dialect) -> &mut T {
        match dialect {
            Dialect::Sqlite => &mut self.sqlite,
            Dialect::Postgres => &mut self.postgres,
        }
    }
}

impl PerDialect<Dialect> {
    /// Returns the values; one that is left out here does not compile.
    const fn in_order(self) -> [Dialect; 2] {
        let Self { sqlite, postgres } = self;
        [sqlite, postgres]
    }
}
