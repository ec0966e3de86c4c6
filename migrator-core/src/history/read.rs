//! Reading the version rows and the history.
//!
//! Never writes and never creates a table: a missing table is an answer.

use std::collections::BTreeSet;

use crate::base::{Checksum, TableName, Value};
use crate::history::entry::split_ids;
use crate::history::write::UNSETTLED;
use crate::history::{Entry, EntryDirection, Ledger};
use crate::session::{
    Row, RowError, RowIndex, Rows, Session, SessionError, SessionErrorKind, Statement,
};

/// What one query tells about a database.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// The version rows, sorted.
    pub rows: Vec<String>,
    /// Whether the version table exists.
    pub has_version: bool,
    /// Whether the history table was seen; unless asked [`Asking::Carefully`], it may
    /// exist unseen beside a missing version table.
    pub has_history: bool,
    /// Whether the schema of the version table exists, as far as was asked.
    pub has_schema: bool,
    /// Whether the connection was inside a transaction already; `false` where the
    /// driver knows.
    pub inside_transaction: bool,
    /// The graph digest of the newest history row; `None` if there is none.
    pub last_digest: Option<Checksum>,
    /// The version rows after the newest history row; `None` if there is none.
    pub last_rows: Option<Vec<String>>,
    /// Whether a step may have begun and not ended: the newest history row is one of such a
    /// step, or says that something is not as it should be, or nobody looked.
    pub may_be_half_done: bool,
}

/// How a state may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asking {
    /// A statement that fails does no harm.
    Freely,
    /// A statement that fails would end the transaction that is open.
    Carefully,
}

/// A version row as text. A column that pads its texts, `CHAR(32)` say, gives them without.
const ID: &str = "CAST(version_num AS TEXT) AS version_num";

