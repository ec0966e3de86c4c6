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
    #[doc(hidden)]
    #[must_use]
    pub fn new(columns: Vec<String>, rows: Vec<Vec<Value>>) -> Self {
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
    /// ```
    /// # use migrator_core::{error::Result, ops::Op};
    /// fn upgrade(op: &mut Op) -> Result {
    ///     for row in op.query("SELECT id, name, role FROM users")? {
    ///         let (id, name): (i64, String) = (row.get("id")?, row.get(1)?);
    ///         let role: Option<String> = row.get("role")?;
    ///         op.bulk_insert("members", ["user_id", "name", "role"], [(id, name, role)]);
    ///     }
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    /// [`RowError`] if there is no such column, or its value is not a `T`.
    /// `NULL` is a value of `Option<T>` only.
    pub fn get<T: FromValue>(&self, column: impl RowIndex) -> Result<T, RowError> {
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
    #[error(
        "the query returned no column `{column}`; it returned {}",
        quoted(columns)
    )]
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

impl RowError {
    /// Returns what to do about it, as one sentence, where that is known.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::NoColumn { .. } => Some(
                "name a column as the query returns it, or give it the name with `AS`".to_owned(),
            ),
            Self::WrongKind { kind: "NULL", .. } => {
                Some("take the value as an `Option`, or leave such rows out".to_owned())
            }
            Self::WrongKind { .. } => None,
        }
    }
}

fn quoted(columns: &[String]) -> String {
    if columns.is_empty() {
        return "none".to_owned();
    }
    let columns: Vec<String> = columns.iter().map(|name| format!("`{name}`")).collect();
    columns.join(", ")
}

/// A way to say which column of a row is meant: its name, or its position from 0.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which column is meant",
    note = "write the column's name, as in `row.get(\"id\")`, or its position as a `usize`, as in `row.get(0)`"
)]
pub trait RowIndex {
    /// Returns the position of the column.
    ///
    /// # Errors
    /// [`RowError::NoColumn`] if there is none of that name.
    fn position(&self, columns: &[String]) -> Result<usize, RowError>;
}

impl RowIndex for usize {
    fn position(&self, _columns: &[String]) -> Result<usize, RowError> {
        Ok(*self)
    }
}

impl RowIndex for &str {
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

impl RowIndex for &String {
    fn position(&self, columns: &[String]) -> Result<usize, RowError> {
        self.as_str().position(columns)
    }
}
