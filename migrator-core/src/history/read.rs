//! Reading the version rows and the history.
//!
//! Never writes and never creates a table: a missing table is an answer.

use crate::base::{Checksum, TableName};
use crate::history::entry::split_ids;
use crate::history::{Entry, EntryDirection, Ledger};
use crate::session::{Row, RowError, Rows, Session, SessionError, SessionErrorKind, Statement};

/// What one query tells about a database.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// The version rows, sorted.
    pub rows: Vec<String>,
    /// Whether the version table exists.
    pub has_version: bool,
    /// Whether the history table was seen; it may exist unseen beside a missing version table.
    pub has_history: bool,
    /// The graph digest of the newest history row; `None` if there is none, or if
    /// there is no version row to stand beside.
    pub last_digest: Option<Checksum>,
    /// The version rows after the newest history row; `None` likewise.
    pub last_rows: Option<Vec<String>>,
    /// Whether a step may have begun and not ended: the newest history row is one of
    /// such a step, or there is no version row to see that beside.
    pub may_be_half_done: bool,
}

impl Ledger<'_> {
    /// Reads the version rows and the newest graph digest in one statement.
    ///
    /// A missing table makes the database refuse the statement before it runs, and
    /// the next simpler statement is tried; so exactly one statement runs if the
    /// version table exists, and none if it does not.
    ///
    /// # Errors
    /// What the database says, missing tables excepted.
    pub fn state(&self, session: &mut dyn Session) -> Result<State, SessionError> {
        let Self {
            version, history, ..
        } = self;
        let newest = |column| format!("(SELECT {column} FROM {history} ORDER BY id DESC LIMIT 1)");
        let full = format!(
            "SELECT version_num, {}, {}, {} FROM {version}",
            newest("graph_digest"),
            newest("version_rows"),
            newest("status")
        );
        if let Some(rows) = query_if_there(session, full)? {
            let newest = |at: usize| rows.first().and_then(|row| row.get::<String>(at).ok());
            return Ok(State {
                rows: self.sorted_rows(&rows)?,
                has_version: true,
                has_history: true,
                last_digest: newest(1).and_then(|text| text.parse().ok()),
                last_rows: newest(2).map(|text| split_ids(&text)),
                may_be_half_done: rows.is_empty() || newest(3).as_deref() == Some("started"),
            });
        }
        let Some(rows) = query_if_there(session, format!("SELECT version_num FROM {version}"))?
        else {
            return Ok(State::default());
        };
        Ok(State {
            rows: self.sorted_rows(&rows)?,
            has_version: true,
            ..State::default()
        })
    }

    /// Reads the whole history, oldest first; empty if the table is missing.
    ///
    /// Rows of unfinished steps are left out.
    ///
    /// # Errors
    /// What the database says, a missing table excepted.
    pub fn entries(&self, session: &mut dyn Session) -> Result<Vec<Entry>, SessionError> {
        let sql = format!(
            "SELECT revision, down_revision, depends_on, direction, checksum, version_rows \
             FROM {} WHERE status = 'done' ORDER BY id",
            self.history
        );
        let Some(rows) = query_if_there(session, sql)? else {
            return Ok(Vec::new());
        };
        let entries = rows.iter().filter_map(|row| entry(row).transpose());
        let strange = |error| strange(&self.tables.history, error);
        entries.collect::<Result<_, _>>().map_err(strange)
    }

    fn sorted_rows(&self, rows: &Rows) -> Result<Vec<String>, SessionError> {
        let mut ids: Vec<String> = rows
            .iter()
            .map(|row| row.get(0))
            .collect::<Result<_, _>>()
            .map_err(|error| strange(&self.tables.version, error))?;
        ids.sort_unstable();
        // Without its primary key the table can hold a row twice.
        ids.dedup();
        Ok(ids)
    }
}

/// One row; `None` if a later version of the library wrote a direction that this one does not know.
fn entry(row: &Row) -> Result<Option<Entry>, RowError> {
    let Some(direction) = EntryDirection::from_word(&row.get::<String>(3)?) else {
        return Ok(None);
    };
    let mut ancestors = split_ids(&row.get::<String>(1)?);
    ancestors.extend(split_ids(&row.get::<String>(2)?));
    Ok(Some(Entry {
        revision: row.get(0)?,
        ancestors,
        direction,
        checksum: row
            .get::<Option<String>>(4)?
            .and_then(|text| text.parse().ok()),
        version_rows: split_ids(&row.get::<String>(5)?),
    }))
}

/// Runs a query; `None` if a table that it names is missing.
pub(super) fn query_if_there(
    session: &mut dyn Session,
    sql: String,
) -> Result<Option<Rows>, SessionError> {
    match session.query(&Statement::new(sql)) {
        Ok(rows) => Ok(Some(rows)),
        Err(error) if error.kind == SessionErrorKind::NoSuchTable => Ok(None),
        Err(error) => Err(error),
    }
}

/// The tables exist but do not hold what they should.
fn strange(table: &TableName, error: RowError) -> SessionError {
    SessionError {
        kind: SessionErrorKind::Other,
        message: format!("in table `{table}`: {error}"),
        offset: None,
        driver: Box::new(error),
    }
}
