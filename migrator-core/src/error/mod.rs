//! The one error type users see, made of the rooms' errors.
//!
//! Three channels that never mix: the message says what is wrong, the sources say
//! why, the help says what to do. `Debug` prints all of them, because that is what
//! `fn main() -> Result<(), Box<dyn Error>>` shows.
//!
//! | file | what it knows |
//! |---|---|
//! | `kind` | which situation an error is |
//! | `from` | what becomes an error |
//! | `shown` | how it is shown |

mod from;
mod kind;
mod shown;
#[cfg(all(test, feature = "autogenerate"))]
mod tests;

use std::error::Error as StdError;

pub use kind::ErrorKind;

#[cfg(feature = "adopt")]
use crate::adopt::{AdoptError, Divergence};
#[cfg(feature = "autogenerate")]
use crate::autogen::AutogenError;
use crate::base::Location;
use crate::exec::{ExecError, Report, StepCause, StepError};
use crate::graph::{ResolveError, TargetError};
#[cfg(feature = "testing")]
use crate::kit::KitError;
use crate::ops::OpError;
use crate::plan::PlanError;
use crate::session::RowError;
use crate::set::SetError;

/// What the library returns: `Result` with our [`Error`] unless said otherwise.
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

/// Everything that can go wrong, in one word of memory.
///
/// | to show | write |
/// |---|---|
/// | what went wrong, in one line; the causes are its [`source`](std::error::Error::source)s | `{error}` |
/// | everything: causes, statement, what is kept, what to do | `{error:?}` |
/// | what to do | [`error.help()`](Self::help) |
///
/// `Debug` is for people, because that is what a `main` that returns the error prints:
///
/// ```text
/// Error: upgrade of revision `5d02be71c8aa` (migrations/5d02be71c8aa_roles.rs) failed at statement 1 of 2 (migrations/5d02be71c8aa_roles.rs:9:8)
///   caused by: no such table: user
///   statement: ALTER TABLE "user" ADD COLUMN "role" TEXT
///   applied before this: `1f3a9c27d0b4`; nothing of `5d02be71c8aa` was kept
/// help: fix the data or the statement, then run it again
/// ```
///
/// What a program may want to tell apart is its [`kind`](Self::kind):
///
/// ```
/// use migrator_core::error::{Error, ErrorKind};
///
/// fn exit_code(error: &Error) -> u8 {
///     match error.kind() {
///         ErrorKind::NewerDatabase | ErrorKind::UnknownRevision => 3, // update the program
///         ErrorKind::Busy | ErrorKind::ChangedMeanwhile => 75, // try again later
///         _ => 1,
///     }
/// }
/// assert_eq!(exit_code(&Error::other("the balance is negative")), 1);
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    cause: Cause,
    report: Report,
}

/// What the error is made of.
#[derive(Debug)]
enum Cause {
    Exec(ExecError),
    Target(TargetError),
    Resolve(ResolveError),
    Set(SetError),
    Op(OpError),
    Row(RowError),
    #[cfg(feature = "autogenerate")]
    Autogen(AutogenError),
    #[cfg(feature = "adopt")]
    Adopt(AdoptError),
    #[cfg(feature = "testing")]
    Kit(KitError),
    Other(Box<dyn StdError + Send + Sync>),
}

impl Error {
    /// Wraps an error of the application's own, for a migration to return.
    ///
    /// ```
    /// # use migrator_core::error::Error;
    /// let error = Error::other("the balance is negative");
    /// assert_eq!(error.to_string(), "the balance is negative");
    /// ```
    pub fn other(error: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::caused_by(Cause::Other(error.into()), Report::default())
    }

    /// Makes an error of a run that had already done what the report says.
    pub(crate) fn of_run(cause: ExecError, report: Report) -> Self {
        Self::caused_by(Cause::Exec(cause), report)
    }

    fn caused_by(cause: Cause, report: Report) -> Self {
        Self(Box::new(Inner { cause, report }))
    }

