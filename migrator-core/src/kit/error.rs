//! Why a test gets no database.

use std::error::Error as StdError;
use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::session::SessionError;

/// So many characters of SQL are shown.
const SHOWN: usize = 200;

/// Why a test gets no database.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum KitError {
    /// Nobody says which server.
    #[error("there is no PostgreSQL server to test on: {reason}")]
    NoServer {
        /// What was looked at.
        reason: String,
    },

    /// There is no working with the server that is named.
    #[error("the PostgreSQL server that {} names cannot be used", who(*variable))]
    Server {
        /// The variable that names it; `None` if the test itself does.
        variable: Option<&'static str>,
        /// Why not.
        #[source]
        source: SessionError,
    },

    /// The database refused what a test needs.
    #[error("the database of the test cannot be made")]
    Database {
        /// What it said.
        #[source]
        source: SessionError,
    },

    /// SQL that puts rows into the database was refused.
    #[error("the seed `{sql}` failed")]
    SeedSql {
        /// The SQL, or how it begins.
        sql: String,
        /// What the database said.
        #[source]
        source: SessionError,
    },

    /// A function that puts rows into the database returned an error.
    #[error("the seed `{function}` failed")]
    Seed {
        /// Its path.
        function: &'static str,
        /// Its error.
        #[source]
        source: Box<dyn StdError + Send + Sync>,
    },

    /// What puts rows into the database has begun a transaction that nobody ends.
    #[error("the seed `{seed}` leaves a transaction open, and its rows would be lost")]
    OpenSeed {
        /// The path of the function, or how the SQL begins.
        seed: String,
    },

    /// A function that puts rows into the database is for another kind of database.
    #[error("the seed `{function}` does not take a connection to {kind}")]
    SeedOfOtherKind {
        /// Its path.
        function: &'static str,
        /// What the fixture opens.
        kind: &'static str,
    },

    /// What prepares a connection returned an error.
    #[error("the set-up of the connection failed")]
    Setup {
        /// Its error.
        #[source]
        source: Box<dyn StdError + Send + Sync>,
    },

    /// A file or a folder could not be made.
    #[error("`{}` cannot be made", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

impl KitError {
    /// Makes an error of SQL that puts rows into the database.
    #[must_use]
    pub fn of_seed(sql: &str, source: SessionError) -> Self {
        let sql = shown(sql);
        Self::SeedSql { sql, source }
    }

    /// Makes an error of a seed, by its SQL or its path, that leaves a transaction open.
    #[must_use]
    pub fn of_open_seed(seed: &str) -> Self {
        Self::OpenSeed { seed: shown(seed) }
    }

    /// Returns what to do about it, as one sentence without a full stop, where that is known.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::NoServer { .. } => Some(
                "set `MIGRATOR_TEST_DATABASE_URL` to the URL of a server on which databases may be created, for \
                 example `postgres://postgres@localhost/postgres`"
                    .to_owned(),
            ),
            Self::Database { source } | Self::SeedSql { source, .. } => {
                source.help.map(str::to_owned)
            }
            Self::Server { source, .. } => {
                let any = "correct the URL, start the server, or set `MIGRATOR_TEST_DATABASE_URL` to the URL of another";
                Some(source.help.unwrap_or(any).to_owned())
            }
            Self::OpenSeed { .. } => {
                Some("end the transaction with `COMMIT`, or begin none".to_owned())
            }
            Self::SeedOfOtherKind { .. } => Some(
                "write a seed for each kind of database, or say it in SQL with `seed_sql`"
                    .to_owned(),
            ),
            Self::File { .. } => Some(
                "see that the folder for temporary files is there, may be written to, and has room"
                    .to_owned(),
            ),
            Self::Seed { .. } | Self::Setup { .. } => None,
        }
    }
}

/// How a text begins.
fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

fn who(variable: Option<&str>) -> String {
    variable.map_or_else(|| "the test".to_owned(), |variable| format!("`{variable}`"))
}
