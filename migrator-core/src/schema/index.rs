//! An index: what it is called, what it covers, and how.

use super::IntoNames;
use crate::base::TableName;

/// An index on a table.
///
/// ```
/// # use migrator_core::schema::{Index, IndexPart};
/// let index = Index::new("ix_users_name")
///     .on("users", [IndexPart::expression("lower(name)"), IndexPart::column("born").desc()])
///     .unique()
///     .filter("deleted_at IS NULL");
/// assert_eq!(index.parts().len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Index(Box<IndexData>);

#[derive(Debug, Clone, PartialEq)]
struct IndexData {
    name: String,
    table: TableName,
    parts: Vec<IndexPart>,
    unique: bool,
    filter: Option<String>,
    if_not_exists: bool,
}

/// One part of an index: a column or an expression, and its direction.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct IndexPart {
    target: IndexTarget,
    descending: bool,
}

/// What a part of an index covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexTarget {
    /// A column, by its name.
    Column(String),
    /// An expression in SQL.
    Expression(String),
}

impl IndexPart {
    /// Covers a column.
    #[inline(never)]
    pub fn column(name: impl Into<String>) -> Self {
        Self {
            target: IndexTarget::Column(name.into()),
            descending: false,
        }
    }

    /// Covers an expression in SQL.
    #[inline(never)]
    pub fn expression(sql: impl AsRef<str>) -> Self {
        Self::build(IndexTarget::Expression, sql.as_ref())
    }

    #[inline(never)]
    fn build(target: fn(String) -> IndexTarget, text: &str) -> Self {
        Self {
            target: target(text.to_owned()),
            descending: false,
        }
    }

    /// Sorts this part from high to low.
    pub fn desc(mut self) -> Self {
        self.descending = true;
        self
    }

    /// Returns what is covered.
    #[must_use]
    pub fn target(&self) -> &IndexTarget {
        &self.target
    }

    /// Tells whether the part sorts from high to low.
    #[must_use]
    pub fn is_descending(&self) -> bool {
        self.descending
    }
}

/// What an index covers, as callers write it: column names, or parts.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of index columns",
    note = "write the names as `[\"a\", \"b\"]`, or parts as `[IndexPart::expression(\"lower(a)\")]`"
)]
pub trait IntoIndexParts {
    /// Returns the parts in the order given.
    fn into_parts(self) -> Vec<IndexPart>;
}

impl<T: IntoNames> IntoIndexParts for T {
    fn into_parts(self) -> Vec<IndexPart> {
        columns(&self.into_names())
    }
}

impl<const N: usize> IntoIndexParts for [IndexPart; N] {
    fn into_parts(self) -> Vec<IndexPart> {
        Vec::from(self)
    }
}

#[inline(never)]
fn columns(names: &[String]) -> Vec<IndexPart> {
    names.iter().map(IndexPart::column).collect()
}

impl Index {
    /// Creates an index; say what it covers with [`on`](Self::on).
    #[inline(never)]
    pub fn new(name: impl AsRef<str>) -> Self {
        Self::build(name.as_ref())
    }

    #[inline(never)]
    fn build(name: &str) -> Self {
        Self(Box::new(IndexData {
            name: name.to_owned(),
            table: TableName::from(""),
            parts: Vec::new(),
            unique: false,
            filter: None,
            if_not_exists: false,
        }))
    }

    /// Sets the table, and the columns or parts covered, in this order.
    #[inline(never)]
    pub fn on(self, table: impl Into<TableName>, parts: impl IntoIndexParts) -> Self {
        self.with_target(table.into(), parts.into_parts())
    }

    #[inline(never)]
    fn with_target(mut self, table: TableName, parts: Vec<IndexPart>) -> Self {
        self.0.table = table;
        self.0.parts = parts;
        self
    }

    /// Forbids two rows with the same values.
    pub fn unique(mut self) -> Self {
        self.0.unique = true;
        self
    }

    /// Covers only the rows that meet a condition in SQL.
    #[inline(never)]
    pub fn filter(self, condition: impl AsRef<str>) -> Self {
        self.with_filter(condition.as_ref())
    }

    #[inline(never)]
    fn with_filter(mut self, condition: &str) -> Self {
        self.0.filter = Some(condition.to_owned());
        self
    }

    /// Leaves an index of that name alone if there is one, whatever it covers.
    pub fn if_not_exists(mut self) -> Self {
        self.0.if_not_exists = true;
        self
    }

    /// Returns the index's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Returns the table; its name is empty until `on` is called.
    #[must_use]
    pub fn table(&self) -> &TableName {
        &self.0.table
    }

    /// Returns the parts in order.
    pub fn parts(&self) -> &[IndexPart] {
        &self.0.parts
    }

    /// Tells whether the index forbids equal rows.
    #[must_use]
    pub fn is_unique(&self) -> bool {
        self.0.unique
    }

    /// Returns the condition of a partial index.
    #[must_use]
    pub fn condition(&self) -> Option<&str> {
        self.0.filter.as_deref()
    }

    /// Tells whether an existing index is to be left alone.
    #[must_use]
    pub fn is_if_not_exists(&self) -> bool {
        self.0.if_not_exists
    }
}
