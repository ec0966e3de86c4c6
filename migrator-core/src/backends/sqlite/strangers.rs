//! Tables that are another tool's.

use crate::base::Value;
use crate::session::Statement;

/// Returns the query that finds them; see [`Renderer::tables_named`](crate::dialect::Renderer::tables_named).
///
/// Of an attached file nothing is taken over, and names are the same whatever their letters' case.
pub(super) fn tables_named(names: &[&str]) -> Statement {
    let wanted: Vec<String> = (1..=names.len()).map(|n| format!("?{n}")).collect();
    let sql = format!(
        "SELECT NULL AS schema_name, t.name AS table_name, c.name AS column_name, \
         1 AS is_seen, 1 AS may_hold, 0 AS is_filtered \
         FROM main.sqlite_master AS t, pragma_table_info(t.name, 'main') AS c \
         WHERE t.type = 'table' AND t.name COLLATE NOCASE IN ({}) ORDER BY t.name, c.cid",
        wanted.join(", ")
    );
    let params = names.iter().map(|name| Value::from(*name)).collect();
    Statement::new(sql).with_params(params)
}

/// Returns the query that finds some of all tables; see [`Renderer::some_tables`](crate::dialect::Renderer::some_tables).
pub(super) fn some_tables(limit: usize) -> Statement {
    Statement::new(format!(
        "SELECT NULL AS schema_name, name AS table_name FROM main.sqlite_master \
         WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' LIMIT {limit}"
    ))
}
