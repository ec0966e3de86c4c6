//! `CREATE TABLE`, and the definition of a column, which `ADD COLUMN` shares.

use super::literal::{literal, text_literal};
use super::names;
use super::types::{Role, type_name};
use crate::base::{Dialect, TableName};
use crate::dialect::{Refusal, check_expression};
use crate::schema::{Check, Column, ColumnDefault, ColumnType, ForeignKey, Table};

/// Returns the statement that creates a table.
///
/// # Errors
/// A name, a type or a default SQLite cannot have, and tables that contradict
/// themselves.
pub(super) fn create(table: &Table) -> Result<String, Refusal> {
    names::check_new(table.name().name())?;
    let name = names::table(table.name())?;
    let mut parts = Vec::new();
    for column in table.columns() {
        parts.push(table_column(table, column)?);
    }
    if parts.is_empty() {
        return Err(Refusal::invalid("the table has no columns").help("add a column"));
    }
    parts.extend(key(table)?);
    for unique in table.uniques() {
        let columns = columns("a unique constraint", unique.columns())?;
        parts.push(format!("{}UNIQUE ({columns})", constraint(unique.name())?));
    }
    for foreign_key in table.foreign_keys() {
        let columns = columns("a foreign key", foreign_key.columns())?;
        let start = constraint(foreign_key.name())?;
        let target = references(table.name(), foreign_key)?;
        parts.push(format!("{start}FOREIGN KEY ({columns}) {target}"));
    }
    for check in table.checks() {
        parts.push(condition(check)?);
    }
    let guard = if table.is_if_not_exists() {
        "IF NOT EXISTS "
    } else {
        ""
    };
    Ok(format!("CREATE TABLE {guard}{name} ({})", parts.join(", ")))
}

/// Returns the definition of a column that is added to a table.
///
/// # Errors
/// As for [`create`].
pub(super) fn added_column(table: &TableName, column: &Column) -> Result<String, Refusal> {
    definition(table, column, Role::Ordinary, "")
}

/// Returns the definition of a column within its table.
fn table_column(table: &Table, column: &Column) -> Result<String, Refusal> {
    let keys = table.key_columns();
    let is_key = keys.contains(&column.name());
    let is_only_key = is_key && keys.len() == 1;
    let generated = table.generated_column().map(Column::name) == Some(column.name());
    let role = match (generated, is_only_key && column.kind().is_integer()) {
        (true, _) => Role::Rowid,
        (false, true) => Role::PlainKey,
        (false, false) => Role::Ordinary,
    };
    // SQLite allows NULL in primary keys unless told not to; the rowid never is NULL.
    let not_null = is_key && !generated && column.is_nullable();
    let primary_key = is_only_key && table.table_primary_key().is_none();
    let key = match (not_null, primary_key) {
        (true, true) => " NOT NULL PRIMARY KEY",
        (true, false) => " NOT NULL",
        (false, true) => " PRIMARY KEY",
        (false, false) => "",
    };
    definition(table.name(), column, role, key)
}

/// Returns a column's name, type and what is said about it.
fn definition(
    table: &TableName,
    column: &Column,
    role: Role,
    key: &str,
) -> Result<String, Refusal> {
    let mut sql = format!(
        "{} {}",
        names::quoted(column.name())?,
        column_type(column, role)?
    );
    if !column.is_nullable() {
        sql.push_str(" NOT NULL");
    }
    sql.push_str(key);
    if column.is_unique() {
        sql.push_str(" UNIQUE");
    }
    if let Some(default) = column.default_value() {
        sql.push_str(" DEFAULT ");
        sql.push_str(&default_clause(column, default)?);
    }
    if let ColumnType::Enum { values, .. } = column.kind() {
        sql.push_str(&allowed(column, values)?);
    }
    for check in column.checks() {
        sql.push(' ');
        sql.push_str(&condition(check)?);
    }
    if column.has_misplaced_action() {
        let what = format!(
            "column `{}` has an action but no foreign key yet",
            column.name()
        );
        return Err(Refusal::invalid(what)
            .help("call `.references(…)` before `.on_delete(…)` and `.on_update(…)`"));
    }
    if let Some(foreign_key) = column.foreign_key() {
        sql.push(' ');
        sql.push_str(&references(table, foreign_key)?);
    }
    Ok(sql)
}

fn column_type(column: &Column, role: Role) -> Result<String, Refusal> {
    type_name(column.kind(), role).map_err(|refusal| refusal.in_column(column.name()))
}

