//! The query that tells which of the library's own tables exist.
//!
//! It must not fail, because inside a transaction an error would undo the application's
//! work. `to_regclass` fails for a schema that may not be used, and a missing table fails
//! as soon as it is named; the catalogue may be read by everybody, and privileges are
//! asked for by number.

use super::literal::text_literal;
use super::names;
use crate::base::{TableName, Value};
use crate::dialect::{DialectError, Veils};
use crate::session::Statement;

/// Truth whether the connection was inside a transaction before this statement: a
/// transaction that began with it has the statement's own time.
/// <https://www.postgresql.org/docs/current/functions-datetime.html#FUNCTIONS-DATETIME-CURRENT>
pub(super) const INSIDE_TRANSACTION: &str = "pg_catalog.now() <> pg_catalog.statement_timestamp()";

/// Returns the query; see [`Renderer::presence`](crate::dialect::Renderer::presence).
///
/// A history that may not be read counts as missing. A version table counts as there, so
/// that reading it says what is denied.
pub(super) fn query(version: &TableName, history: &TableName) -> Statement {
    let mut params = Params(Vec::new());
    let (version_oid, history_oid) = (
        table_oid(version, &mut params),
        table_oid(history, &mut params),
    );
    let (has_schema, schema_oid) = match version.schema() {
        Some(schema) => {
            let schema = params.add(schema);
            let oid = schema_oid(&schema);
            (format!("{oid} IS NOT NULL"), oid)
        }
        None => ("TRUE".to_owned(), schema_oid("pg_catalog.current_schema()")),
    };
    let sql = format!(
        "SELECT version IS NOT NULL AS has_version, \
         coalesce({readable}, FALSE) AS has_history, \
         {has_schema} AS has_schema, \
         {INSIDE_TRANSACTION} AS inside_transaction, \
         NOT pg_catalog.pg_is_in_recovery() AND {READ_ONLY} = 'off' AND coalesce(CASE \
         WHEN version IS NOT NULL THEN {writable} \
         WHEN schema IS NOT NULL THEN {creatable} \
         ELSE {place} END, FALSE) AS may_write \
         FROM (SELECT {version_oid} AS version, {history_oid} AS history, {schema_oid} AS schema) \
         AS found",
        readable = may("history", &["SELECT"]),
        writable = may("version", &["SELECT", "INSERT", "UPDATE", "DELETE"]),
        creatable = "pg_catalog.has_schema_privilege(schema, 'USAGE') \
                     AND pg_catalog.has_schema_privilege(schema, 'CREATE')",
        place = if version.schema().is_some() {
            "pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')"
        } else {
            "FALSE"
        },
    );
    Statement::new(sql).with_params(params.0)
}

/// Whether a step's transaction would be read-only. The transaction in which this query
/// stands may be so by our own doing, unless the application began it.
const READ_ONLY: &str = "pg_catalog.current_setting(CASE \
    WHEN pg_catalog.now() <> pg_catalog.statement_timestamp() THEN 'transaction_read_only' \
    ELSE 'default_transaction_read_only' END)";

/// Returns how to see that other rows than ours are read; see
/// [`Renderer::veils`](crate::dialect::Renderer::veils). Stands where the version table has
/// been found.
///
/// # Errors
/// As for [`names::table`].
pub(super) fn veils(version: &TableName, history: &TableName) -> Result<Veils, DialectError> {
    // A schema for temporary tables comes first, unless the `search_path` names it elsewhere.
    let hidden = |table: &TableName| {
        let name = names::table(table)?;
        // As numbers: for `regclass` the server would go through every `=` there is.
        let found = |name: &str| Ok(format!("pg_catalog.to_regclass({})::oid", literal(name)?));
        Ok::<_, DialectError>(match table.schema() {
            Some(_) => "FALSE".to_owned(),
            None => format!("{} = {}", found(&format!("pg_temp.{name}"))?, found(&name)?),
        })
    };
    Ok(Veils {
        temporary: format!(
            "coalesce({}, FALSE) OR coalesce({}, FALSE)",
            hidden(version)?,
            hidden(history)?
        ),
        filtered: format!(
            "pg_catalog.row_security_active({})",
            literal(&names::table(version)?)?
        ),
    })
}

fn literal(name: &str) -> Result<String, DialectError> {
    text_literal(name).map_err(|_| DialectError::IllegalName {
        name: name.to_owned(),
        reason: "it holds a NUL byte",
    })
}

/// The texts that the query asks for, as parameters.
struct Params(Vec<Value>);

impl Params {
    fn add(&mut self, text: &str) -> String {
        self.0.push(text.into());
        format!("${}::text", self.0.len())
    }
}

/// Returns the number of a table, or of a view in its place; `NULL` if it is missing.
fn table_oid(table: &TableName, params: &mut Params) -> String {
    let name = params.add(table.name());
    let place = match table.schema() {
        Some(schema) => format!("n.nspname = {}", params.add(schema)),
        None => "pg_catalog.pg_table_is_visible(c.oid)".to_owned(),
    };
    format!(
        "(SELECT c.oid FROM pg_catalog.pg_class AS c \
         JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
         WHERE c.relname = {name} AND c.relkind IN ('r', 'p', 'v', 'f') AND {place})"
    )
}

fn schema_oid(name: &str) -> String {
    format!("(SELECT n.oid FROM pg_catalog.pg_namespace AS n WHERE n.nspname = {name})")
}

/// Returns whether the role has all the privileges on a table, and may use its schema.
fn may(table: &str, privileges: &[&str]) -> String {
    let on_table = privileges
        .iter()
        .map(|privilege| format!("pg_catalog.has_table_privilege({table}, '{privilege}')"));
    let on_schema = format!(
        "(SELECT pg_catalog.has_schema_privilege(c.relnamespace, 'USAGE') \
         FROM pg_catalog.pg_class AS c WHERE c.oid = {table})"
    );
    let all: Vec<String> = on_table.chain([on_schema]).collect();
    all.join(" AND ")
}