impl Ledger<'_> {
    /// Reads the version rows and the newest graph digest: in one statement if both
    /// tables exist; asked carefully where a failure does harm, in two.
    ///
    /// # Errors
    /// What the database says, missing tables excepted.
    pub fn state(&self, session: &mut dyn Session, asking: Asking) -> Result<State, SessionError> {
        let presence = match asking {
            Asking::Carefully => self.presence(),
            Asking::Freely => None,
        };
        match presence {
            Some(presence) => self.state_by_presence(session, &presence),
            None => self.state_by_trying(session),
        }
    }

    /// A missing table makes the database refuse the statement before it runs, and
    /// the next simpler statement is tried.
    fn state_by_trying(&self, session: &mut dyn Session) -> Result<State, SessionError> {
        match self.state_of_both(session) {
            Ok(state) => return Ok(state),
            Err(error) if is_missing_or_hidden(&error) => {}
            Err(error) => return Err(error),
        }
        match query_if_there(session, self.rows_only())? {
            Some(rows) => self.state_of_rows(&rows),
            None => Ok(State {
                has_schema: true,
                ..State::default()
            }),
        }
    }

    fn state_by_presence(
        &self,
        session: &mut dyn Session,
        presence: &Statement,
    ) -> Result<State, SessionError> {
        let found = session.query(presence)?;
        let is = |column: &str| found.first().and_then(|row| truth(row, column)) == Some(true);
        let state = match (is("has_version"), is("has_history")) {
            (true, true) => self.state_of_both(session)?,
            (true, false) => {
                self.state_of_rows(&session.query(&Statement::new(self.rows_only()))?)?
            }
            (false, has_history) => State {
                has_history,
                may_be_half_done: has_history,
                ..State::default()
            },
        };
        Ok(State {
            has_schema: is("has_schema"),
            inside_transaction: is("inside_transaction"),
            ..state
        })
    }

    /// Tells whether the version table, or one in its place, may be written; `None` if
    /// that shows only when it is tried.
    ///
    /// # Errors
    /// What the database says.
    pub fn may_write(&self, session: &mut dyn Session) -> Result<Option<bool>, SessionError> {
        let Some(presence) = self.presence() else {
            return Ok(None);
        };
        let found = session.query(&presence)?;
        Ok(found.first().and_then(|row| truth(row, "may_write")))
    }

    /// Reads both tables, which exist. One outer join takes less time to plan than two, and tells
    /// all unless the history has no row.
    fn state_of_both(&self, session: &mut dyn Session) -> Result<State, SessionError> {
        let rows = session.query(&Statement::new(self.beside_newest()))?;
        if !rows.is_empty() {
            return self.full_state(&rows);
        }
        self.full_state(&session.query(&Statement::new(self.full()))?)
    }

    /// The statement that tells all if the history has a row.
    fn beside_newest(&self) -> String {
        let (version, history, around) = (&self.version, &self.history, self.around());
        format!(
            "SELECT v.version_num, v.is_row, {around}, h.graph_digest, h.version_rows, h.status \
             FROM (SELECT graph_digest, version_rows, status FROM {history} ORDER BY id DESC LIMIT 1) \
             AS h LEFT JOIN (SELECT {ID}, 1 AS is_row FROM {version}) AS v ON 1 = 1"
        )
    }

    /// The statement that tells all. It has a row even if both tables have none.
    fn full(&self) -> String {
        let (version, history, around) = (&self.version, &self.history, self.around());
        format!(
            "SELECT v.version_num, v.is_row, {around}, h.graph_digest, h.version_rows, h.status \
             FROM (SELECT 1 AS one) AS o LEFT JOIN \
             (SELECT {ID}, 1 AS is_row FROM {version}) AS v ON 1 = 1 LEFT JOIN \
             (SELECT graph_digest, version_rows, status FROM {history} ORDER BY id DESC LIMIT 1) \
             AS h ON 1 = 1"
        )
    }

    fn rows_only(&self) -> String {
        let (version, around) = (&self.version, self.around());
        format!(
            "SELECT v.version_num, v.is_row, {around} FROM (SELECT 1 AS one) AS o LEFT JOIN \
             (SELECT {ID}, 1 AS is_row FROM {version}) AS v ON 1 = 1"
        )
    }

    /// What the columns say that tell of the connection: whether it was inside a transaction,
    /// and what hides rows.
    fn around(&self) -> String {
        let inside = self.renderer.was_inside_transaction().unwrap_or("0");
        match &self.veils {
            Some(veils) => format!("{inside}, {}, {}", veils.temporary, veils.filtered),
            None => format!("{inside}, 0, 0"),
        }
    }

    fn full_state(&self, rows: &Rows) -> Result<State, SessionError> {
        let newest = |at: usize| rows.first().and_then(|row| row.get::<String>(at).ok());
        // Whoever wrote the newest row knew of something that is not as it should be.
        let is_unsettled = newest(5).as_deref() == Some(UNSETTLED);
        Ok(State {
            has_history: true,
            last_digest: newest(5).and_then(|text| text.parse().ok()),
            last_rows: newest(6).map(|text| split_ids(&text)),
            may_be_half_done: newest(7).as_deref() == Some("started") || is_unsettled,
            ..self.state_of_rows(rows)?
        })
    }

    fn state_of_rows(&self, rows: &Rows) -> Result<State, SessionError> {
        let is_row = |row: &&Row| row.get::<Value>(1) != Ok(Value::Null);
        let ids = rows.iter().filter(is_row).map(|row| row.get(0));
        let ids: BTreeSet<String> = ids
            .collect::<Result<_, _>>()
            .map_err(|error| strange(&self.tables.version, error))?;
        let is = |at: usize| rows.first().and_then(|row| truth(row, at)) == Some(true);
        if is(3) {
            return Err(hidden_by_another(&self.tables.version));
        }
        if is(4) && ids.is_empty() {
            return Err(hidden_by_policies(&self.tables.version));
        }
        Ok(State {
            // Without its primary key the table can hold a row twice.
            rows: ids.into_iter().collect(),
            has_version: true,
            has_schema: true,
            inside_transaction: is(2),
            ..State::default()
        })
    }

    /// Reads the whole history, oldest first; empty if the table is missing.
    ///
    /// Rows of unfinished steps are left out.
    ///
    /// # Errors
    /// What the database says, a missing table excepted.
    pub fn entries(
        &self,
        session: &mut dyn Session,
        state: &State,
    ) -> Result<Vec<Entry>, SessionError> {
        if !self.may_ask_history(state) {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT id, revision, down_revision, depends_on, direction, checksum, version_rows \
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

    /// Tells whether the history can be asked for without a failure that would
    /// disturb a transaction.
    pub(super) fn may_ask_history(&self, state: &State) -> bool {
        state.has_history || self.presence().is_none()
    }
}

fn is_missing_or_hidden(error: &SessionError) -> bool {
    matches!(
        error.kind,
        SessionErrorKind::NoSuchTable | SessionErrorKind::Denied
    )
}

/// One row; `None` if a later version of the library wrote a direction that this one does not know.
fn entry(row: &Row) -> Result<Option<Entry>, RowError> {
    let Some(direction) = EntryDirection::from_word(&row.get::<String>(4)?) else {
        return Ok(None);
    };
    let mut ancestors = split_ids(&row.get::<String>(2)?);
    ancestors.extend(split_ids(&row.get::<String>(3)?));
    Ok(Some(Entry {
        id: number(row, 0).unwrap_or_default(),
        revision: row.get(1)?,
        ancestors,
        direction,
        checksum: row
            .get::<Option<String>>(5)?
            .and_then(|text| text.parse().ok()),
        version_rows: split_ids(&row.get::<String>(6)?),
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

/// Reads a truth value, which some drivers give as text.
fn truth(row: &Row, column: impl RowIndex) -> Option<bool> {
    match row.get::<Value>(column).ok()? {
        Value::Boolean(truth) => Some(truth),
        Value::Text(text) => Some(text == "t"),
        Value::Integer(number) => Some(number != 0),
        _ => None,
    }
}

/// Reads an integer, which some drivers give as text.
pub(super) fn number(row: &Row, column: impl RowIndex) -> Option<i64> {
    match row.get::<Value>(column).ok()? {
        Value::Integer(number) => Some(number),
        Value::Text(text) => text.parse().ok(),
        _ => None,
    }
}

/// What is read and written under the name would be gone with the connection.
fn hidden_by_another(table: &TableName) -> SessionError {
    let text = format!("a temporary table hides table `{table}` or its history");
    SessionError {
        help: Some("drop the temporary table, or name the schema with `Options::version_table`"),
        ..SessionError::new(SessionErrorKind::Other, text)
    }
}

/// No row is what a database at base has, too.
fn hidden_by_policies(table: &TableName) -> SessionError {
    let text = format!("row-level security shows this role no row of table `{table}`");
    SessionError {
        help: Some(
            "run the migrations in the role that owns the table, with `Options::role`, or disable \
             row-level security for it",
        ),
        ..SessionError::new(SessionErrorKind::Other, text)
    }
}

/// The tables exist but do not hold what they should.
pub(super) fn strange(table: &TableName, error: RowError) -> SessionError {
    SessionError {
        kind: SessionErrorKind::Other,
        message: format!("in table `{table}`: {error}"),
        offset: None,
        help: None,
        driver: Box::new(error),
    }
}
