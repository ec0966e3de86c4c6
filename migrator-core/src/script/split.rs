//! Cuts SQL text into its statements.
//!
//! A statement ends at a semicolon outside quotes, comments and bodies:
//!
//! ```text
//!  SQLite       CREATE [TEMP] TRIGGER … BEGIN …; …; END;
//!  PostgreSQL   CREATE [OR REPLACE] FUNCTION|PROCEDURE … BEGIN ATOMIC …; END;
//!               CREATE [OR REPLACE] RULE … DO (…; …);
//! ```
//!
//! What the statement says is otherwise the database's business: an unclosed
//! parenthesis is reported by the database, not here.

use crate::base::Dialect;
use crate::script::body::Body;
use crate::script::control;
use crate::script::copy::{self, Copy, Side};
use crate::script::lexer::{Kind, Lexer, Token};
use crate::script::mark::is_repeatable;
use crate::script::position::Cursor;
use crate::script::{SqlError, SqlFault};

/// One statement of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The text without its semicolon and without comments around it.
    pub sql: &'a str,
    /// The byte of the text at which it starts.
    pub offset: usize,
    /// The line at which it starts, from 1.
    pub line: u32,
    /// The column at which it starts, in characters from 1.
    pub column: u32,
    /// Whether the line `-- migrate:repeatable` stands before it.
    pub repeatable: bool,
}

/// Splits SQL text into statements, oldest first; empty ones are dropped.
///
/// A byte order mark in front and any line ending are accepted. The statements
/// are parts of the text, unchanged.
///
/// # Errors
/// The first [`SqlFault`] with its place: something left open, a NUL byte, a statement
/// that controls the transaction or gives up the lock, a `COPY` with the client, or a
/// command of psql.
///
/// # Complexity
/// Linear in the length of the text.
///
/// # Examples
/// ```
/// use migrator_core::{base::Dialect, script::split};
/// let pieces = split(Dialect::Sqlite, "SELECT ';'; -- done\n;SELECT 2")?;
/// let sql: Vec<&str> = pieces.iter().map(|piece| piece.sql).collect();
/// assert_eq!(sql, ["SELECT ';'", "SELECT 2"]);
/// # Ok::<(), migrator_core::script::SqlError>(())
/// ```
pub fn split(dialect: Dialect, sql: &str) -> Result<Vec<Piece<'_>>, SqlError> {
    let (pieces, errors) = split_all(dialect, sql);
    match errors
        .into_iter()
        .min_by_key(|error| (error.line, error.column))
    {
        Some(error) => Err(error),
        None => Ok(pieces),
    }
}

/// Splits as [`split`] does, and reports every fault there is.
pub(super) fn split_all(dialect: Dialect, sql: &str) -> (Vec<Piece<'_>>, Vec<SqlError>) {
    let mut splitter = Splitter {
        sql,
        dialect,
        cursor: Cursor::new(sql),
        current: None,
        mark: None,
        pieces: Vec::new(),
        errors: Vec::new(),
    };
    let mut lexer = Lexer::new(dialect, sql, 0);
    while let Some(token) = lexer.next() {
        match token {
            Ok(token) => {
                if let Some(skipped) = splitter.take(token, &lexer) {
                    lexer.skip_to(skipped);
                }
            }
            Err(error) => {
                splitter.report(error.fault, error.offset);
                return (splitter.pieces, splitter.errors);
            }
        }
    }
    splitter.finish()
}

struct Splitter<'a> {
    sql: &'a str,
    dialect: Dialect,
    cursor: Cursor<'a>,
    current: Option<Current<'a>>,
    /// Line and column of a mark that waits for its statement.
    mark: Option<(u32, u32)>,
    pieces: Vec<Piece<'a>>,
    errors: Vec<SqlError>,
}

/// The statement being read.
struct Current<'a> {
    start: usize,
    end: usize,
    /// Line and column of the start: the cursor may be beyond it when the statement ends.
    place: (u32, u32),
    body: Body<'a>,
    copy: Copy,
    repeatable: bool,
}

impl<'a> Splitter<'a> {
    /// Reports a fault at a byte that is not before those reported.
    fn report(&mut self, fault: SqlFault, offset: usize) {
        let place = self.cursor.at(offset);
        self.report_at(fault, place);
    }

