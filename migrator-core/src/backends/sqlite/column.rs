//! The definition of a column, as it stands in a table.

use super::literal::{literal, text_literal};
use super::types::{Role, Typing, type_name};
use super::{constraint, names};
use crate::base::{Dialect, TableName};
use crate::dialect::{Refusal, check_column, check_expression};
use crate::schema::{Column, ColumnDefault, ColumnType, Generated};

/// Where a column stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'t> {
    /// The table.
    pub table: &'t TableName,
    /// Whether the table checks types.
    pub typing: Typing,
    /// What the place asks of the type's name.
    pub role: Role,
    /// What the column's line says of the primary key.
    pub key: Key,
}

/// What the line of a column says of the primary key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// Nothing.
    No,
    /// That it is never `NULL`: the key stands beside the columns. SQLite allows `NULL` in
    /// primary keys unless told not to. <https://sqlite.org/lang_createtable.html#the_primary_key>
    Elsewhere,
    /// That it is the key.
    Here,
}

impl<'t> Place<'t> {
    /// Returns the place of a column that is added to a table.
    pub(super) fn added(table: &'t TableName, typing: Typing, column: &Column) -> Self {
        let is_key = column.is_primary_key();
        let role = match (is_key && column.kind().is_integer(), column.may_generate()) {
            (true, true) => Role::Rowid,
            (true, false) => Role::PlainKey,
            (false, _) => Role::Ordinary,
        };
        Self {
            table,
            typing,
            role,
            key: if is_key { Key::Here } else { Key::No },
        }
    }
}

/// Returns a column's name, type and what is said about it.
///
/// # Errors
/// A name, a type or a default SQLite cannot have, and columns that contradict themselves.
pub(super) fn definition(place: Place<'_>, column: &Column) -> Result<String, Refusal> {
    check_column(column)?;
    refuse(place, column).map_err(|refusal| refusal.in_column(column.name()))?;
    let in_column = |refusal: Refusal| refusal.in_column(column.name());
    let kind = type_name(column.kind(), place.role, place.typing).map_err(in_column)?;
    let mut sql = format!("{} {kind}", names::quoted(column.name())?);
    sql.push_str(&key_clause(place, column)?);
    if column.is_unique() {
        sql.push_str(&format!(
            " {}UNIQUE",
            constraint::named(column.unique_name())?
        ));
    }
    if let Some(default) = column.default_value() {
        sql.push_str(" DEFAULT ");
        sql.push_str(&default_clause(default).map_err(in_column)?);
    }
    if let Some(collation) = column.collation() {
        sql.push_str(&format!(" COLLATE {}", names::quoted(collation)?));
    }
    if let ColumnType::Enum { values, .. } = column.kind() {
        sql.push_str(&allowed(column.name(), values).map_err(in_column)?);
    }
    for check in column.checks() {
        sql.push(' ');
        sql.push_str(&constraint::check(check).map_err(in_column)?);
    }
    if let Some(foreign_key) = column.foreign_key() {
        sql.push(' ');
        sql.push_str(&constraint::column_references(place.table, foreign_key)?);
    }
    if let Some(generated) = column.generated() {
        sql.push_str(&generated_clause(generated).map_err(in_column)?);
    }
    Ok(sql)
}

/// Refuses what SQLite's columns have not.
fn refuse(place: Place<'_>, column: &Column) -> Result<(), Refusal> {
    let refused = |what: &str, help: &str| Err(Refusal::unsupported(what).help(help));
    let is_rowid = place.role == Role::Rowid;
    if column.comment_text().is_some() {
        return refused(
            "there are no comments in the schema",
            "leave `.comment(…)` out",
        );
    }
    if column.is_auto_increment() && !is_rowid {
        return Err(Refusal::invalid(
            "`auto_increment` is for the only key column of a table, an integer",
        ));
    }
    if column.generated().is_some() && place.key != Key::No {
        return refused(
            "a computed column cannot be in the primary key",
            "make it unique",
        );
    }
    match column.identity_options() {
        Some(identity) if identity.is_always() || identity.has_options() => refused(
            "a column counts by one and from one, where an insert gives no value",
            "use `Identity::by_default()` without options",
        ),
        Some(_) if !is_rowid => refused(
            "only the single integer key of a table counts by itself",
            "make the column the primary key, or leave `.identity(…)` out",
        ),
        Some(_) | None => Ok(()),
    }
}

/// Returns ` NOT NULL` and ` PRIMARY KEY` as far as they are to be said. The rowid never is
/// `NULL`, which need not be said.
fn key_clause(place: Place<'_>, column: &Column) -> Result<String, Refusal> {
    let is_required = !column.is_nullable() || (place.key != Key::No && place.role != Role::Rowid);
    let not_null = if is_required { " NOT NULL" } else { "" };
    if place.key != Key::Here {
        return Ok(not_null.to_owned());
    }
    let name = constraint::named(column.key_name())?;
    let counting = if column.is_auto_increment() {
        " AUTOINCREMENT"
    } else {
        ""
    };
    Ok(format!("{not_null} {name}PRIMARY KEY{counting}"))
}

/// Returns what stands behind `DEFAULT`.
///
/// # Errors
/// A value without a literal, and an expression that reaches out of its place.
pub(super) fn default_clause(default: &ColumnDefault) -> Result<String, Refusal> {
    match default {
        ColumnDefault::Value(value) => literal(value),
        ColumnDefault::Expression(sql) => default_expression(sql),
    }
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

/// Returns the check that allows the values of an enumeration only, with a space before it.
///
/// # Errors
/// An enumeration without values, and values no literal can hold.
pub(super) fn allowed(column: &str, values: &[String]) -> Result<String, Refusal> {
    if values.is_empty() {
        return Err(
            Refusal::invalid("an enumeration without values").help("give it at least one value")
        );
    }
    let values: Vec<String> = values
        .iter()
        .map(|value| text_literal(value))
        .collect::<Result<_, _>>()?;
    let name = names::quoted(column)?;
    Ok(format!(" CHECK ({name} IN ({}))", values.join(", ")))
}

/// Returns how a column is computed, with a space before it.
///
/// # Errors
/// An expression that reaches out of its place.
pub(super) fn generated_clause(generated: &Generated) -> Result<String, Refusal> {
    check_expression(Dialect::Sqlite, &generated.expression)?;
    let kept = if generated.stored {
        "STORED"
    } else {
        "VIRTUAL"
    };
    Ok(format!(
        " GENERATED ALWAYS AS ({}) {kept}",
        generated.expression
    ))
}
