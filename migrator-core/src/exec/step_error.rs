//! Which migration failed, and how.

use std::fmt;

use thiserror::Error;

use crate::base::Location;
use crate::dialect::DialectError;
use crate::ops::Irreversible;
use crate::plan::Direction;
use crate::session::SessionError;

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
    /// What of it is kept.
    pub kept: Kept,
}

/// What is kept of a step outside a transaction that failed; the next run does not repeat it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kept {
    /// How many statements.
    pub n_statements: usize,
    /// How many rows of the next one, which runs in batches.
    pub n_rows: u64,
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
    /// A call that `op.reverse_of` was to undo cannot be undone; nothing was sent for it.
    #[error("wants to undo what cannot be undone ({location})")]
    Irreversible {
        /// The `op.` call to undo.
        location: Location,
        /// Why it cannot be undone.
        source: Irreversible,
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
    /// A script is written, and the migration asks the database for something.
    #[error("reads from the database, which a script cannot ({location})")]
    OfflineRead {
        /// The `op.` call.
        location: Location,
    },
    /// A script is written, and an operation depends on what the database holds.
    #[error("cannot be written down: {operation} depends on what the database holds ({location})")]
    Unanswered {
        /// The method that asked for it.
        operation: &'static str,
        /// The `op.` call.
        location: Location,
        /// Why that is not known.
        source: SessionError,
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
    /// With foreign keys off, rows have lost what they refer to.
    #[error("leaves row {row} of `{table}` referring to a row of `{target}` that is not there{}", and_others(*.others))]
    StrayReferences {
        /// The table of the row.
        table: String,
        /// The row's number; `NULL` in a table without.
        row: String,
        /// The table it refers to.
        target: String,
        /// How many more there are.
        others: usize,
    },
    /// With foreign keys off, a foreign key has lost the key that it refers to.
    #[error("leaves a foreign key that refers to no primary key and no unique columns: {said}")]
    NoKey {
        /// What the database says of it.
        said: String,
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

impl StepCause {
    /// Returns the place of what failed, where that is known.
    #[cfg(feature = "autogenerate")]
    pub(crate) fn location(&self) -> Option<&Location> {
        match self {
            Self::Statement { location, .. }
            | Self::Refused { location, .. }
            | Self::JournalDiffers { location, .. }
            | Self::Unseen { location, .. }
            | Self::LeftBroken { location, .. }
            | Self::Lost { location, .. }
            | Self::TransactionEnded { location } => location.as_ref(),
            Self::Irreversible { location, .. }
            | Self::QueryWrites { location }
            | Self::BlockInside { location, .. }
            | Self::RawOutside { location }
            | Self::OfflineRead { location }
            | Self::Unanswered { location, .. } => Some(location),
            Self::Returned(_)
            | Self::Bookkeeping { .. }
            | Self::Commit(_)
            | Self::StrayReferences { .. }
            | Self::NoKey { .. } => None,
        }
    }

    /// Forgets the place of what failed, where it says nothing to anybody.
    #[cfg(feature = "autogenerate")]
    pub(crate) fn without_location(mut self) -> Self {
        if let Self::Statement { location, .. } | Self::Refused { location, .. } = &mut self {
            *location = None;
        }
        self
    }

    /// Returns what the database said, if it was the database that refused.
    pub(crate) fn refusal(&self) -> Option<&SessionError> {
        match self {
            Self::Statement { source, .. }
            | Self::Bookkeeping { source, .. }
            | Self::Commit(source) => Some(source),
            Self::Refused { .. }
            | Self::Irreversible { .. }
            | Self::Returned(_)
            | Self::QueryWrites { .. }
            | Self::JournalDiffers { .. }
            | Self::BlockInside { .. }
            | Self::RawOutside { .. }
            | Self::Unseen { .. }
            | Self::LeftBroken { .. }
            | Self::Lost { .. }
            | Self::OfflineRead { .. }
            | Self::Unanswered { .. }
            | Self::StrayReferences { .. }
            | Self::NoKey { .. }
            | Self::TransactionEnded { .. } => None,
        }
    }
}

impl StepError {
    /// Returns what to do about it, as one sentence, where that is known.
    pub(crate) fn help(&self) -> Option<String> {
        match &self.cause {
            StepCause::Refused { source, .. } => source.help(),
            StepCause::Irreversible { source, .. } => source.help.clone(),
            cause if cause.refusal().is_some_and(|it| it.help.is_some()) => {
                cause.refusal()?.help.map(str::to_owned)
            }
            StepCause::Statement { .. } => {
                Some("fix the data or the statement, then run it again".to_owned())
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
            StepCause::StrayReferences { .. } => Some(
                "delete or change such rows in a migration of its own before this one: while a \
                 table is built anew to which foreign keys refer, nothing cascades"
                    .to_owned(),
            ),
            StepCause::NoKey { .. } => Some(
                "make the columns that it refers to unique, or drop the foreign key first"
                    .to_owned(),
            ),
            StepCause::OfflineRead { .. } => Some(
                "do it in SQL; or put it into `op.online`, which is left out of scripts, or ask \
                 `op.is_offline()`"
                    .to_owned(),
            ),
            StepCause::Unanswered { source, .. } => source.help.map(str::to_owned),
            StepCause::Returned(_) | StepCause::Bookkeeping { .. } | StepCause::Commit(_) => None,
        }
    }
}

fn and_others(others: usize) -> String {
    match others {
        0 => String::new(),
        others => format!(", and {others} more"),
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
