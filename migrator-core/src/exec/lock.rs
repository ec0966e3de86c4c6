//! The lock of a run, which cannot be kept.

use crate::exec::{Context, ExecError, until_free};
use crate::session::{Session, SessionErrorKind};

/// A session that holds the lock of the run, where there is one; given back when this
/// is dropped, so also when a migration panics.
pub(crate) struct Locked<'s> {
    session: &'s mut dyn Session,
    is_held: bool,
}

impl<'s> Locked<'s> {
    /// Takes the lock, asking again and again up to the deadline.
    ///
    /// Never a waiting statement: `CREATE INDEX CONCURRENTLY` waits for the end of every
    /// transaction that can see the table, also of one that waits for this lock.
    /// <https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY>
    pub(crate) fn take(
        context: &Context<'_>,
        session: &'s mut dyn Session,
    ) -> Result<Self, ExecError> {
        until_free(context, session, |_, session| session.lock())?;
        Ok(Self {
            session,
            is_held: true,
        })
    }

    /// Gives access to the session.
    pub(crate) fn session(&mut self) -> &mut dyn Session {
        self.session
    }

    /// Gives the lock back, and says if that went wrong in a way that matters: a lost
    /// connection has taken the lock with it.
    pub(crate) fn release(mut self) -> Result<(), ExecError> {
        self.is_held = false;
        match self.session.unlock() {
            Err(error) if error.kind == SessionErrorKind::Pooled => Err(ExecError::database(error)),
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

impl Drop for Locked<'_> {
    fn drop(&mut self) {
        if self.is_held {
            // Whatever ended the run is what will be reported.
            let _ = self.session.unlock();
        }
    }
}
