//! A table: its columns and the constraints that stand beside them.

use super::{Check, Column, Exclude, ForeignKey, PrimaryKey, Unique};
use crate::base::TableName;

/// A table to be created.
///
/// ```
/// # use migrator_core::schema::{Check, Column, Table, Unique, integer, string};
/// let table = Table::new("members")
///     .column(Column::new("team", string(16)))
///     .column(Column::new("person", integer()).references("people", "id"))
///     .column(Column::new("seat", integer()))
///     .primary_key(["team", "person"])
///     .unique(Unique::new(["team", "seat"]).named("uq_members_seat"))
///     .check("seat > 0");
/// # drop(table);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Table(Box<TableData>);

#[derive(Debug, Clone, PartialEq)]
struct TableData {
    name: TableName,
    columns: Vec<Column>,
    primary_key: Option<PrimaryKey>,
    uniques: Vec<Unique>,
    foreign_keys: Vec<ForeignKey>,
    checks: Vec<Check>,
    excludes: Vec<Exclude>,
    if_not_exists: bool,
    comment: Option<String>,
    temporary: bool,
    strict: bool,
    without_rowid: bool,
    partition_key: Option<String>,
}

impl Table {
    /// Creates a table without columns.
    #[inline(never)]
    pub fn new(name: impl Into<TableName>) -> Self {
        Self::build(name.into())
    }

    #[inline(never)]
    fn build(name: TableName) -> Self {
        Self(Box::new(TableData {
            name,
            columns: Vec::new(),
            primary_key: None,
            uniques: Vec::new(),
            foreign_keys: Vec::new(),
            checks: Vec::new(),
            excludes: Vec::new(),
            if_not_exists: false,
            comment: None,
            temporary: false,
            strict: false,
            without_rowid: false,
            partition_key: None,
        }))
    }

    /// Adds a column after those already there.
    pub fn column(mut self, column: Column) -> Self {
        self.0.columns.push(column);
        self
    }

    /// Sets the primary key, for a key of several columns or with a name.
    #[inline(never)]
    pub fn primary_key(self, key: impl Into<PrimaryKey>) -> Self {
        self.with_primary_key(key.into())
    }

    fn with_primary_key(mut self, key: PrimaryKey) -> Self {
        self.0.primary_key = Some(key);
        self
    }

    /// Adds a unique constraint: `["a", "b"]`, or a [`Unique`] with a name.
    #[inline(never)]
    pub fn unique(self, unique: impl Into<Unique>) -> Self {
        self.with_unique(unique.into())
    }

    fn with_unique(mut self, unique: Unique) -> Self {
        self.0.uniques.push(unique);
        self
    }

    /// Adds a foreign key.
    pub fn foreign_key(mut self, key: ForeignKey) -> Self {
        self.0.foreign_keys.push(key);
        self
    }

    /// Adds a condition on the rows: SQL, or a [`Check`] with a name.
    #[inline(never)]
    pub fn check(self, check: impl Into<Check>) -> Self {
        self.with_check(check.into())
    }

    fn with_check(mut self, check: Check) -> Self {
        self.0.checks.push(check);
        self
    }

    /// Adds an exclusion constraint, on PostgreSQL.
    pub fn exclude(mut self, exclude: Exclude) -> Self {
        self.0.excludes.push(exclude);
        self
    }

    /// Describes the table for readers of the schema; SQLite has no comments and refuses.
    #[inline(never)]
    pub fn comment(mut self, comment: impl AsRef<str>) -> Self {
        self.0.comment = Some(comment.as_ref().to_owned());
        self
    }

    /// Makes a table that only this connection sees and that ends with it.
    pub fn temporary(mut self) -> Self {
        self.0.temporary = true;
        self
    }

    /// Has SQLite check the types of values (`STRICT`, SQLite 3.37 or newer), as PostgreSQL does anyway.
    pub fn strict(mut self) -> Self {
        self.0.strict = true;
        self
    }

    /// Keeps SQLite's rows in the primary key (`WITHOUT ROWID`); changes nothing elsewhere.
    pub fn without_rowid(mut self) -> Self {
        self.0.without_rowid = true;
        self
    }

    /// Divides the rows among partitions by this key: `RANGE (created_at)`, `LIST (country)` or `HASH (id)`.
    ///
    /// The partitions themselves are for `op.execute`. PostgreSQL only; SQLite refuses.
    #[inline(never)]
    pub fn partition_by(mut self, key: impl AsRef<str>) -> Self {
        self.0.partition_key = Some(key.as_ref().to_owned());
        self
    }

    /// Leaves a table of that name alone if there is one, whatever its columns are.
    pub fn if_not_exists(mut self) -> Self {
        self.0.if_not_exists = true;
        self
    }

    /// Returns the table's name.
    #[must_use]
    pub fn name(&self) -> &TableName {
        &self.0.name
    }

    /// Returns the columns in order.
    pub fn columns(&self) -> &[Column] {
        &self.0.columns
    }

    /// Returns the primary key given for the table, not by its columns.
    #[must_use]
    pub fn table_primary_key(&self) -> Option<&PrimaryKey> {
        self.0.primary_key.as_ref()
    }

