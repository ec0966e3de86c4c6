//! The definition of a column, as it stands in a table or is added to one.

use super::default::default_clause;
use super::types::type_name;
use super::{constraint, names};
use crate::base::{Dialect, TableName};
use crate::dialect::{Refusal, check_column, check_expression};
use crate::schema::{Column, Generated, Identity};

/// Where a column stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'t> {
    /// The table.
    pub table: &'t TableName,
    /// Whether the column is the only one of the table's key.
    pub is_only_key: bool,
    /// Whether its line says so.
    pub says_key: bool,
}

impl<'t> Place<'t> {
    /// Returns the place of a column that is added to a table.
    pub(super) fn added(table: &'t TableName, column: &Column) -> Self {
        Self {
            table,
            is_only_key: column.is_primary_key(),
            says_key: column.is_primary_key(),
        }
    }
}

/// Returns a column's name, type and what is said about it. A key's columns are never
/// `NULL`, which need not be said.
///
/// # Errors
/// A name, a type or a default PostgreSQL cannot have, and columns that contradict themselves.
pub(super) fn definition(place: Place<'_>, column: &Column) -> Result<String, Refusal> {
    check_column(column)?;
    let in_column = |refusal: Refusal| refusal.in_column(column.name());
    let kind = type_name(column.kind(), place.table.schema()).map_err(in_column)?;
    let mut sql = format!("{} {kind}", names::quoted(column.name())?);
    if let Some(collation) = column.collation() {
        sql.push_str(&format!(" COLLATE {}", names::quoted(collation)?));
    }
    if !column.is_nullable() {
        sql.push_str(" NOT NULL");
    }
    sql.push_str(&identity_clause(place, column).map_err(in_column)?);
    if place.says_key {
        sql.push_str(&format!(
            " {}PRIMARY KEY",
            constraint::named(column.key_name())?
        ));
    }
    if column.is_unique() {
        sql.push_str(&format!(
            " {}UNIQUE",
            constraint::named(column.unique_name())?
        ));
    }
    if let Some(default) = column.default_value() {
        let clause = default_clause(column.kind(), default).map_err(in_column)?;
        sql.push_str(&format!(" DEFAULT {clause}"));
    }
    for check in column.checks().iter().filter(|it| !it.is_not_valid()) {
        let check = constraint::check(check).map_err(in_column)?;
        sql.push_str(&format!(" {check}"));
    }
    if let Some(foreign_key) = column.foreign_key() {
        sql.push(' ');
        sql.push_str(&constraint::column_references(foreign_key)?);
    }
    if let Some(generated) = column.generated() {
        sql.push_str(&generated_clause(generated).map_err(in_column)?);
    }
    Ok(sql)
}

/// Returns how a column counts, with a space before it.
///
/// `BY DEFAULT` and not `ALWAYS` unless it was said, so that rows with given keys can be
/// inserted, as on the other databases. A key with a default of its own does not count:
/// PostgreSQL allows one of the two.
/// <https://www.postgresql.org/docs/current/ddl-identity-columns.html>
fn identity_clause(place: Place<'_>, column: &Column) -> Result<String, Refusal> {
    let is_whole_key = place.is_only_key && column.kind().is_integer();
    if column.is_auto_increment() && !is_whole_key {
        return Err(Refusal::invalid(
            "`auto_increment` is for the only key column of a table, an integer",
        ));
    }
    let counts = is_whole_key && column.may_generate() && column.default_value().is_none();
    Ok(match column.identity_options() {
        Some(options) => format!(" {}", identity(options)),
        None if counts && column.generated().is_none() => {
            format!(" {}", identity(Identity::by_default()))
        }
        None => String::new(),
    })
}

/// Returns `GENERATED … AS IDENTITY (…)`.
pub(super) fn identity(identity: Identity) -> String {
    let when = identity_kind(identity);
    let clauses = identity.clauses();
    if clauses.is_empty() {
        return format!("GENERATED {when} AS IDENTITY");
    }
    format!("GENERATED {when} AS IDENTITY ({})", clauses.join(" "))
}

/// Returns `ALWAYS` or `BY DEFAULT`.
pub(super) const fn identity_kind(identity: Identity) -> &'static str {
    if identity.is_always() {
        "ALWAYS"
    } else {
        "BY DEFAULT"
    }
}

/// Returns how a column is computed, with a space before it.
fn generated_clause(generated: &Generated) -> Result<String, Refusal> {
    if !generated.stored {
        return Err(
            Refusal::unsupported("a computed column always keeps its values")
                .help("use `.generated_stored(…)`, or a view"),
        );
    }
    check_expression(Dialect::Postgres, &generated.expression)?;
    Ok(format!(
        " GENERATED ALWAYS AS ({}) STORED",
        generated.expression
    ))
}