    /// Returns the situation.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match &self.0.cause {
            Cause::Set(_) => ErrorKind::Set,
            Cause::Target(_) | Cause::Resolve(_) => ErrorKind::Target,
            Cause::Op(_) | Cause::Row(_) | Cause::Other(_) => ErrorKind::Other,
            Cause::Exec(error) => kind::of_run(error),
            #[cfg(feature = "autogenerate")]
            Cause::Autogen(error) => kind::of_comparison(error),
            #[cfg(feature = "adopt")]
            Cause::Adopt(error) => kind::of_adoption(error),
            #[cfg(feature = "testing")]
            Cause::Kit(error) => kind::of_fixture(error),
        }
    }

    /// Returns in what another tool's history and the migrations do not agree, if that is the error.
    #[cfg(feature = "adopt")]
    #[must_use]
    pub fn divergences(&self) -> &[Divergence] {
        match &self.0.cause {
            Cause::Adopt(AdoptError::Diverges { divergences }) => divergences,
            _ => &[],
        }
    }

    /// Returns what to do about it, as one sentence without a full stop, where that is known.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match &self.0.cause {
            Cause::Exec(error) => error.help().or_else(|| self.help_of_returned()),
            Cause::Target(error) => error.help(),
            Cause::Resolve(error) => error.help(),
            Cause::Set(error) => error.help(),
            Cause::Row(error) => error.help(),
            #[cfg(feature = "autogenerate")]
            Cause::Autogen(error) => error.help(),
            #[cfg(feature = "adopt")]
            Cause::Adopt(error) => error.help(),
            #[cfg(feature = "testing")]
            Cause::Kit(error) => error.help(),
            Cause::Op(_) | Cause::Other(_) => None,
        }
    }

    /// Returns what an error of ours says that a migration has handed on.
    fn help_of_returned(&self) -> Option<String> {
        let StepCause::Returned(error) = &self.step()?.cause else {
            return None;
        };
        match error.downcast_ref::<Self>() {
            Some(error) => error.help(),
            None => error.downcast_ref::<RowError>()?.help(),
        }
    }

    /// Returns what had been applied before the error, and is kept.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.0.report
    }

    /// Returns the revision the error is about, if it is about one: whose migration failed, is
    /// half-done, or cannot run here.
    #[must_use]
    pub fn revision(&self) -> Option<&str> {
        match self.run()? {
            ExecError::HalfDone { revision, .. }
            | ExecError::Irreversible { revision, .. }
            | ExecError::NoSqlForDialect { revision, .. }
            | ExecError::NeedsNoTransaction { revision, .. } => Some(revision),
            _ => Some(&self.step()?.revision),
        }
    }

    /// Returns why a target means nothing, or more than one thing, if that is the error.
    #[doc(hidden)]
    #[must_use]
    pub fn unresolved(&self) -> Option<&ResolveError> {
        match &self.0.cause {
            Cause::Resolve(error)
            | Cause::Exec(ExecError::Plan(PlanError::Resolve { source: error })) => Some(error),
            _ => None,
        }
    }

    /// Tells whether the database stands inside of what a squash replaces and the program no longer has.
    #[doc(hidden)]
    #[must_use]
    pub fn is_inside_squash(&self) -> bool {
        matches!(
            &self.0.cause,
            Cause::Exec(ExecError::Plan(PlanError::InsideSquash { .. }))
        )
    }

    /// Returns the SQL that failed, if the database refused a statement.
    #[must_use]
    pub fn statement(&self) -> Option<&str> {
        #[cfg(feature = "autogenerate")]
        if let Cause::Autogen(error) = &self.0.cause
            && let Some(sql) = error.statement()
        {
            return Some(sql);
        }
        match &self.step()?.cause {
            StepCause::Statement { sql, .. }
            | StepCause::Bookkeeping { sql, .. }
            | StepCause::Unseen { sql, .. }
            | StepCause::LeftBroken { sql, .. } => Some(sql),
            _ => None,
        }
    }

    /// Returns the `op.` call, or the line of the SQL file, that failed.
    #[must_use]
    pub fn location(&self) -> Option<&Location> {
        match &self.step()?.cause {
            StepCause::Statement { location, .. }
            | StepCause::Lost { location, .. }
            | StepCause::TransactionEnded { location }
            | StepCause::JournalDiffers { location, .. }
            | StepCause::Unseen { location, .. }
            | StepCause::LeftBroken { location, .. }
            | StepCause::Refused { location, .. } => location.as_ref(),
            StepCause::QueryWrites { location }
            | StepCause::Irreversible { location, .. }
            | StepCause::RawOutside { location }
            | StepCause::OfflineRead { location }
            | StepCause::Unanswered { location, .. }
            | StepCause::BlockInside { location, .. } => Some(location),
            _ => None,
        }
    }

    fn step(&self) -> Option<&StepError> {
        match self.run()? {
            ExecError::Step(step) => Some(step),
            _ => None,
        }
    }

    /// Returns the error of the run, on a scratch database too.
    fn run(&self) -> Option<&ExecError> {
        match &self.0.cause {
            Cause::Exec(error) => Some(error),
            #[cfg(feature = "autogenerate")]
            Cause::Autogen(AutogenError::Replay { source, .. }) => Some(source),
            #[cfg(feature = "adopt")]
            Cause::Adopt(AdoptError::Exec(source)) => Some(source),
            _ => None,
        }
    }

    fn cause(&self) -> &(dyn StdError + 'static) {
        match &self.0.cause {
            Cause::Exec(error) => error,
            Cause::Target(error) => error,
            Cause::Resolve(error) => error,
            Cause::Set(error) => error,
            Cause::Op(error) => error,
            Cause::Row(error) => error,
            #[cfg(feature = "autogenerate")]
            Cause::Autogen(error) => error,
            #[cfg(feature = "adopt")]
            Cause::Adopt(error) => error,
            #[cfg(feature = "testing")]
            Cause::Kit(error) => error,
            Cause::Other(error) => error.as_ref(),
        }
    }
}
