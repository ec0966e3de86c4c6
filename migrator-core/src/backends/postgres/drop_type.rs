//! `DROP TYPE`, after the table or the column that has brought the type with it.
//!
//! Other columns may have the type as well, because it is created only if it is missing; then
//! it stays for them. It stays, too, where it belongs to another role: then that one has made it.

use super::block::block;
use super::enumeration::{new_type, schema_of};
use super::types::enumeration;
use crate::dialect::Refusal;
use crate::schema::{ColumnType, Table};

/// Returns the name of the enumeration that a column brings with it.
pub(super) fn brought(kind: &ColumnType) -> Option<&str> {
    new_type(kind).map(|(name, _)| name)
}

/// Returns the statements that drop the types which a table has brought with it, each once.
///
/// # Errors
/// As for [`drop_unused`].
pub(super) fn of_table(table: &Table) -> Result<Vec<String>, Refusal> {
    let schema = schema_of(table);
    let mut names: Vec<&str> = Vec::new();
    for name in table.columns().iter().filter_map(|it| brought(it.kind())) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
        .into_iter()
        .map(|name| drop_unused(name, schema))
        .collect()
}

/// Returns the statement that drops an enumeration's type unless something still has it.
///
/// # Errors
/// A name PostgreSQL cannot have.
pub(super) fn drop_unused(name: &str, schema: Option<&str>) -> Result<String, Refusal> {
    let name = enumeration(name, schema)?;
    Ok(block(&format!(
        "\
BEGIN
  DROP TYPE IF EXISTS {name};
EXCEPTION WHEN dependent_objects_still_exist OR insufficient_privilege THEN
  NULL;
END"
    )))
}
