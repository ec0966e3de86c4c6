//! What a backend provides so that a run can be written as a script for the shell of its database.

use crate::session::{SessionError, Settings, Statement};

/// Writes what a session would do as text that a database's own shell runs: `sqlite3`, `psql`.
///
/// Pure. Each text is empty or ends with a line break. What the shell would take for something
/// else than SQL (a variable, a command, the end of a statement) is written so that it does not.
pub trait Shell {
    /// Returns the command that runs a script.
    fn command(&self) -> &'static str;

    /// Returns what a script begins with: first of all what makes the shell stop at the first
    /// failure, because both shells go on otherwise.
    ///
    /// # Errors
    /// If the database has no such thing as a setting asks for.
    fn head(&self, settings: &Settings) -> Result<String, SessionError>;

    /// Returns what a script ends with.
    fn tail(&self, settings: &Settings) -> String;

    /// Returns the beginning of a transaction.
    fn begin(&self, settings: &Settings) -> String;

    /// Returns the end of a transaction.
    fn commit(&self, settings: &Settings) -> String;

    /// Returns a statement as the database itself reads it, with its parameters as literals and
    /// without a semicolon.
    ///
    /// # Errors
    /// If a parameter has no literal.
    fn inlined(&self, statement: &Statement) -> Result<String, SessionError>;

    /// Returns a statement inside a transaction, with its parameters as literals.
    ///
    /// # Errors
    /// If a parameter has no literal, or the shell cannot run the statement.
    fn statement(&self, statement: &Statement) -> Result<String, SessionError>;

    /// Returns a statement outside a transaction, with its parameters as literals.
    ///
    /// # Errors
    /// As for [`statement`](Self::statement).
    fn statement_alone(
        &self,
        statement: &Statement,
        settings: &Settings,
    ) -> Result<String, SessionError>;

    /// Returns statements that fail where the database is not as expected, and change nothing
    /// where it is.
    fn guard(&self, expected: &Expected<'_>) -> Vec<Statement>;

    /// Returns statements that note the rows whose foreign keys lead nowhere; none where foreign
    /// keys are always obeyed.
    fn note_references(&self) -> Vec<Statement> {
        Vec::new()
    }

    /// Returns statements that fail if a row whose foreign keys lead nowhere was not
    /// [noted](Self::note_references).
    fn check_references(&self) -> Vec<Statement> {
        Vec::new()
    }

    /// Returns what has foreign keys obeyed or not, outside a transaction; nothing where they
    /// are always obeyed.
    fn obey_references(&self, _obey: bool) -> &'static str {
        ""
    }
}

/// Where a database must stand for a script to go on.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The version rows, sorted.
    pub rows: &'a [String],
    /// The version table's name in SQL.
    pub version: &'a str,
    /// The history's name in SQL.
    pub history: &'a str,
    /// Whether a step that began outside a transaction and did not end is in the way.
    pub must_be_whole: bool,
}

impl Expected<'_> {
    /// Returns the rows for a message.
    pub(crate) fn listed(&self) -> String {
        if self.rows.is_empty() {
            return "none".to_owned();
        }
        self.rows.join(", ")
    }
}

/// Returns a statement with its semicolon, which no comment at its end swallows.
pub(crate) fn terminated(sql: &str) -> String {
    let last = sql.lines().next_back().unwrap_or_default();
    let end = if last.contains("--") { "\n;\n" } else { ";\n" };
    format!("{sql}{end}")
}
