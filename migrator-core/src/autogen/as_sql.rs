//! Operations as the statements of an SQL migration, for one database.
//!
//! The statements are those that a run sends. What depends on the database (a table of SQLite that is built anew) is
//! written after a look at a scratch database that stands where the migration begins, and has done what was
//! written before.
//!
//! Invariant: the reader of SQL migrations finds exactly these statements again.

use std::error::Error;

use thiserror::Error;

use crate::dialect::{DialectError, Rendered, Renderer, terminated};
use crate::ops::Operation;
use crate::schema::NamingConvention;
use crate::script::{Direction, SqlFile};
use crate::session::{Rows, Session, SessionError, Statement, always};
use crate::writing::Line;

/// Why operations cannot be written as an SQL migration.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum AsSqlError {
    /// The database cannot do it.
    #[error(transparent)]
    Refused(DialectError),
    /// A table is built anew to which foreign keys refer.
    #[error(
        "{called} builds `{object}` anew, and foreign keys refer to it: an SQL migration cannot switch them off meanwhile"
    )]
    Referenced {
        /// The method that records the operation, in backticks.
        called: String,
        /// What it is done to.
        object: String,
    },
    /// A statement does not run inside a transaction.
    #[error("{called} of `{object}` does not run inside a transaction")]
    Outside {
        /// The method that records the operation, in backticks.
        called: String,
        /// What it is done to.
        object: String,
    },
    /// The scratch database does not answer, or a statement fails on it.
    #[error("{called} of `{object}` cannot be tried out")]
    Scratch {
        /// The method that records the operation, in backticks.
        called: String,
        /// What it is done to.
        object: String,
        /// Why.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The reader of SQL migrations would not see the same statements.
    #[error("{called} of `{object}` has SQL that an SQL migration cannot hold: {what}")]
    Unreadable {
        /// The method that records the operation, in backticks.
        called: String,
        /// What it is done to.
        object: String,
        /// What is in the way.
        what: String,
    },
}

impl AsSqlError {
    /// Returns what can be done about it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Refused(error) => error.help(),
            Self::Scratch { .. } => None,
            Self::Referenced { .. } | Self::Outside { .. } | Self::Unreadable { .. } => {
                Some("write the revision in Rust".to_owned())
            }
        }
    }
}

/// Makes the scratch database, when the first operation must look.
pub type MakeScratch<'s> = Box<dyn FnOnce() -> Result<Box<dyn Session + 's>, SessionError> + 's>;

/// Returns the statements of a section: for each line a text, of its comments and then of its statements with
/// their semicolons; an empty one where there is nothing to do.
///
/// The section is one for this database alone: `-- migrate:up sqlite`. The scratch database is made when the
/// first operation must look; it stands where the section begins.
///
/// # Errors
/// [`AsSqlError`]; nothing of the scratch database is of use then.
pub fn as_sql(
    lines: &[Line<'_>],
    renderer: &dyn Renderer,
    convention: &NamingConvention,
    scratch: MakeScratch<'_>,
) -> Result<Vec<String>, AsSqlError> {
    let mut section = Section {
        renderer,
        scratch: Scratch::Needless(scratch, Vec::new()),
    };
    let text = |line: &Line<'_>| {
        let comments = line.comments.iter().map(|it| comment(it)).collect();
        section.text(line.operation, comments, convention)
    };
    lines.iter().map(text).collect()
}

/// Writes a comment whose lines are no markers, whatever names are in it.
pub(super) fn comment(text: &str) -> String {
    let told = |line: &str| match reads_like_marker(line) {
        true => format!("continued: {line}"),
        false => line.to_owned(),
    };
    let lines: Vec<String> = text.split(['\n', '\r']).map(told).collect();
    crate::offline::comment(&lines.join("\n"))
}

/// The reader also takes what is almost a marker, of this tool or another, for a mistake.
fn reads_like_marker(line: &str) -> bool {
    let mut words = line.split(|c: char| !c.is_alphanumeric());
    let first = words.find(|word| !word.is_empty()).unwrap_or_default();
    let first = first.to_ascii_lowercase();
    first.starts_with("migrat") || first == "goose"
}

/// What a file has before its sections.
const HEADER: &str = "-- revision: a\n-- down_revision:\n";

