//! What changes about a column that is there.

mod reversal;

use super::{Change, Column, ColumnDefault, ColumnType, Generated, Identity, IdentityChange};
use crate::base::Value;

/// Changes of one column; what is not called stays as it is.
///
/// [`was`](Self::was) gives the former definition, from which the way back is made.
///
/// ```
/// # use migrator_core::schema::{AlterColumn, Column, integer, text};
/// let age = AlterColumn::new("age")
///     .kind(integer())
///     .using("age::integer")
///     .not_null()
///     .was(Column::new("age", text()));
/// assert_eq!(age.nullability(), Some(false));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct AlterColumn(Box<AlterColumnData>);

#[derive(Debug, Clone, PartialEq)]
struct AlterColumnData {
    name: String,
    kind: Option<ColumnType>,
    using: Option<String>,
    using_back: Option<String>,
    nullable: Option<bool>,
    default: Option<Change<ColumnDefault>>,
    comment: Option<Change<String>>,
    collation: Option<Change<String>>,
    identity: Option<IdentityChange>,
    generated: Option<Change<Generated>>,
    was: Option<Column>,
}

impl AlterColumn {
    /// Names the column; say what changes with the other methods.
    #[inline(never)]
    pub fn new(name: impl AsRef<str>) -> Self {
        Self(Box::new(AlterColumnData {
            name: name.as_ref().to_owned(),
            kind: None,
            using: None,
            using_back: None,
            nullable: None,
            default: None,
            comment: None,
            collation: None,
            identity: None,
            generated: None,
            was: None,
        }))
    }

    /// Changes the type. The values are converted as the database does it by itself, or by
    /// [`using`](Self::using).
    #[inline(never)]
    pub fn kind(mut self, kind: impl Into<ColumnType>) -> Self {
        self.0.kind = Some(kind.into());
        self
    }

    /// Computes the values of the rows that are there by an expression in SQL.
    #[inline(never)]
    pub fn using(mut self, expression: impl AsRef<str>) -> Self {
        self.0.using = Some(expression.as_ref().to_owned());
        self
    }

    /// Computes the values by an expression in SQL when the change is undone by
    /// [`reverse_of`](crate::ops::Op::reverse_of).
    ///
    /// ```
    /// # use migrator_core::schema::{AlterColumn, Column, integer, text};
    /// let age = AlterColumn::new("age")
    ///     .kind(integer())
    ///     .using("CAST(age AS INTEGER)")
    ///     .using_back("CAST(age AS TEXT)")
    ///     .was(Column::new("age", text()));
    /// # assert!(age.reversed().is_some());
    /// ```
    #[inline(never)]
    pub fn using_back(mut self, expression: impl AsRef<str>) -> Self {
        self.0.using_back = Some(expression.as_ref().to_owned());
        self
    }

    /// Forbids `NULL`; rows that have it make the change fail.
    pub fn not_null(mut self) -> Self {
        self.0.nullable = Some(false);
        self
    }

    /// Allows `NULL`.
    pub fn nullable(mut self) -> Self {
        self.0.nullable = Some(true);
        self
    }

    /// Sets the value that an insert gets from now on when it leaves the column out.
    #[inline(never)]
    pub fn default(mut self, value: impl Into<Value>) -> Self {
        self.0.default = Some(Change::Set(ColumnDefault::Value(value.into())));
        self
    }

    /// Sets the expression that is evaluated from now on when an insert leaves the column out.
    #[inline(never)]
    pub fn default_expr(mut self, sql: impl AsRef<str>) -> Self {
        let expression = ColumnDefault::Expression(sql.as_ref().to_owned());
        self.0.default = Some(Change::Set(expression));
        self
    }

    /// Drops the default.
    pub fn drop_default(mut self) -> Self {
        self.0.default = Some(Change::Drop);
        self
    }

    /// Sets the comment, on PostgreSQL.
    #[inline(never)]
    pub fn comment(mut self, comment: impl AsRef<str>) -> Self {
        self.0.comment = Some(Change::Set(comment.as_ref().to_owned()));
        self
    }

