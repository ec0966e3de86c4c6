//! Tables that are another tool's.

use crate::base::Value;
use crate::session::Statement;

/// Returns the query that finds them; see [`Renderer::tables_named`](crate::dialect::Renderer::tables_named).
///
/// It asks the catalogue, which may be read by everybody, and never names a table: one that is missing would be an error.
/// The tools look for their table where they would create it, in the first schema of the `search_path`: one that stands
/// further down there is of another application.
pub(super) fn tables_named(names: &[&str]) -> Statement {
    let wanted: Vec<String> = (1..=names.len()).map(|n| format!("${n}::text")).collect();
    let sql = format!(
        "SELECT n.nspname AS schema_name, c.relname AS table_name, a.attname AS column_name, \
         coalesce(n.nspname = pg_catalog.current_schema(), FALSE) AS is_seen, \
         pg_catalog.has_table_privilege(c.oid, 'UPDATE') AS may_hold, \
         pg_catalog.row_security_active(c.oid) AS is_filtered \
         FROM pg_catalog.pg_class AS c \
         JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
         JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
         WHERE c.relname IN ({}) AND c.relkind IN ('r', 'p') \
         ORDER BY n.nspname, c.relname, a.attnum",
        wanted.join(", ")
    );
    let params = names.iter().map(|name| Value::from(*name)).collect();
    Statement::new(sql).with_params(params)
}

/// Returns the query that finds some of all tables; see [`Renderer::some_tables`](crate::dialect::Renderer::some_tables).
pub(super) fn some_tables(limit: usize) -> Statement {
    Statement::new(format!(
        "SELECT n.nspname AS schema_name, c.relname AS table_name FROM pg_catalog.pg_class AS c \
         JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
         WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') \
         AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' \
         AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.deptype = 'e' AND d.objid = c.oid \
         AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass) LIMIT {limit}"
    ))
}

/// Returns the statement that keeps others from writing a table, and lets them read.
pub(super) fn hold(table: &str) -> Statement {
    Statement::new(format!("LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE"))
}
