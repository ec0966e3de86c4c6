//! A statement outside a transaction: alone in its message, because several in one message
//! would share a transaction.
//!
//! The settings of the run cannot be local to a transaction here, so they are set for the
//! connection before it, and what was there before is put back after it, on every path.

use postgres::SimpleQueryRow;

use super::batch;
use super::outgoing::{explain, outgoing};
use super::said::{is_cancel, position};
use super::state::PostgresSession;
use super::values::text_rows;
use crate::backends::postgres::literal::text_literal;
use crate::backends::postgres::settings::timeouts_alone;
use crate::session::{BatchError, FailedAt, Scope, SessionError, SessionErrorKind, Statement};

impl PostgresSession<'_> {
    /// Runs one statement outside a transaction.
    pub(super) fn execute_alone(
        &mut self,
        statement: &Statement,
        index: usize,
    ) -> Result<(), BatchError> {
        let at = FailedAt::Statement(index);
        let sql = outgoing(statement).map_err(|error| BatchError { at, error })?;
        let changes = self.changes(statement);
        let restore = match self.change(&changes) {
            Ok(restore) => restore,
            Err(error) => return Err(BatchError { at, error }),
        };
        let result = self.wire.send(&sql);
        self.restore(&restore);
        result.map_err(|error| {
            let offset = position(&error).and_then(|at| batch::byte_at(&sql, at));
            let mut error = self.said(error);
            explain(&mut error, statement, offset);
            let at = match error.kind {
                SessionErrorKind::Disconnected => FailedAt::Unknown,
                _ => at,
            };
            BatchError { at, error }
        })
    }

    /// Returns the settings to change around a statement, with values as literals.
    /// In a transaction that we join, nothing is ours to set.
    fn changes(&self, statement: &Statement) -> Vec<(&'static str, String)> {
        if self.scope == Scope::Joined {
            return Vec::new();
        }
        let mut changes = timeouts_alone(&self.settings, &statement.sql);
        if let Some(role) = &self.role {
            changes.push(("role", role.clone()));
        }
        changes
    }

    /// Changes settings of the connection, all or none; returns what puts them back.
    fn change(&mut self, changes: &[(&str, String)]) -> Result<String, SessionError> {
        if changes.is_empty() {
            return Ok(String::new());
        }
        let current = changes
            .iter()
            .map(|(name, _)| format!("current_setting('{name}')"))
            .collect::<Vec<_>>()
            .join(",");
        let set: String = changes
            .iter()
            .map(|(name, literal)| format!("SET {name}={literal};\n"))
            .collect();
        let guard = self.lock.guard_sql();
        let sql = format!("{guard}SELECT {current};\n{set}SELECT {current}");
        let messages = self.wire.send_for_text(&sql);
        let messages = messages.map_err(|error| self.said(error))?;
        let mut rows = text_rows(&messages).rev();
        let (ours, former) = (rows.next(), rows.next());
        let literal = |row: Option<&SimpleQueryRow>, at| text_literal(row?.try_get(at).ok()??).ok();
        let restore = changes.iter().enumerate().filter_map(|(at, (name, _))| {
            let (former, ours) = (literal(former, at)?, literal(ours, at)?);
            Some(restore_sql(name, &former, &ours))
        });
        Ok(restore.collect())
    }

    /// Puts settings back. A connection that is lost shows it at its next use.
    fn restore(&mut self, sql: &str) {
        if sql.is_empty() {
            return;
        }
        if self.wire.send(sql).is_err_and(|error| is_cancel(&error)) {
            let _ = self.wire.send(sql);
        }
    }
}

/// Puts a setting back, unless the statement has changed it in its turn.
fn restore_sql(name: &str, former: &str, ours: &str) -> String {
    format!("SELECT set_config('{name}',{former},false) WHERE current_setting('{name}')={ours};\n")
}
