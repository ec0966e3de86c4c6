//! `CREATE TYPE … AS ENUM`, by itself or before the table whose columns have it; values
//! that change are in `enum_values`.
//!
//! The table creates the type if it is missing, in the table's schema, and so does an added column.
//! A type that is there already must have exactly the values of the column. A table or a column
//! that is dropped by its definition takes the type along, see `drop_type`; else it is for the
//! migration to say `op.drop_enum`.

use super::block::block;
use super::label::labels;
use super::literal::text_literal;
use super::rename::{drop, rename};
use super::{enum_values, names};
use crate::base::TableName;
use crate::dialect::Refusal;
use crate::ops::{EnumOperation, Enumeration};
use crate::schema::{Column, ColumnType, Table};

/// Returns the statements that do something to a type by itself.
///
/// # Errors
/// As for [`names::quoted`], and values that no type can have.
pub(super) fn statements(operation: &EnumOperation) -> Result<Vec<String>, Refusal> {
    Ok(match operation {
        EnumOperation::Create(it) => vec![alone(it)?],
        EnumOperation::AddValue { name, value } => vec![enum_values::add(name, value)?],
        EnumOperation::RenameValue { name, from, to } => {
            vec![enum_values::rename(name, from, to)?]
        }
        EnumOperation::Replace(replace) => vec![enum_values::replace(replace)?],
        EnumOperation::Rename(it) => rename("TYPE", &it.from, &it.to)?,
        EnumOperation::Drop(it) => {
            let name = names::table(it.object.name())?;
            vec![drop("TYPE", &name, it.if_exists, it.cascade)]
        }
    })
}

fn alone(enumeration: &Enumeration) -> Result<String, Refusal> {
    let (name, values) = (enumeration.name(), enumeration.values());
    if enumeration.is_if_not_exists() {
        create_missing(name, values)
    } else {
        create_type(name, values)
    }
}

/// Returns the statements that create the types of columns, each once, in the columns' order,
/// unless they exist.
///
/// # Errors
/// Enumerations of one name with different values, without values, or with a value
/// that is too long.
pub(super) fn create<'c>(
    columns: impl Iterator<Item = &'c Column>,
    schema: Option<&str>,
) -> Result<Vec<String>, Refusal> {
    let mut created: Vec<(&str, &[String])> = Vec::new();
    let mut statements = Vec::new();
    for column in columns {
        let Some((name, values)) = new_type(column.kind()) else {
            continue;
        };
        match created.iter().find(|(other, _)| *other == name) {
            Some((_, others)) if *others == values => continue,
            Some(_) => {
                let what = format!("the enumeration `{name}` has other values in another column");
                return Err(Refusal::invalid(what).in_column(column.name()));
            }
            None => created.push((name, values)),
        }
        let sql = create_missing(&in_schema(schema, name), values);
        statements.push(sql.map_err(|refusal| refusal.in_column(column.name()))?);
    }
    Ok(statements)
}

/// Returns the statement that creates the type another one brings with it, unless it exists.
///
/// # Errors
/// As for [`create`].
pub(super) fn new_type_alone(
    kind: &ColumnType,
    schema: Option<&str>,
) -> Result<Option<String>, Refusal> {
    let Some((name, values)) = new_type(kind) else {
        return Ok(None);
    };
    create_missing(&in_schema(schema, name), values).map(Some)
}

fn in_schema(schema: Option<&str>, name: &str) -> TableName {
    match schema {
        Some(schema) => TableName::from((schema, name)),
        None => TableName::from(name),
    }
}

/// Returns the enumeration that a column brings with it, and its values.
pub(super) fn new_type(kind: &ColumnType) -> Option<(&str, &[String])> {
    match kind {
        ColumnType::Enum {
            name,
            values,
            existing: false,
        } => Some((name, values)),
        ColumnType::Array { element, .. } => new_type(element),
        _ => None,
    }
}

/// Returns the schema in which a table's enumerations are made; a temporary table's end with it.
pub(super) fn schema_of(table: &Table) -> Option<&str> {
    if table.is_temporary() {
        Some(names::TEMPORARY)
    } else {
        table.name().schema()
    }
}

fn create_type(name: &TableName, values: &[String]) -> Result<String, Refusal> {
    Ok(format!(
        "CREATE TYPE {} AS ENUM ({})",
        names::table(name)?,
        labels(values)?
    ))
}

/// Returns the block that creates a type, or makes sure that the one of that name has exactly
/// these values.
///
/// What else has the name is left for `CREATE TYPE` to complain about.
fn create_missing(name: &TableName, values: &[String]) -> Result<String, Refusal> {
    let place = match name.schema() {
        // The schema behind this name is another one for each session.
        Some(names::TEMPORARY) => "t.typnamespace = pg_catalog.pg_my_temp_schema()".to_owned(),
        Some(schema) => format!("n.nspname = {}", text_literal(schema)?),
        None => "n.nspname = pg_catalog.current_schema()".to_owned(),
    };
    Ok(block(&format!(
        "
DECLARE
  existing pg_catalog.oid;
  labels text[];
  wanted text[] := ARRAY[{wanted}];
BEGIN
  SELECT t.oid INTO existing FROM pg_catalog.pg_type AS t
    JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
    WHERE t.typname = {own} AND {place} AND t.typtype = 'e';
  IF existing IS NULL THEN
    {create};
    RETURN;
  END IF;
  labels := ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum AS e
    WHERE e.enumtypid = existing ORDER BY e.enumsortorder);
  IF labels <> wanted THEN
    RAISE EXCEPTION 'the type % exists with the values %, and not with %',
      existing::pg_catalog.regtype, labels, wanted USING ERRCODE = 'duplicate_object',
      HINT = 'Change its values with `op.replace_enum`, or drop it with `op.drop_enum`.';
  END IF;
END
",
        wanted = labels(values)?,
        own = text_literal(name.name())?,
        create = create_type(name, values)?,
    )))
}
