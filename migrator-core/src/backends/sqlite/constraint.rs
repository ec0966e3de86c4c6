//! The definition of a constraint, as it stands in a table.

use super::names;
use crate::base::{Dialect, TableName};
use crate::dialect::{Refusal, check_expression, check_target};
use crate::schema::{Action, Check, Constraint, ForeignKey, PrimaryKey, Unique};

/// Returns the definition of any constraint of `table`.
///
/// # Errors
/// What SQLite's constraints cannot be, and what contradicts itself.
pub(super) fn constraint(table: &TableName, constraint: &Constraint) -> Result<String, Refusal> {
    match constraint {
        Constraint::PrimaryKey(key) => primary_key(key),
        Constraint::Unique(unique_) => unique(unique_),
        Constraint::Check(check_) => check(check_),
        Constraint::ForeignKey(key) => foreign_key(table, key),
        Constraint::Exclude(_) => Err(Refusal::unsupported("there are no exclusion constraints")
            .help("use a unique constraint, or a trigger that looks for other rows")),
    }
}

/// Returns the definition of a primary key.
fn primary_key(key: &PrimaryKey) -> Result<String, Refusal> {
    let start = start(key)?;
    Ok(format!("{start})"))
}

/// Returns the definition of the key that is the rowid, and never gives a value twice.
pub(super) fn counting_key(key: &PrimaryKey) -> Result<String, Refusal> {
    let start = start(key)?;
    Ok(format!("{start} AUTOINCREMENT)"))
}

/// Returns the definition of a primary key up to the last column.
fn start(key: &PrimaryKey) -> Result<String, Refusal> {
    refuse_if(
        key.deferral().is_some(),
        "a primary key is never checked later than at once",
        "leave `.deferrable(…)` out",
    )?;
    refuse_include("a primary key", key.included())?;
    let columns = columns("a primary key", key.columns())?;
    Ok(format!("{}PRIMARY KEY ({columns}", named(key.name())?))
}

/// Returns the definition of a unique constraint.
fn unique(unique: &Unique) -> Result<String, Refusal> {
    refuse_if(
        unique.deferral().is_some(),
        "a unique constraint is never checked later than at once",
        "leave `.deferrable(…)` out",
    )?;
    refuse_include("a unique constraint", unique.included())?;
    refuse_if(
        unique.is_nulls_not_distinct(),
        "two `NULL`s are always distinct",
        "create a unique index on expressions such as `coalesce(name, '')`",
    )?;
    let columns = columns("a unique constraint", unique.columns())?;
    Ok(format!("{}UNIQUE ({columns})", named(unique.name())?))
}

/// Returns the definition of a check, of a table or of a column.
pub(super) fn check(check: &Check) -> Result<String, Refusal> {
    refuse_not_valid("a check", check.is_not_valid())?;
    refuse_if(
        check.is_no_inherit(),
        "no table inherits from another",
        "leave `.no_inherit()` out",
    )?;
    check_expression(Dialect::Sqlite, check.expression())?;
    let start = named(check.name())?;
    Ok(format!("{start}CHECK ({})", check.expression()))
}

/// Returns the definition of a foreign key of `table`.
fn foreign_key(table: &TableName, key: &ForeignKey) -> Result<String, Refusal> {
    let columns = columns("a foreign key", key.columns())?;
    let target = references(table, key)?;
    let start = named(key.name())?;
    Ok(format!("{start}FOREIGN KEY ({columns}) {target}"))
}

/// Returns the definition of a column's own foreign key.
pub(super) fn column_references(table: &TableName, key: &ForeignKey) -> Result<String, Refusal> {
    Ok(format!("{}{}", named(key.name())?, references(table, key)?))
}

fn references(table: &TableName, key: &ForeignKey) -> Result<String, Refusal> {
    check_target(key)?;
    refuse_not_valid("a foreign key", key.is_not_valid())?;
    // Read, and not obeyed: https://sqlite.org/foreignkeys.html#fk_unsupported. A key of one
    // column is never `NULL` in part.
    refuse_if(
        key.is_match_full() && key.columns().len() > 1,
        "a foreign key is not checked while a part of it is `NULL`",
        "leave `.match_full()` out, and add a check such as `(a IS NULL) = (b IS NULL)`",
    )?;
    refuse_if(
        !key.delete_columns().is_empty(),
        "an action on delete sets all columns of the key",
        "leave `.on_delete_columns(…)` out, and write a trigger",
    )?;
    let target = key.target();
    let home = |schema: Option<&str>| schema.unwrap_or("main").to_ascii_lowercase();
    if home(names::schema(target)?) != home(names::schema(table)?) {
        let what = format!("a foreign key cannot leave its schema for `{target}`");
        return Err(Refusal::unsupported(what));
    }
    let columns = names::quoted_list(key.target_columns())?;
    let mut sql = format!("REFERENCES {} ({columns})", names::quoted(target.name())?);
    let action = |event: &str, action: Option<Action>| {
        action.map_or_else(String::new, |it| format!(" ON {event} {}", it.sql()))
    };
    sql.push_str(&action("DELETE", key.delete_action()));
    sql.push_str(&action("UPDATE", key.update_action()));
    if let Some(deferral) = key.deferral() {
        sql.push(' ');
        sql.push_str(deferral.sql());
    }
    Ok(sql)
}

/// Returns `CONSTRAINT "name" `, or nothing for a constraint without a name.
///
/// # Errors
/// A name that the database cannot have.
pub(super) fn named(name: Option<&str>) -> Result<String, Refusal> {
    Ok(match name {
        Some(name) => format!("CONSTRAINT {} ", names::quoted(name)?),
        None => String::new(),
    })
}

fn columns(what: &str, columns: &[String]) -> Result<String, Refusal> {
    if columns.is_empty() {
        return Err(Refusal::invalid(format!("{what} has no columns")));
    }
    Ok(names::quoted_list(columns)?)
}

fn refuse_include(what: &str, included: &[String]) -> Result<(), Refusal> {
    refuse_if(
        !included.is_empty(),
        &format!("{what} carries no more columns than it has"),
        "leave `.include(…)` out",
    )
}

fn refuse_not_valid(what: &str, is_not_valid: bool) -> Result<(), Refusal> {
    refuse_if(
        is_not_valid,
        &format!("{what} is always valid"),
        "leave `.not_valid()` and the call of `validate_constraint` out",
    )
}

fn refuse_if(is_so: bool, what: &str, help: &str) -> Result<(), Refusal> {
    if is_so {
        return Err(Refusal::unsupported(what).help(help));
    }
    Ok(())
}
