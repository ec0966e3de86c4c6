//! Finding a constraint without a name by what it says, and dropping it.
//!
//! The catalogue is read by the statement itself, so that it works in a script as well. None
//! and several are errors: `undefined_object`, and `ambiguous_parameter` with the names.

use super::block::block;
use super::literal::text_literal;
use super::names;
use crate::base::{Dialect, TableName};
use crate::dialect::{Refusal, check_expression, compared, description};
use crate::ops::DropConstraint;
use crate::schema::{Check, Constraint, Exclude, ForeignKey};

/// What a check that is looked for is called while its condition is compared.
const PROBE: &str = "\"migrator: which check is it?\"";

/// Returns the statement that drops the constraint of `table` that says what `sought` says.
///
/// # Errors
/// A name PostgreSQL cannot have, and an expression that reaches out of its place.
pub(super) fn by_definition(
    table: &TableName,
    sought: &Constraint,
    drop: &DropConstraint,
) -> Result<String, Refusal> {
    let name = names::table(table)?;
    let condition = match sought {
        Constraint::PrimaryKey(key) => has_columns("conkey", "conrelid", key.columns())?,
        Constraint::Unique(unique) => has_columns("conkey", "conrelid", unique.columns())?,
        Constraint::Check(_) => format!("{SAYS} = probe"),
        Constraint::ForeignKey(key) => refers(key)?,
        Constraint::Exclude(exclude) => compares(exclude)?,
    };
    let probe = match sought {
        Constraint::Check(check) => probe(&name, check)?,
        _ => String::new(),
    };
    Ok(block(&format!(
        "\
DECLARE
  found text[];
  probe text;
BEGIN{probe}
  found := ARRAY(SELECT c.conname::text FROM pg_catalog.pg_constraint AS c
    WHERE c.conrelid = {table}::pg_catalog.regclass AND c.contype = '{kind}'
    AND c.conparentid = 0 AND {condition} ORDER BY c.conname);
  {choice}
  EXECUTE {start} || pg_catalog.quote_ident(found[1]){cascade};
END",
        table = text_literal(&name)?,
        kind = letter(sought),
        choice = choice(&name, sought, drop)?,
        start = text_literal(&format!("ALTER TABLE {name} DROP CONSTRAINT "))?,
        cascade = if drop.is_cascade() {
            " || ' CASCADE'"
        } else {
            ""
        },
    )))
}

/// Returns the commands that leave one name of those found, or fail. Of several the one that
/// the naming convention gives is meant.
fn choice(table: &str, sought: &Constraint, drop: &DropConstraint) -> Result<String, Refusal> {
    let what = description(sought);
    let missing = if drop.is_if_exists() {
        "RETURN".to_owned()
    } else {
        raise(
            &format!("table {table} has no {what}"),
            "undefined_object",
            "'look up what the constraint is called, and drop it by its name'",
        )?
    };
    let several = raise(
        &format!("table {table} has several constraints that are {what}"),
        "ambiguous_parameter",
        "'drop one of them by its name: ' || pg_catalog.array_to_string(found, ', ')",
    )?;
    let expected = match drop.expected_name() {
        Some(name) => {
            let name = text_literal(name)?;
            format!("IF {name} = ANY (found) THEN\n    found := ARRAY[{name}];\n  ELS")
        }
        None => String::new(),
    };
    Ok(format!(
        "{expected}IF pg_catalog.cardinality(found) = 0 THEN
    {missing};
  ELSIF pg_catalog.cardinality(found) > 1 THEN
    {several};
  END IF;"
    ))
}

/// What `pg_constraint` calls each kind.
const fn letter(constraint: &Constraint) -> char {
    match constraint {
        Constraint::PrimaryKey(_) => 'p',
        Constraint::Unique(_) => 'u',
        Constraint::Check(_) => 'c',
        Constraint::ForeignKey(_) => 'f',
        Constraint::Exclude(_) => 'x',
    }
}

/// The condition of a check, in PostgreSQL's own words.
const SAYS: &str = "pg_catalog.pg_get_expr(c.conbin, c.conrelid)";

/// Has PostgreSQL put a condition into its own words: as a check that leaves all rows
/// unchecked, and is gone again at once. Its lock is that of the drop.
fn probe(table: &str, check: &Check) -> Result<String, Refusal> {
    check_expression(Dialect::Postgres, check.expression())?;
    Ok(format!(
        "
  ALTER TABLE {table} ADD CONSTRAINT {PROBE} CHECK ({}) NOT VALID;
  SELECT {SAYS} INTO STRICT probe FROM pg_catalog.pg_constraint AS c
    WHERE c.conrelid = {}::pg_catalog.regclass AND c.conname = {};
  ALTER TABLE {table} DROP CONSTRAINT {PROBE};",
        check.expression(),
        text_literal(table)?,
        text_literal(PROBE.trim_matches('"'))?
    ))
}

fn refers(key: &ForeignKey) -> Result<String, Refusal> {
    let mut condition = has_columns("conkey", "conrelid", key.columns())?;
    if !key.target().name().is_empty() {
        let target = text_literal(&names::table(key.target())?)?;
        condition.push_str(&format!(" AND c.confrelid = {target}::pg_catalog.regclass"));
        if !key.target_columns().is_empty() {
            let columns = has_columns("confkey", "confrelid", key.target_columns())?;
            condition.push_str(&format!(" AND {columns}"));
        }
    }
    Ok(condition)
}

fn compares(exclude: &Exclude) -> Result<String, Refusal> {
    has_columns("conkey", "conrelid", &compared(exclude))
}

/// Returns whether the columns with these numbers are those of the names, in their order.
fn has_columns(numbers: &str, table: &str, columns: &[String]) -> Result<String, Refusal> {
    let columns: Vec<String> = columns
        .iter()
        .map(|column| text_literal(column))
        .collect::<Result<_, _>>()?;
    Ok(format!(
        "ARRAY(SELECT coalesce(a.attname::text, '')
      FROM pg_catalog.unnest(c.{numbers}) WITH ORDINALITY AS k (number, place)
      LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.{table}
      AND a.attnum = k.number ORDER BY k.place) = ARRAY[{}]::text[]",
        columns.join(", ")
    ))
}

/// Returns the command that fails with a message.
fn raise(message: &str, code: &str, hint: &str) -> Result<String, Refusal> {
    Ok(format!(
        "RAISE EXCEPTION USING ERRCODE = '{code}', MESSAGE = {}, HINT = {hint}",
        text_literal(message)?
    ))
}
