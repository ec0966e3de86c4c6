//! `CREATE VIEW` and `DROP VIEW`.

use super::names;
use crate::base::{Dialect, TableName};
use crate::dialect::{Refusal, definition, is_absent, single_statement};
use crate::ops::{ReplaceView, View, ViewOperation};

/// Returns the statements that do it.
///
/// # Errors
/// As for [`names::table`], a query that is not one statement, and materialized views.
pub(super) fn statements(operation: &ViewOperation) -> Result<Vec<String>, Refusal> {
    match operation {
        ViewOperation::Create(view) => created(view),
        ViewOperation::Replace(replace) => replaced(replace),
        ViewOperation::Rename { view, to } => renamed(view, to),
        ViewOperation::Refresh(_) => Err(materialized()),
        ViewOperation::Drop(drop) => {
            names::refuse_cascade(drop.cascade)?;
            dropped(&drop.object, drop.if_exists)
        }
    }
}

fn created(view: &View) -> Result<Vec<String>, Refusal> {
    let Some(query) = definition(Dialect::Sqlite, view.query())? else {
        return Ok(Vec::new());
    };
    check(view)?;
    names::check_new(view.name().name())?;
    let query = single_statement(Dialect::Sqlite, query)?;
    let guard = if view.is_if_not_exists() {
        "IF NOT EXISTS "
    } else {
        ""
    };
    let mut sql = format!("CREATE VIEW {guard}{}", names::table(view.name())?);
    if !view.column_names().is_empty() {
        let columns = names::quoted_list(view.column_names())?;
        sql.push_str(&format!(" ({columns})"));
    }
    Ok(vec![format!("{sql} AS {query}")])
}

fn replaced(replace: &ReplaceView) -> Result<Vec<String>, Refusal> {
    let view = &replace.replacing.object;
    let former = replace.replacing.former.as_ref().unwrap_or(view);
    // Without a former definition the view may be missing, as PostgreSQL allows, too.
    let mut sql = dropped(former, replace.replacing.former.is_none())?;
    sql.extend(created(view)?);
    Ok(sql)
}

fn renamed(view: &View, to: &TableName) -> Result<Vec<String>, Refusal> {
    if view.query().is_none() {
        return Err(Refusal::unsupported(
            "a view that is given by its name cannot be renamed without looking at the database",
        )
        .help("give its definition, so that it can be dropped and created"));
    }
    let to = match to.schema() {
        Some(_) => to.clone(),
        None => view.name().sibling(to.name().to_owned()),
    };
    let mut sql = dropped(view, false)?;
    sql.extend(created(&view.renamed(to))?);
    Ok(sql)
}

fn dropped(view: &View, if_exists: bool) -> Result<Vec<String>, Refusal> {
    if is_absent(Dialect::Sqlite, view.query()) {
        return Ok(Vec::new());
    }
    check(view)?;
    let guard = if if_exists { "IF EXISTS " } else { "" };
    let name = names::table(view.name())?;
    Ok(vec![format!("DROP VIEW {guard}{name}")])
}

fn check(view: &View) -> Result<(), Refusal> {
    if view.is_materialized() {
        return Err(materialized());
    }
    if view.options().is_some() {
        return Err(Refusal::unsupported("a view with options")
            .help("leave them out, or give SQLite a view of its own"));
    }
    Ok(())
}

fn materialized() -> Refusal {
    Refusal::unsupported("there are no materialized views")
        .help("use a view, or a table that the application fills")
}
