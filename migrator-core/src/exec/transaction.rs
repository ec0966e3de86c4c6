//! A transaction that cannot be left open.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use crate::base::Transaction;
use crate::exec::{Context, ExecError, until_free};
use crate::session::{FailedAt, LockMode, Scope, Session, SessionError, Statement};

/// Beginning a transaction that takes so long was waiting for another process.
const NOTABLE: Duration = Duration::from_millis(1);

/// A session whose transaction, if one is open, is rolled back when this is dropped:
/// so also when a migration panics.
pub(crate) struct Guarded<'s> {
    session: &'s mut dyn Session,
    is_open: bool,
}

/// Why a batch was not kept; the transaction is rolled back when the guard is dropped.
pub(crate) enum Unkept {
    /// The database refused.
    Refused(FailedAt, SessionError),
    /// The deadline passed, or the run was cancelled, while the commit had to wait.
    Waited(ExecError),
}

impl<'s> Guarded<'s> {
    /// Takes a session on which no transaction of ours is open.
    pub(crate) fn new(session: &'s mut dyn Session) -> Self {
        Self {
            session,
            is_open: false,
        }
    }

    /// Gives access to the session, inside the transaction if one is open.
    pub(crate) fn session(&mut self) -> &mut dyn Session {
        self.session
    }

    /// Tells whether a transaction of ours is open.
    pub(crate) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Begins a transaction, waiting for a busy database up to the deadline.
    pub(crate) fn begin(&mut self, context: &Context<'_>) -> Result<(), ExecError> {
        let (started, before) = (Instant::now(), context.waited.get());
        until_free(context, self.session, |_, session| session.begin())?;
        self.is_open = true;
        // The application's own busy handler waits inside the call, unseen by us;
        // beginning does nothing else that takes time.
        let spent = started.elapsed();
        if spent >= NOTABLE {
            context.waited.set(before + spent);
        }
        Ok(())
    }

    /// Runs statements and commits, waiting for readers that are in the way of the
    /// commit up to the deadline.
    pub(crate) fn finish(
        &mut self,
        context: &Context<'_>,
        statements: &[Statement],
        about_to: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Result<(), Unkept> {
        match self.session.execute_and_commit(statements, about_to) {
            Ok(()) => {}
            // Where the commit has ended the transaction all the same, it cannot be repeated.
            Err(failed)
                if failed.at == FailedAt::Commit
                    && failed.error.is_busy()
                    && self.session.in_transaction() =>
            {
                self.commit(context)?;
            }
            Err(failed) => return Err(Unkept::Refused(failed.at, failed.error)),
        }
        self.is_open = false;
        Ok(())
    }

    fn commit(&mut self, context: &Context<'_>) -> Result<(), Unkept> {
        let mut refused = None;
        let committed = until_free(context, self.session, |_, session| match session.commit() {
            Err(error) if !error.is_busy() => {
                refused = Some(error);
                Ok(())
            }
            other => other,
        });
        match (committed, refused) {
            (Ok(()), None) => Ok(()),
            (Ok(()), Some(error)) => Err(Unkept::Refused(FailedAt::Commit, error)),
            (Err(error), _) => Err(Unkept::Waited(error)),
        }
    }

    /// Rolls back, if a transaction is open.
    pub(crate) fn abandon(&mut self) {
        if self.is_open {
            self.is_open = false;
            // A failure here has a failure before it, which is the one to report;
            // the database drops the transaction with the connection at the latest.
            let _ = self.session.rollback();
        }
    }
}

impl Drop for Guarded<'_> {
    fn drop(&mut self) {
        self.abandon();
    }
}

/// Says why nothing can run outside a transaction, if so it is.
pub(crate) fn why_wrapped(context: &Context<'_>, session: &dyn Session) -> Option<&'static str> {
    match (session.scope(), context.options.transaction_mode()) {
        (Scope::Joined, _) => return Some("the run joins the application's transaction"),
        (Scope::Own, Transaction::WholeRun) => return Some("the whole run shares one"),
        (Scope::Own, _) => {}
    }
    // Between two transactions another process could begin the same work.
    let is_unguarded =
        context.options.lock_mode() == LockMode::Transaction && !context.renderer.shares_steps();
    is_unguarded.then_some("`LockMode::Transaction` keeps others out only inside one")
}
