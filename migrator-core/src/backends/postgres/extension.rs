//! `CREATE EXTENSION`, `ALTER EXTENSION`, `DROP EXTENSION`.

use super::literal::text_literal;
use super::names;
use super::rename::drop;
use crate::dialect::Refusal;
use crate::ops::{Extension, ExtensionOperation, Replacing};

/// Returns the statements that do it.
///
/// # Errors
/// As for [`names::quoted`].
pub(super) fn statements(operation: &ExtensionOperation) -> Result<Vec<String>, Refusal> {
    Ok(match operation {
        ExtensionOperation::Create(extension) => vec![create(extension)?],
        ExtensionOperation::Alter(change) => alter(change)?,
        ExtensionOperation::Drop(it) => {
            let name = names::quoted(it.object.name())?;
            vec![drop("EXTENSION", &name, it.if_exists, it.cascade)]
        }
    })
}

fn create(extension: &Extension) -> Result<String, Refusal> {
    let guard = if extension.is_if_not_exists() {
        "IF NOT EXISTS "
    } else {
        ""
    };
    let name = names::quoted(extension.name())?;
    let mut sql = format!("CREATE EXTENSION {guard}{name}");
    if let Some(schema) = extension.schema_wanted() {
        sql.push_str(&format!(" SCHEMA {}", names::quoted(schema)?));
    }
    if let Some(version) = extension.version_wanted() {
        sql.push_str(&format!(" VERSION {}", text_literal(version)?));
    }
    if extension.is_cascade() {
        sql.push_str(" CASCADE");
    }
    Ok(sql)
}

/// Says only what differs from the former definition, if there is one.
fn alter(change: &Replacing<Extension>) -> Result<Vec<String>, Refusal> {
    let (extension, former) = (&change.object, change.former.as_ref());
    let name = names::quoted(extension.name())?;
    let mut sql = Vec::new();
    let version = extension.version_wanted();
    let is_updated = match former {
        Some(former) => version != former.version_wanted(),
        None => version.is_some() || extension.schema_wanted().is_none(),
    };
    if is_updated {
        let to = match version {
            Some(version) => format!(" TO {}", text_literal(version)?),
            None => String::new(),
        };
        sql.push(format!("ALTER EXTENSION {name} UPDATE{to}"));
    }
    let former_schema = former.and_then(Extension::schema_wanted);
    if let Some(schema) = extension.schema_wanted()
        && former_schema != Some(schema)
    {
        let schema = names::quoted(schema)?;
        sql.push(format!("ALTER EXTENSION {name} SET SCHEMA {schema}"));
    }
    // The connection's own schema has no word that stands for it.
    if extension.schema_wanted().is_none() && former_schema.is_some() {
        let text = text_literal(extension.name())?;
        sql.push(format!(
            "DO $$ BEGIN EXECUTE format('ALTER EXTENSION %I SET SCHEMA %I', {text}, current_schema()); END $$"
        ));
    }
    Ok(sql)
}
