//! A trigger, and what may become of it.

use super::dropping::sealed::Sealed;
use super::{Dropping, Object, Replacing, Sql};
use crate::base::TableName;

/// A trigger: its name, its table, and the SQL that follows the name.
///
/// An empty text for a database means that there is no such trigger there.
///
/// # Examples
/// ```
/// # use migrator_core::ops::{Sql, Trigger};
/// let trigger = Trigger::new(
///     "users_touch",
///     "users",
///     Sql::sqlite(
///         "AFTER UPDATE OF name ON users BEGIN UPDATE users SET at = 'now' WHERE id = NEW.id; END",
///     )
///     .postgres("BEFORE UPDATE OF name ON users FOR EACH ROW EXECUTE FUNCTION touch()"),
/// );
/// assert_eq!(trigger.name(), "users_touch");
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Trigger(Box<TriggerData>);

#[derive(Debug, Clone, PartialEq)]
struct TriggerData {
    name: String,
    table: TableName,
    sql: Option<Sql>,
    is_constraint: bool,
}

impl Trigger {
    /// Defines a trigger.
    #[inline(never)]
    pub fn new(name: impl AsRef<str>, table: impl Into<TableName>, sql: impl Into<Sql>) -> Self {
        Self::build(name.as_ref(), table.into(), Some(sql.into()))
    }

    /// Names a trigger to drop, whose definition is not known.
    #[inline(never)]
    pub fn named(name: impl AsRef<str>, table: impl Into<TableName>) -> Self {
        Self::build(name.as_ref(), table.into(), None)
    }

    #[inline(never)]
    fn build(name: &str, table: TableName, sql: Option<Sql>) -> Self {
        Self(Box::new(TriggerData {
            name: name.to_owned(),
            table,
            sql,
            is_constraint: false,
        }))
    }

    /// Makes it a constraint trigger, which can be deferred to the commit.
    pub fn constraint(mut self) -> Self {
        self.0.is_constraint = true;
        self
    }

    /// Says what the trigger was before, which makes
    /// [`replace_trigger`](crate::ops::Op::replace_trigger) reversible.
    pub fn instead_of(self, former: Self) -> Replacing<Self> {
        Replacing::with(self, former)
    }

    /// Returns its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Returns its table.
    #[must_use]
    pub fn table(&self) -> &TableName {
        &self.0.table
    }

    /// Returns the SQL that follows the name; `None` if only that was given.
    #[must_use]
    pub fn sql(&self) -> Option<&Sql> {
        self.0.sql.as_ref()
    }

    /// Tells whether it is a constraint trigger.
    #[must_use]
    pub fn is_constraint(&self) -> bool {
        self.0.is_constraint
    }
}

/// A trigger to drop: `DropTrigger::new(Trigger::named("users_touch", "users")).if_exists()`. A name or a definition is one, too; see [`Dropping`].
pub type DropTrigger = Dropping<Trigger>;

impl Sealed for Trigger {}
impl Object for Trigger {}

/// What is done to a trigger.
#[derive(Debug, Clone, PartialEq)]
pub enum TriggerOperation {
    /// Creates it.
    Create(Trigger),
    /// Puts another in its place.
    Replace(Replacing<Trigger>),
    /// Drops it.
    Drop(DropTrigger),
}

impl TriggerOperation {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Create(_) => "create_trigger",
            Self::Replace(_) => "replace_trigger",
            Self::Drop(_) => "drop_trigger",
        }
    }

    pub(super) fn object(&self) -> String {
        let trigger = match self {
            Self::Create(trigger) => trigger,
            Self::Replace(replace) => &replace.object,
            Self::Drop(drop) => &drop.object,
        };
        format!("{}.{}", trigger.table(), trigger.name())
    }
}
