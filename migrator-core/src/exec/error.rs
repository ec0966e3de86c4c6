//! Everything that can go wrong while a plan is made and run.

use std::fmt;
use std::time::Duration;

use thiserror::Error;

use crate::base::{Dialect, Location};
use crate::dialect::DialectError;
use crate::history::EntryDirection;
use crate::plan::{Direction, PlanError};
use crate::session::{SessionError, SessionErrorKind, Statement};

/// Why a run did not happen or stopped.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExecError {
    /// A plain connection was given while a transaction was open on it.
    #[error("the connection is already inside a transaction")]
    InsideTransaction,
    /// The build has no backend for the database.
    #[error("this build cannot work on {dialect}")]
    NoBackend {
        /// The database.
        dialect: Dialect,
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

/// Which migration failed, and how.
///
/// Its message contains the cause's, so its source is the cause's source.
#[derive(Debug)]
pub struct StepError {
    /// The revision.
    pub revision: String,
    /// Its file.
    pub file: String,
    /// Up or down.
    pub direction: Direction,
    /// How it failed.
    pub cause: StepCause,
    /// How many of its statements are kept: those of a step outside a
    /// transaction that had run; they are not repeated by the next run.
    pub n_kept: usize,
}

impl fmt::Display for StepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            revision,
            file,
            direction,
            cause,
            ..
        } = self;
        write!(f, "{direction} of revision `{revision}` ({file}) {cause}")
    }
}

impl std::error::Error for StepError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.source()
    }
}

