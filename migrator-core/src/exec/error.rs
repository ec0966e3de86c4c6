//! Everything that can go wrong while a plan is made and run. How a migration fails is in
//! `step_error.rs`.

use std::time::Duration;

use thiserror::Error;

use crate::base::Dialect;
use crate::dialect::DialectError;
use crate::exec::{Finish, StepCause, StepError};
use crate::history::EntryDirection;
use crate::plan::PlanError;
use crate::session::{SessionError, SessionErrorKind};

/// Why a run did not happen or stopped.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExecError {
    /// A plain connection was given while a transaction was open on it.
    #[error("the connection is already inside a transaction")]
    InsideTransaction,
    /// The transaction that was to be joined has been committed or rolled back.
    #[error("the transaction that the migrations should join has ended")]
    TransactionOver,
    /// A query on the connection holds on to what another connection has changed.
    #[error(
        "the connection cannot write while a query on it is still reading what another connection has changed since"
    )]
    Outdated {
        /// What the database says.
        source: SessionError,
    },
    /// The connection could not be opened.
    #[error("the database could not be reached")]
    Connect {
        /// Why not.
        source: SessionError,
    },
    /// The application's own transaction cannot write.
    #[error("the transaction cannot write, because another connection writes to the database")]
    JoinedBusy {
        /// What the database says.
        source: SessionError,
    },
    /// The tables have other columns than ours.
    #[error("the version table or the history has not the columns it should have")]
    StrangeTables {
        /// What the database says.
        source: SessionError,
    },
    /// The connection goes through a pooler that shares server connections.
    #[error(
        "the connection goes through a pooler that gives it another server connection for each transaction"
    )]
    Pooled {
        /// What showed it.
        source: SessionError,
    },
    /// A setting asks for what the database does not have.
    #[error("the options ask for what {dialect} does not have")]
    Setting {
        /// The database.
        dialect: Dialect,
        /// What.
        source: SessionError,
    },
    /// Another process held the database until the deadline.
    #[error("the database was busy for {:.1} s, because another connection holds a lock on it", waited.as_secs_f64())]
    Busy {
        /// How long it was waited for.
        waited: Duration,
        /// The last refusal.
        source: SessionError,
    },
    /// The cancel handle was used.
    #[error("the run was cancelled")]
    Cancelled,
    /// Writing was needed and is not allowed.
    #[error("the database is read-only, and there is something to write")]
    ReadOnly {
        /// What the database says.
        source: SessionError,
    },
    /// The database answered with an error outside any migration.
    #[error("the database could not be used")]
    Database {
        /// What the database says.
        source: SessionError,
    },
    /// The database cannot have the tables that the options name.
    #[error("the version table or the history cannot be kept under that name")]
    Tables {
        /// Why not.
        source: DialectError,
    },
    /// There is no way from here to the target.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// Applied migrations have changed since they ran.
    #[error("changed after being applied to this database: {}", listed(revisions))]
    ChangedChecksum {
        /// Their ids, sorted.
        revisions: Vec<String>,
    },
    /// What was to be accepted is what ran.
    #[error("not changed since applied to this database: {}", listed(revisions))]
    NotChanged {
        /// The revisions that were named, sorted.
        revisions: Vec<String>,
        /// Those that are changed, sorted.
        changed: Vec<String>,
    },
    /// What was to be given up is not half-done.
    #[error("no step of a revision `{revision}` is half-done")]
    NotHalfDone {
        /// What was named.
        revision: String,
        /// The revisions with such a step.
        half_done: Vec<String>,
    },
    /// A repair was asked for, and nothing to put right.
    #[error("nothing is named that is to be repaired")]
    NoRepair,
    /// The database stands on revisions that this program does not have.
    #[error(
        "the database stands on {}, which this program does not have",
        listed(rows)
    )]
    UnknownRevision {
        /// The version rows, sorted.
        rows: Vec<String>,
    },
    /// A newer version of the program has upgraded the database.
    #[error(
        "the database is newer than this program: it stands on {}, above every revision the program has",
        listed(rows)
    )]
    NewerDatabase {
        /// The version rows, sorted.
        rows: Vec<String>,
    },
    /// Revisions below the applied ones never ran.
    #[error(
        "below what is applied, and never ran on this database: {}",
        listed(revisions)
    )]
    OutOfOrder {
        /// Their ids, sorted.
        revisions: Vec<String>,
    },
    /// Another process changed the version rows between two steps of this run.
    #[error(
        "another process moved the database from {} to {} during the run",
        listed(expected),
        listed(found)
    )]
    ChangedMeanwhile {
        /// The version rows as this run left them, sorted.
        expected: Vec<String>,
        /// The version rows as they are, sorted.
        found: Vec<String>,
    },
    /// A step outside a transaction was interrupted, and what is asked for now would
    /// build on it.
    #[error("the {} of revision `{revision}` was interrupted, and it is half-done", direction.word())]
    HalfDone {
        /// The revision.
        revision: String,
        /// The step that was interrupted.
        direction: EntryDirection,
        /// How it comes to its end.
        finish: Finish,
    },
    /// A migration has no downgrade.
    #[error("revision `{revision}` cannot be reverted: {file} has no downgrade")]
    Irreversible {
        /// The revision.
        revision: String,
        /// Its file.
        file: String,
    },
    /// An SQL file has no statements for this kind of database.
    #[error("revision `{revision}` ({file}) cannot run on {dialect}: {reason}")]
    NoSqlForDialect {
        /// The revision.
        revision: String,
        /// Its file.
        file: String,
        /// The database.
        dialect: Dialect,
        /// Why not.
        reason: String,
    },
    /// A migration that runs outside a transaction met a run that is inside one.
    #[error("revision `{revision}` ({file}) must run outside a transaction, and {because}")]
    NeedsNoTransaction {
        /// The revision.
        revision: String,
        /// Its file.
        file: String,
        /// What the transaction is.
        because: &'static str,
    },
    /// An invariant of the library does not hold.
    #[error("a bug in the library: {what}; please report it")]
    Bug {
        /// What was found.
        what: &'static str,
    },
    /// A migration failed.
    #[error(transparent)]
    Step(#[from] Box<StepError>),
}

