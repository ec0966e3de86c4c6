//! The statements that create and change the two tables.
//!
//! Returns statements and sends none: they go out with the step they describe.

use std::borrow::Cow;
use std::time::Duration;

use crate::base::{Checksum, Value};
use crate::dialect::{DialectError, HistoryTypes};
use crate::history::tables::ALEMBIC_VERSION;
use crate::history::{EntryDirection, Ledger};
use crate::session::Statement;

/// Stands where the digest would be; equal to none.
pub(super) const UNSETTLED: &str = "unsettled";

/// A row to be added to the history.
#[derive(Debug, Clone)]
pub struct NewRow<'a> {
    /// The revision; for a stamp, the new version rows joined by commas.
    pub revision: Cow<'a, str>,
    /// The revision's parents.
    pub parents: Vec<&'a str>,
    /// The revision's dependencies.
    pub dependencies: Vec<&'a str>,
    /// What happened.
    pub direction: EntryDirection,
    /// Whether it is done.
    pub status: Status,
    /// How many statements have run.
    pub n_statements: usize,
    /// The hashes of those statements, for a step that is not in one transaction.
    pub statement_hashes: &'a [String],
    /// The migration's checksum.
    pub checksum: Option<Checksum>,
    /// The digest of the program's graph; `None` if the database is not what a
    /// program with this graph makes of it, so that the next start looks closer.
    pub digest: Option<Checksum>,
    /// The version rows with it, sorted.
    pub version_rows: &'a [String],
    /// How long it took.
    pub duration: Duration,
    /// The application's name and version.
    pub application: &'a str,
}

/// How far a history row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The step has begun; some of its statements have run.
    Started,
    /// The step is done.
    Done,
}

impl Status {
    const fn word(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Done => "done",
        }
    }

    const fn is_done(self) -> bool {
        matches!(self, Self::Done)
    }
}

