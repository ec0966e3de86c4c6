//! `CREATE SCHEMA`, `ALTER SCHEMA`, `DROP SCHEMA`.

use super::names;
use super::rename::drop;
use crate::dialect::Refusal;
use crate::ops::{Schema, SchemaOperation};

/// Returns the statement that does it.
///
/// # Errors
/// As for [`names::quoted`].
pub(super) fn statement(operation: &SchemaOperation) -> Result<String, Refusal> {
    Ok(match operation {
        SchemaOperation::Create(schema) => create(schema)?,
        SchemaOperation::Rename { from, to } => format!(
            "ALTER SCHEMA {} RENAME TO {}",
            names::quoted(from)?,
            names::quoted(to)?
        ),
        SchemaOperation::Drop(it) => {
            let name = names::quoted(it.object.name())?;
            drop("SCHEMA", &name, it.if_exists, it.cascade)
        }
    })
}

fn create(schema: &Schema) -> Result<String, Refusal> {
    let guard = if schema.is_if_not_exists() {
        "IF NOT EXISTS "
    } else {
        ""
    };
    let mut sql = format!("CREATE SCHEMA {guard}{}", names::quoted(schema.name())?);
    if let Some(role) = schema.role() {
        sql.push_str(&format!(" AUTHORIZATION {}", names::quoted(role)?));
    }
    Ok(sql)
}
