//! `ALTER COLUMN`: what one change of a column becomes.
//!
//! PostgreSQL drops defaults before it changes types, and sets them after that, so that all of
//! it fits into one `ALTER TABLE`.
//! <https://www.postgresql.org/docs/current/sql-altertable.html>

use super::column::{identity, identity_kind};
use super::default::default_clause;
use super::types::type_name;
use super::{drop_type, names};
use crate::base::{Dialect, TableName};
use crate::dialect::{Refusal, check_expression};
use crate::schema::{AlterColumn, Change, Column, ColumnDefault, ColumnType, IdentityChange};

/// Returns the actions that change a column, each to follow `ALTER TABLE`.
///
/// # Errors
/// What PostgreSQL cannot do, and expressions that reach out of their place.
pub(super) fn actions(table: &TableName, alter: &AlterColumn) -> Result<Vec<String>, Refusal> {
    let in_column = |refusal: Refusal| refusal.in_column(alter.name());
    let column = format!("ALTER COLUMN {}", names::quoted(alter.name())?);
    let changes = changes(table, alter).map_err(in_column)?.into_iter();
    Ok(changes.map(|it| format!("{column} {it}")).collect())
}

fn changes(table: &TableName, alter: &AlterColumn) -> Result<Vec<String>, Refusal> {
    let mut sql = Vec::new();
    let new_type = new_type(table, alter)?;
    let default = new_default(alter);
    let is_dropped = new_type.is_some() || matches!(default, Some(Change::Drop));
    if is_dropped && default.is_some() {
        sql.push("DROP DEFAULT".to_owned());
    }
    match alter.new_generated() {
        Some(Change::Drop) => sql.push("DROP EXPRESSION".to_owned()),
        Some(Change::Set(_)) => {
            return Err(
                Refusal::unsupported("a column cannot be computed in another way")
                    .help("drop the column and add it again"),
            );
        }
        None => {}
    }
    if alter.new_identity() == Some(IdentityChange::Drop) {
        sql.push("DROP IDENTITY".to_owned());
    }
    sql.extend(new_type);
    match alter.nullability() {
        Some(true) => sql.push("DROP NOT NULL".to_owned()),
        Some(false) => sql.push("SET NOT NULL".to_owned()),
        None => {}
    }
    if let Some(Change::Set(default)) = default {
        sql.push(format!("SET DEFAULT {}", set_default(alter, &default)?));
    }
    match alter.new_identity() {
        Some(IdentityChange::Add(options)) => sql.push(format!("ADD {}", identity(options))),
        Some(IdentityChange::Set(options)) => {
            let mut parts = vec![format!("SET GENERATED {}", identity_kind(options))];
            let clauses = options.clauses().into_iter();
            parts.extend(clauses.map(|clause| format!("SET {clause}")));
            let former = alter.former().and_then(Column::identity_options);
            if former.is_some_and(|it| it.is_cycle()) && !options.is_cycle() {
                parts.push("SET NO CYCLE".to_owned());
            }
            sql.push(parts.join(" "));
        }
        Some(IdentityChange::Drop) | None => {}
    }
    Ok(sql)
}

/// Returns the type that the column gets or had, if that is known.
fn kind(alter: &AlterColumn) -> Option<&ColumnType> {
    alter.new_kind().or(alter.former().map(Column::kind))
}

/// Returns `TYPE …`, if the type, the collation or the values change.
fn new_type(table: &TableName, alter: &AlterColumn) -> Result<Option<String>, Refusal> {
    let is_changed = alter.new_kind().is_some()
        || alter.new_collation().is_some()
        || alter.drops_collation()
        || alter.conversion().is_some();
    if !is_changed {
        return Ok(None);
    }
    let Some(kind) = kind(alter) else {
        let what = "a collation or values change together with the type only";
        return Err(Refusal::unsupported(what).help("say with `.kind(…)` which type it has"));
    };
    let mut sql = format!("TYPE {}", type_name(kind, table.schema())?);
    if let Some(collation) = collation(alter, kind) {
        sql.push_str(&format!(" COLLATE {}", names::quoted(collation)?));
    }
    if let Some(expression) = alter.conversion() {
        check_expression(Dialect::Postgres, expression)?;
        // In parentheses a comma in it cannot begin another action.
        sql.push_str(&format!(" USING ({expression})"));
    } else if let Some(cast) = cast(table, alter)? {
        sql.push_str(&format!(" USING {cast}"));
    }
    Ok(Some(sql))
}

/// Returns the new collation, or the one that a new type of text would lose.
fn collation<'a>(alter: &'a AlterColumn, kind: &ColumnType) -> Option<&'a str> {
    let is_text = matches!(
        kind,
        ColumnType::Char(_) | ColumnType::String(_) | ColumnType::Text
    );
    let keeps = is_text && !alter.drops_collation();
    let former = alter.former().filter(|_| keeps);
    alter.new_collation().or(former.and_then(Column::collation))
}

/// Returns the cast that PostgreSQL does not do by itself: any type becomes an enumeration by
/// way of its text.
fn cast(table: &TableName, alter: &AlterColumn) -> Result<Option<String>, Refusal> {
    let (Some(kind), name) = (alter.new_kind(), names::quoted(alter.name())?) else {
        return Ok(None);
    };
    let text = match kind {
        ColumnType::Enum { .. } => "text",
        ColumnType::Array { element, .. } if matches!(**element, ColumnType::Enum { .. }) => {
            "text[]"
        }
        _ => return Ok(None),
    };
    let kind = type_name(kind, table.schema())?;
    Ok(Some(format!("{name}::{text}::{kind}")))
}

/// Returns what becomes of the default. When the type changes, the former default is set
/// anew, because it may have no cast to the new type, or hold on to the old one.
fn new_default(alter: &AlterColumn) -> Option<Change<ColumnDefault>> {
    let former = || {
        let default = alter.former()?.default_value()?.clone();
        Some(Change::Set(default))
    };
    match alter.new_default() {
        Some(change) => Some(change.clone()),
        None => alter.new_kind().and_then(|_| former()),
    }
}

/// Returns what stands behind `SET DEFAULT`. Where nobody says which type the column has, a
/// value is written in quotes, as any type reads it.
fn set_default(alter: &AlterColumn, default: &ColumnDefault) -> Result<String, Refusal> {
    default_clause(kind(alter).unwrap_or(&ColumnType::Text), default)
}

/// Returns the enumeration that the change makes: what the column gets.
pub(super) fn made(alter: &AlterColumn) -> Option<Column> {
    let kind = alter.new_kind()?;
    drop_type::brought(kind)?;
    Some(Column::new(alter.name(), kind.clone()))
}

/// Returns the enumeration that nothing may have any more: what the column had.
pub(super) fn unmade(alter: &AlterColumn) -> Option<&str> {
    let former = drop_type::brought(alter.former()?.kind())?;
    let stays = |kind: &ColumnType| match kind {
        ColumnType::Enum { name, .. } => name == former,
        ColumnType::Array { element, .. } => {
            matches!(&**element, ColumnType::Enum { name, .. } if name == former)
        }
        _ => false,
    };
    (!stays(alter.new_kind()?)).then_some(former)
}
