//! The statements of a table that is built anew.

use super::super::definition::{Clause, Definition, same_name};
use super::super::literal::text_literal;
use super::super::names;
use super::surroundings::{Kind, Object, Surroundings};
use super::work::Work;
use super::{check, copy, objects, targets};
use crate::dialect::{Refusal, Rendered};
use crate::session::Statement;

/// Returns the statements that make the changes.
///
/// # Errors
/// Changes that leave no sound table.
pub(super) fn write(work: &Work<'_>) -> Result<Rendered, Refusal> {
    if let Some(native) = &work.native {
        let statements = checked(work, native)?.into_iter().map(Statement::new);
        return Ok(statements.collect::<Vec<_>>().into());
    }
    if work.before == work.after && work.using.is_empty() {
        return Ok(Rendered::default());
    }
    refuse_unsound(&work.after)?;
    targets::refuse_lost(work)?;
    let statements = rebuild(work)?;
    Ok(Rendered {
        statements: statements.into_iter().map(Statement::new).collect(),
        detaches: work.surroundings.is_referred_to() || refers_to_itself(work),
    })
}

/// Tells whether the new table refers to itself: until it has the old one's name it refers to the old
/// one, and dropping that would delete from it, or set its columns.
fn refers_to_itself(work: &Work<'_>) -> bool {
    let mut constraints = work.after.all_constraints();
    constraints.any(|it| match it.clause() {
        Clause::ForeignKey { table, .. } => same_name(table, &work.surroundings.name),
        _ => false,
    })
}

/// Returns the statements of `ALTER TABLE`, with what hangs on the table out of sight meanwhile and checked
/// as for a new table, if a column goes: SQLite's own check takes a name in double quotes for a text, does not
/// count the columns of a view, stops at what was broken before, and between two changes.
fn checked(work: &Work<'_>, native: &[String]) -> Result<Vec<String>, Refusal> {
    let hung = hung(work.surroundings);
    if work.dropped.is_empty() || hung.is_empty() {
        return Ok(native.to_vec());
    }
    let mut statements = objects::drop_all(&hung)?;
    statements.extend_from_slice(native);
    statements.extend(check::statements(work)?);
    statements.extend(objects::create_all(&hung)?);
    Ok(statements)
}

/// Returns the views and triggers that may use the table.
fn hung(surroundings: &Surroundings) -> Vec<&Object> {
    let is_hung = |it: &&Object| matches!(it.kind, Kind::View | Kind::Trigger);
    surroundings.around().filter(is_hung).collect()
}

fn refuse_unsound(after: &Definition) -> Result<(), Refusal> {
    if after.is_without_rowid() && after.primary_key().is_none() {
        return Err(Refusal::unsupported(
            "a table `WITHOUT ROWID` cannot be without a primary key",
        )
        .help("add another primary key in the same `op.alter_table`"));
    }
    if after.is_autoincrement() && after.rowid_column().is_none() {
        return Err(Refusal::unsupported(
            "`AUTOINCREMENT` needs an integer as the only column of the primary key",
        ));
    }
    Ok(())
}

fn rebuild(work: &Work<'_>) -> Result<Vec<String>, Refusal> {
    let surroundings = work.surroundings;
    let hung = hung(surroundings);
    let new = surroundings.unused_name("new");
    let (from, to) = (
        surroundings.qualified(&surroundings.name)?,
        surroundings.qualified(&new)?,
    );
    let mut statements = objects::drop_all(&hung)?;
    statements.push(work.after.print(&to));
    statements.push(copy::insert(work, &from, &to)?);
    statements.extend(keep_counter(work, &new)?);
    statements.extend(keep_statistics(work, &new)?);
    statements.push(format!("DROP TABLE {from}"));
    let name = names::quoted(&surroundings.name)?;
    statements.push(format!("ALTER TABLE {to} RENAME TO {name}"));
    statements.extend(return_statistics(surroundings, &new)?);
    for (index, sql) in surroundings.indexes() {
        let is_gone = |name: &String| same_name(name, &index.name);
        if !work.dropped_indexes.iter().any(is_gone) {
            statements.push(objects::create(index, sql)?);
        }
    }
    statements.extend(check::statements(work)?);
    statements.extend(objects::create_all(&hung)?);
    Ok(statements)
}

/// Carries over the number from which `AUTOINCREMENT` goes on, which may be higher than that
/// of any row. <https://sqlite.org/autoinc.html>
fn keep_counter(work: &Work<'_>, new: &str) -> Result<Vec<String>, Refusal> {
    if !(work.before.is_autoincrement() && work.after.is_autoincrement()) {
        return Ok(Vec::new());
    }
    let counters = work.surroundings.qualified("sqlite_sequence")?;
    let (old, new) = (text_literal(&work.surroundings.name)?, text_literal(new)?);
    Ok(vec![
        format!("DELETE FROM {counters} WHERE name = {new}"),
        // `DROP TABLE` deletes by the old name, and the rename of the table goes by the new one.
        format!("UPDATE {counters} SET name = {new} WHERE name = {old}"),
    ])
}

/// The tables in which `ANALYZE` keeps its results. <https://sqlite.org/fileformat2.html#stat1tab>
fn statistics(surroundings: &Surroundings) -> impl Iterator<Item = &'static str> {
    let names = ["sqlite_stat1", "sqlite_stat4"];
    names
        .into_iter()
        .filter(|name| surroundings.has_table(name))
}

/// Takes the statistics out of the way of `DROP TABLE`, which deletes them.
fn keep_statistics(work: &Work<'_>, new: &str) -> Result<Vec<String>, Refusal> {
    let surroundings = work.surroundings;
    let (old, new) = (text_literal(&surroundings.name)?, text_literal(new)?);
    let mut statements = Vec::new();
    for table in statistics(surroundings) {
        let table = surroundings.qualified(table)?;
        for index in &work.dropped_indexes {
            let index = text_literal(index)?;
            statements.push(format!(
                "DELETE FROM {table} WHERE tbl = {old} AND idx = {index}"
            ));
        }
        if work.keys_changed {
            // Their indexes are numbered, and may now be others.
            let own = "idx LIKE 'sqlite\\_autoindex\\_%' ESCAPE '\\'";
            statements.push(format!("DELETE FROM {table} WHERE tbl = {old} AND {own}"));
        }
        statements.push(format!("UPDATE {table} SET tbl = {new} WHERE tbl = {old}"));
    }
    Ok(statements)
}

fn return_statistics(surroundings: &Surroundings, new: &str) -> Result<Vec<String>, Refusal> {
    let (old, new) = (text_literal(&surroundings.name)?, text_literal(new)?);
    let mut statements = Vec::new();
    for table in statistics(surroundings) {
        let table = surroundings.qualified(table)?;
        statements.push(format!("UPDATE {table} SET tbl = {old} WHERE tbl = {new}"));
    }
    Ok(statements)
}
