//! `CREATE TABLE`.

use super::column::{self, Key, Place};
use super::types::{Role, Typing};
use super::{constraint, names};
use crate::dialect::{Refusal, table_constraints};
use crate::schema::{Column, Constraint, Table};

/// Returns the statement that creates a table.
///
/// # Errors
/// A name, a type or a default SQLite cannot have, and tables that contradict
/// themselves.
pub(super) fn create(table: &Table) -> Result<String, Refusal> {
    names::check_new(table.name().name())?;
    refuse(table)?;
    let name = names::table(table.name())?;
    let mut parts = Vec::new();
    for column in table.columns() {
        parts.push(column::definition(place(table, column), column)?);
    }
    if parts.is_empty() {
        return Err(Refusal::invalid("the table has no columns").help("add a column"));
    }
    parts.extend(constraints(table)?);
    let temporary = if table.is_temporary() {
        "TEMPORARY "
    } else {
        ""
    };
    let guard = if table.is_if_not_exists() {
        "IF NOT EXISTS "
    } else {
        ""
    };
    Ok(format!(
        "CREATE {temporary}TABLE {guard}{name} ({}){}",
        parts.join(", "),
        options(table)
    ))
}

/// Refuses what SQLite's tables have not.
fn refuse(table: &Table) -> Result<(), Refusal> {
    let refused = |what: &str, help: &str| Err(Refusal::unsupported(what).help(help));
    if table.comment_text().is_some() {
        return refused(
            "there are no comments in the schema",
            "leave `.comment(…)` out",
        );
    }
    if table.partition_key().is_some() {
        return refused(
            "there are no partitions in a file",
            "leave `.partition_by(…)` out",
        );
    }
    let is_main = |schema: &str| schema.eq_ignore_ascii_case("main");
    if table.is_temporary() && names::schema(table.name())?.is_some_and(is_main) {
        return refused(
            "a temporary table has no other schema than `temp`",
            "leave the schema out",
        );
    }
    if !table.is_without_rowid() {
        return Ok(());
    }
    if table.key_columns().is_empty() {
        return refused(
            "a table `WITHOUT ROWID` needs a primary key",
            "add `.primary_key(…)`, or leave `.without_rowid()` out",
        );
    }
    // https://sqlite.org/withoutrowid.html: an `INTEGER PRIMARY KEY` does not count there.
    match table.generated_column() {
        Some(key) if key.default_value().is_none() => Err(Refusal::unsupported(
            "a key `WITHOUT ROWID` does not count by itself",
        )
        .help("say `.no_generated()`, or leave `.without_rowid()` out")
        .in_column(key.name())),
        Some(_) | None => Ok(()),
    }
}

/// Returns where a column stands within its table.
fn place<'t>(table: &'t Table, column: &Column) -> Place<'t> {
    let keys = table.key_columns();
    let is_key = keys.contains(&column.name());
    let is_only_key = is_key && keys.len() == 1;
    let generated = table.generated_column().map(Column::name) == Some(column.name());
    let role = match (generated, is_only_key && column.kind().is_integer()) {
        (true, _) if !table.is_without_rowid() => Role::Rowid,
        (false, true) => Role::PlainKey,
        _ => Role::Ordinary,
    };
    let key = match (is_key, is_only_key && table.table_primary_key().is_none()) {
        (_, true) => Key::Here,
        (true, false) => Key::Elsewhere,
        (false, false) => Key::No,
    };
    Place {
        table: table.name(),
        typing: if table.is_strict() {
            Typing::Strict
        } else {
            Typing::Flexible
        },
        role,
        key,
    }
}

/// Returns the constraints that stand beside the columns.
fn constraints(table: &Table) -> Result<Vec<String>, Refusal> {
    let counting = table.generated_column().filter(|it| it.is_auto_increment());
    let one = |constraint: &Constraint| match (constraint, counting) {
        (Constraint::PrimaryKey(key), Some(_)) => constraint::counting_key(key),
        _ => constraint::constraint(table.name(), constraint),
    };
    table_constraints(table)?.iter().map(one).collect()
}

fn options(table: &Table) -> &'static str {
    match (table.is_strict(), table.is_without_rowid()) {
        (true, true) => " STRICT, WITHOUT ROWID",
        (true, false) => " STRICT",
        (false, true) => " WITHOUT ROWID",
        (false, false) => "",
    }
}
