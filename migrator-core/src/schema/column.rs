//! A column: its name, its type and what is said about it in its own line.

use super::{Action, Check, ColumnType, ForeignKey, Identity};
use crate::base::{TableName, Value};

/// A column of a table.
///
/// Columns are nullable unless [`not_null`](Self::not_null) is called. The only
/// primary key column of a table, if it is an integer, generates its values
/// unless [`no_generated`](Self::no_generated) is called.
///
/// ```
/// # use migrator_core::schema::{Column, boolean};
/// let active = Column::new("active", boolean()).not_null().default(false);
/// assert!(!active.is_nullable());
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Column(pub(super) Box<ColumnData>);

#[derive(Debug, Clone, PartialEq)]
pub(super) struct ColumnData {
    name: String,
    pub(super) kind: ColumnType,
    pub(super) nullable: bool,
    primary_key: bool,
    key_name: Option<String>,
    generated: bool,
    unique: bool,
    unique_name: Option<String>,
    pub(super) default: Option<ColumnDefault>,
    checks: Vec<Check>,
    references: Option<ForeignKey>,
    misplaced_action: bool,
    pub(super) collation: Option<String>,
    pub(super) comment: Option<String>,
    pub(super) identity: Option<Identity>,
    auto_increment: bool,
    pub(super) computed: Option<Generated>,
}

/// A column whose value is computed from the others of its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// The expression in SQL.
    pub expression: String,
    /// Whether the value is kept in the row, rather than computed when it is read.
    pub stored: bool,
}

/// What a column gets when an insert leaves it out.
#[derive(Debug, Clone, PartialEq)]
pub enum ColumnDefault {
    /// A value, written as a literal.
    Value(Value),
    /// An expression in SQL, evaluated at each insert.
    Expression(String),
}

impl Column {
    /// Creates a nullable column.
    #[inline(never)]
    pub fn new(name: impl AsRef<str>, kind: impl Into<ColumnType>) -> Self {
        Self::build(name.as_ref(), kind.into())
    }

    #[inline(never)]
    fn build(name: &str, kind: ColumnType) -> Self {
        Self(Box::new(ColumnData {
            name: name.to_owned(),
            kind,
            nullable: true,
            primary_key: false,
            key_name: None,
            generated: true,
            unique: false,
            unique_name: None,
            default: None,
            checks: Vec::new(),
            references: None,
            misplaced_action: false,
            collation: None,
            comment: None,
            identity: None,
            auto_increment: false,
            computed: None,
        }))
    }

    /// Forbids `NULL`.
    pub fn not_null(mut self) -> Self {
        self.0.nullable = false;
        self
    }

    /// Allows `NULL`, which is the default; for helpers that pass columns on.
    pub fn nullable(mut self) -> Self {
        self.0.nullable = true;
        self
    }

    /// Makes the column the primary key; several such columns form one key, in
    /// the order they are declared.
    pub fn primary_key(mut self) -> Self {
        self.0.primary_key = true;
        self
    }

    /// Makes the column the primary key, as [`primary_key`](Self::primary_key), by a
    /// constraint of this name; of several such columns the first name counts.
    #[inline(never)]
    pub fn primary_key_named(mut self, name: impl AsRef<str>) -> Self {
        self.0.primary_key = true;
        self.0.key_name = Some(name.as_ref().to_owned());
        self
    }

    /// Makes a single integer primary key an ordinary column that every insert must fill.
    pub fn no_generated(mut self) -> Self {
        self.0.generated = false;
        self
    }

    /// Forbids two rows with the same value.
    pub fn unique(mut self) -> Self {
        self.0.unique = true;
        self
    }

    /// Forbids two rows with the same value, by a constraint of this name.
    #[inline(never)]
    pub fn unique_named(mut self, name: impl AsRef<str>) -> Self {
        self.0.unique = true;
        self.0.unique_name = Some(name.as_ref().to_owned());
        self
    }

    /// Sets the value an insert gets when it leaves the column out.
    ///
    /// The value is written as a literal: `default("now()")` is a text of five
    /// letters, see [`default_expr`](Self::default_expr).
    #[inline(never)]
    pub fn default(self, value: impl Into<Value>) -> Self {
        self.with_default(ColumnDefault::Value(value.into()))
    }

    /// Sets an SQL expression that is evaluated when an insert leaves the column out.
    #[inline(never)]
    pub fn default_expr(self, sql: impl AsRef<str>) -> Self {
        self.with_default_expression(sql.as_ref())
    }

    #[inline(never)]
    fn with_default_expression(self, sql: &str) -> Self {
        self.with_default(ColumnDefault::Expression(sql.to_owned()))
    }

    #[inline(never)]
    fn with_default(mut self, default: ColumnDefault) -> Self {
        self.0.default = Some(default);
        self
    }

    /// Compares texts by a collation, by the exact name the database has for it: `NOCASE` on
    /// SQLite, `C` or `de-x-icu` on PostgreSQL.
    #[inline(never)]
    pub fn collate(mut self, collation: impl AsRef<str>) -> Self {
        self.0.collation = Some(collation.as_ref().to_owned());
        self
    }

    /// Describes the column for readers of the schema; SQLite has no comments and refuses.
    #[inline(never)]
    pub fn comment(mut self, comment: impl AsRef<str>) -> Self {
        self.0.comment = Some(comment.as_ref().to_owned());
        self
    }

    /// Has the column count by itself, in a way of its own.
    pub fn identity(mut self, identity: Identity) -> Self {
        self.0.identity = Some(identity);
        self
    }

    /// Never gives a value of the single integer key twice, also after rows are deleted:
    /// `AUTOINCREMENT` on SQLite; PostgreSQL's identity columns do so anyway.
    pub fn auto_increment(mut self) -> Self {
        self.0.auto_increment = true;
        self
    }

