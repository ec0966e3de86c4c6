//! By which columns the rows of a table can be told apart.

use super::names;
use crate::base::{Dialect, TableName};
use crate::dialect::DialectError;
use crate::session::Statement;

/// Returns the query for the columns of a table. An `INTEGER PRIMARY KEY` is the rowid and has
/// no index of its own. <https://sqlite.org/pragma.html#pragma_index_list>
///
/// # Errors
/// A schema that SQLite does not have.
pub(super) fn query(table: &TableName) -> Result<Statement, DialectError> {
    let schema = names::schema(table)
        .map_err(|refusal| refusal.of(Dialect::Sqlite, "table", table.to_string()))?;
    let within = if schema.is_some() { ", ?2" } else { "" };
    let sql = format!(
        "SELECT name, pk = 1 AND (SELECT count(*) FROM pragma_table_xinfo(?1{within}) WHERE pk > 0) = 1, \
         EXISTS (SELECT 1 FROM pragma_index_list(?1{within}) AS i WHERE i.\"unique\" AND NOT i.partial \
         AND (SELECT count(*) = 1 AND max(name) = t.name FROM pragma_index_info(i.name{within}))), \
         NOT \"notnull\" FROM pragma_table_xinfo(?1{within}) AS t"
    );
    let names = std::iter::once(table.name()).chain(schema);
    Ok(Statement::new(sql).with_params(names.map(Into::into).collect()))
}
