//! Queries: of ours in one exchange, of a migration with columns of any type.

use postgres::{Column, Error, SimpleQueryMessage};

use super::batch::byte_at;
use super::said::position;
use super::state::{Phase, PostgresSession};
use super::transaction::READ_ONLY;
use super::values::{all_text, from_binary, from_text, is_plain};
use crate::backends::postgres::inline::{inlined, refuse_stream};
use crate::backends::postgres::settings::millis;
use crate::session::{Rows, Scope, SessionError, SessionErrorKind, Statement};

/// What the settings are called that hold others for the length of a message.
const FORMER: &str = "migrator.former_";

/// The settings that hold, for the length of a message, how dates and numbers were written.
const FORMER_STYLE: &str = "migrator.former_datestyle";
const FORMER_DIGITS: &str = "migrator.former_digits";

/// The savepoint around a query that must not write.
const READING: &str = "migrator_read";

impl PostgresSession<'_> {
    /// Runs one query: one of ours in one exchange, one of a migration in more, because
    /// its columns can have any type.
    pub(super) fn fetch(&mut self, statement: &Statement) -> Result<Rows, SessionError> {
        refuse_stream(&statement.sql)?;
        let sql = inlined(statement)?;
        let rows = match statement.location {
            None => self.fetch_own(&sql),
            Some(_) => self.fetch_any(&sql),
        };
        rows.map_err(|error| {
            let byte = position(&error).and_then(|position| byte_at(&sql, position));
            SessionError {
                offset: byte.filter(|_| statement.params.is_empty()),
                ..self.said(error)
            }
        })
    }

    /// The simple protocol answers in one exchange, and only in it `now()` equals
    /// `statement_timestamp()` where no transaction was open before; all values are text.
    fn fetch_own(&mut self, sql: &str) -> Result<Rows, Error> {
        let messages = self.wire.send_for_text(sql)?;
        let (columns, values) = all_text(&messages);
        Ok(Rows::new(columns, values))
    }

    /// The text format has no types and the binary format no text, so the types are asked
    /// for first; the statement itself runs once.
    fn fetch_any(&mut self, sql: &str) -> Result<Rows, Error> {
        let prepared = self.wire.prepare(sql)?;
        let columns = prepared.columns();
        let values = if columns.iter().all(is_plain) {
            let rows = self.wire.run_prepared(&prepared)?;
            rows.iter().map(from_binary).collect::<Result<_, _>>()?
        } else {
            from_text(&self.fetch_portable(sql)?, columns)?
        };
        Ok(Rows::new(names(columns), values))
    }

    /// Dates come as ISO texts and numbers with all their digits, whatever the connection is set
    /// to; the order of day and month in what the query itself says stays as it is set.
    fn fetch_portable(&mut self, sql: &str) -> Result<Vec<SimpleQueryMessage>, Error> {
        let sql = format!(
            "SELECT set_config('{FORMER_STYLE}',current_setting('datestyle'),true),\
             set_config('datestyle','ISO',true),\
             set_config('{FORMER_DIGITS}',current_setting('extra_float_digits'),true),\
             set_config('extra_float_digits','1',true);\n\
             {sql}\n;\n\
             SELECT set_config('datestyle',current_setting('{FORMER_STYLE}'),true),\
             set_config('extra_float_digits',current_setting('{FORMER_DIGITS}'),true)"
        );
        let messages = self.wire.send_for_text(&sql)?;
        let is_end = |message: &_| matches!(message, SimpleQueryMessage::CommandComplete(_));
        let mut answers = messages.into_iter();
        answers.by_ref().find(is_end);
        Ok(answers.take_while(|message| !is_end(message)).collect())
    }

    pub(super) fn fetch_inside(&mut self, statement: &Statement) -> Result<Rows, SessionError> {
        let rows = self.fetch(statement);
        if let Err(error) = &rows {
            self.fail(error);
        }
        rows
    }

    fn fail(&mut self, error: &SessionError) {
        self.phase = match error.kind {
            SessionErrorKind::Disconnected => Phase::Outside,
            _ => Phase::Failed,
        };
    }

    /// Runs one query where no transaction of ours is open, in our role and with our patience.
    ///
    /// The statements of one message share a transaction, so that the settings end with it
    /// and `now()` still tells whether there was one before: that one must neither end here
    /// nor keep them.
    pub(super) fn fetch_outside(&mut self, statement: &Statement) -> Result<Rows, SessionError> {
        let changes = self.changes_for_reading();
        let is_of_a_migration = statement.location.is_some();
        if changes.is_empty() || is_of_a_migration && self.role.is_none() {
            return self.fetch(statement);
        }
        let set = |(name, literal): &(&str, String)| {
            format!(
                "set_config('{FORMER}{name}','='||current_setting('{name}'),true),\
                 set_config('{name}',{literal},true)"
            )
        };
        let put_back = |(name, _): &(&str, String)| {
            format!("set_config('{name}',substr(current_setting('{FORMER}{name}'),2),true)")
        };
        let list = |part: &dyn Fn(&(&str, String)) -> String| {
            changes.iter().map(part).collect::<Vec<_>>().join(",")
        };
        let sql = inlined(statement)?;
        let sql = format!(
            "SELECT {};\n{sql}\n;\nSELECT {}",
            list(&set),
            list(&put_back)
        );
        let messages = self.wire.send_for_text(&sql);
        let messages = messages.map_err(|error| self.said(error))?;
        let mut answers =
            messages.split(|message| matches!(message, SimpleQueryMessage::CommandComplete(_)));
        let (columns, values) = all_text(answers.nth(1).unwrap_or_default());
        Ok(Rows::new(columns, values))
    }

    /// Returns the settings to change around a query, with values as literals. Without a
    /// timeout a table that somebody rewrites would be waited for beyond any deadline.
    fn changes_for_reading(&self) -> Vec<(&'static str, String)> {
        let mut changes = Vec::new();
        if self.scope == Scope::Own
            && let Some(limit) = self.settings.lock_timeout
        {
            changes.push(("lock_timeout", format!("'{}'", millis(limit))));
        }
        if let Some(role) = &self.role {
            changes.push(("role", role.clone()));
        }
        changes
    }

    /// Runs one query in a part of a transaction that cannot write: what is set within a
    /// savepoint ends with it.
    pub(super) fn fetch_read_only_inside(
        &mut self,
        statement: &Statement,
    ) -> Result<Rows, SessionError> {
        if self.phase == Phase::Announced {
            self.open()?;
        }
        self.tell(&format!(
            "SAVEPOINT {READING}; SET LOCAL transaction_read_only = on"
        ))?;
        let rows = self.fetch_inside(statement)?;
        self.tell(&format!("ROLLBACK TO {READING}; RELEASE {READING}"))?;
        Ok(rows)
    }

    /// Runs statements of our own inside a transaction.
    fn tell(&mut self, sql: &str) -> Result<(), SessionError> {
        self.wire.send(sql).map_err(|error| {
            let error = self.said(error);
            self.fail(&error);
            error
        })
    }

    /// Runs one query in a transaction that cannot write, which also carries the settings.
    pub(super) fn fetch_read_only(&mut self, statement: &Statement) -> Result<Rows, SessionError> {
        let begin = self.opening_sql(READ_ONLY);
        let opened = self.wire.send(&begin).map_err(|error| self.said(error));
        let rows = opened.and_then(|()| self.fetch(statement));
        let ended = self.undo();
        let rows = rows?;
        ended.map(|()| rows)
    }
}

fn names(columns: &[Column]) -> Vec<String> {
    columns.iter().map(|it| it.name().to_owned()).collect()
}
