//! Makes pieces on a scratch database, those that need others after these.

use std::collections::VecDeque;
use std::sync::Arc;

use super::Piece;
use crate::autogen::AutogenError;
use crate::dialect::{Extent, Renderer};
use crate::session::{FailedAt, Scope, Session, SessionError, SessionErrorKind, Statement, always};

/// So many pieces share a transaction: each object takes a lock until it ends.
const MOST_AT_ONCE: usize = 200;

/// Makes pieces, and tries those that fail again as long as others can be made meanwhile.
///
/// # Errors
/// [`AutogenError::Declared`] for the piece that cannot be made and does not seem to wait for another;
/// [`AutogenError::Ground`] if the connection is lost.
pub(crate) fn make(
    session: &mut dyn Session,
    renderer: &dyn Renderer,
    pieces: Vec<Piece>,
) -> Result<(), AutogenError> {
    let mut round = Round::new(session, renderer);
    round.note()?;
    let mut pending = pieces;
    loop {
        let n_pending = pending.len();
        let failed = round.run(pending)?;
        if failed.is_empty() {
            return round.put_back();
        }
        if failed.len() == n_pending {
            return Err(cause(failed));
        }
        pending = failed.into_iter().map(|(piece, _)| piece).collect();
    }
}

type Failed = Vec<(Piece, (usize, SessionError))>;

/// Chooses the failure to report: one that is not about something missing, which may be another that failed.
fn cause(failed: Failed) -> AutogenError {
    let n_others = failed.len().saturating_sub(1);
    let is_missing = |error: &SessionError| {
        let kind = error.kind;
        kind == SessionErrorKind::NoSuchTable || kind == SessionErrorKind::NoSuchColumn
    };
    let at = failed.iter().position(|(_, (_, error))| !is_missing(error));
    match failed.into_iter().nth(at.unwrap_or(0)) {
        Some((piece, (index, source))) => AutogenError::Declared {
            sql: piece
                .statements
                .get(index)
                .map(|it| it.sql.to_string())
                .unwrap_or_default(),
            part: piece.label,
            n_others,
            source,
        },
        None => AutogenError::Bug {
            what: "nothing failed and something is left",
        },
    }
}

struct Round<'s> {
    session: &'s mut dyn Session,
    renderer: &'s dyn Renderer,
    extent: Extent,
    /// The settings that the connection has now, beside its own.
    settings: Arc<[Statement]>,
}

impl<'s> Round<'s> {
    fn new(session: &'s mut dyn Session, renderer: &'s dyn Renderer) -> Self {
        let extent = match session.scope() {
            Scope::Own => Extent::Session,
            Scope::Joined => Extent::Transaction,
        };
        Self {
            session,
            renderer,
            extent,
            settings: Arc::default(),
        }
    }

    /// Notes how the connection is set.
    fn note(&mut self) -> Result<(), AutogenError> {
        let opening = self.renderer.opening(self.extent);
        self.send(opening.into_iter().collect())
    }

    /// Sets the connection as it was noted.
    fn put_back(&mut self) -> Result<(), AutogenError> {
        let closing = self.renderer.closing(self.extent);
        self.send(closing.into_iter().collect())
    }

    fn send(&mut self, statements: Vec<Statement>) -> Result<(), AutogenError> {
        let sent = self.in_transaction(&statements);
        sent.map_err(|(_, source)| AutogenError::ground(self.renderer.dialect(), source))
    }

    /// Tries each piece once; returns those that failed.
    fn run(&mut self, pieces: Vec<Piece>) -> Result<Failed, AutogenError> {
        let mut queue: VecDeque<Piece> = pieces.into();
        let mut failed = Failed::new();
        let mut most = MOST_AT_ONCE;
        while let Some(first) = queue.pop_front() {
            let mut chunk = vec![first];
            let is_shared = chunk.iter().all(|it| it.is_transactional);
            while is_shared
                && chunk.len() < most
                && queue.front().is_some_and(|next| next.is_transactional)
            {
                chunk.extend(queue.pop_front());
            }
            let Err((at, error)) = self.attempt(&chunk) else {
                most = MOST_AT_ONCE;
                continue;
            };
            if error.kind == SessionErrorKind::Disconnected {
                return Err(AutogenError::ground(self.renderer.dialect(), error));
            }
            // Nothing of the chunk is kept: what stands before the one that failed runs again.
            match at {
                Some((piece, statement)) if piece < chunk.len() => {
                    failed.push((chunk.remove(piece), (statement, error)));
                }
                _ if chunk.len() == 1 => failed.extend(chunk.pop().map(|it| (it, (0, error)))),
                _ => most = chunk.len() / 2,
            }
            for piece in chunk.into_iter().rev() {
                queue.push_front(piece);
            }
        }
        Ok(failed)
    }

    /// Runs pieces, all or none; tells which piece and which of its statements failed.
    fn attempt(&mut self, chunk: &[Piece]) -> Result<(), (Option<(usize, usize)>, SessionError)> {
        let before = Arc::clone(&self.settings);
        let mut statements = Vec::new();
        // The piece of each statement, and its number in it.
        let mut places = Vec::new();
        for (at, piece) in chunk.iter().enumerate() {
            for setting in self.change_settings(&piece.settings) {
                statements.push(setting);
                places.push((at, 0));
            }
            for (number, statement) in piece.statements.iter().enumerate() {
                statements.push(statement.clone());
                places.push((at, number));
                if self.renderer.sets_connection(statement) {
                    let now = self.settings.iter().chain([statement]).cloned();
                    self.settings = now.collect();
                }
            }
        }
        let is_transactional = chunk.iter().all(|it| it.is_transactional);
        let ran = match is_transactional || self.session.scope() == Scope::Joined {
            true => self.in_transaction(&statements),
            false => self.alone(&statements),
        };
        ran.map_err(|(at, error)| {
            self.settings = before;
            (at.and_then(|at| places.get(at).copied()), error)
        })
    }

    /// Returns what sets the connection as a piece needs it.
    fn change_settings(&mut self, wanted: &Arc<[Statement]>) -> Vec<Statement> {
        if self.settings == *wanted {
            return Vec::new();
        }
        self.settings = Arc::clone(wanted);
        let closing = self.renderer.closing(self.extent);
        closing.into_iter().chain(wanted.iter().cloned()).collect()
    }

    fn in_transaction(
        &mut self,
        statements: &[Statement],
    ) -> Result<(), (Option<usize>, SessionError)> {
        if statements.is_empty() {
            return Ok(());
        }
        self.session.begin().map_err(|error| (None, error))?;
        let ran = self.session.execute_and_commit(statements, &mut always);
        ran.map_err(|failed| {
            // It has a failure before it, which is the one to report.
            let _ = self.session.rollback();
            match failed.at {
                FailedAt::Statement(at) => (Some(at), failed.error),
                FailedAt::Commit | FailedAt::Unknown => (None, failed.error),
            }
        })
    }

    fn alone(&mut self, statements: &[Statement]) -> Result<(), (Option<usize>, SessionError)> {
        for (at, statement) in statements.iter().enumerate() {
            let ran = self
                .session
                .execute(std::slice::from_ref(statement), &mut always);
            ran.map_err(|failed| (Some(at), failed.error))?;
        }
        Ok(())
    }
}