    fn report_at(&mut self, fault: SqlFault, (line, column): (u32, u32)) {
        self.errors.push(SqlError {
            fault,
            line,
            column,
        });
    }

    /// Takes a token; returns where to go on if what follows it is no SQL.
    fn take(&mut self, token: Token, lexer: &Lexer<'_>) -> Option<usize> {
        let text = token.text(self.sql);
        if token.kind == Kind::LineComment {
            self.comment(token.start, text);
        }
        if !token.kind.is_significant() {
            return None;
        }
        if (token.kind, text) == (Kind::Other, "\\") {
            return Some(self.psql_command(token.start, lexer));
        }
        let ends = token.kind == Kind::Semicolon
            && self
                .current
                .as_ref()
                .is_none_or(|current| !current.body.holds_semicolon());
        if ends {
            let stream = self
                .current
                .as_ref()
                .and_then(|current| current.copy.stream());
            self.end_statement();
            return match stream {
                Some(Side::From) => copy::rows_end(self.sql, lexer.line_end(token.end)),
                Some(Side::To) | None => None,
            };
        }
        if token.kind == Kind::Word
            && let Some(fault) = control::refused_word(text)
        {
            self.report(fault, token.start);
        }
        self.add(token, text);
        None
    }

    fn add(&mut self, token: Token, text: &'a str) {
        let is_first = self.current.is_none();
        let repeatable = is_first && self.mark.take().is_some();
        let current = self.current.get_or_insert_with(|| Current {
            start: token.start,
            end: token.end,
            place: self.cursor.at(token.start),
            body: Body::new(self.dialect),
            copy: Copy::default(),
            repeatable,
        });
        current.end = token.end;
        current.body.take(token.kind, text);
        current.copy.take(is_first, token.kind, text);
    }

    /// A mark must have a line of its own between two statements.
    fn comment(&mut self, start: usize, text: &str) {
        if !text.strip_prefix("--").is_some_and(is_repeatable) {
            return;
        }
        let before = self.sql.get(..start).unwrap_or_default();
        let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
        let has_own_line = line.trim_start_matches('\u{feff}').trim().is_empty();
        if has_own_line && self.current.is_none() {
            self.mark = Some(self.cursor.at(start));
        } else {
            self.report(SqlFault::StrayMark, start);
        }
    }

    /// Reports a command of psql; returns the end of its line, which is its end too.
    fn psql_command(&mut self, start: usize, lexer: &Lexer<'_>) -> usize {
        let end = lexer.line_end(start);
        let line = self.sql.get(start..end).unwrap_or_default();
        let command = line.split(char::is_whitespace).next().unwrap_or_default();
        let command = command.chars().take(LONGEST_COMMAND).collect();
        self.report(SqlFault::PsqlCommand { command }, start);
        end
    }

    fn end_statement(&mut self) {
        let Some(current) = self.current.take() else {
            return;
        };
        let (line, column) = current.place;
        let copied = current.copy.stream().map(|side| SqlFault::CopyStream {
            statement: side.words().to_owned(),
        });
        let sql = self.sql.get(current.start..current.end).unwrap_or_default();
        let fault = control::refused(current.body.first_words())
            .or(copied)
            .or_else(|| control::refused_setting(self.dialect, sql));
        if let Some(fault) = fault {
            self.report_at(fault, current.place);
        }
        self.pieces.push(Piece {
            sql,
            offset: current.start,
            line,
            column,
            repeatable: current.repeatable,
        });
    }

    fn finish(mut self) -> (Vec<Piece<'a>>, Vec<SqlError>) {
        let open = self.current.as_ref().and_then(|current| {
            let fault = current.body.open_fault()?;
            Some((fault, current.place))
        });
        match open {
            Some((fault, place)) => self.report_at(fault, place),
            None => self.end_statement(),
        }
        if let Some(place) = self.mark {
            self.report_at(SqlFault::StrayMark, place);
        }
        (self.pieces, self.errors)
    }
}

/// Of a psql command, no more characters are shown.
const LONGEST_COMMAND: usize = 20;

#[cfg(test)]
mod tests;