impl Ledger<'_> {
    /// Creates the version table as Alembic does.
    ///
    /// # Errors
    /// If the database cannot have a key of that name.
    pub fn create_version(&self) -> Result<Statement, DialectError> {
        self.create_version_with("")
    }

    /// Creates the version table unless there is one.
    ///
    /// # Errors
    /// As for [`create_version`](Self::create_version).
    pub fn create_version_if_missing(&self) -> Result<Statement, DialectError> {
        self.create_version_with("IF NOT EXISTS ")
    }

    fn create_version_with(&self, condition: &str) -> Result<Statement, DialectError> {
        let name = self.tables.version.name();
        let (quoted, key) = (self.renderer.quote(name)?, format!("{name}_pkc"));
        // Alembic writes its own name without quotes, and some databases keep the text.
        let (table, key) = if name == ALEMBIC_VERSION {
            (self.version.replace(&quoted, name), key)
        } else {
            (self.version.clone(), self.renderer.quote(&key)?)
        };
        Ok(Statement::new(format!(
            "CREATE TABLE {condition}{table} (\n\tversion_num VARCHAR(32) NOT NULL, \n\
             \tCONSTRAINT {key} PRIMARY KEY (version_num)\n)"
        )))
    }

    /// Creates the schema of a table, if it names one and the database can have it.
    #[must_use]
    pub fn create_schema(&self) -> Option<Statement> {
        self.renderer.create_schema(self.tables.version.schema()?)
    }

    /// Creates the history table if it is missing.
    #[must_use]
    pub fn create_history(&self) -> Statement {
        let table = &self.history;
        let HistoryTypes { counter, timestamp } = self.renderer.history_types();
        Statement::new(format!(
            "CREATE TABLE IF NOT EXISTS {table} (\n\
             \tid {counter} PRIMARY KEY,\n\
             \trevision TEXT NOT NULL,\n\
             \tdown_revision TEXT NOT NULL,\n\
             \tdepends_on TEXT NOT NULL,\n\
             \tdirection TEXT NOT NULL,\n\
             \tstatus TEXT NOT NULL,\n\
             \tstatements_done INTEGER NOT NULL,\n\
             \tstatements_total INTEGER,\n\
             \tstatement_hashes TEXT,\n\
             \tchecksum TEXT,\n\
             \tgraph_digest TEXT NOT NULL,\n\
             \tversion_rows TEXT NOT NULL,\n\
             \tstarted_at {timestamp} NOT NULL,\n\
             \tfinished_at {timestamp},\n\
             \tapplication TEXT\n)"
        ))
    }

    /// Turns version rows into others: one UPDATE where one row takes another's
    /// place, as Alembic does it, else DELETE and INSERT. Each row removed must be there.
    #[must_use]
    pub fn replace_rows(&self, removed: &[String], added: &[String]) -> Vec<Statement> {
        let table = &self.version;
        let (first, second) = (self.renderer.placeholder(1), self.renderer.placeholder(2));
        let text = |id: &String| Value::from(id.as_str());
        if let ([old], [new]) = (removed, added) {
            let sql =
                format!("UPDATE {table} SET version_num = {first} WHERE version_num = {second}");
            let update = Statement::new(sql).with_params(vec![text(new), text(old)]);
            return vec![update.changing_rows()];
        }
        let delete = removed.iter().map(|row| {
            Statement::new(format!("DELETE FROM {table} WHERE version_num = {first}"))
                .with_params(vec![text(row)])
                .changing_rows()
        });
        let insert = added.iter().map(|row| {
            Statement::new(format!(
                "INSERT INTO {table} (version_num) VALUES ({first})"
            ))
            .with_params(vec![text(row)])
        });
        delete.chain(insert).collect()
    }

    /// Has a history row say that another migration ran.
    #[must_use]
    pub fn accept(&self, row: i64, checksum: Checksum) -> Statement {
        let (first, second) = (self.renderer.placeholder(1), self.renderer.placeholder(2));
        let history = &self.history;
        let sql = format!("UPDATE {history} SET checksum = {first} WHERE id = {second}");
        let params = vec![checksum.to_string().into(), row.into()];
        Statement::new(sql).with_params(params).changing_rows()
    }

    /// Removes all version rows.
    #[must_use]
    pub fn forget_rows(&self) -> Statement {
        Statement::new(format!("DELETE FROM {}", self.version))
    }

    /// Adds a row to the history.
    ///
    /// The database's own clock gives both times; the start is the end less the duration.
    #[must_use]
    pub fn record(&self, row: &NewRow<'_>) -> Statement {
        let (into, values, params) = self.row(row);
        let sql = format!("INSERT INTO {} ({into}) VALUES ({values})", self.history);
        Statement::new(sql).with_params(params)
    }

    /// Adds the row of version rows that another tool has left, unless the newest row has them.
    #[must_use]
    pub fn record_found(&self, row: &NewRow<'_>) -> Statement {
        let (into, values, mut params) = self.row(row);
        let history = &self.history;
        params.push(row.version_rows.join(",").into());
        let rows = self.renderer.placeholder(params.len());
        let sql = format!(
            "INSERT INTO {history} ({into}) SELECT {values} WHERE coalesce(\
             (SELECT version_rows FROM {history} ORDER BY id DESC LIMIT 1), '') <> {rows}"
        );
        Statement::new(sql).with_params(params)
    }

    /// Returns the columns of a new row, their values in SQL, and the parameters.
    fn row(&self, row: &NewRow<'_>) -> (String, String, Vec<Value>) {
        let micros = u64::try_from(row.duration.as_micros()).unwrap_or(u64::MAX);
        let (mut names, params): (Vec<&str>, Vec<Value>) = columns(row).into_iter().unzip();
        let value = |(name, number): (&&str, usize)| {
            let placeholder = self.renderer.placeholder(number);
            match *name {
                GRAPH_DIGEST => self.digest_expression(&placeholder),
                _ => placeholder,
            }
        };
        let mut values: Vec<String> = names.iter().zip(1..).map(value).collect();
        values.push(self.renderer.step_began(micros));
        values.push(match row.status {
            Status::Done => self.renderer.now(),
            Status::Started => "NULL".to_owned(),
        });
        names.extend(["started_at", "finished_at"]);
        (names.join(", "), values.join(", "), params)
    }

    /// Returns the expression of a history row's graph digest, given the placeholder for what it
    /// should be. In a script it is that only if the row before says so or is missing: else
    /// the next start looks closer.
    fn digest_expression(&self, placeholder: &str) -> String {
        if !self.is_for_script {
            return placeholder.to_owned();
        }
        let history = &self.history;
        format!(
            "coalesce((SELECT '{UNSETTLED}' FROM {history} WHERE id = (SELECT max(id) FROM {history}) \
             AND graph_digest <> {placeholder}), {placeholder})"
        )
    }
}

/// The column whose value a script finds out.
const GRAPH_DIGEST: &str = "graph_digest";

fn columns(row: &NewRow<'_>) -> Vec<(&'static str, Value)> {
    let n_statements = i64::try_from(row.n_statements).unwrap_or(i64::MAX);
    let hashes = (!row.statement_hashes.is_empty()).then(|| row.statement_hashes.join(","));
    vec![
        ("revision", row.revision.as_ref().into()),
        ("down_revision", row.parents.join(",").into()),
        ("depends_on", row.dependencies.join(",").into()),
        ("direction", row.direction.word().into()),
        ("status", row.status.word().into()),
        ("statements_done", n_statements.into()),
        (
            "statements_total",
            row.status.is_done().then_some(n_statements).into(),
        ),
        ("statement_hashes", hashes.into()),
        (
            "checksum",
            row.checksum.map(|checksum| checksum.to_string()).into(),
        ),
        (
            GRAPH_DIGEST,
            row.digest
                .map_or_else(|| UNSETTLED.to_owned(), |digest| digest.to_string())
                .into(),
        ),
        ("version_rows", row.version_rows.join(",").into()),
        ("application", row.application.into()),
    ]
}