impl ExecError {
    /// Sorts a driver's failure outside any migration.
    pub(crate) fn database(source: SessionError) -> Self {
        match source.kind {
            SessionErrorKind::ReadOnly => Self::ReadOnly { source },
            SessionErrorKind::NoSuchColumn => Self::StrangeTables { source },
            SessionErrorKind::Busy => Self::JoinedBusy { source },
            SessionErrorKind::Outdated => Self::Outdated { source },
            SessionErrorKind::Pooled => Self::Pooled { source },
            SessionErrorKind::InsideTransaction => Self::InsideTransaction,
            _ => Self::Database { source },
        }
    }

    /// Tells whether a step met a lock of the application's traffic, so that it may work later.
    pub(crate) fn is_contention(&self) -> bool {
        self.refusal().is_some_and(SessionError::is_busy)
    }

    /// Tells whether rows have lost what they refer to while foreign keys were off.
    pub(crate) fn is_stray(&self) -> bool {
        matches!(self, Self::Step(step) if matches!(step.cause, StepCause::StrayReferences { .. } | StepCause::NoKey { .. }))
    }

    /// Says how long something of our own was in vain repeated that met such a lock.
    pub(crate) fn after(self, waited: Duration) -> Self {
        match self {
            Self::JoinedBusy { source } => Self::Busy { waited, source },
            error => error,
        }
    }

    /// Tells whether a step failed for lack of a privilege.
    pub(crate) fn is_denial(&self) -> bool {
        let denied = |error: &SessionError| error.kind == SessionErrorKind::Denied;
        self.refusal().is_some_and(denied)
    }

    /// Turns the lack of a privilege into what it means for a role that may write nothing.
    pub(crate) fn into_read_only(self) -> Self {
        match self {
            Self::Step(step) => match step.cause {
                StepCause::Statement { source, .. }
                | StepCause::Bookkeeping { source, .. }
                | StepCause::Commit(source) => Self::ReadOnly { source },
                _ => Self::Step(step),
            },
            Self::Database { source } => Self::ReadOnly { source },
            error => error,
        }
    }