    /// Computes the column from others of its row when the row is written, and keeps the value.
    #[inline(never)]
    pub fn generated_stored(self, expression: impl AsRef<str>) -> Self {
        self.with_generated(expression.as_ref(), true)
    }

    /// Computes the column from others of its row when it is read; PostgreSQL refuses.
    #[inline(never)]
    pub fn generated_virtual(self, expression: impl AsRef<str>) -> Self {
        self.with_generated(expression.as_ref(), false)
    }

    #[inline(never)]
    fn with_generated(mut self, expression: &str, stored: bool) -> Self {
        let expression = expression.to_owned();
        self.0.computed = Some(Generated { expression, stored });
        self
    }

    /// Adds a condition on the column's value; a column may have several.
    #[inline(never)]
    pub fn check(self, check: impl Into<Check>) -> Self {
        self.with_check(check.into())
    }

    fn with_check(mut self, check: Check) -> Self {
        self.0.checks.push(check);
        self
    }

    /// Makes the column refer to a column of another table.
    #[inline(never)]
    pub fn references(self, table: impl Into<TableName>, column: impl AsRef<str>) -> Self {
        self.with_reference(table.into(), column.as_ref())
    }

    #[inline(never)]
    fn with_reference(mut self, table: TableName, column: &str) -> Self {
        let columns = vec![self.0.name.clone()];
        self.0.references = Some(ForeignKey::build(columns, table, vec![column.to_owned()]));
        self
    }

    /// Sets what happens when the row referred to is deleted; call
    /// [`references`](Self::references) first.
    pub fn on_delete(self, action: Action) -> Self {
        self.with_action(|key| key.on_delete(action))
    }

    /// Sets what happens when the key of the row referred to changes; call
    /// [`references`](Self::references) first.
    pub fn on_update(self, action: Action) -> Self {
        self.with_action(|key| key.on_update(action))
    }

    fn with_action(mut self, act: impl FnOnce(ForeignKey) -> ForeignKey) -> Self {
        match self.0.references.take() {
            Some(key) => self.0.references = Some(act(key)),
            None => self.0.misplaced_action = true,
        }
        self
    }

    /// Sets what the column's foreign key is called; call [`references`](Self::references) first.
    #[inline(never)]
    pub fn references_named(self, name: impl AsRef<str>) -> Self {
        let name = name.as_ref();
        self.with_action(|key| key.named(name))
    }

    /// Returns the column's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Returns the column's type.
    #[must_use]
    pub fn kind(&self) -> &ColumnType {
        &self.0.kind
    }

    /// Tells whether the column was declared to allow `NULL`; a primary key never does.
    #[must_use]
    pub fn is_nullable(&self) -> bool {
        self.0.nullable
    }

    /// Tells whether the column was declared as (part of) the primary key.
    #[must_use]
    pub fn is_primary_key(&self) -> bool {
        self.0.primary_key
    }

    /// Returns what the primary key is called, if the column says so.
    #[must_use]
    pub fn key_name(&self) -> Option<&str> {
        self.0.key_name.as_deref()
    }

    /// Tells whether the column may generate its values, should it be the only
    /// primary key column and an integer.
    #[must_use]
    pub(crate) fn may_generate(&self) -> bool {
        self.0.generated
    }

    /// Tells whether the column was declared unique.
    #[must_use]
    pub fn is_unique(&self) -> bool {
        self.0.unique
    }

    /// Returns what the column's unique constraint is called, if it has a name.
    #[must_use]
    pub fn unique_name(&self) -> Option<&str> {
        self.0.unique_name.as_deref()
    }

    /// Returns the default, if there is one.
    #[must_use]
    pub fn default_value(&self) -> Option<&ColumnDefault> {
        self.0.default.as_ref()
    }

    /// Returns the column's conditions, in the order they were added.
    pub fn checks(&self) -> &[Check] {
        &self.0.checks
    }

    /// Returns the column's foreign key, if it has one.
    #[must_use]
    pub fn foreign_key(&self) -> Option<&ForeignKey> {
        self.0.references.as_ref()
    }

    pub(super) fn set_key_name(&mut self, name: Option<String>) {
        self.0.key_name = name;
    }

    pub(super) fn set_unique_name(&mut self, name: Option<String>) {
        self.0.unique_name = name;
    }

    pub(super) fn checks_mut(&mut self) -> &mut [Check] {
        &mut self.0.checks
    }

    pub(super) fn foreign_key_mut(&mut self) -> Option<&mut ForeignKey> {
        self.0.references.as_mut()
    }

    /// Tells whether `on_delete` or `on_update` was called before `references`,
    /// which backends refuse.
    #[must_use]
    pub(crate) fn has_misplaced_action(&self) -> bool {
        self.0.misplaced_action
    }

    /// Returns the collation's name, if one was given.
    #[must_use]
    pub fn collation(&self) -> Option<&str> {
        self.0.collation.as_deref()
    }

    /// Returns the comment, if there is one.
    #[must_use]
    pub fn comment_text(&self) -> Option<&str> {
        self.0.comment.as_deref()
    }

    /// Returns how the column counts, if that was said.
    #[must_use]
    pub fn identity_options(&self) -> Option<Identity> {
        self.0.identity
    }

    /// Tells whether no value of the key may ever be given twice.
    #[must_use]
    pub fn is_auto_increment(&self) -> bool {
        self.0.auto_increment
    }

    /// Returns how the column is computed, if it is.
    #[must_use]
    pub fn generated(&self) -> Option<&Generated> {
        self.0.computed.as_ref()
    }
}
