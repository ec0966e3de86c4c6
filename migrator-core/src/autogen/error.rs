//! Why nothing could be compared, or no revision be proposed.

use thiserror::Error;

use crate::autogen::{AsSqlError, ProofError, SquashError};
use crate::base::{Dialect, TableName};
use crate::catalog::CatalogError;
use crate::declared::DeclaredError;
use crate::dialect::DialectError;
use crate::diff::DiffError;
use crate::exec::{ExecError, StepCause};
use crate::schema::NamingError;
use crate::session::{SessionError, SessionErrorKind};
use crate::writing::WritingError;

/// Why nothing could be compared, or no revision be proposed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum AutogenError {
    /// There is no scratch database to be had.
    #[error("no scratch database can be made")]
    Ground {
        /// The kind of database.
        dialect: Dialect,
        /// Why not.
        source: SessionError,
    },
    /// SQL of the declared schema, or that prepares scratch databases, that is no sequence of statements.
    #[error("{origin}:{line}:{column}: {reason}")]
    Sql {
        /// The file, or whatever it was declared as.
        origin: String,
        /// The line, from 1.
        line: u32,
        /// The column, in characters from 1.
        column: u32,
        /// What is wrong with it.
        reason: String,
        /// What to do about it.
        help: Option<String>,
    },
    /// Nothing is declared at all, which is never what is meant.
    #[error("nothing is declared")]
    NothingDeclared,
    /// A declared schema that contradicts itself, or is not for this kind of database.
    #[error(transparent)]
    Contradiction(#[from] DeclaredError),
    /// A declared table that is called like the one in which the revisions or the history stand.
    #[error("the declared table `{table}` ({origin}) is migrator's own")]
    Ours {
        /// The table.
        table: TableName,
        /// Where it is declared.
        origin: String,
    },
    /// A name that the convention cannot give.
    #[error("the declared {part} cannot be named")]
    Naming {
        /// What was declared.
        part: String,
        /// Why not.
        source: NamingError,
    },
    /// A part of the declared schema that this kind of database does not have.
    #[error("the declared {part} cannot be written")]
    Unwritable {
        /// What was declared.
        part: String,
        /// Why not.
        source: DialectError,
    },
    /// A part of the declared schema that the database refuses.
    #[error("the declared {part} cannot be made{}", others(*n_others))]
    Declared {
        /// What was declared: `` table `users` (src/models.rs:12:8) ``, `statement (schema.sql:12)`.
        part: String,
        /// The statement that failed.
        sql: String,
        /// How many other parts failed, perhaps for want of this one.
        n_others: usize,
        /// What the database says.
        source: SessionError,
    },
    /// The SQL that prepares scratch databases fails.
    #[error("a scratch database cannot be prepared")]
    Prepare {
        /// The statement that failed.
        sql: String,
        /// What the database says.
        source: SessionError,
    },
    /// The migrations do not run on an empty database.
    #[error("the migrations cannot be replayed on {}", scratch(*is_within))]
    Replay {
        /// Whether that was a schema within the database.
        is_within: bool,
        /// What failed, with the revision.
        source: Box<ExecError>,
    },
    /// The database is asked for, and there is none.
    #[error("there is no database to compare with")]
    NoDatabase,
    /// The database stands elsewhere than at the heads.
    #[error("the database is not at head: it stands at {}, and {n_pending} {} not applied", listed(rows), revisions(*n_pending))]
    NotAtHead {
        /// Its version rows.
        rows: Vec<String>,
        /// How many revisions are not applied.
        n_pending: usize,
    },
    /// The database stands on revisions that the program does not have.
    #[error(
        "the database stands on {}, which this program does not have",
        listed(rows)
    )]
    UnknownRevision {
        /// The rows.
        rows: Vec<String>,
    },
    /// The version table of the database cannot be read.
    #[error("it cannot be told where the database stands")]
    Standing {
        /// Why not.
        source: Box<ExecError>,
    },
    /// A database does not answer what it is asked about itself.
    #[error("{side} cannot be read")]
    Unreadable {
        /// Which database.
        side: &'static str,
        /// What it says.
        source: SessionError,
    },
    /// What a database says about itself is not understood.
    #[error("{side} is not understood")]
    Catalog {
        /// Which database.
        side: &'static str,
        /// What is not understood.
        source: CatalogError,
    },
    /// The revision that was made does not run.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// The two cannot be compared, or not be brought together.
    #[error(transparent)]
    Diff(#[from] DiffError),
    /// The revision cannot be written down.
    #[error("the revision cannot be written")]
    Writing(#[from] WritingError),
    /// The revision cannot be written as SQL.
    #[error("the revision cannot be written as SQL")]
    AsSql(#[from] AsSqlError),
    /// No revision can stand for the range.
    #[error(transparent)]
    Squash(#[from] SquashError),
    /// An invariant of ours does not hold.
    #[error("this should not have happened: {what}")]
    Bug {
        /// What.
        what: &'static str,
    },
}

impl AutogenError {
    pub(super) fn ground(dialect: Dialect, source: SessionError) -> Self {
        Self::Ground { dialect, source }
    }

    /// Says what an error of making something is in a preparation.
    pub(super) fn of_preparation(self) -> Self {
        match self {
            Self::Declared { sql, source, .. } => Self::Prepare { sql, source },
            other => other,
        }
    }

    /// Returns what to do about it, in one sentence.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Sql { help, .. } => help.clone(),
            Self::Contradiction(error) => error.help(),
            Self::Ours { .. } => Some(
                "give it another name, or leave it out: nobody need declare migrator's own tables"
                    .to_owned(),
            ),
            Self::NothingDeclared => Some(
                "derive `migrator::Table` for the models, or pass a `Declared`; the models of a library count \
                 only if the program refers to it, as with `use the_library as _;`"
                    .to_owned(),
            ),
            Self::Unwritable { source, .. } => source.help(),
            Self::Ground { source, .. } | Self::Unreadable { source, .. } => {
                source.help.map(str::to_owned)
            }
            Self::Declared { source, .. } => Some(make_help(source).to_owned()),
            Self::Prepare { source, .. } => Some(source.help.unwrap_or(PREPARE).to_owned()),
            Self::Replay { source, is_within } => Some(replay_help(source, *is_within)),
            Self::NoDatabase => Some(
                "pass a connection, or compare with the migrations, which needs no database"
                    .to_owned(),
            ),
            Self::NotAtHead { .. } => {
                Some("run `upgrade heads` first, or compare with the migrations".to_owned())
            }
            Self::UnknownRevision { .. } => Some(
                "compare with the migrations, or use the program that has upgraded the database"
                    .to_owned(),
            ),
            Self::Standing { source } => source.help(),
            Self::Proof(error) => error.help(),
            Self::AsSql(error) => error.help(),
            Self::Squash(error) => error.help(),
            Self::Diff(error) => Some(error.help().to_owned()),
            Self::Bug { .. } => Some("please report it, with what led to it".to_owned()),
            Self::Naming { .. } | Self::Catalog { .. } | Self::Writing(_) => None,
        }
    }

    /// Returns the statement that failed, if it is one of the declared schema's.
    #[must_use]
    pub fn statement(&self) -> Option<&str> {
        match self {
            Self::Declared { sql, .. } | Self::Prepare { sql, .. } => Some(sql),
            Self::Proof(error) => error.statement(),
            _ => None,
        }
    }
}

const MAKE: &str = "declare what it needs, or have it made first with `prepare`";

/// For who declares a thing by the name of another: types and tables share their names on PostgreSQL.
const RENAME: &str =
    "give it another name: something that is declared, or made by `prepare`, has this one";

fn make_help(error: &SessionError) -> &'static str {
    let is_taken = error.message.ends_with(" already exists");
    let help = error.help.filter(|_| !is_taken);
    help.unwrap_or(if is_taken { RENAME } else { MAKE })
}