fn default_clause(column: &Column, default: &ColumnDefault) -> Result<String, Refusal> {
    let clause = match default {
        ColumnDefault::Value(value) => literal(value),
        ColumnDefault::Expression(sql) => default_expression(sql),
    };
    clause.map_err(|refusal| refusal.in_column(column.name()))
}

/// Returns an expression as SQLite wants it in a default: in parentheses,
/// except for the three keywords, which read better alone.
fn default_expression(sql: &str) -> Result<String, Refusal> {
    check_expression(Dialect::Sqlite, sql)?;
    let keyword = sql.trim().to_ascii_uppercase();
    Ok(match keyword.as_str() {
        "CURRENT_TIME" | "CURRENT_DATE" | "CURRENT_TIMESTAMP" => keyword,
        // SQLite has no `now()`; without this a migration written for
        // PostgreSQL would create a table that no row can be inserted into.
        "NOW()" => "CURRENT_TIMESTAMP".to_owned(),
        _ => format!("({sql})"),
    })
}

/// Returns the check that allows the values of an enumeration only.
fn allowed(column: &Column, values: &[String]) -> Result<String, Refusal> {
    if values.is_empty() {
        return Err(Refusal::invalid("an enumeration without values").in_column(column.name()));
    }
    let values: Vec<String> = values
        .iter()
        .map(|value| text_literal(value))
        .collect::<Result<_, _>>()?;
    Ok(format!(
        " CHECK ({} IN ({}))",
        names::quoted(column.name())?,
        values.join(", ")
    ))
}

/// Returns the primary key as a constraint of the table, if it is not written
/// in the key column's own line.
fn key(table: &Table) -> Result<Option<String>, Refusal> {
    let by_columns = table
        .columns()
        .iter()
        .filter(|column| column.is_primary_key())
        .count();
    match (table.table_primary_key(), by_columns) {
        (Some(key), 0) => {
            let columns = columns("a primary key", key.columns())?;
            Ok(Some(format!(
                "{}PRIMARY KEY ({columns})",
                constraint(key.name())?
            )))
        }
        (Some(_), _) => Err(Refusal::invalid("the table has two primary keys")
            .help("declare the key either on the columns or on the table")),
        (None, 0 | 1) => Ok(None),
        (None, _) => Ok(Some(format!(
            "PRIMARY KEY ({})",
            names::quoted_list(&table.key_columns())?
        ))),
    }
}

fn columns(what: &str, columns: &[String]) -> Result<String, Refusal> {
    if columns.is_empty() {
        return Err(Refusal::invalid(format!("{what} has no columns")));
    }
    Ok(names::quoted_list(columns)?)
}

/// Returns `CONSTRAINT "name" `, or nothing for a constraint without a name.
fn constraint(name: Option<&str>) -> Result<String, Refusal> {
    Ok(match name {
        Some(name) => format!("CONSTRAINT {} ", names::quoted(name)?),
        None => String::new(),
    })
}

fn condition(check: &Check) -> Result<String, Refusal> {
    check_expression(Dialect::Sqlite, check.expression())?;
    Ok(format!(
        "{}CHECK ({})",
        constraint(check.name())?,
        check.expression()
    ))
}

/// Returns `REFERENCES …` for a foreign key of `table`.
fn references(table: &TableName, key: &ForeignKey) -> Result<String, Refusal> {
    let target = key.target();
    if key.target_columns().len() != key.columns().len() {
        let what = format!(
            "a foreign key of {} columns refers to {} columns",
            key.columns().len(),
            key.target_columns().len()
        );
        return Err(Refusal::invalid(what).help("say with `.references(…)` what it refers to"));
    }
    let home = |schema: Option<&str>| schema.unwrap_or("main").to_ascii_lowercase();
    if home(names::schema(target)?) != home(names::schema(table)?) {
        let what = format!("a foreign key cannot leave its schema for `{target}`");
        return Err(Refusal::unsupported(what));
    }
    let columns = names::quoted_list(key.target_columns())?;
    let mut sql = format!("REFERENCES {} ({columns})", names::quoted(target.name())?);
    for (event, action) in [
        ("DELETE", key.delete_action()),
        ("UPDATE", key.update_action()),
    ] {
        if let Some(action) = action {
            sql.push_str(&format!(" ON {event} {}", action.sql()));
        }
    }
    Ok(sql)
}
