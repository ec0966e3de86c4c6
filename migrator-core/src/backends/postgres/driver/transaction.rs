//! Transactions: how they begin and end, and many statements in one message.

use super::batch::{Batch, collect_marks};
use super::outgoing::{explain, outgoing};
use super::said::{is_cancel, position};
use super::state::{Phase, PostgresSession};
use super::values::text_rows;
use crate::backends::postgres::settings::{BEGIN, local_timeouts};
use crate::session::{BatchError, FailedAt, Scope, SessionError, SessionErrorKind, Statement};

/// The savepoint that stands for a transaction of ours inside the application's.
pub(super) const SAVEPOINT: &str = "migrator_step";

/// What a transaction of ours adds to its `BEGIN` so that it cannot write.
pub(super) const READ_ONLY: &str = " READ ONLY";

/// A message is sent when it has grown beyond this many bytes; the server takes up to 1 GB.
const LARGE: usize = 16 << 20;

/// What follows the statements of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Nothing: the transaction stays open.
    Open,
    /// The commit.
    Commit,
}

impl PostgresSession<'_> {
    /// Runs statements in the transaction that is open or announced, in one message where
    /// they fit, and commits if asked to.
    pub(super) fn execute_batch(
        &mut self,
        statements: &[Statement],
        end: End,
    ) -> Result<(), BatchError> {
        let mut batch = Batch::default();
        let opens = self.phase == Phase::Announced;
        if opens {
            batch.push_own(&self.begin_sql(""));
            if let Some(role) = self.role_sql() {
                batch.mark(0);
                batch.push_own(&role);
            }
        }
        // With one statement and nothing beside it there is nothing to tell apart.
        let marks = end == End::Commit || statements.len() > 1 || batch.has_marks();
        for (index, statement) in statements.iter().enumerate() {
            let at = FailedAt::Statement(index);
            let sql = outgoing(statement).map_err(|error| BatchError { at, error })?;
            if batch.text().len() + sql.len() > LARGE && !batch.is_empty() {
                batch.unmark();
                self.send_batch(&batch, statements, End::Open)?;
                batch = Batch::default();
            }
            if marks {
                batch.mark(index + 1);
            }
            batch.push(index, &sql);
        }
        batch.unmark();
        if end == End::Commit {
            batch.push_own(&self.closing_sql());
        }
        self.send_batch(&batch, statements, end)
    }

    fn send_batch(
        &mut self,
        batch: &Batch,
        statements: &[Statement],
        end: End,
    ) -> Result<(), BatchError> {
        match self.wire.send(batch.text()) {
            Ok(()) => {
                self.phase = match end {
                    End::Open => Phase::Inside,
                    End::Commit => Phase::Outside,
                };
                Ok(())
            }
            Err(error) => Err(self.failed(error, batch, statements, end)),
        }
    }

    /// Rolls back, removes the marks, and finds out by them which statement it was.
    fn failed(
        &mut self,
        error: postgres::Error,
        batch: &Batch,
        statements: &[Statement],
        end: End,
    ) -> BatchError {
        let located = position(&error).and_then(|position| batch.locate(position));
        let mut error = self.said(error);
        if error.kind == SessionErrorKind::Disconnected {
            self.phase = Phase::Outside;
            let at = FailedAt::Unknown;
            return BatchError { at, error };
        }
        let marked = self.undo_and_collect(batch.has_marks());
        let first = FailedAt::Statement(batch.first().unwrap_or_default());
        // The mark comes first: a server of another encoding counts its position otherwise.
        let at = match (marked, located) {
            (Ok(Some(0)), _) => {
                error.message = format!("the role cannot be set: {}", error.message);
                first
            }
            (Ok(Some(number)), _) => FailedAt::Statement(number - 1),
            (_, Some((index, _))) => FailedAt::Statement(index),
            (Err(_), None) => FailedAt::Unknown,
            (Ok(None), None) => match (end, error.kind) {
                // These two are found out before the first mark.
                (_, SessionErrorKind::Pooled | SessionErrorKind::InsideTransaction) => first,
                (End::Commit, _) => FailedAt::Commit,
                (End::Open, _) => first,
            },
        };
        if let FailedAt::Statement(index) = at
            && let Some(statement) = statements.get(index)
        {
            let offset = located.filter(|(located, _)| *located == index);
            explain(&mut error, statement, offset.map(|(_, offset)| offset));
        }
        BatchError { at, error }
    }

    /// Rolls back what [`begin`](crate::session::Session::begin) began.
    pub(super) fn undo(&mut self) -> Result<(), SessionError> {
        self.undo_and_collect(false).map(drop)
    }

    /// As [`undo`](Self::undo); returns the highest of the marks that were left.
    fn undo_and_collect(&mut self, has_marks: bool) -> Result<Option<usize>, SessionError> {
        let mut sql = match self.scope {
            Scope::Own => "ROLLBACK".to_owned(),
            Scope::Joined => format!("ROLLBACK TO {SAVEPOINT}; RELEASE {SAVEPOINT}"),
        };
        if has_marks {
            sql.push_str("; ");
            sql.push_str(&collect_marks());
        }
        self.phase = Phase::Outside;
        let messages = match self.wire.send_for_text(&sql) {
            Err(error) if is_cancel(&error) => self.wire.send_for_text(&sql),
            sent => sent,
        };
        let messages = messages.map_err(|error| self.said(error))?;
        let numbers = text_rows(&messages).filter_map(|row| row.try_get(0).ok()??.parse().ok());
        Ok(numbers.max())
    }

    /// Sends what an announced transaction begins with.
    pub(super) fn open(&mut self) -> Result<(), SessionError> {
        let sql = self.opening_sql("");
        match self.wire.send(&sql) {
            Ok(()) => {
                self.phase = Phase::Inside;
                Ok(())
            }
            Err(error) => {
                let error = self.said(error);
                // It has a failure before it, which is the one to report.
                let _ = self.undo();
                Err(error)
            }
        }
    }

    /// Commits, or releases the savepoint.
    pub(super) fn end_transaction(&mut self) -> Result<(), SessionError> {
        let rolled_back = |kind| {
            let text = "the transaction cannot be committed: it was rolled back";
            Err(SessionError::new(kind, text))
        };
        match self.phase {
            Phase::Announced => {
                self.phase = Phase::Outside;
                Ok(())
            }
            Phase::Inside => {
                let sql = self.closing_sql();
                let ended = self.wire.send(&sql).map_err(|error| self.said(error));
                match (self.scope, &ended) {
                    (Scope::Joined, Err(_)) => drop(self.undo()),
                    _ => self.phase = Phase::Outside,
                }
                ended
            }
            // The server would answer COMMIT with a rollback, and not call it a failure.
            Phase::Failed => {
                self.undo()?;
                rolled_back(SessionErrorKind::InsideTransaction)
            }
            Phase::Outside => rolled_back(SessionErrorKind::Other),
        }
    }

    /// Returns what a transaction begins with, the role included.
    pub(super) fn opening_sql(&self, access: &str) -> String {
        let mut sql = self.begin_sql(access);
        sql.push_str(&self.role_sql().unwrap_or_default());
        sql
    }

    pub(super) fn begin_sql(&self, access: &str) -> String {
        let (guard, timeouts) = (self.lock.guard_sql(), local_timeouts(&self.settings));
        format!("{BEGIN}{access};\n{guard}{timeouts}")
    }

    pub(super) fn role_sql(&self) -> Option<String> {
        let role = self.role.as_ref()?;
        Some(format!("SET LOCAL ROLE {role};\n"))
    }

    /// Ours would outlast the savepoint in a joined transaction; and a role that a migration
    /// has set for the connection would outlast the commit.
    fn closing_sql(&self) -> String {
        let former = self.former_role.as_deref();
        match (self.scope, former) {
            (Scope::Own, None) => "COMMIT".to_owned(),
            (Scope::Own, Some(role)) => format!("SET ROLE {role}; COMMIT"),
            (Scope::Joined, None) => format!("RELEASE {SAVEPOINT}"),
            (Scope::Joined, Some(role)) => format!("SET LOCAL ROLE {role}; RELEASE {SAVEPOINT}"),
        }
    }
}