const PREPARE: &str = "correct the SQL that was given to `prepare`";

const REPLAY: &str = "have every migration run on an empty database; what is there before the first, such as an \
                      extension, is made with `prepare`";

/// For who may not create databases, or has only a connection.
const WITHIN: &str = "let the role create databases (`ALTER ROLE … CREATEDB`) and pass a `Server` or a `Config`, \
                      not a connection that is open already";

fn replay_help(error: &ExecError, is_within: bool) -> String {
    let refusal = error.refusal();
    if let Some(help) = refusal
        .filter(|it| it.kind == SessionErrorKind::Unsupported)
        .and_then(|it| it.help)
    {
        return help.to_owned();
    }
    let needs_none = match error {
        ExecError::NeedsNoTransaction { .. } => true,
        ExecError::Step(step) => matches!(
            step.cause,
            StepCause::BlockInside { .. }
                | StepCause::Refused {
                    source: DialectError::NeedsNoTransaction { .. },
                    ..
                }
        ),
        _ => false,
    };
    match is_within && needs_none {
        true => WITHIN.to_owned(),
        false => REPLAY.to_owned(),
    }
}

fn scratch(is_within: bool) -> &'static str {
    match is_within {
        true => "a schema within the database, in a transaction",
        false => "a scratch database",
    }
}

fn others(n_others: usize) -> String {
    match n_others {
        0 => String::new(),
        1 => ", and 1 other that may need it".to_owned(),
        n => format!(", and {n} others that may need it"),
    }
}

fn listed(rows: &[String]) -> String {
    if rows.is_empty() {
        return "base".to_owned();
    }
    let rows: Vec<String> = rows.iter().map(|row| format!("`{row}`")).collect();
    rows.join(", ")
}

fn revisions(n: usize) -> &'static str {
    match n {
        1 => "revision is",
        _ => "revisions are",
    }
}
