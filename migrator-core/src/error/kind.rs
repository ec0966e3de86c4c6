//! The situations that a program may want to tell apart, and which error is which.

use std::fmt;

#[cfg(feature = "adopt")]
use crate::adopt::AdoptError;
#[cfg(feature = "autogenerate")]
use crate::autogen::{AutogenError, SquashError};
use crate::exec::{ExecError, StepCause};
#[cfg(feature = "testing")]
use crate::kit::KitError;
use crate::plan::PlanError;
use crate::session::SessionError;
#[cfg(feature = "autogenerate")]
use crate::session::SessionErrorKind;

/// The situations a program may want to tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No set of migrations is embedded, more than one is, or they do not fit together.
    Set,
    /// The target means nothing in the graph, or cannot be reached from here.
    Target,
    /// A migration failed: the database refused a statement, or its function returned an error. It
    /// was rolled back, unless it runs outside a transaction.
    Migration,
    /// A migration or a run asks for what the database kind cannot do, or for what makes no
    /// sense, such as a table without columns.
    Unsupported,
    /// An interrupted migration must be finished first.
    HalfDone,
    /// A revision has no downgrade, or one that asks to undo what cannot be undone.
    Irreversible,
    /// The connection is already inside a transaction.
    InsideTransaction,
    /// Another process held the database until the deadline, or while a transaction
    /// that was joined wanted to write.
    Busy,
    /// Another process moved the database during the run.
    ChangedMeanwhile,
    /// The cancel handle was used.
    Cancelled,
    /// Writing was needed and is not allowed.
    ReadOnly,
    /// An applied migration's code has changed.
    ChangedChecksum,
    /// The database stands on a revision the program does not have.
    UnknownRevision,
    /// A newer version of the program has upgraded the database.
    NewerDatabase,
    /// A revision below the applied ones never ran.
    OutOfOrder,
    /// The declared schema cannot be made, or not be compared.
    Declared,
    /// The database does not stand where the migrations end, and would have to.
    NotAtHead,
    /// What another tool has noted in the database, and the migrations, do not agree.
    Diverges,
    /// No other tool has applied anything to the database, so that there is nothing to take over.
    NothingToAdopt,
    /// The database could not be reached, or refused something outside any migration.
    Database,
    /// An invariant of the library does not hold; please report it.
    Bug,
    /// Something of the application's own, made by [`Error::other`](super::Error::other). What a migration returns
    /// is the source of an error of kind [`Migration`](Self::Migration).
    Other,
}

/// The variant's name in words: `changed checksum`.
impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Set => "set",
            Self::Target => "target",
            Self::Migration => "migration",
            Self::Unsupported => "unsupported",
            Self::HalfDone => "half done",
            Self::Irreversible => "irreversible",
            Self::InsideTransaction => "inside transaction",
            Self::Busy => "busy",
            Self::ChangedMeanwhile => "changed meanwhile",
            Self::Cancelled => "cancelled",
            Self::ReadOnly => "read only",
            Self::ChangedChecksum => "changed checksum",
            Self::UnknownRevision => "unknown revision",
            Self::NewerDatabase => "newer database",
            Self::OutOfOrder => "out of order",
            Self::Declared => "declared",
            Self::NotAtHead => "not at head",
            Self::Diverges => "diverges",
            Self::NothingToAdopt => "nothing to adopt",
            Self::Database => "database",
            Self::Bug => "bug",
            Self::Other => "other",
        })
    }
}

#[cfg(feature = "autogenerate")]
pub(super) fn of_comparison(error: &AutogenError) -> ErrorKind {
    match error {
        AutogenError::Ground { source, .. } => match source.kind {
            SessionErrorKind::InsideTransaction => ErrorKind::InsideTransaction,
            SessionErrorKind::Busy => ErrorKind::Busy,
            _ => ErrorKind::Database,
        },
        AutogenError::Declared { source, .. } if source.kind == SessionErrorKind::Unsupported => {
            ErrorKind::Unsupported
        }
        AutogenError::Sql { .. }
        | AutogenError::Contradiction(_)
        | AutogenError::NothingDeclared
        | AutogenError::Ours { .. }
        | AutogenError::Naming { .. }
        | AutogenError::Unwritable { .. }
        | AutogenError::Declared { .. }
        | AutogenError::Diff(_)
        | AutogenError::Writing(_)
        | AutogenError::AsSql(_) => ErrorKind::Declared,
        AutogenError::Replay { source, .. } => match source.refusal() {
            Some(refusal) if refusal.kind == SessionErrorKind::Unsupported => {
                ErrorKind::Unsupported
            }
            _ => of_run(source),
        },
        AutogenError::Standing { source } => of_run(source),
        AutogenError::NoDatabase | AutogenError::NotAtHead { .. } => ErrorKind::NotAtHead,
        AutogenError::UnknownRevision { .. } => ErrorKind::UnknownRevision,
        AutogenError::Prepare { .. }
        | AutogenError::Unreadable { .. }
        | AutogenError::Catalog { .. } => ErrorKind::Database,
        AutogenError::Squash(SquashError::Range(_) | SquashError::Ends(_)) => ErrorKind::Target,
        AutogenError::Squash(_) => ErrorKind::Unsupported,
        AutogenError::Proof(_) => ErrorKind::Declared,
        AutogenError::Bug { .. } => ErrorKind::Bug,
    }
}