    /// Returns what the primary key is called, wherever the key was declared.
    #[must_use]
    pub fn key_name(&self) -> Option<&str> {
        match &self.0.primary_key {
            Some(key) => key.name(),
            None => self.0.columns.iter().find_map(Column::key_name),
        }
    }

    /// Returns the unique constraints given for the table, in order.
    pub fn uniques(&self) -> &[Unique] {
        &self.0.uniques
    }

    /// Returns the foreign keys given for the table, in order.
    pub fn foreign_keys(&self) -> &[ForeignKey] {
        &self.0.foreign_keys
    }

    /// Returns the conditions given for the table, in order.
    pub fn checks(&self) -> &[Check] {
        &self.0.checks
    }

    /// Returns the exclusion constraints, in order.
    pub fn excludes(&self) -> &[Exclude] {
        &self.0.excludes
    }

    /// Returns the comment, if there is one.
    #[must_use]
    pub fn comment_text(&self) -> Option<&str> {
        self.0.comment.as_deref()
    }

    /// Tells whether the table ends with the connection.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        self.0.temporary
    }

    /// Tells whether SQLite is to check the types of values.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        self.0.strict
    }

    /// Tells whether SQLite is to keep the rows in the primary key.
    #[must_use]
    pub fn is_without_rowid(&self) -> bool {
        self.0.without_rowid
    }

    /// Returns the key by which rows are divided among partitions, in SQL; `None` for an ordinary table.
    #[must_use]
    pub fn partition_key(&self) -> Option<&str> {
        self.0.partition_key.as_deref()
    }

    /// Tells whether an existing table is to be left alone.
    #[must_use]
    pub fn is_if_not_exists(&self) -> bool {
        self.0.if_not_exists
    }

    pub(super) fn columns_mut(&mut self) -> &mut [Column] {
        &mut self.0.columns
    }

    pub(super) fn table_primary_key_mut(&mut self) -> Option<&mut PrimaryKey> {
        self.0.primary_key.as_mut()
    }

    pub(super) fn uniques_mut(&mut self) -> &mut [Unique] {
        &mut self.0.uniques
    }

    pub(super) fn foreign_keys_mut(&mut self) -> &mut [ForeignKey] {
        &mut self.0.foreign_keys
    }

    pub(super) fn checks_mut(&mut self) -> &mut [Check] {
        &mut self.0.checks
    }

    pub(super) fn excludes_mut(&mut self) -> &mut [Exclude] {
        &mut self.0.excludes
    }

    /// Takes the foreign keys away, of columns too, and returns them.
    #[cfg(feature = "autogenerate")]
    pub(crate) fn cut_foreign_keys(&mut self) -> Vec<ForeignKey> {
        let columns = self.0.columns.iter_mut();
        let mut keys: Vec<ForeignKey> = columns.filter_map(Column::cut_foreign_key).collect();
        keys.append(&mut self.0.foreign_keys);
        keys
    }

    /// Returns the names of the primary key's columns, wherever the key was
    /// declared; empty if there is no key.
    #[must_use]
    pub(crate) fn key_columns(&self) -> Vec<&str> {
        match &self.0.primary_key {
            Some(key) => key.columns().iter().map(String::as_str).collect(),
            None => {
                let keys = self
                    .0
                    .columns
                    .iter()
                    .filter(|column| column.is_primary_key());
                keys.map(Column::name).collect()
            }
        }
    }

    /// Returns the column that generates its values: the only primary key
    /// column, if it is an integer and was not told otherwise.
    #[must_use]
    pub(crate) fn generated_column(&self) -> Option<&Column> {
        let keys = self.key_columns();
        let [key] = keys.as_slice() else { return None };
        let column = self.0.columns.iter().find(|column| column.name() == *key)?;
        (column.kind().is_integer() && column.may_generate()).then_some(column)
    }
}

#[cfg(test)]
mod tests {
    use super::Table;
    use crate::schema::{Column, integer, text};

    #[test]
    fn only_a_single_integer_key_generates_its_values() {
        let check = |table: Table, expect: Option<&str>| {
            assert_eq!(table.generated_column().map(Column::name), expect);
        };
        let id = || Column::new("id", integer());
        check(Table::new("t").column(id().primary_key()), Some("id"));
        check(Table::new("t").column(id()).primary_key(["id"]), Some("id"));
        check(
            Table::new("t").column(id().primary_key().no_generated()),
            None,
        );
        check(Table::new("t").column(id()), None);
        check(
            Table::new("t").column(Column::new("id", text()).primary_key()),
            None,
        );
        let two = Table::new("t").column(id().primary_key());
        check(two.column(Column::new("x", integer()).primary_key()), None);
    }

    #[test]
    fn builders_are_one_pointer_wide() {
        assert_eq!(size_of::<Table>(), size_of::<usize>());
        assert_eq!(size_of::<Column>(), size_of::<usize>());
        assert_eq!(size_of::<crate::schema::Index>(), size_of::<usize>());
        assert_eq!(size_of::<crate::schema::ForeignKey>(), size_of::<usize>());
    }
}
