//! `CREATE TRIGGER` and `DROP TRIGGER`.

use super::names;
use crate::base::Dialect;
use crate::dialect::{Refusal, definition, is_absent, single_statement};
use crate::ops::{Trigger, TriggerOperation};

/// Returns the statements that do it.
///
/// # Errors
/// As for [`names::quoted`], and a definition that is not one statement.
pub(super) fn statements(operation: &TriggerOperation) -> Result<Vec<String>, Refusal> {
    match operation {
        TriggerOperation::Create(trigger) => created(trigger),
        // PostgreSQL 12 and 13 have no `CREATE OR REPLACE TRIGGER`.
        TriggerOperation::Replace(replace) => {
            let former = replace.former.as_ref().unwrap_or(&replace.object);
            let mut sql = dropped(former, false, false)?;
            sql.extend(created(&replace.object)?);
            Ok(sql)
        }
        TriggerOperation::Drop(it) => dropped(&it.object, it.if_exists, it.cascade),
    }
}

fn created(trigger: &Trigger) -> Result<Vec<String>, Refusal> {
    let Some(sql) = definition(Dialect::Postgres, trigger.sql())? else {
        return Ok(Vec::new());
    };
    let constraint = if trigger.is_constraint() {
        "CONSTRAINT "
    } else {
        ""
    };
    let name = names::quoted(trigger.name())?;
    let sql = format!("CREATE {constraint}TRIGGER {name} {sql}");
    Ok(vec![single_statement(Dialect::Postgres, &sql)?])
}

fn dropped(trigger: &Trigger, if_exists: bool, cascade: bool) -> Result<Vec<String>, Refusal> {
    if is_absent(Dialect::Postgres, trigger.sql()) {
        return Ok(Vec::new());
    }
    let guard = if if_exists { "IF EXISTS " } else { "" };
    let cascade = if cascade { " CASCADE" } else { "" };
    let name = names::quoted(trigger.name())?;
    let table = names::table(trigger.table())?;
    Ok(vec![format!(
        "DROP TRIGGER {guard}{name} ON {table}{cascade}"
    )])
}
