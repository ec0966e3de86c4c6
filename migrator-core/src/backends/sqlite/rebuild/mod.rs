//! Changes of a table: by `ALTER TABLE` where SQLite can, else by building the table anew.
//!
//! SQLite's own procedure (<https://sqlite.org/lang_altertable.html#otheralter>), from its fourth
//! step to its tenth; foreign keys, the transaction and the check before its end are `exec`'s.
//!
//! ```text
//! DROP TRIGGER …, DROP VIEW …           a rename checks all of them, while the table is gone
//! CREATE TABLE "t (new)" (…)            the stored definition, edited
//! INSERT INTO "t (new)" … SELECT … FROM t
//! DROP TABLE t
//! ALTER TABLE "t (new)" RENAME TO t
//! CREATE INDEX …, CREATE VIEW …, CREATE TRIGGER …     as they were
//! ```
//!
//! | file | what it knows |
//! |---|---|
//! | `answers` | what is asked of the database, and what the answers say |
//! | `surroundings` | the table and all around it |
//! | `work` | the changes made so far, and whether `ALTER TABLE` can still make them all |
//! | `add_column`, `drop_column`, `alter_column`, `constraints` | one kind of change each |
//! | `targets` | whether foreign keys still find what they refer to |
//! | `copy` | which values go where |
//! | `objects` | indexes, views and triggers: dropped, and made again as they were |
//! | `check` | whether views and triggers still work |
//! | `trigger` | whether a trigger names a column |
//! | `statements` | the statements of a table that is built anew |
//!
//! Invariants: nothing is decided by what a statement did, so that everything that can be refused is
//! refused before the first one runs; `PRAGMA legacy_alter_table` is not touched, because it would outlive
//! a rollback.

mod add_column;
mod alter_column;
mod answers;
mod check;
mod constraints;
mod copy;
mod drop_column;
mod objects;
mod statements;
mod surroundings;
mod targets;
mod trigger;
mod work;

use self::work::Work;
use super::definition::same_name;
use super::{alter, names};
use crate::dialect::{Refusal, Rendered};
use crate::ops::{AlterTable, TableChange};
use crate::session::{Rows, Statement};

/// Splits changes at the columns that are renamed, which SQLite must do, for it rewrites what mentions
/// them; and where a column that is being added gets other values or another default: the rows
/// that are there must have got the first one by then. After each part the definition is read again.
pub(super) fn parts(alter: AlterTable) -> Vec<AlterTable> {
    let is_rename = |change: &TableChange| matches!(change, TableChange::RenameColumn { .. });
    let mut parts: Vec<Vec<TableChange>> = Vec::new();
    let mut can_join = false;
    for change in alter.changes {
        let before = parts.last().map(Vec::as_slice).unwrap_or_default();
        let joins = can_join && !is_rename(&change) && !revalues_added(&change, before);
        can_join = !is_rename(&change);
        match parts.last_mut() {
            Some(part) if joins => part.push(change),
            _ => parts.push(vec![change]),
        }
    }
    if parts.is_empty() {
        // Not even a change of nothing is passed over: there must be such a table.
        parts.push(Vec::new());
    }
    let part = |changes| AlterTable {
        table: alter.table.clone(),
        changes,
        called: alter.called,
    };
    parts.into_iter().map(part).collect()
}

/// Tells whether a change computes the values of a column that is only being added, or gives it another
/// default.
fn revalues_added(change: &TableChange, before: &[TableChange]) -> bool {
    let TableChange::AlterColumn(alter) = change else {
        return false;
    };
    let is_it = |it: &TableChange| match it {
        TableChange::AddColumn { column, .. } => same_name(column.name(), alter.name()),
        _ => false,
    };
    let revalues = alter.conversion().is_some() || alter.new_default().is_some();
    revalues && before.iter().any(is_it)
}

/// Returns the queries whose answers the changes are written from; none if `ALTER TABLE` makes them
/// whatever the table is.
///
/// # Errors
/// What no table of SQLite's can have.
pub(super) fn asks(alter: &AlterTable, foreign_keys: bool) -> Result<Vec<Statement>, Refusal> {
    names::table(&alter.table)?;
    for change in &alter.changes {
        work::foresee(&alter.table, change)?;
    }
    if alter::is_simple(alter, foreign_keys) {
        return Ok(Vec::new());
    }
    answers::asks(&alter.table)
}

/// Returns the statements that make the changes, given the answers to [`asks`].
///
/// # Errors
/// What the table cannot have, and what is in the way, by its name.
pub(super) fn render(
    alter: &AlterTable,
    answers: &[Rows],
    foreign_keys: bool,
) -> Result<Rendered, Refusal> {
    let surroundings = answers::read(&alter.table, answers)?;
    if let [TableChange::RenameColumn { from, to }] = alter.changes.as_slice() {
        let statements = objects::rename_column(&surroundings, from, to)?;
        return Ok(statements.into());
    }
    let mut work = Work::new(&surroundings, &alter.table, foreign_keys)?;
    for change in &alter.changes {
        work.apply(change)?;
    }
    statements::write(&work)
}
