//! An index: what it is called, what it covers, and how.

use super::{IndexPart, IntoIndexParts, IntoNames};
use crate::base::TableName;

/// An index on a table.
///
/// # Dialects
/// | | PostgreSQL | SQLite |
/// |---|---|---|
/// | [`concurrently`](Self::concurrently) | `CREATE INDEX CONCURRENTLY`, outside a transaction only | changes nothing: SQLite has one writer at a time |
/// | [`IndexPart::collate`] | `COLLATE "C"` | `COLLATE "NOCASE"` |
/// | [`using`](Self::using), [`include`](Self::include), [`nulls_not_distinct`](Self::nulls_not_distinct), [`with`](Self::with), [`tablespace`](Self::tablespace), [`IndexPart::opclass`], [`IndexPart::nulls_first`] | as they are called in SQL | refused before anything runs |
///
/// # Examples
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
    concurrently: bool,
    method: Option<String>,
    included: Vec<String>,
    nulls_not_distinct: bool,
    parameters: Option<String>,
    tablespace: Option<String>,
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
            concurrently: false,
            method: None,
            included: Vec::new(),
            nulls_not_distinct: false,
            parameters: None,
            tablespace: None,
        }))
    }

    /// Creates an index without a name, which the [naming convention](super::NamingConvention)
    /// gives it: `ix_users_email` for the column `email` of the table `users`.
    ///
    /// The name of an index that is not told by its columns alone ends in a hash of the rest: the
    /// order, an expression, a condition, the method. Whoever drops it by its definition
    /// gives all of that again.
    ///
    /// ```
    /// # use migrator_core::schema::Index;
    /// let index = Index::of("users", ["email"]).unique();
    /// # drop(index);
    /// ```
    #[inline(never)]
    pub fn of(table: impl Into<TableName>, parts: impl IntoIndexParts) -> Self {
        Self::build("").with_target(table.into(), parts.into_parts())
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

    /// Builds the index without locking out writers meanwhile, where the database can.
    ///
    /// PostgreSQL does so outside a transaction only: in `op.autocommit`, or in a migration
    /// with `Transaction::None`. Should the migration be cut off there, the next run finds the
    /// index valid, or drops what is left of it and builds it again.
    pub fn concurrently(mut self) -> Self {
        self.0.concurrently = true;
        self
    }

    /// Sets the access method, such as `gin`, `gist`, `brin` or `hash`.
    #[inline(never)]
    pub fn using(self, method: impl AsRef<str>) -> Self {
        self.with_method(method.as_ref())
    }

    #[inline(never)]
    fn with_method(mut self, method: &str) -> Self {
        self.0.method = Some(method.to_owned());
        self
    }

    /// Keeps further columns in the index, which can be read from it but are no key.
    #[inline(never)]
    pub fn include(self, columns: impl IntoNames) -> Self {
        self.with_included(columns.into_names())
    }

    #[inline(never)]
    fn with_included(mut self, columns: Vec<String>) -> Self {
        self.0.included = columns;
        self
    }

    /// Lets a unique index take two `NULL`s for the same value (PostgreSQL 15 or newer).
    pub fn nulls_not_distinct(mut self) -> Self {
        self.0.nulls_not_distinct = true;
        self
    }

    /// Sets storage parameters, as in SQL: `fillfactor = 70`.
    #[inline(never)]
    pub fn with(self, parameters: impl AsRef<str>) -> Self {
        self.with_parameters(parameters.as_ref())
    }

    #[inline(never)]
    fn with_parameters(mut self, parameters: &str) -> Self {
        self.0.parameters = Some(parameters.to_owned());
        self
    }

    /// Puts the index into a tablespace.
    #[inline(never)]
    pub fn tablespace(self, tablespace: impl AsRef<str>) -> Self {
        self.with_tablespace(tablespace.as_ref())
    }

    #[inline(never)]
    fn with_tablespace(mut self, tablespace: &str) -> Self {
        self.0.tablespace = Some(tablespace.to_owned());
        self
    }

    pub(super) fn set_name(&mut self, name: String) {
        self.0.name = name;
    }

    /// Tells whether the index has a name already.
    #[must_use]
    pub(crate) fn is_named(&self) -> bool {
        !self.0.name.is_empty()
    }

    /// Returns the index's name; empty if it has none yet.
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

    /// Tells whether writers are not to be locked out meanwhile.
    #[must_use]
    pub fn is_concurrent(&self) -> bool {
        self.0.concurrently
    }

    /// Returns the access method, if one was given.
    #[must_use]
    pub fn method(&self) -> Option<&str> {
        self.0.method.as_deref()
    }

    /// Returns the columns that are no key, in order.
    #[must_use]
    pub fn included(&self) -> &[String] {
        &self.0.included
    }

    /// Tells whether `NULL`s count as equal.
    #[must_use]
    pub fn is_nulls_not_distinct(&self) -> bool {
        self.0.nulls_not_distinct
    }

    /// Returns the storage parameters as SQL, if some were given.
    #[must_use]
    pub fn parameters(&self) -> Option<&str> {
        self.0.parameters.as_deref()
    }

    /// Returns the tablespace, if one was given.
    #[must_use]
    pub fn tablespace_name(&self) -> Option<&str> {
        self.0.tablespace.as_deref()
    }
}
