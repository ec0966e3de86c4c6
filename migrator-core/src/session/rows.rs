//! Rows that came back from a query.

use std::sync::Arc;

use thiserror::Error;

use crate::base::{FromValue, Value};

/// The rows of one query, in the database's order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows {
    rows: Vec<Row>,
}

impl Rows {
    /// Creates rows from column names and values; each row has one value per column.
    #[must_use]
    pub(crate) fn new(columns: Vec<String>, rows: Vec<Vec<Value>>) -> Self {
        let columns: Arc<[String]> = columns.into();
        let rows = rows.into_iter().map(|values| Row {
            columns: columns.clone(),
            values,
        });
        Self {
            rows: rows.collect(),
        }
    }

    /// Returns the number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Tells whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns the first row, if there is one.
    #[must_use]
    pub fn first(&self) -> Option<&Row> {
        self.rows.first()
    }

    /// Iterates over the rows in the database's order.
    pub fn iter(&self) -> std::slice::Iter<'_, Row> {
        self.rows.iter()
    }
}

impl IntoIterator for Rows {
    type Item = Row;
    type IntoIter = std::vec::IntoIter<Row>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.into_iter()
    }
}

impl<'a> IntoIterator for &'a Rows {
    type Item = &'a Row;
    type IntoIter = std::slice::Iter<'a, Row>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// One row: a value per column.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    columns: Arc<[String]>,
    values: Vec<Value>,
}

impl Row {
    /// Returns the value of a column, by its name or its position from 0.
    ///
    /// # Errors
    /// [`RowError`] if there is no such column, or its value is not a `T`.
    /// `NULL` is a value of `Option<T>` only.
    pub fn get<T: FromValue>(&self, column: impl Column) -> Result<T, RowError> {
        let at = column.position(&self.columns)?;
        let value = self.values.get(at).ok_or_else(|| RowError::NoColumn {
            column: at.to_string(),
            columns: self.columns.to_vec(),
        })?;
        T::from_value(value).ok_or_else(|| RowError::WrongKind {
            column: self.columns.get(at).cloned().unwrap_or_default(),
            kind: value.kind(),
            wanted: T::WANTED,
        })
    }

    /// Returns the values, one per column, in the order of the select list.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// Returns the column names in the order of the select list.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }
}

/// Why a value could not be taken from a row.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RowError {
    /// The query returned no such column.
    #[error("the query returned no column `{column}`; it returned {columns:?}")]
    #[non_exhaustive]
    NoColumn {
        /// The name or position asked for.
        column: String,
        /// The columns there are.
        columns: Vec<String>,
    },
    /// The column's value is of another kind.
    #[error("column `{column}` holds {kind} where {wanted} is wanted")]
    #[non_exhaustive]
    WrongKind {
        /// The column's name.
        column: String,
        /// The kind found, in SQL's words.
        kind: &'static str,
        /// What was asked for, in words.
        wanted: &'static str,
    },
}

/// A way to name a column: its name or its position from 0.
pub trait Column {
    /// Returns the position of the column.
    ///
    /// # Errors
    /// [`RowError::NoColumn`] if there is none of that name.
    fn position(&self, columns: &[String]) -> Result<usize, RowError>;
}

impl Column for usize {
    fn position(&self, _columns: &[String]) -> Result<usize, RowError> {
        Ok(*self)
    }
}

impl Column for &str {
    fn position(&self, columns: &[String]) -> Result<usize, RowError> {
        columns
            .iter()
            .position(|name| name == self)
            .ok_or_else(|| RowError::NoColumn {
                column: (*self).to_owned(),
                columns: columns.to_vec(),
            })
    }
}