    pub(crate) fn refusal(&self) -> Option<&SessionError> {
        match self {
            Self::Database { source } | Self::JoinedBusy { source } => Some(source),
            Self::Step(step) => step.cause.refusal(),
            _ => None,
        }
    }

    /// Tells whether a statement was interrupted, of a migration or of our own.
    pub(crate) fn is_interruption(&self) -> bool {
        let interrupted = |error: &SessionError| error.kind == SessionErrorKind::Interrupted;
        self.refusal().is_some_and(interrupted)
    }

    /// Returns what to do about it, as one sentence, where that is known.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::InsideTransaction => {
                "pass the transaction itself to have the migrations join it, \
                                        or finish it first"
                    .to_owned()
            }
            Self::TransactionOver => "begin another one, or pass the connection itself".to_owned(),
            Self::Busy { .. } => "find the process that keeps a write transaction open, or allow \
                                  more time with `Options::lock_wait`"
                .to_owned(),
            Self::ReadOnly { source } => source
                .help
                .unwrap_or("open the database with write access to apply what is pending")
                .to_owned(),
            Self::ChangedChecksum { .. } => {
                "restore the files as they were and put the change into a new revision; or accept \
                 them for good with `repair`, or for this run with \
                 `Options::changed_checksum(ChangedChecksum::Accept)`"
                    .to_owned()
            }
            Self::NotChanged { changed, .. } => named("changed", changed),
            Self::NotHalfDone { half_done, .. } => named("half-done", half_done),
            Self::NoRepair => {
                "say what: `Repair::new().accept_changed(…)`, `accept_all_changed()` \
                               or `abandon(…)`"
                    .to_owned()
            }
            Self::UnknownRevision { .. } => {
                "run a version of the program that has the revision; if \
                                             its file is gone for good, `stamp` the database with \
                                             `Options::purge` to a revision whose schema it has"
                    .to_owned()
            }
            Self::NewerDatabase { .. } => "start the newer version of the program; or leave the \
                                           database as it is with \
                                           `Options::newer_database(NewerDatabase::Leave)`"
                .to_owned(),
            Self::OutOfOrder { .. } => {
                "apply them now with `Options::out_of_order(OutOfOrder::Apply)`, \
                                        or re-parent them onto the head"
                    .to_owned()
            }
            Self::ChangedMeanwhile { .. } => "look at `current`, then start again".to_owned(),
            Self::HalfDone {
                revision,
                direction,
                finish,
            } => {
                let end = finish.help(revision, *direction);
                format!(
                    "{end}; or put the database in order by hand and `stamp` the revision it then stands on"
                )
            }
            Self::Irreversible { .. } => "write its downgrade, or restore a backup".to_owned(),
            Self::NeedsNoTransaction { .. } => "pass a plain connection and leave \
                                                `Options::transaction` at its default"
                .to_owned(),
            Self::NoSqlForDialect { dialect, .. } => format!(
                "give the file a section of its own for it: `-- migrate:up {}`",
                dialect.keyword()
            ),
            Self::JoinedBusy { source } | Self::Outdated { source } => source.help?.to_owned(),
            Self::StrangeTables { .. } => {
                "a table of that name belongs to something else: choose others with \
                                           `Options::version_table` and `Options::history_table`"
                    .to_owned()
            }
            Self::Pooled { .. } => {
                "connect to the server itself for migrations, or keep others out during each \
                 transaction with `Options::lock(LockMode::Transaction)`"
                    .to_owned()
            }
            Self::Tables { source } => return source.help(),
            Self::Plan(error) => return error.help(),
            Self::Step(step) => return step.help(),
            Self::Database { source } => source.help?.to_owned(),
            Self::Cancelled | Self::Setting { .. } | Self::Connect { .. } | Self::Bug { .. } => {
                return None;
            }
        })
    }
}

/// Says which revisions could have been named.
fn named(what: &str, ids: &[String]) -> String {
    match ids.is_empty() {
        true => format!("leave it out: nothing is {what}"),
        false => format!("name one of those that are {what}: {}", listed(ids)),
    }
}

fn listed(ids: &[String]) -> String {
    if ids.is_empty() {
        return "`base`".to_owned();
    }
    ids.iter()
        .map(|id| format!("`{id}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
