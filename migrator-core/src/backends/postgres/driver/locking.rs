//! Taking the lock of a run and giving it back.

use super::lock::{gone, moved};
use super::said::is_cancel;
use super::state::{Phase, PostgresSession};
use super::transaction::SAVEPOINT;
use super::values::text_rows;
use crate::backends::postgres::literal::text_literal;
use crate::session::{Scope, SessionError, SessionErrorKind};

/// How often a lock that was left on another server connection is looked for.
const SEARCHES: usize = 16;

impl PostgresSession<'_> {
    /// Takes the lock of the session.
    pub(super) fn take_lock(&mut self) -> Result<(), SessionError> {
        if self.lock.held_by.is_some() {
            return Ok(());
        }
        let rows = match self.wire.fetch(&self.lock.attempt_sql()) {
            Ok(rows) => rows,
            Err(error) => {
                if is_cancel(&error) {
                    // It may have come after the lock, which outlives the statement.
                    let sql = format!("SELECT pg_advisory_unlock({})", self.lock.key);
                    let _ = self.wire.send(&sql);
                }
                return Err(self.said(error));
            }
        };
        let row = rows.first();
        let answer: Option<String> = row.and_then(|row| row.try_get(0).ok());
        let process: i32 = row.and_then(|row| row.try_get(1).ok()).unwrap_or_default();
        let before = self.lock.seen.replace(process);
        match answer.as_deref() {
            Some("taken") => {
                self.lock.held_by = Some(process);
                self.note_former_role(row.and_then(|row| row.try_get(2).ok()));
                Ok(())
            }
            Some("moved") => Err(moved(before.unwrap_or_default(), process.to_string())),
            Some("shared") => Err(SessionError::new(
                SessionErrorKind::Pooled,
                format!(
                    "server process {process} already holds the migration lock, \
                     which somebody else has taken through it"
                ),
            )),
            _ => Err(self.busy()),
        }
    }

    /// Gives back the lock of the session.
    pub(super) fn release_lock(&mut self) -> Result<(), SessionError> {
        let Some(holder) = self.lock.held_by.take() else {
            return Ok(());
        };
        let sql = format!(
            "SELECT pg_backend_pid(), CASE pg_backend_pid() WHEN {holder} \
             THEN pg_advisory_unlock({}) END",
            self.lock.key
        );
        let mut first = None;
        for _ in 0..SEARCHES {
            let rows = match self.wire.fetch(&sql) {
                Ok(rows) => rows,
                // Meant for the statement before, and too late.
                Err(error) if is_cancel(&error) => continue,
                Err(error) => return Err(self.said(error)),
            };
            let row = rows.first();
            let process: i32 = row.and_then(|row| row.try_get(0).ok()).unwrap_or_default();
            let released: Option<bool> = row.and_then(|row| row.try_get(1).ok()).flatten();
            let first = *first.get_or_insert(process);
            match released {
                Some(true) if first == holder => return Ok(()),
                Some(true) => return Err(moved(holder, first.to_string())),
                Some(false) => return Err(gone(holder)),
                None => {}
            }
        }
        let seen = first.unwrap_or_default().to_string();
        let mut error = moved(holder, seen);
        error.message.push_str("; process ");
        error.message.push_str(&holder.to_string());
        error.message.push_str(" still holds it");
        Err(error)
    }

    /// Begins a transaction, or a savepoint of the application's, with a lock that ends with it.
    pub(super) fn begin_with_lock(&mut self) -> Result<(), SessionError> {
        let key = self.lock.key;
        let begin = match self.scope {
            Scope::Own => self.begin_sql(""),
            Scope::Joined => format!("SAVEPOINT {SAVEPOINT};\n"),
        };
        let role = self.role_sql().unwrap_or_default();
        let sql = format!(
            "{begin}SELECT pg_try_advisory_xact_lock({key}), current_setting('role');\n{role}"
        );
        let messages = match self.wire.send_for_text(&sql) {
            Ok(messages) => messages,
            Err(error) => {
                let error = self.said(error);
                // It has a failure before it, which is the one to report.
                let _ = self.undo();
                return Err(error);
            }
        };
        let row = text_rows(&messages).next_back();
        let value = |at| row.and_then(|row| row.try_get(at).ok().flatten());
        if value(0) != Some("t") {
            let error = self.busy();
            let _ = self.undo();
            return Err(error);
        }
        let former = value(1).map(str::to_owned);
        self.note_former_role(former.as_deref());
        self.phase = Phase::Inside;
        Ok(())
    }

    fn note_former_role(&mut self, role: Option<&str>) {
        if self.role.is_some() {
            self.former_role = role.and_then(|role| text_literal(role).ok());
        }
    }

    /// Names the holder of the lock.
    fn busy(&mut self) -> SessionError {
        let messages = match self.wire.send_for_text(&self.lock.holder_sql()) {
            Ok(messages) => messages,
            Err(error) => return self.said(error),
        };
        let holder = text_rows(&messages).next();
        let column = |at| holder.and_then(|row| row.try_get(at).ok().flatten());
        let Some(process) = column(0) else {
            let text = "another process held the migration lock";
            return SessionError::new(SessionErrorKind::Busy, text);
        };
        let mut text = format!("process {process}");
        if let Some(application) = column(1) {
            text.push_str(&format!(" (`{application}`)"));
        }
        if let Some(user) = column(2) {
            text.push_str(&format!(" of user `{user}`"));
        }
        text.push_str(" holds the migration lock");
        if let Some(since) = column(3) {
            text.push_str(&format!("; connected since {since}"));
        }
        if let (Some(state), Some(since)) = (column(4), column(5)) {
            text.push_str(&format!(", {state} since {since}"));
        }
        SessionError::new(SessionErrorKind::Busy, text)
    }
}
