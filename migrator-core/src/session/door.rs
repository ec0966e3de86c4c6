//! The trait through which everything reaches a database.
//!
//! One attempt, one answer: a session never waits and never retries. Waiting for
//! a busy database is `exec::wait`, so that the deadline, the events and the
//! cancel handle are the same for every backend.

use std::ops::ControlFlow;

use crate::base::Dialect;
use crate::session::{Rows, SessionError, Statement};

/// Who began the transaction that migrations run in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Nobody: we begin and commit.
    Own,
    /// The application: we join, and neither commit nor roll back what it began.
    Joined,
}

/// An open connection to one database.
pub trait Session {
    /// Returns the kind of database.
    fn dialect(&self) -> Dialect;

    /// Tells whether the application's transaction is joined.
    fn scope(&self) -> Scope;

    /// Tells whether a transaction is open, whoever began it.
    fn in_transaction(&self) -> bool;

    /// Begins a transaction that may write; with [`Scope::Joined`] a savepoint.
    ///
    /// # Errors
    /// Of kind `Busy` if another process writes.
    fn begin(&mut self) -> Result<(), SessionError>;

    /// Runs statements in order and stops at the first that fails. `about_to` is
    /// called with each statement's index before it runs, as far as the backend
    /// can tell; if it breaks, the statement fails as interrupted.
    ///
    /// # Errors
    /// The failure with the statement's index.
    fn execute(
        &mut self,
        statements: &[Statement],
        about_to: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Result<(), BatchError>;

    /// Runs one statement and returns its rows.
    ///
    /// # Errors
    /// What the database says.
    fn query(&mut self, statement: &Statement) -> Result<Rows, SessionError>;

    /// Tells whether a statement writes nothing; does not run it.
    ///
    /// # Errors
    /// What the database says of a statement that makes no sense.
    fn only_reads(&mut self, statement: &Statement) -> Result<bool, SessionError>;

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

    /// Returns a function that makes a running statement stop, from any thread.
    fn interrupter(&self) -> Interrupter;
}

/// Stops the statement that runs at the moment; from any thread.
pub type Interrupter = Box<dyn Fn() + Send + Sync>;

/// Which statement of a batch failed, and why.
#[derive(Debug)]
pub struct BatchError {
    /// The index of the statement in the batch, from 0.
    pub index: usize,
    /// What the database says.
    pub error: SessionError,
}

/// Lets every statement run: for [`Session::execute`] where nobody watches.
pub fn always(_index: usize) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

pub(crate) mod sealed {
    /// Keeps [`Connect`](super::Connect) to the types of this library's choice.
    pub trait Sealed {}
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
/// | `sqlite` and `r2d2` | `&mut r2d2::PooledConnection<…>` of such connections |
///
/// What is behind another guard or a smart pointer is reached by `&*guard`, as in
/// `migrator::upgrade(&*mutex.lock()?, "head")`. A plain connection that is already
/// inside a transaction is refused.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a connection that migrations can run on",
    label = "not a database connection",
    note = "with the feature `sqlite`: `&rusqlite::Connection`, `&mut rusqlite::Connection`, or `&rusqlite::Transaction` to join it",
    note = "for a connection behind a guard or a smart pointer write `&*guard` or `&mut *guard`; for a `&mut` variable that is used again write `&mut *client`",
    note = "if it is one of these types: turn the feature on in `Cargo.toml`, and see with `cargo tree -d` that there is one version of the driver"
)]
pub trait Connect<'c>: sealed::Sealed {
    /// Opens a session; sends nothing to the database.
    fn session(self) -> Box<dyn Session + 'c>;
}