/// The scratch database of a section.
enum Scratch<'s> {
    /// Nothing has looked yet: how it is made, and what it must do then.
    Needless(MakeScratch<'s>, Vec<Statement>),
    /// It has done what is written.
    Open(Box<dyn Session + 's>),
    /// It could not be made.
    Failed,
}

impl Scratch<'_> {
    /// Does what was written, now or later.
    fn run(&mut self, statement: Statement) -> Result<(), SessionError> {
        match self {
            Self::Needless(_, waiting) => {
                waiting.push(statement);
                Ok(())
            }
            Self::Open(session) => {
                let ran = session.execute(&[statement], &mut always);
                ran.map_err(|failed| failed.error)
            }
            Self::Failed => Ok(()),
        }
    }

    fn answers(&mut self, asks: &[Statement]) -> Result<Vec<Rows>, SessionError> {
        *self = match std::mem::replace(self, Self::Failed) {
            Self::Needless(make, waiting) => {
                let mut session = make()?;
                let ran = session.execute(&waiting, &mut always);
                ran.map_err(|failed| failed.error)?;
                Self::Open(session)
            }
            open => open,
        };
        match self {
            Self::Open(session) => asks.iter().map(|ask| session.query(ask)).collect(),
            Self::Needless(..) | Self::Failed => Ok(Vec::new()),
        }
    }
}

/// A section under way.
struct Section<'r, 's> {
    renderer: &'r dyn Renderer,
    scratch: Scratch<'s>,
}

impl Section<'_, '_> {
    /// Writes an operation, and has it done.
    fn text(
        &mut self,
        operation: &Operation,
        comments: String,
        convention: &NamingConvention,
    ) -> Result<String, AsSqlError> {
        let mut named = operation.clone();
        named.apply_naming(convention).map_err(|error| {
            AsSqlError::Refused(DialectError::Invalid {
                operation: operation.name(),
                object: operation.object(),
                what: error.to_string(),
                help: Some(error.help.to_owned()),
            })
        })?;
        let (mut text, mut comments) = (String::new(), comments);
        for part in self.renderer.parts(named) {
            for statement in self.rendered(&part)? {
                let comments = std::mem::take(&mut comments);
                text += &self.written(&part, &statement, comments)?;
                let ran = self.scratch.run(statement);
                ran.map_err(|error| scratch_failed(&part, error))?;
            }
        }
        Ok(text)
    }

    /// Returns the statements of an operation, after a look at the database where it needs one.
    fn rendered(&mut self, operation: &Operation) -> Result<Vec<Statement>, AsSqlError> {
        let asks = self.renderer.asks(operation).map_err(AsSqlError::Refused)?;
        let rendered = match asks.is_empty() {
            true => self.renderer.render(operation).map(Rendered::from),
            false => {
                let answers = self.scratch.answers(&asks);
                let answers = answers.map_err(|error| scratch_failed(operation, error))?;
                self.renderer.render_known(operation, &answers)
            }
        };
        let rendered = rendered.map_err(AsSqlError::Refused)?;
        match rendered.detaches {
            true => Err(AsSqlError::Referenced {
                called: called(operation),
                object: table(operation),
            }),
            false => Ok(rendered.statements),
        }
    }

    /// Returns a statement as text, if the reader of SQL migrations would find it again.
    fn written(
        &self,
        operation: &Operation,
        statement: &Statement,
        comments: String,
    ) -> Result<String, AsSqlError> {
        if !self.renderer.runs_in_transaction(statement) {
            return Err(AsSqlError::Outside {
                called: called(operation),
                object: operation.object(),
            });
        }
        let sql = self.renderer.shell().inlined(statement);
        let sql = sql.map_err(|error| scratch_failed(operation, error))?;
        let text = comments + &terminated(&sql);
        match self.check_readable(&sql, &text) {
            Ok(()) => Ok(text),
            Err(what) => Err(AsSqlError::Unreadable {
                called: called(operation),
                object: operation.object(),
                what,
            }),
        }
    }

    fn check_readable(&self, sql: &str, text: &str) -> Result<(), String> {
        let dialect = self.renderer.dialect();
        let marker = format!("-- migrate:up {}", dialect.keyword());
        let text = format!("{HEADER}{marker}\n{text}");
        let (file, problems) = SqlFile::read(&text);
        let (statements, faults) = file.statements(Direction::Up);
        if let Some(problem) = problems.iter().chain(&faults).next() {
            return Err(problem.fault.to_string());
        }
        let found = statements.map(|it| it.get(dialect).clone()).transpose()?;
        match found.as_deref() {
            Some([only]) if only.sql == sql.trim() => Ok(()),
            _ => Err("it is not one statement".to_owned()),
        }
    }
}

fn called(operation: &Operation) -> String {
    format!("`{}`", operation.name())
}

/// Returns the table that is built anew.
fn table(operation: &Operation) -> String {
    match operation {
        Operation::AlterTable(alter) => alter.table.to_string(),
        other => other.object(),
    }
}

fn scratch_failed(operation: &Operation, error: SessionError) -> AsSqlError {
    AsSqlError::Scratch {
        called: called(operation),
        object: operation.object(),
        source: Box::new(error),
    }
}
