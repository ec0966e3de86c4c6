//! The session itself: what each of its calls does in each phase of a transaction.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use postgres::{Client, NoTls, Transaction};

use super::lock::Lock;
use super::said::is_cancel;
use super::state::{Phase, PostgresSession};
use super::transaction::End;
use super::wire::Line;
use crate::backends::postgres::literal::text_literal;
use crate::base::Dialect;
use crate::session::{
    BatchError, Connect, Exclusion, FailedAt, Interrupter, LockMode, Rows, Scope, Session,
    SessionError, SessionErrorKind, Settings, Statement, sealed,
};
#[cfg(feature = "autogenerate")]
use crate::session::{Ground, Workshop};

impl sealed::Sealed for &mut Client {}
impl sealed::Sealed for &mut Transaction<'_> {}

impl<'c> Connect<'c> for &'c mut Client {
    fn session(self) -> Result<Box<dyn Session + 'c>, SessionError> {
        // The application's connector is out of reach, so a cancel goes out unencrypted.
        let (client, tls) = (self, NoTls);
        Ok(Box::new(PostgresSession::new(
            Box::new(Line { client, tls }),
            Scope::Own,
        )))
    }
}

impl<'c, 't: 'c> Connect<'c> for &'c mut Transaction<'t> {
    fn session(self) -> Result<Box<dyn Session + 'c>, SessionError> {
        let (client, tls) = (self, NoTls);
        Ok(Box::new(PostgresSession::new(
            Box::new(Line { client, tls }),
            Scope::Joined,
        )))
    }
}

impl Session for PostgresSession<'_> {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    #[cfg(feature = "autogenerate")]
    fn workshop(&mut self) -> Option<Box<dyn Workshop + '_>> {
        match &self.server {
            Some(server) => Some(server()),
            None => Some(Ground::workshop(self.wire.client()?)),
        }
    }

    fn scope(&self) -> Scope {
        self.scope
    }

    fn configure(&mut self, settings: &Settings) -> Result<(), SessionError> {
        let role = settings.role.as_deref().map(text_literal);
        self.role = role.transpose().map_err(|_| {
            SessionError::new(
                SessionErrorKind::Unsupported,
                "the name of the role holds a NUL byte",
            )
        })?;
        self.lock = Lock::named(&settings.lock_name);
        self.settings = settings.clone();
        Ok(())
    }

    fn exclusion(&self) -> Exclusion {
        match (self.scope, self.settings.lock) {
            (Scope::Own, LockMode::Session) => Exclusion::Lock,
            (Scope::Own, LockMode::Transaction) | (Scope::Joined, _) => Exclusion::Transaction,
        }
    }

    fn lock(&mut self) -> Result<(), SessionError> {
        match self.exclusion() {
            Exclusion::Lock => self.take_lock(),
            Exclusion::Transaction => Ok(()),
        }
    }

    fn unlock(&mut self) -> Result<(), SessionError> {
        self.release_lock()
    }

    fn in_transaction(&self) -> bool {
        self.scope == Scope::Joined || self.phase != Phase::Outside
    }

    fn begin(&mut self) -> Result<(), SessionError> {
        match self.exclusion() {
            Exclusion::Lock => {
                self.phase = Phase::Announced;
                Ok(())
            }
            Exclusion::Transaction => self.begin_with_lock(),
        }
    }

    fn execute(
        &mut self,
        statements: &[Statement],
        about_to: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Result<(), BatchError> {
        announce(statements, about_to)?;
        if statements.is_empty() {
            return Ok(());
        }
        if self.phase != Phase::Outside {
            return self.execute_batch(statements, End::Open);
        }
        let mut statements = statements.iter().enumerate();
        statements.try_for_each(|(index, statement)| self.execute_alone(statement, index))
    }

    fn execute_and_commit(
        &mut self,
        statements: &[Statement],
        about_to: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Result<(), BatchError> {
        announce(statements, about_to)?;
        if statements.is_empty() || self.phase == Phase::Outside {
            return self.end_transaction().map_err(|error| BatchError {
                at: FailedAt::Commit,
                error,
            });
        }
        self.execute_batch(statements, End::Commit)
    }

    fn query(&mut self, statement: &Statement) -> Result<Rows, SessionError> {
        match self.phase {
            Phase::Outside => self.fetch_outside(statement),
            Phase::Announced => {
                self.open()?;
                self.fetch_inside(statement)
            }
            Phase::Inside | Phase::Failed => self.fetch_inside(statement),
        }
    }

    fn read(&mut self, statement: &Statement) -> Result<Rows, SessionError> {
        if self.in_transaction() {
            return self.fetch_read_only_inside(statement);
        }
        self.fetch_read_only(statement)
    }

    #[cfg(feature = "raw-driver")]
    fn raw(&mut self, work: &mut crate::session::RawWork<'_>) -> Result<(), SessionError> {
        if self.phase == Phase::Announced {
            self.open()?;
        }
        self.wire.raw(work);
        Ok(())
    }

    fn commit(&mut self) -> Result<(), SessionError> {
        self.end_transaction()
    }

    fn rollback(&mut self) -> Result<(), SessionError> {
        match self.phase {
            Phase::Outside => Ok(()),
            Phase::Announced => {
                self.phase = Phase::Outside;
                Ok(())
            }
            Phase::Inside | Phase::Failed => match self.undo() {
                // The server rolls back what a lost connection has left.
                Err(error) if error.kind == SessionErrorKind::Disconnected => Ok(()),
                undone => undone,
            },
        }
    }

    fn interrupter(&self) -> Interrupter {
        let (send, is_cancelled) = (self.wire.interrupter(), Arc::clone(&self.is_cancelled));
        Box::new(move || {
            is_cancelled.store(true, Ordering::SeqCst);
            send();
        })
    }
}

/// A cancel has no answer, so it may still be under way when its run has ended; it then hits
/// what comes next, which is a pause here and not the application's statement.
/// <https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS>
impl Drop for PostgresSession<'_> {
    fn drop(&mut self) {
        if self.scope == Scope::Joined || !self.is_cancelled.load(Ordering::SeqCst) {
            return;
        }
        for _ in 0..MOST_CANCELS {
            match self.wire.send("SELECT pg_catalog.pg_sleep(0.1)") {
                Err(error) if is_cancel(&error) => {}
                Ok(()) | Err(_) => return,
            }
        }
    }
}

/// How many late cancels are waited for.
const MOST_CANCELS: usize = 10;

/// All statements are sent at once, so all are announced before any of them runs.
fn announce(
    statements: &[Statement],
    about_to: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Result<(), BatchError> {
    for index in 0..statements.len() {
        if about_to(index).is_break() {
            let kind = SessionErrorKind::Interrupted;
            return Err(BatchError {
                at: FailedAt::Statement(index),
                error: SessionError::new(kind, "interrupted before it began"),
            });
        }
    }
    Ok(())
}
