//! The one error type users see, made of the rooms' errors.
//!
//! Three channels that never mix: the message says what is wrong, the sources say
//! why, the help says what to do. `Debug` prints all of them, because that is what
//! `fn main() -> Result<(), Box<dyn Error>>` shows.

use std::error::Error as StdError;
use std::fmt;

#[cfg(feature = "adopt")]
use crate::adopt::{AdoptError, Divergence};
#[cfg(feature = "autogenerate")]
use crate::autogen::{AutogenError, SquashError};
use crate::base::Location;
use crate::exec::{ExecError, Kept, Report, StepCause, StepError};
use crate::graph::{ResolveError, TargetError};
#[cfg(feature = "testing")]
use crate::kit::KitError;
use crate::ops::OpError;
use crate::plan::PlanError;
#[cfg(feature = "autogenerate")]
use crate::session::SessionErrorKind;
use crate::session::{RowError, SessionError};
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
    /// Something of the application's own, made by [`Error::other`]. What a migration returns
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
            Cause::Exec(error) => kind_of_run(error),
            #[cfg(feature = "autogenerate")]
            Cause::Autogen(error) => kind_of_comparison(error),
            #[cfg(feature = "adopt")]
            Cause::Adopt(error) => kind_of_adoption(error),
            #[cfg(feature = "testing")]
            Cause::Kit(error) => kind_of_fixture(error),
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

#[cfg(feature = "autogenerate")]
fn kind_of_comparison(error: &AutogenError) -> ErrorKind {
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
            _ => kind_of_run(source),
        },
        AutogenError::Standing { source } => kind_of_run(source),
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
fn kind_of_adoption(error: &AdoptError) -> ErrorKind {
    match error {
        error if error.is_nothing() => ErrorKind::NothingToAdopt,
        AdoptError::NoHistory { .. } | AdoptError::Diverges { .. } | AdoptError::Strange { .. } => {
            ErrorKind::Diverges
        }
        AdoptError::NoTable { .. }
        | AdoptError::NoTool { .. }
        | AdoptError::NotHere { .. }
        | AdoptError::Resolve(_) => ErrorKind::Target,
        AdoptError::Exec(error) => kind_of_run(error),
    }
}

#[cfg(feature = "testing")]
fn kind_of_fixture(error: &KitError) -> ErrorKind {
    match error {
        KitError::NoServer { .. } | KitError::Database { .. } | KitError::SeedSql { .. } => {
            ErrorKind::Database
        }
        KitError::SeedOfOtherKind { .. } => ErrorKind::Unsupported,
        KitError::Seed { .. } | KitError::Setup { .. } | KitError::File { .. } => ErrorKind::Other,
    }
}

fn kind_of_run(error: &ExecError) -> ErrorKind {
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

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.cause())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        let mut cause = self.source();
        while let Some(error) = cause {
            write!(f, "\n  caused by: {error}")?;
            cause = error.source();
        }
        if let Some(sql) = self.statement() {
            write!(f, "\n  statement: {}", sql.replace('\n', "\n             "))?;
        }
        let is_run = matches!(self.0.cause, Cause::Exec(_));
        let step = self.step().filter(|_| is_run);
        if step.is_some() || !self.report().steps.is_empty() {
            write!(f, "\n  applied before this: {}", applied(self.report()))?;
        }
        if let Some(step) = step {
            write_kept(f, step)?;
        }
        if let Some(help) = self.help() {
            write!(f, "\nhelp: {help}")?;
        }
        Ok(())
    }
}

/// Says what is kept of a step that failed, where that is known.
fn write_kept(f: &mut fmt::Formatter<'_>, step: &StepError) -> fmt::Result {
    let (revision, kept) = (&step.revision, step.kept);
    if kept == Kept::default() {
        return match &step.cause {
            StepCause::Lost { .. } => Ok(()),
            _ => write!(f, "; nothing of `{revision}` was kept"),
        };
    }
    write!(
        f,
        "; `{revision}` runs outside a transaction: statements kept, and not repeated by the next \
         run: {}",
        kept.n_statements
    )?;
    match kept.n_rows {
        0 => Ok(()),
        n_rows => write!(
            f,
            ", and {n_rows} rows of the next one, which runs in batches"
        ),
    }
}

fn applied(report: &Report) -> String {
    let revisions: Vec<String> = report.revisions().map(|id| format!("`{id}`")).collect();
    if revisions.is_empty() {
        "nothing".to_owned()
    } else {
        revisions.join(", ")
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause().source()
    }
}

impl From<ExecError> for Error {
    fn from(error: ExecError) -> Self {
        Self::of_run(error, Report::default())
    }
}

#[cfg(feature = "autogenerate")]
impl From<AutogenError> for Error {
    fn from(error: AutogenError) -> Self {
        Self::caused_by(Cause::Autogen(error), Report::default())
    }
}

#[cfg(feature = "adopt")]
impl From<AdoptError> for Error {
    fn from(error: AdoptError) -> Self {
        Self::caused_by(Cause::Adopt(error), Report::default())
    }
}

#[cfg(feature = "testing")]
impl From<KitError> for Error {
    fn from(error: KitError) -> Self {
        Self::caused_by(Cause::Kit(error), Report::default())
    }
}

impl From<TargetError> for Error {
    fn from(error: TargetError) -> Self {
        Self::caused_by(Cause::Target(error), Report::default())
    }
}

impl From<ResolveError> for Error {
    fn from(error: ResolveError) -> Self {
        Self::caused_by(Cause::Resolve(error), Report::default())
    }
}

impl From<SetError> for Error {
    fn from(error: SetError) -> Self {
        Self::caused_by(Cause::Set(error), Report::default())
    }
}

impl From<OpError> for Error {
    fn from(error: OpError) -> Self {
        Self::caused_by(Cause::Op(error), Report::default())
    }
}

impl From<RowError> for Error {
    fn from(error: RowError) -> Self {
        Self::caused_by(Cause::Row(error), Report::default())
    }
}

impl From<String> for Error {
    fn from(message: String) -> Self {
        Self::other(message)
    }
}

impl From<&str> for Error {
    fn from(message: &str) -> Self {
        Self::other(message)
    }
}

impl From<Box<dyn StdError + Send + Sync>> for Error {
    fn from(error: Box<dyn StdError + Send + Sync>) -> Self {
        Self::other(error)
    }
}

#[cfg(all(test, feature = "autogenerate"))]
mod tests;
