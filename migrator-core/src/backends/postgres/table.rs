//! `CREATE TABLE`, with the types before it and the comments after it, and `DROP TABLE`.

use super::column::{self, Place};
use super::{comment, constraint, drop_type, enumeration, names, rename};
use crate::base::Dialect;
use crate::dialect::{Refusal, check_expression, table_constraints};
use crate::ops::DropTable;
use crate::schema::{Column, Table};

/// Returns the statements that create a table.
///
/// # Errors
/// A name, a type or a default PostgreSQL cannot have, and tables that contradict
/// themselves.
pub(super) fn create(table: &Table) -> Result<Vec<String>, Refusal> {
    let columns = table.columns().iter();
    let mut sql = enumeration::create(columns, enumeration::schema_of(table))?;
    sql.push(statement(table)?);
    sql.extend(comment::of_table(table)?);
    Ok(sql)
}

/// Returns the statements that drop a table, and the types it has brought with it if its
/// definition says so.
///
/// # Errors
/// A name PostgreSQL cannot have.
pub(super) fn drop(drop: &DropTable) -> Result<Vec<String>, Refusal> {
    let name = names::table(&drop.place(names::TEMPORARY))?;
    let mut sql = vec![rename::drop("TABLE", &name, drop.if_exists, drop.cascade)];
    if let Some(definition) = &drop.definition {
        sql.extend(drop_type::of_table(definition)?);
    }
    Ok(sql)
}

fn statement(table: &Table) -> Result<String, Refusal> {
    let name = names::table(table.name())?;
    let schema = table.name().schema();
    if table.is_temporary() && schema.is_some_and(|schema| schema != names::TEMPORARY) {
        return Err(
            Refusal::unsupported("a temporary table has no other schema than `pg_temp`")
                .help("leave the schema out"),
        );
    }
    let mut parts = Vec::new();
    for column in table.columns() {
        parts.push(column::definition(place(table, column), column)?);
    }
    if parts.is_empty() {
        return Err(Refusal::invalid("the table has no columns").help("add a column"));
    }
    for constraint in table_constraints(table)? {
        parts.push(constraint::constraint(&constraint)?);
    }
    for column in table.columns() {
        // A new table has no rows to leave unchecked, but a column's line cannot say it.
        for check in column.checks().iter().filter(|it| it.is_not_valid()) {
            parts.push(constraint::check(check)?);
        }
    }
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
        partition_clause(table)?
    ))
}

/// Returns ` PARTITION BY …`, or nothing for an ordinary table.
/// <https://www.postgresql.org/docs/current/ddl-partitioning.html>
fn partition_clause(table: &Table) -> Result<String, Refusal> {
    let Some(key) = table.partition_key() else {
        return Ok(String::new());
    };
    check_expression(Dialect::Postgres, key)?;
    let key = key.trim();
    let is_by = |method: &str| {
        let (start, rest) = key.split_at_checked(method.len()).unwrap_or((key, ""));
        let rest = rest.trim_start();
        start.eq_ignore_ascii_case(method) && rest.starts_with('(') && rest.ends_with(')')
    };
    if ["RANGE", "LIST", "HASH"].into_iter().any(is_by) {
        return Ok(format!(" PARTITION BY {key}"));
    }
    Err(Refusal::invalid(format!("`{key}` is no partition key"))
        .help("write it as in SQL: `RANGE (created_at)`, `LIST (country)` or `HASH (id)`"))
}

/// Returns where a column stands within its table.
fn place<'t>(table: &'t Table, column: &Column) -> Place<'t> {
    let is_only_key = table.key_columns() == [column.name()];
    Place {
        table: table.name(),
        is_only_key,
        says_key: is_only_key && table.table_primary_key().is_none(),
    }
}