    /// Drops the comment, on PostgreSQL.
    pub fn drop_comment(mut self) -> Self {
        self.0.comment = Some(Change::Drop);
        self
    }

    /// Changes the collation; on PostgreSQL together with [`kind`](Self::kind) only.
    #[inline(never)]
    pub fn collate(mut self, collation: impl AsRef<str>) -> Self {
        self.0.collation = Some(Change::Set(collation.as_ref().to_owned()));
        self
    }

    /// Changes the collation to that of the type; on PostgreSQL together with
    /// [`kind`](Self::kind) only.
    pub fn drop_collation(mut self) -> Self {
        self.0.collation = Some(Change::Drop);
        self
    }

    /// Has the column count by itself from now on, on PostgreSQL.
    pub fn add_identity(mut self, identity: Identity) -> Self {
        self.0.identity = Some(IdentityChange::Add(identity));
        self
    }

    /// Changes how the column counts, on PostgreSQL.
    pub fn set_identity(mut self, identity: Identity) -> Self {
        self.0.identity = Some(IdentityChange::Set(identity));
        self
    }

    /// Ends the counting, on PostgreSQL; the column keeps its values.
    pub fn drop_identity(mut self) -> Self {
        self.0.identity = Some(IdentityChange::Drop);
        self
    }

    /// Computes the column in another way: on SQLite, and on PostgreSQL from 17 on for a
    /// column that is computed already.
    #[inline(never)]
    pub fn generated_stored(mut self, expression: impl AsRef<str>) -> Self {
        self.0.generated = Some(Change::Set(Generated {
            expression: expression.as_ref().to_owned(),
            stored: true,
        }));
        self
    }

    /// Makes a computed column an ordinary one that keeps its values, from PostgreSQL 13 on.
    pub fn drop_generated(mut self) -> Self {
        self.0.generated = Some(Change::Drop);
        self
    }

    /// Gives the definition before the change, for the way back.
    pub fn was(mut self, column: Column) -> Self {
        self.0.was = Some(column);
        self
    }

    /// Returns the column's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Returns the new type, if it changes.
    #[must_use]
    pub fn new_kind(&self) -> Option<&ColumnType> {
        self.0.kind.as_ref()
    }

    /// Returns the expression that computes the values, if one was given.
    #[must_use]
    pub fn conversion(&self) -> Option<&str> {
        self.0.using.as_deref()
    }

    /// Returns the expression that computes the values on the way back, if one was given.
    #[must_use]
    pub fn conversion_back(&self) -> Option<&str> {
        self.0.using_back.as_deref()
    }

    /// Returns whether `NULL` is allowed from now on, if that changes.
    #[must_use]
    pub fn nullability(&self) -> Option<bool> {
        self.0.nullable
    }

    /// Returns what becomes of the default, if it changes.
    #[must_use]
    pub fn new_default(&self) -> Option<&Change<ColumnDefault>> {
        self.0.default.as_ref()
    }

    /// Returns what becomes of the comment, if it changes.
    #[must_use]
    pub fn new_comment(&self) -> Option<&Change<String>> {
        self.0.comment.as_ref()
    }

    /// Returns the new collation, if it changes to one that is named.
    #[must_use]
    pub fn new_collation(&self) -> Option<&str> {
        match &self.0.collation {
            Some(Change::Set(collation)) => Some(collation),
            Some(Change::Drop) | None => None,
        }
    }

    pub(super) fn new_collation_change(&self) -> Option<&Change<String>> {
        self.0.collation.as_ref()
    }

    /// Tells whether the collation changes to that of the type.
    #[must_use]
    pub fn drops_collation(&self) -> bool {
        self.0.collation == Some(Change::Drop)
    }

    /// Returns what becomes of the counting, if it changes.
    #[must_use]
    pub fn new_identity(&self) -> Option<IdentityChange> {
        self.0.identity
    }

    /// Returns what becomes of the computing, if it changes.
    #[must_use]
    pub fn new_generated(&self) -> Option<&Change<Generated>> {
        self.0.generated.as_ref()
    }

    /// Returns the definition before the change, if it was given.
    #[must_use]
    pub fn former(&self) -> Option<&Column> {
        self.0.was.as_ref()
    }
}
