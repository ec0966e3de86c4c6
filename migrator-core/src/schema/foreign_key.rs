//! A foreign key: columns that must find their values in another table.

use super::{Deferrable, IntoNames};
use crate::base::TableName;

/// A foreign key over one or more columns of a table.
///
/// ```
/// # use migrator_core::schema::{Action, ForeignKey};
/// let key = ForeignKey::new(["order_id", "line"])
///     .references("order_lines", ["order_id", "line"])
///     .on_delete(Action::Cascade)
///     .named("fk_shipments_order_lines");
/// assert_eq!(key.target().name(), "order_lines");
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct ForeignKey(Box<ForeignKeyData>);

#[derive(Debug, Clone, PartialEq)]
struct ForeignKeyData {
    name: Option<String>,
    columns: Vec<String>,
    target: TableName,
    target_columns: Vec<String>,
    on_delete: Option<Action>,
    on_update: Option<Action>,
    set_columns: Vec<String>,
    match_full: bool,
    deferrable: Option<Deferrable>,
    not_valid: bool,
}

/// What happens to referencing rows when the row they refer to goes away or changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// The change is an error, checked at the end of the statement or transaction.
    NoAction,
    /// The change is an error at once.
    Restrict,
    /// The referencing rows are deleted or follow the change.
    Cascade,
    /// The referencing columns become `NULL`.
    SetNull,
    /// The referencing columns become their defaults.
    SetDefault,
}

impl Action {
    /// Returns the action in SQL, the same in all dialects.
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            Self::NoAction => "NO ACTION",
            Self::Restrict => "RESTRICT",
            Self::Cascade => "CASCADE",
            Self::SetNull => "SET NULL",
            Self::SetDefault => "SET DEFAULT",
        }
    }
}

impl ForeignKey {
    /// Creates a foreign key of `columns`; say what they refer to with
    /// [`references`](Self::references).
    #[inline(never)]
    pub fn new(columns: impl IntoNames) -> Self {
        Self::build(columns.into_names(), TableName::from(""), Vec::new())
    }

    #[inline(never)]
    pub(super) fn build(
        columns: Vec<String>,
        target: TableName,
        target_columns: Vec<String>,
    ) -> Self {
        let (name, on_delete, on_update) = (None, None, None);
        let data = ForeignKeyData {
            name,
            columns,
            target,
            target_columns,
            on_delete,
            on_update,
            set_columns: Vec::new(),
            match_full: false,
            deferrable: None,
            not_valid: false,
        };
        Self(Box::new(data))
    }

    /// Sets the table and the columns referred to, as many as the key has.
    #[inline(never)]
    pub fn references(self, table: impl Into<TableName>, columns: impl IntoNames) -> Self {
        self.with_target(table.into(), columns.into_names())
    }

    fn with_target(mut self, table: TableName, columns: Vec<String>) -> Self {
        self.0.target = table;
        self.0.target_columns = columns;
        self
    }

    /// Names the constraint.
    #[inline(never)]
    pub fn named(self, name: impl AsRef<str>) -> Self {
        self.with_name(name.as_ref())
    }

    #[inline(never)]
    fn with_name(mut self, name: &str) -> Self {
        self.0.name = Some(name.to_owned());
        self
    }

    /// Sets what happens when a row referred to is deleted.
    pub fn on_delete(mut self, action: Action) -> Self {
        self.0.on_delete = Some(action);
        self
    }

    /// Sets what happens when the key of a row referred to changes.
    pub fn on_update(mut self, action: Action) -> Self {
        self.0.on_update = Some(action);
        self
    }

    /// Sets only some of the key's columns when a row referred to is deleted: `ON DELETE SET
    /// NULL ("a")`, on PostgreSQL from 15 on. Goes with [`Action::SetNull`] and
    /// [`Action::SetDefault`].
    #[inline(never)]
    pub fn on_delete_columns(mut self, columns: impl IntoNames) -> Self {
        self.0.set_columns = columns.into_names();
        self
    }

    /// Refuses a key of several columns of which only some are `NULL`: `MATCH FULL`, on PostgreSQL.
    pub fn match_full(mut self) -> Self {
        self.0.match_full = true;
        self
    }

    /// Lets transactions put off the check.
    pub fn deferrable(mut self, deferrable: Deferrable) -> Self {
        self.0.deferrable = Some(deferrable);
        self
    }

    /// Leaves the rows that are there already unchecked, until the constraint is validated by
    /// `op.validate_constraint`; on PostgreSQL.
    pub fn not_valid(mut self) -> Self {
        self.0.not_valid = true;
        self
    }

    pub(super) fn set_name(&mut self, name: Option<String>) {
        self.0.name = name;
    }

    /// Returns the constraint's name, if it has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// Returns the referencing columns, in order.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.0.columns
    }

    /// Returns the table referred to; its name is empty until `references` is called.
    #[must_use]
    pub fn target(&self) -> &TableName {
        &self.0.target
    }

    /// Returns the columns referred to, in the order of [`columns`](Self::columns).
    #[must_use]
    pub fn target_columns(&self) -> &[String] {
        &self.0.target_columns
    }

    /// Returns the action on delete, if one was given.
    #[must_use]
    pub fn delete_action(&self) -> Option<Action> {
        self.0.on_delete
    }

    /// Returns the action on update, if one was given.
    #[must_use]
    pub fn update_action(&self) -> Option<Action> {
        self.0.on_update
    }

    /// Returns the columns that the action on delete sets, if not all of them.
    #[must_use]
    pub fn delete_columns(&self) -> &[String] {
        &self.0.set_columns
    }

    /// Tells whether a key may not be `NULL` in part.
    #[must_use]
    pub fn is_match_full(&self) -> bool {
        self.0.match_full
    }

    /// Returns when the check happens, if it can be put off.
    #[must_use]
    pub fn deferral(&self) -> Option<Deferrable> {
        self.0.deferrable
    }

    /// Tells whether the rows that are there already are left unchecked.
    #[must_use]
    pub fn is_not_valid(&self) -> bool {
        self.0.not_valid
    }
}
