//! Changes that `ALTER TABLE` makes whatever the table is, so that nothing need be looked at.

use super::capabilities::can_be_added;
use super::column::{self, Place};
use super::names;
use super::types::{Role, Typing, type_name};
use crate::dialect::Refusal;
use crate::ops::{AlterTable, TableChange};
use crate::schema::Column;
use crate::session::Statement;

/// Tells whether all changes are of that kind.
pub(super) fn is_simple(alter: &AlterTable, foreign_keys: bool) -> bool {
    let is_simple = |change: &TableChange| added(change, foreign_keys).is_some();
    alter.changes.iter().all(is_simple)
}

/// Returns the statements that change a table.
///
/// # Errors
/// Changes that depend on what the table is.
pub(super) fn alter(alter: &AlterTable, foreign_keys: bool) -> Result<Vec<Statement>, Refusal> {
    let mut statements = Vec::new();
    for change in &alter.changes {
        let Some(column) = added(change, foreign_keys) else {
            return Err(Refusal::unsupported("the table must be looked at first"));
        };
        let place = Place::added(&alter.table, Typing::Flexible, column);
        let column = column::definition(place, column)?;
        let table = names::table(&alter.table)?;
        statements.push(Statement::new(format!(
            "ALTER TABLE {table} ADD COLUMN {column}"
        )));
    }
    Ok(statements)
}

/// Returns the column that is added, if any table takes it in the same words, also a `STRICT` one.
fn added(change: &TableChange, foreign_keys: bool) -> Option<&Column> {
    match change {
        TableChange::AddColumn {
            column,
            if_not_exists: false,
        } => {
            let name = |typing| type_name(column.kind(), Role::Ordinary, typing).ok();
            let is_any = name(Typing::Flexible) == name(Typing::Strict);
            (is_any && can_be_added(column, foreign_keys)).then_some(column)
        }
        TableChange::AddColumn { .. }
        | TableChange::DropColumn(_)
        | TableChange::RenameColumn { .. }
        | TableChange::AlterColumn(_)
        | TableChange::AddConstraint(_)
        | TableChange::DropConstraint(_)
        | TableChange::RenameConstraint { .. }
        | TableChange::ValidateConstraint { .. }
        | TableChange::Comment(_) => None,
    }
}