#[cfg(feature = "adopt")]
pub(super) fn of_adoption(error: &AdoptError) -> ErrorKind {
    match error {
        error if error.is_nothing() => ErrorKind::NothingToAdopt,
        AdoptError::NoHistory { .. } | AdoptError::Diverges { .. } | AdoptError::Strange { .. } => {
            ErrorKind::Diverges
        }
        AdoptError::NoTable { .. }
        | AdoptError::NoTool { .. }
        | AdoptError::NotHere { .. }
        | AdoptError::Resolve(_) => ErrorKind::Target,
        AdoptError::Exec(error) => of_run(error),
    }
}

#[cfg(feature = "testing")]
pub(super) fn of_fixture(error: &KitError) -> ErrorKind {
    match error {
        KitError::NoServer { .. }
        | KitError::Server { .. }
        | KitError::Database { .. }
        | KitError::SeedSql { .. } => ErrorKind::Database,
        KitError::SeedOfOtherKind { .. } => ErrorKind::Unsupported,
        KitError::Seed { .. }
        | KitError::OpenSeed { .. }
        | KitError::Setup { .. }
        | KitError::File { .. } => ErrorKind::Other,
    }
}

pub(super) fn of_run(error: &ExecError) -> ErrorKind {
    match error {
        ExecError::InsideTransaction => ErrorKind::InsideTransaction,
        ExecError::Busy { .. } | ExecError::JoinedBusy { .. } => ErrorKind::Busy,
        ExecError::Cancelled => ErrorKind::Cancelled,
        ExecError::ReadOnly { .. } => ErrorKind::ReadOnly,
        ExecError::Connect { .. }
        | ExecError::Database { .. }
        | ExecError::Outdated { .. }
        | ExecError::TransactionOver
        | ExecError::StrangeTables { .. } => ErrorKind::Database,
        ExecError::Bug { .. } => ErrorKind::Bug,
        ExecError::Plan(PlanError::InsideSquash { .. }) => ErrorKind::UnknownRevision,
        ExecError::Plan(_)
        | ExecError::NotChanged { .. }
        | ExecError::NotHalfDone { .. }
        | ExecError::NoRepair => ErrorKind::Target,
        ExecError::ChangedChecksum { .. } => ErrorKind::ChangedChecksum,
        ExecError::UnknownRevision { .. } => ErrorKind::UnknownRevision,
        ExecError::NewerDatabase { .. } => ErrorKind::NewerDatabase,
        ExecError::OutOfOrder { .. } => ErrorKind::OutOfOrder,
        ExecError::ChangedMeanwhile { .. } => ErrorKind::ChangedMeanwhile,
        ExecError::HalfDone { .. } => ErrorKind::HalfDone,
        ExecError::Irreversible { .. } => ErrorKind::Irreversible,
        ExecError::NoSqlForDialect { .. }
        | ExecError::NeedsNoTransaction { .. }
        | ExecError::Pooled { .. }
        | ExecError::Setting { .. }
        | ExecError::Tables { .. } => ErrorKind::Unsupported,
        ExecError::Step(step) => match &step.cause {
            StepCause::Refused { .. }
            | StepCause::BlockInside { .. }
            | StepCause::OfflineRead { .. }
            | StepCause::Unanswered { .. }
            | StepCause::RawOutside { .. } => ErrorKind::Unsupported,
            StepCause::Irreversible { .. } => ErrorKind::Irreversible,
            StepCause::Unseen { .. } => ErrorKind::HalfDone,
            StepCause::Lost { .. } => ErrorKind::Database,
            cause if cause.refusal().is_some_and(SessionError::is_busy) => ErrorKind::Busy,
            _ => ErrorKind::Migration,
        },
    }
}
