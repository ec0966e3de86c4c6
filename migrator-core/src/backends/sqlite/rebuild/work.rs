//! The changes made so far, and whether `ALTER TABLE` can still make them all.

use std::collections::{BTreeMap, BTreeSet};

use super::super::column::{self, Place};
use super::super::definition::{Definition, DefinitionError};
use super::super::types::{Role, Typing, type_name};
use super::super::{constraint, names};
use super::surroundings::Surroundings;
use crate::base::{Dialect, TableName};
use crate::dialect::{Refusal, check_expression};
use crate::ops::TableChange;
use crate::schema::{AlterColumn, Change, ColumnType};

/// A table on its way from one definition to another.
#[derive(Debug)]
pub(super) struct Work<'s> {
    pub(super) surroundings: &'s Surroundings,
    pub(super) table: &'s TableName,
    /// Whether foreign keys are obeyed.
    pub(super) foreign_keys: bool,
    /// What the table was.
    pub(super) before: Definition,
    /// What it has become.
    pub(super) after: Definition,
    /// The expressions that compute values of columns, by their names in lower case.
    pub(super) using: BTreeMap<String, String>,
    /// The columns that are new, in lower case: they have no values to copy.
    pub(super) fresh: BTreeSet<String>,
    /// The columns that are gone, in lower case.
    pub(super) dropped: BTreeSet<String>,
    /// The indexes that go with them.
    pub(super) dropped_indexes: Vec<String>,
    /// Whether keys or unique constraints came or went, whose indexes SQLite numbers.
    pub(super) keys_changed: bool,
    /// The statements that make all changes without a new table; `None` if there are none.
    pub(super) native: Option<Vec<String>>,
}

impl<'s> Work<'s> {
    /// Begins with the table as it is.
    pub(super) fn new(
        surroundings: &'s Surroundings,
        table: &'s TableName,
        foreign_keys: bool,
    ) -> Result<Self, Refusal> {
        let before = surroundings.definition()?;
        Ok(Self {
            surroundings,
            table,
            foreign_keys,
            after: before.clone(),
            before,
            using: BTreeMap::new(),
            fresh: BTreeSet::new(),
            dropped: BTreeSet::new(),
            dropped_indexes: Vec::new(),
            keys_changed: false,
            native: Some(Vec::new()),
        })
    }

    /// Makes one change.
    pub(super) fn apply(&mut self, change: &TableChange) -> Result<(), Refusal> {
        match change {
            TableChange::AddColumn {
                column,
                if_not_exists,
            } => self.add_column(column, *if_not_exists),
            TableChange::DropColumn(drop) => self.drop_column(drop),
            TableChange::AlterColumn(alter) => {
                self.native = None;
                let Some(column) = self.after.column(alter.name()) else {
                    return Err(self.no_column(alter.name()));
                };
                let column = column.name().to_owned();
                self.alter_column(&column, alter)
                    .map_err(|it| it.in_column(alter.name()))
            }
            TableChange::AddConstraint(constraint) => {
                self.native = None;
                self.add_constraint(constraint)
            }
            TableChange::DropConstraint(drop) => self.drop_constraint(drop),
            TableChange::RenameConstraint { from, to } => self.rename_constraint(from, to),
            TableChange::RenameColumn { .. } => Err(Refusal::unsupported(
                "a column cannot be renamed together with other changes",
            )),
            TableChange::ValidateConstraint { .. } => Err(always_valid()),
            TableChange::Comment(_) => Err(no_comments()),
        }
    }

    /// Tells how the table takes types.
    pub(super) fn typing(&self) -> Typing {
        match self.after.is_strict() {
            true => Typing::Strict,
            false => Typing::Flexible,
        }
    }

    /// Returns the refusal of a column that is not there.
    pub(super) fn no_column(&self, name: &str) -> Refusal {
        let columns = self.after.columns().iter();
        let columns: Vec<String> = columns.map(|it| format!("`{}`", it.name())).collect();
        Refusal::invalid(format!("there is no column `{name}`"))
            .help(format!("name one of {}", columns.join(", ")))
    }
}

/// Refuses a change that no table of SQLite's can have, before any is looked at.
pub(super) fn foresee(table: &TableName, change: &TableChange) -> Result<(), Refusal> {
    match change {
        TableChange::AddColumn { column, .. } => {
            let place = Place::added(table, Typing::Flexible, column);
            column::definition(place, column).map(|_| ())
        }
        TableChange::AlterColumn(alter) => {
            foresee_alter(alter).map_err(|it| it.in_column(alter.name()))
        }
        TableChange::AddConstraint(constraint) => {
            constraint::constraint(table, constraint).map(|_| ())
        }
        TableChange::DropColumn(drop) => Ok(names::quoted(drop.name()).map(|_| ())?),
        TableChange::DropConstraint(_) => Ok(()),
        TableChange::RenameColumn { from: _, to }
        | TableChange::RenameConstraint { from: _, to } => Ok(names::quoted(to).map(|_| ())?),
        TableChange::ValidateConstraint { .. } => Err(always_valid()),
        TableChange::Comment(_) => Err(no_comments()),
    }
}

/// The same for the change of a column.
pub(super) fn foresee_alter(alter: &AlterColumn) -> Result<(), Refusal> {
    if alter.new_comment().is_some() {
        return Err(no_comments());
    }
    if alter.new_identity().is_some() {
        return Err(Refusal::unsupported(
            "only the single integer key of a table counts by itself",
        )
        .help("add the column to the primary key, or leave the change of its counting out"));
    }
    if let Some(kind) = alter.new_kind() {
        type_name(kind, Role::Ordinary, Typing::Flexible)?;
        if let ColumnType::Enum { values, .. } = kind {
            column::allowed(alter.name(), values)?;
        }
    }
    if let Some(Change::Set(default)) = alter.new_default() {
        column::default_clause(default)?;
    }
    if let Some(Change::Set(generated)) = alter.new_generated() {
        column::generated_clause(generated)?;
    }
    if let Some(expression) = alter.conversion() {
        check_expression(Dialect::Sqlite, expression)?;
    }
    Ok(())
}

fn always_valid() -> Refusal {
    Refusal::unsupported("a constraint is always valid")
        .help("leave the call of `validate_constraint` out")
}

fn no_comments() -> Refusal {
    Refusal::unsupported("there are no comments in the schema")
        .help("ask for it on other databases only, with `if op.dialect() != Dialect::Sqlite`")
}

impl From<DefinitionError> for Refusal {
    fn from(error: DefinitionError) -> Self {
        Self::unsupported(format!("the new definition is not understood: {error}"))
    }
}
