//! The rows of an answer, cell by cell.

use std::str::FromStr;

use crate::base::{TableName, Value};
use crate::catalog::CatalogError;
use crate::session::{Row, RowError, Rows};

/// The rows that answer one question.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answer<'a> {
    question: &'static str,
    rows: &'a Rows,
}

impl<'a> Answer<'a> {
    /// Returns the answer to the question of that place.
    ///
    /// # Errors
    /// If there is none.
    pub(super) fn to(
        question: &'static str,
        at: usize,
        answers: &'a [Rows],
    ) -> Result<Self, CatalogError> {
        let rows = answers.get(at).ok_or_else(|| CatalogError::Answer {
            question,
            source: RowError::NoColumn {
                column: "1".to_owned(),
                columns: Vec::new(),
            },
        })?;
        Ok(Self { question, rows })
    }

    /// Returns the rows.
    pub(super) fn lines(self) -> impl Iterator<Item = Line<'a>> {
        let question = self.question;
        self.rows.iter().map(move |row| Line { question, row })
    }

    /// Returns the number of rows.
    pub(super) fn len(self) -> usize {
        self.rows.len()
    }
}

/// One row of an answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    question: &'static str,
    row: &'a Row,
}

impl<'a> Line<'a> {
    /// Returns the cells, as texts.
    ///
    /// # Errors
    /// If the row has another number of columns, or one that is no text.
    pub(super) fn cells<const N: usize>(self) -> Result<[Option<&'a str>; N], CatalogError> {
        let values = self.row.values();
        let mut cells = [None; N];
        if values.len() != N {
            return Err(self.unreadable(RowError::NoColumn {
                column: N.to_string(),
                columns: self.row.columns().to_vec(),
            }));
        }
        for (at, (cell, value)) in cells.iter_mut().zip(values).enumerate() {
            *cell = match value {
                Value::Null => None,
                Value::Text(text) => Some(text.as_str()),
                _ => return Err(self.wrong(at, value.kind(), "a text")),
            };
        }
        Ok(cells)
    }

    /// Returns the text of a cell that is never `NULL`.
    ///
    /// # Errors
    /// If it is.
    pub(super) fn text(self, cell: Option<&'a str>) -> Result<&'a str, CatalogError> {
        cell.ok_or_else(|| self.wrong(0, "NULL", "a text"))
    }

    /// Returns the number in a cell.
    ///
    /// # Errors
    /// If there is none.
    pub(super) fn number<T: FromStr>(self, cell: Option<&'a str>) -> Result<T, CatalogError> {
        let text = self.text(cell)?;
        text.parse()
            .map_err(|_| self.wrong(0, "TEXT", "an integer"))
    }

    /// Returns what a JSON list in a cell holds, texts and `NULL`s; nothing for `NULL`.
    ///
    /// # Errors
    /// If it is something else.
    pub(super) fn list(self, cell: Option<&'a str>) -> Result<Vec<Option<String>>, CatalogError> {
        let Some(text) = cell else {
            return Ok(Vec::new());
        };
        serde_json::from_str(text).map_err(|_| self.wrong(0, "TEXT", "a list of texts"))
    }

    /// Returns the error of a cell that holds something else than it should.
    pub(super) fn wrong(self, at: usize, kind: &'static str, wanted: &'static str) -> CatalogError {
        self.unreadable(RowError::WrongKind {
            column: self.row.columns().get(at).cloned().unwrap_or_default(),
            kind,
            wanted,
        })
    }

    fn unreadable(self, source: RowError) -> CatalogError {
        let question = self.question;
        CatalogError::Answer { question, source }
    }
}

/// Returns a name; `None` is the connection's own schema.
pub(super) fn name(schema: Option<&str>, name: &str) -> TableName {
    match schema {
        Some(schema) => TableName::from((schema, name)),
        None => TableName::from(name),
    }
}

/// Tells whether a cell holds the server's way of saying yes.
pub(super) fn is_true(cell: Option<&str>) -> bool {
    cell == Some("t")
}