/// How a migration failed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StepCause {
    /// A statement failed.
    #[error("failed at statement {number} of {total}{}", at(location.as_ref()))]
    Statement {
        /// The statement's number within the migration, from 1.
        number: usize,
        /// How many statements had been asked for by then.
        total: usize,
        /// The `op.` call or the line of the SQL file.
        location: Option<Location>,
        /// The statement.
        sql: String,
        /// What the database says.
        source: SessionError,
    },
    /// An operation was refused before anything was sent.
    #[error("asks for what cannot be done{}", at(location.as_ref()))]
    Refused {
        /// The `op.` call or the line of the SQL file.
        location: Option<Location>,
        /// Why it cannot be done.
        source: DialectError,
    },
    /// The function returned an error of its own.
    #[error("returned an error")]
    Returned(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The version rows or the history could not be written.
    #[error("ran, but its version row could not be written")]
    Bookkeeping {
        /// The statement.
        sql: String,
        /// What the database says.
        source: SessionError,
    },
    /// The database refused to commit.
    #[error("ran, but could not be committed")]
    Commit(#[source] SessionError),
    /// Outside a transaction, something other than reading was asked of `query`.
    #[error("writes through `op.query` outside a transaction ({location})")]
    QueryWrites {
        /// The `op.` call.
        location: Location,
    },
    /// A step outside a transaction was interrupted, and has changed since.
    #[error("was interrupted, and its statement {number} is no longer what ran{}", at(location.as_ref()))]
    JournalDiffers {
        /// The statement's number, from 1.
        number: usize,
        /// The `op.` call or the line of the SQL file.
        location: Option<Location>,
    },
    /// Another process has finished the step, or moved the version rows.
    #[error("was overtaken by another process")]
    Overtaken,
    /// The run stopped inside the step for a reason of its own.
    #[error("was stopped")]
    Run(#[source] Box<ExecError>),
    /// A block outside a transaction was asked for inside one that must not end.
    #[error("asks for a block outside a transaction ({location}), and {because}")]
    BlockInside {
        /// The `op.` call.
        location: Location,
        /// What the transaction is.
        because: &'static str,
    },
    /// The driver's own connection was asked for in a step that is not in one transaction.
    #[error("uses the driver's connection, and does not run in one transaction ({location})")]
    RawOutside {
        /// The `op.` call.
        location: Location,
    },
    /// A statement outside a transaction was interrupted, and nothing shows what it did.
    #[error("was interrupted while its statement {number} ran, and nothing shows how far it came{}", at(location.as_ref()))]
    Unseen {
        /// The statement's number, from 1.
        number: usize,
        /// The `op.` call or the line of the SQL file.
        location: Option<Location>,
        /// The statement.
        sql: String,
    },
    /// A statement passed over something of the same name that is of no use.
    #[error("ran statement {number}{}, which left an invalid index of that name as it was", at(location.as_ref()))]
    LeftBroken {
        /// The statement's number, from 1.
        number: usize,
        /// The `op.` call or the line of the SQL file.
        location: Option<Location>,
        /// The statement.
        sql: String,
    },
    /// The connection was lost while the step ran.
    #[error("lost its connection{}, and whether it was kept is not known", while_running(number.as_ref(), location.as_ref()))]
    Lost {
        /// The number of the statement that ran, from 1, where it was alone in its message.
        number: Option<usize>,
        /// The `op.` call or the line of the SQL file.
        location: Option<Location>,
        /// What the driver says.
        source: SessionError,
    },
    /// A statement ended the transaction that the step runs in.
    #[error("ended the transaction it ran in{}", at(location.as_ref()))]
    TransactionEnded {
        /// The last statement's place.
        location: Option<Location>,
    },
}

/// The way to join a transaction that can write.
impl ExecError {
    /// Sorts a driver's failure outside any migration.
    pub(crate) fn database(source: SessionError) -> Self {
        match source.kind {
            SessionErrorKind::ReadOnly => Self::ReadOnly { source },
            SessionErrorKind::NoSuchColumn => Self::StrangeTables { source },
            SessionErrorKind::Busy => Self::JoinedBusy { source },
            SessionErrorKind::Pooled => Self::Pooled { source },
            SessionErrorKind::InsideTransaction => Self::InsideTransaction,
            _ => Self::Database { source },
        }
    }

    /// Tells whether a step met a lock of the application's traffic, so that it may work later.
    pub(crate) fn is_contention(&self) -> bool {
        self.refusal().is_some_and(SessionError::is_busy)
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

    fn refusal(&self) -> Option<&SessionError> {
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
            Self::Busy { .. } => "find the process that keeps a write transaction open, or allow \
                                  more time with `Options::lock_wait`"
                .to_owned(),
            Self::ReadOnly { source } => source
                .help
                .unwrap_or("open the database with write access to apply what is pending")
                .to_owned(),
            Self::ChangedChecksum { .. } => {
                "restore the files as they were and put the change into \
                                             a new revision; or accept them with \
                                             `Options::changed_checksum(ChangedChecksum::Accept)`"
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
            Self::HalfDone { direction, .. } => format!(
                "run the {} again to finish it; or put the database in order by hand and `stamp` \
                 the revision it then stands on",
                direction.word()
            ),
            Self::Irreversible { .. } => "write its downgrade, or restore a backup".to_owned(),
            Self::NeedsNoTransaction { .. } => "pass a plain connection and leave \
                                                `Options::transaction` at its default"
                .to_owned(),
            Self::NoSqlForDialect { dialect, .. } => format!(
                "give the file a section of its own for it: `-- migrate:up {}`",
                dialect.keyword()
            ),
            Self::JoinedBusy { source } => source.help?.to_owned(),
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
            Self::NoBackend { dialect } => {
                format!(
                    "enable the Cargo feature `{}` of `migrator`",
                    dialect.keyword()
                )
            }
            Self::Database { source } => source.help?.to_owned(),
            Self::Cancelled | Self::Setting { .. } | Self::Connect { .. } | Self::Bug { .. } => {
                return None;
            }
        })
    }
}

impl StepCause {
    /// Returns what the database said, if it was the database that refused.
    pub(crate) fn refusal(&self) -> Option<&SessionError> {
        match self {
            Self::Statement { source, .. }
            | Self::Bookkeeping { source, .. }
            | Self::Commit(source) => Some(source),
            Self::Refused { .. }
            | Self::Returned(_)
            | Self::QueryWrites { .. }
            | Self::JournalDiffers { .. }
            | Self::BlockInside { .. }
            | Self::RawOutside { .. }
            | Self::Unseen { .. }
            | Self::LeftBroken { .. }
            | Self::Lost { .. }
            | Self::Overtaken
            | Self::Run(_)
            | Self::TransactionEnded { .. } => None,
        }
    }

    /// Names the statement that the database refused, or did not answer.
    pub(crate) fn of_statement(
        statement: &Statement,
        source: SessionError,
        number: usize,
        total: usize,
    ) -> Self {
        if source.kind == SessionErrorKind::Disconnected {
            return Self::Lost {
                number: Some(number),
                location: statement.location.clone(),
                source,
            };
        }
        Self::Statement {
            number,
            total,
            location: statement.location.clone(),
            sql: statement.sql.clone().into_owned(),
            source,
        }
    }
}

impl StepError {
    fn help(&self) -> Option<String> {
        match &self.cause {
            StepCause::Refused { source, .. } => source.help(),
            cause if cause.refusal().is_some_and(|it| it.help.is_some()) => {
                cause.refusal()?.help.map(str::to_owned)
            }
            StepCause::Statement { .. } => {
                Some("mend the data or the statement, then run it again".to_owned())
            }
            StepCause::TransactionEnded { .. } => {
                Some("leave the beginning and the end of transactions to the library".to_owned())
            }
            StepCause::QueryWrites { .. } => {
                Some("use `op.execute`, whose statements are journaled".to_owned())
            }
            StepCause::JournalDiffers { .. } => Some(
                "restore the migration as it was; or finish it by hand and `stamp` the revision"
                    .to_owned(),
            ),
            StepCause::BlockInside { .. } => Some(
                "pass a plain connection, and leave `Options::transaction` and `Options::lock` at \
                 their defaults"
                    .to_owned(),
            ),
            StepCause::RawOutside { .. } => {
                Some("put the one and the other into migrations of their own".to_owned())
            }
            StepCause::Unseen { .. } => Some(
                "look at what it did; if it bears repetition say so with `.repeatable()`, or \
                 with the comment `-- migrate:repeatable` before it; else finish the migration by \
                 hand and `stamp` the revision"
                    .to_owned(),
            ),
            StepCause::LeftBroken { .. } => {
                Some("drop the invalid index, then run it again".to_owned())
            }
            StepCause::Lost { .. } => {
                Some("run it again: the version rows show what was kept".to_owned())
            }
            StepCause::Overtaken
            | StepCause::Run(_)
            | StepCause::Returned(_)
            | StepCause::Bookkeeping { .. }
            | StepCause::Commit(_) => None,
        }
    }
}

fn while_running(number: Option<&usize>, location: Option<&Location>) -> String {
    number
        .map(|number| format!(" while statement {number} ran{}", at(location)))
        .unwrap_or_default()
}

fn at(location: Option<&Location>) -> String {
    location
        .map(|location| format!(" ({location})"))
        .unwrap_or_default()
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
