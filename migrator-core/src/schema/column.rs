//! A column: its name, its type and what is said about it in its own line.

use super::{Action, Check, ColumnType, ForeignKey};
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
pub struct Column(Box<ColumnData>);

#[derive(Debug, Clone, PartialEq)]
struct ColumnData {
    name: String,
    kind: ColumnType,
    nullable: bool,
    primary_key: bool,
    generated: bool,
    unique: bool,
    default: Option<ColumnDefault>,
    checks: Vec<Check>,
    references: Option<ForeignKey>,
    misplaced_action: bool,
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
            generated: true,
            unique: false,
            default: None,
            checks: Vec::new(),
            references: None,
            misplaced_action: false,
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

    /// Tells whether the column may generate its values, should it be the only
    /// primary key column and an integer.
    #[must_use]
    pub fn may_generate(&self) -> bool {
        self.0.generated
    }

    /// Tells whether the column was declared unique.
    #[must_use]
    pub fn is_unique(&self) -> bool {
        self.0.unique
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

    /// Tells whether `on_delete` or `on_update` was called before `references`,
    /// which backends refuse.
    #[must_use]
    pub fn has_misplaced_action(&self) -> bool {
        self.0.misplaced_action
    }
}
