//! A transaction that cannot be left open.

use std::time::{Duration, Instant};

use crate::exec::{Context, ExecError, until_free};
use crate::session::{Session, SessionError};

/// Beginning a transaction that takes so long was waiting for another process.
const NOTABLE: Duration = Duration::from_millis(1);

/// An open transaction; rolled back when dropped, so also when a migration panics.
pub(crate) struct Open<'s> {
    session: &'s mut dyn Session,
    open: bool,
}

impl<'s> Open<'s> {
    /// Begins a transaction, waiting for a busy database up to the deadline.
    pub(crate) fn begin(
        context: &Context<'_>,
        session: &'s mut dyn Session,
    ) -> Result<Self, ExecError> {
        let (started, before) = (Instant::now(), context.waited.get());
        until_free(context, session, |_, session| session.begin())?;
        // The application's own busy handler waits inside the call, unseen by us;
        // beginning does nothing else that takes time.
        let spent = started.elapsed();
        if spent >= NOTABLE {
            context.waited.set(before + spent);
        }
        Ok(Self {
            session,
            open: true,
        })
    }

    /// Gives access to the session inside the transaction.
    pub(crate) fn session(&mut self) -> &mut dyn Session {
        self.session
    }

    /// Commits, waiting for readers that are in the way up to the deadline.
    pub(crate) fn commit(mut self, context: &Context<'_>) -> Result<(), CommitError> {
        let mut refused = None;
        let committed = until_free(context, self.session, |_, session| match session.commit() {
            Err(error) if !error.is_busy() => {
                refused = Some(error);
                Ok(())
            }
            other => other,
        });
        match (committed, refused) {
            (Ok(()), None) => {
                self.open = false;
                Ok(())
            }
            (Ok(()), Some(error)) => Err(CommitError::Refused(error)),
            (Err(error), _) => Err(CommitError::Waited(error)),
        }
    }
}

/// Why a commit did not happen; the transaction is rolled back.
pub(crate) enum CommitError {
    /// The database refused, as with a deferred constraint.
    Refused(SessionError),
    /// The deadline passed, or the run was cancelled.
    Waited(ExecError),
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        if self.open {
            // A failure here has a failure before it, which is the one to report;
            // the database drops the transaction with the connection at the latest.
            let _ = self.session.rollback();
        }
    }
}
