//! `CREATE TRIGGER` and `DROP TRIGGER`.

use super::names;
use crate::base::{Dialect, TableName};
use crate::dialect::{Refusal, definition, is_absent, single_statement};
use crate::ops::{Trigger, TriggerOperation};

/// Returns the statements that do it.
///
/// # Errors
/// As for [`names::table`], a definition that is not one statement, and constraint triggers.
pub(super) fn statements(operation: &TriggerOperation) -> Result<Vec<String>, Refusal> {
    match operation {
        TriggerOperation::Create(trigger) => created(trigger),
        TriggerOperation::Replace(replace) => {
            let former = replace.former.as_ref().unwrap_or(&replace.object);
            let mut sql = dropped(former, false)?;
            sql.extend(created(&replace.object)?);
            Ok(sql)
        }
        TriggerOperation::Drop(drop) => {
            names::refuse_cascade(drop.cascade)?;
            dropped(&drop.object, drop.if_exists)
        }
    }
}

fn created(trigger: &Trigger) -> Result<Vec<String>, Refusal> {
    let Some(sql) = definition(Dialect::Sqlite, trigger.sql())? else {
        return Ok(Vec::new());
    };
    if trigger.is_constraint() {
        return Err(Refusal::unsupported("there are no constraint triggers")
            .help("give an empty text for SQLite, or check in a trigger that is none"));
    }
    names::check_new(trigger.name())?;
    let sql = format!("CREATE TRIGGER {} {sql}", name(trigger)?);
    Ok(vec![single_statement(Dialect::Sqlite, &sql)?])
}

fn dropped(trigger: &Trigger, if_exists: bool) -> Result<Vec<String>, Refusal> {
    if is_absent(Dialect::Sqlite, trigger.sql()) {
        return Ok(Vec::new());
    }
    let guard = if if_exists { "IF EXISTS " } else { "" };
    Ok(vec![format!("DROP TRIGGER {guard}{}", name(trigger)?)])
}

/// A trigger is in the schema of its table.
fn name(trigger: &Trigger) -> Result<String, Refusal> {
    match names::schema(trigger.table())? {
        Some(schema) => names::table(&TableName::from((schema, trigger.name()))),
        None => Ok(names::quoted(trigger.name())?),
    }
}
