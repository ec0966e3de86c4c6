//! The trait through which everything reaches a database.
//!
//! One attempt, one answer: a session never waits and never retries. Waiting for
//! a busy database is `exec::wait`, so that the deadline, the events and the
//! cancel handle are the same for every backend.

use std::ops::ControlFlow;

use crate::base::Dialect;
use crate::session::{Rows, SessionError, SessionErrorKind, Settings, Statement, sealed};

/// Who began the transaction that migrations run in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Nobody: we begin and commit.
    Own,
    /// The application: we join, and neither commit nor roll back what it began.
    Joined,
}

/// What keeps other processes from migrating the same database meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exclusion {
    /// Each transaction by itself, from [`begin`](Session::begin) on: between two of
    /// them others may have been here.
    Transaction,
    /// A lock that is held from [`lock`](Session::lock) to [`unlock`](Session::unlock).
    Lock,
}

/// An open connection to one database.
pub trait Session {
    /// Returns the kind of database.
    fn dialect(&self) -> Dialect;

    /// Tells whether the application's transaction is joined.
    fn scope(&self) -> Scope;

    /// Takes the settings of a run; called before anything else, sends nothing.
    ///
    /// # Errors
    /// If the database has no such thing as a setting asks for.
    fn configure(&mut self, settings: &Settings) -> Result<(), SessionError>;

    /// Tells what keeps other processes out.
    fn exclusion(&self) -> Exclusion;

    /// Takes the lock of the run, where [`exclusion`](Self::exclusion) is
    /// [`Exclusion::Lock`]; elsewhere does nothing. Never waits.
    ///
    /// # Errors
    /// Of kind `Busy`, naming the holder, if another process has it.
    fn lock(&mut self) -> Result<(), SessionError>;

    /// Gives the lock back; does nothing without one.
    ///
    /// # Errors
    /// If it could not be given back, as when the connection is lost.
    fn unlock(&mut self) -> Result<(), SessionError>;

    /// Tells whether a transaction is open, whoever began it, as far as the driver
    /// knows without asking.
    fn in_transaction(&self) -> bool;

    /// Begins a transaction that may write; with [`Scope::Joined`] a savepoint. A
    /// backend may send that only with what follows.
    ///
    /// # Errors
    /// Of kind `Busy` if another process writes.
    fn begin(&mut self) -> Result<(), SessionError>;

