//! What a session has in hand: the connection, its settings, and how far a transaction is.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use postgres::Error;

use super::lock::Lock;
use super::said::{is_timeout, said};
use super::wire::Wire;
#[cfg(feature = "autogenerate")]
use crate::session::Workshop;
use crate::session::{Scope, SessionError, SessionErrorKind, Settings};

/// A session on an application's connection, or on one of our own.
pub struct PostgresSession<'c> {
    pub(super) wire: Box<dyn Wire + 'c>,
    pub(super) scope: Scope,
    pub(super) settings: Settings,
    /// The role to become, as a literal.
    pub(super) role: Option<String>,
    /// The role before it, as a literal; known once there is a lock or a transaction.
    pub(super) former_role: Option<String>,
    pub(super) phase: Phase,
    pub(super) lock: Lock,
    /// Whether a cancel has been sent.
    pub(super) is_cancelled: Arc<AtomicBool>,
    /// Finds the server again, where it is known how.
    #[cfg(feature = "autogenerate")]
    pub(super) server: Option<Box<dyn Fn() -> Box<dyn Workshop>>>,
}

/// How far a transaction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// There is none of ours.
    Outside,
    /// It begins with the next message.
    Announced,
    /// It is open.
    Inside,
    /// It is open, and the server accepts nothing but its end.
    Failed,
}

impl<'c> PostgresSession<'c> {
    pub(super) fn new(wire: Box<dyn Wire + 'c>, scope: Scope) -> Self {
        Self {
            wire,
            scope,
            settings: Settings::default(),
            role: None,
            former_role: None,
            phase: Phase::Outside,
            lock: Lock::default(),
            is_cancelled: Arc::default(),
            #[cfg(feature = "autogenerate")]
            server: None,
        }
    }

    /// Says how the server is found again.
    #[cfg(feature = "autogenerate")]
    pub(super) fn on_server(mut self, server: Box<dyn Fn() -> Box<dyn Workshop>>) -> Self {
        self.server = Some(server);
        self
    }

    /// As [`said`], with what the session knows beside it.
    pub(super) fn said(&self, error: Error) -> SessionError {
        let is_timeout = error.as_db_error().is_some_and(is_timeout);
        let mut error = self.lock.recognize(said(error));
        if self.scope == Scope::Joined && error.kind == SessionErrorKind::InsideTransaction {
            // That there is one is no mistake here, only that it has failed.
            error.kind = SessionErrorKind::Other;
            error.help = Some("roll the transaction back, or to a savepoint before the failure");
        }
        if is_timeout {
            let whose = match (self.settings.statement_timeout, self.scope) {
                (Some(timeout), Scope::Own) => format!("which the options set to {timeout:?}"),
                (None, _) | (_, Scope::Joined) => "the connection's own setting".to_owned(),
            };
            error.message = format!("{}, {whose}", error.message);
        }
        error
    }
}

impl fmt::Debug for PostgresSession<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresSession")
            .field("scope", &self.scope)
            .field("phase", &self.phase)
            .finish_non_exhaustive()
    }
}
