//! The schemas that are read.

use super::settings::PINNED;
use crate::catalog::Schemas;
use crate::session::Statement;

/// Returns a query about these schemas.
///
/// `{pinned}` in it becomes what [`PINNED`] is, and `{spaces}` a query of that name: the numbers of the
/// schemas, and their names but for the connection's own.
pub(super) fn within(schemas: &Schemas, sql: &str) -> Statement {
    let (condition, names) = condition(schemas);
    let spaces = format!(
        "spaces AS (SELECT n.oid, nullif(n.nspname, pg_catalog.current_schema()) AS name \
         FROM pg_catalog.pg_namespace AS n WHERE {condition})"
    );
    let sql = sql.replace("{pinned}", PINNED).replace("{spaces}", &spaces);
    let names = names.iter().map(|name| name.as_str().into()).collect();
    Statement::new(sql).with_params(names)
}

/// Returns the condition on `n`, a row of `pg_namespace`, and its parameters.
fn condition(schemas: &Schemas) -> (String, &[String]) {
    let own = "n.nspname = pg_catalog.current_schema()";
    match schemas {
        Schemas::Own => (own.to_owned(), &[]),
        Schemas::Named(names) if names.is_empty() => (own.to_owned(), &[]),
        Schemas::Named(names) => {
            let params = (1..=names.len()).map(|number| format!("${number}::text"));
            let params: Vec<String> = params.collect();
            (
                format!("({own} OR n.nspname IN ({}))", params.join(", ")),
                names,
            )
        }
        // No other schema may begin like that.
        Schemas::All => (
            "pg_catalog.left(n.nspname, 3) <> 'pg_' AND n.nspname <> 'information_schema'"
                .to_owned(),
            &[],
        ),
    }
}