    /// Runs statements in order and stops at the first that fails. `about_to` is
    /// called with each statement's index before it runs, as far as the backend
    /// can tell; if it breaks, the statement fails as interrupted.
    ///
    /// Outside a transaction exactly one statement is given, and it runs by itself.
    ///
    /// # Errors
    /// The failure with its place. A backend may have rolled back by then.
    fn execute(
        &mut self,
        statements: &[Statement],
        about_to: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Result<(), BatchError>;

    /// As [`execute`](Self::execute), then commits; in one exchange with the server
    /// where there is one.
    ///
    /// # Errors
    /// The failure with its place. After one of kind `Busy` at [`FailedAt::Commit`] the
    /// [`commit`](Self::commit) can be repeated if the transaction is still
    /// [open](Self::in_transaction); a database may have rolled it back instead.
    fn execute_and_commit(
        &mut self,
        statements: &[Statement],
        about_to: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Result<(), BatchError> {
        self.execute(statements, about_to)?;
        self.commit().map_err(|error| BatchError {
            at: FailedAt::Commit,
            error,
        })
    }

    /// Runs one statement and returns its rows. Of one of our own, which has no place,
    /// all values may come back as text.
    ///
    /// # Errors
    /// What the database says.
    fn query(&mut self, statement: &Statement) -> Result<Rows, SessionError>;

    /// Runs one statement that must not write, outside a transaction or inside one, and
    /// returns its rows.
    ///
    /// # Errors
    /// Of kind `ReadOnly` if it would write; nothing is then written.
    fn read(&mut self, statement: &Statement) -> Result<Rows, SessionError>;

    /// Gives the driver's own connection to `work`, inside the transaction.
    ///
    /// # Errors
    /// If the transaction could not be begun.
    #[cfg(feature = "raw-driver")]
    fn raw(&mut self, work: &mut super::RawWork<'_>) -> Result<(), SessionError>;

    /// Commits what [`begin`](Self::begin) began.
    ///
    /// # Errors
    /// Of kind `Busy` if readers are in the way; the transaction is then still
    /// open and the call can be repeated.
    fn commit(&mut self) -> Result<(), SessionError>;

    /// Rolls back what [`begin`](Self::begin) began; does nothing if the database
    /// has already done so.
    ///
    /// # Errors
    /// What the database says.
    fn rollback(&mut self) -> Result<(), SessionError>;

    /// Tells whether foreign keys are obeyed, where the connection can be set not to obey them.
    ///
    /// # Errors
    /// What the database says.
    fn obeys_references(&mut self) -> Result<bool, SessionError> {
        Ok(false)
    }

    /// Has the connection obey foreign keys or not, outside a transaction.
    ///
    /// # Errors
    /// Of kind `Unsupported` where that cannot be set.
    fn obey_references(&mut self, _obey: bool) -> Result<(), SessionError> {
        Err(SessionError::new(
            SessionErrorKind::Unsupported,
            "foreign keys are always obeyed",
        ))
    }

    /// Writes a comment, where what would be done is written down as a script.
    fn remark(&mut self, _text: &str) {}

    /// Returns a function that makes a running statement stop, from any thread.
    fn interrupter(&self) -> Interrupter;

    /// Returns what makes scratch databases beside this one, outside a transaction; `None` if there can be none.
    #[cfg(feature = "autogenerate")]
    fn workshop(&mut self) -> Option<Box<dyn Workshop + '_>> {
        None
    }
}

/// Makes scratch databases of one kind, and knows the database beside which they stand.
///
/// One session at a time: each is dropped before the next is asked for. A workshop that stands [apart](Workshop::apart)
/// has sessions, and connections, of its own beside them.
#[doc(hidden)]
#[cfg(feature = "autogenerate")]
pub trait Workshop {
    /// Returns the kind of database.
    fn dialect(&self) -> Dialect;

    /// Opens an empty database that is gone when the session is dropped.
    ///
    /// A session that is [joined](crate::session::Scope::Joined) is a part of the database itself, which is rolled
    /// back: what cannot be held there is refused before it is sent.
    ///
    /// # Errors
    /// If it cannot be made.
    fn scratch(&mut self) -> Result<Box<dyn Session + '_>, SessionError>;

    /// Opens the database itself, to be read from; `None` if there is none.
    ///
    /// # Errors
    /// If it cannot be opened.
    fn database(&mut self) -> Result<Option<Box<dyn Session + '_>>, SessionError>;

    /// Opens whatever can be asked about the server: it need not hold anything.
    ///
    /// # Errors
    /// If it cannot be opened.
    fn anything(&mut self) -> Result<Box<dyn Session + '_>, SessionError>;

    /// Returns a workshop whose scratch databases are like those of this one, to be used at the same time and on
    /// any thread; `None` if there can be but one.
    fn apart(&self) -> Option<Box<dyn Workshop + Send>> {
        None
    }

    /// Tells whether its kind of database says all about its scratch databases, so that what was read of one holds
    /// for another.
    fn is_plain(&self) -> bool {
        true
    }
}

/// Stops the statement that runs at the moment; from any thread.
pub type Interrupter = Box<dyn Fn() + Send + Sync>;

/// Where a batch failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailedAt {
    /// At the statement with this index, from 0.
    Statement(usize),
    /// All statements ran; the commit was refused.
    Commit,
    /// Nobody knows: the connection is lost. If a commit was part of the batch, it
    /// may have happened.
    Unknown,
}

/// Where a batch failed, and why.
#[derive(Debug)]
pub struct BatchError {
    /// Where.
    pub at: FailedAt,
    /// What the database says.
    pub error: SessionError,
}

/// Lets every statement run: for [`Session::execute`] where nobody watches.
pub fn always(_index: usize) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// What the verbs accept as a connection.
///
/// A connection means: begin and commit transactions as needed. A transaction
/// means: join it, and leave the commit to the application.
///
/// | feature | accepted |
/// |---|---|
/// | `sqlite` | `&rusqlite::Connection`, `&mut rusqlite::Connection` |
/// | `sqlite` | `&rusqlite::Transaction`, `&mut rusqlite::Transaction`: to join it |
/// | `postgres` | `&mut postgres::Client` |
/// | `postgres` | `&mut postgres::Transaction`: to join it |
/// | `postgres` | `&postgres::Config`, or the facade's `postgres::Server`: opened for the run |
/// | `r2d2` | `&mut r2d2::PooledConnection<…>` of such connections |
///
/// What is behind another guard or a smart pointer is reached by `&*guard`, as in
/// `migrator::upgrade(&*mutex.lock()?, "head")`. A plain connection that is already
/// inside a transaction is refused.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a connection that migrations can run on",
    label = "not a database connection",
    note = "with the feature `sqlite`: `&rusqlite::Connection`, `&mut rusqlite::Connection`, or `&rusqlite::Transaction` to join it",
    note = "with the feature `postgres`: `&mut postgres::Client`, `&postgres::Config`, `migrator::postgres::Server::url(…)`, or `&mut postgres::Transaction` to join it",
    note = "from async code: `migrator::tokio::upgrade(&config, tls, \"head\")` with the feature `tokio` and the `tokio_postgres::Config` of the application",
    note = "for a connection behind a guard or a smart pointer write `&*guard` or `&mut *guard`; for a `&mut` variable that is used again write `&mut *client`",
    note = "if it is one of these types: turn the feature on in `Cargo.toml`, and see with `cargo tree -d` that there is one version of the driver"
)]
pub trait Connect<'c>: sealed::Sealed {
    /// Opens a session; sends nothing to a database that is connected already.
    ///
    /// # Errors
    /// If the connection had to be opened and could not be.
    #[doc(hidden)]
    fn session(self) -> Result<Box<dyn Session + 'c>, SessionError>;
}

/// A session that is open already: for the command line, which does not know its driver's type.
impl sealed::Sealed for Box<dyn Session + '_> {}

impl<'c> Connect<'c> for Box<dyn Session + 'c> {
    fn session(self) -> Result<Box<dyn Session + 'c>, SessionError> {
        Ok(self)
    }
}
