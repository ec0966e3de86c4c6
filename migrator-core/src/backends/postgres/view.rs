//! `CREATE VIEW`, `ALTER VIEW`, `DROP VIEW`, and the same for materialized ones.

use super::block::block;
use super::names;
use super::rename::{drop, rename};
use crate::base::Dialect;
use crate::dialect::{Refusal, check_expression, definition, is_absent, single_statement};
use crate::ops::{RefreshView, ReplaceView, View, ViewOperation};

/// Returns the statements that do it.
///
/// # Errors
/// As for [`names::quoted`], a query that is not one statement, and what only one of the
/// two kinds of views has.
pub(super) fn statements(operation: &ViewOperation) -> Result<Vec<String>, Refusal> {
    match operation {
        ViewOperation::Create(view) | ViewOperation::Rename { view, .. }
            if is_absent(Dialect::Postgres, view.query()) =>
        {
            Ok(Vec::new())
        }
        ViewOperation::Create(view) => Ok(vec![create(view, "CREATE")?]),
        ViewOperation::Replace(it) => replace(it),
        ViewOperation::Rename { view, to } => rename(kind(view), view.name(), to),
        ViewOperation::Refresh(refresh) => Ok(vec![refreshed(refresh)?]),
        ViewOperation::Drop(it) => {
            if is_absent(Dialect::Postgres, it.object.query()) {
                return Ok(Vec::new());
            }
            let name = names::table(it.object.name())?;
            Ok(vec![drop(
                kind(&it.object),
                &name,
                it.if_exists,
                it.cascade,
            )])
        }
    }
}

fn kind(view: &View) -> &'static str {
    if view.is_materialized() {
        "MATERIALIZED VIEW"
    } else {
        "VIEW"
    }
}

fn create(view: &View, verb: &str) -> Result<String, Refusal> {
    let query = definition(Dialect::Postgres, view.query())?.unwrap_or_default();
    let query = single_statement(Dialect::Postgres, query)?;
    let name = names::table(view.name())?;
    let mut sql = format!("{verb} {} {}{name}", kind(view), guard(view)?);
    if !view.column_names().is_empty() {
        let columns = names::quoted_list(view.column_names())?;
        sql.push_str(&format!(" ({columns})"));
    }
    if let Some(options) = view.options() {
        check_expression(Dialect::Postgres, options)?;
        sql.push_str(&format!(" WITH ({options})"));
    }
    sql.push_str(&format!(" AS {query}"));
    match (view.is_without_data(), view.is_materialized()) {
        (false, _) => {}
        (true, true) => sql.push_str(" WITH NO DATA"),
        (true, false) => {
            let what = "a view without data that is not materialized";
            return Err(Refusal::invalid(what).help("say `View::materialized(…)`"));
        }
    }
    Ok(sql)
}

fn guard(view: &View) -> Result<&'static str, Refusal> {
    match (view.is_if_not_exists(), view.is_materialized()) {
        (false, _) => Ok(""),
        (true, true) => Ok("IF NOT EXISTS "),
        (true, false) => Err(Refusal::unsupported(
            "a view cannot be created only if it is missing",
        )
        .help("use `op.replace_view`, which creates a view that is missing")),
    }
}

fn replace(replace: &ReplaceView) -> Result<Vec<String>, Refusal> {
    let view = &replace.replacing.object;
    if is_absent(Dialect::Postgres, view.query()) {
        return Ok(Vec::new());
    }
    let name = names::table(view.name())?;
    let drop = drop(kind(view), &name, false, false);
    if view.is_materialized() {
        return Ok(vec![drop, create(view, "CREATE")?]);
    }
    let replaced = create(view, "CREATE OR REPLACE")?;
    if !replace.recreate {
        return Ok(vec![replaced]);
    }
    let created = create(view, "CREATE")?;
    Ok(vec![block(&format!(
        "\nBEGIN\n  {replaced};\n\
         EXCEPTION WHEN invalid_table_definition THEN\n  {drop};\n  {created};\nEND\n"
    ))])
}

fn refreshed(refresh: &RefreshView) -> Result<String, Refusal> {
    let concurrently = if refresh.concurrently {
        "CONCURRENTLY "
    } else {
        ""
    };
    let name = names::table(&refresh.name)?;
    Ok(format!("REFRESH MATERIALIZED VIEW {concurrently}{name}"))
}
