//! By which columns the rows of a table can be told apart.

use super::names;
use crate::base::TableName;
use crate::dialect::DialectError;
use crate::session::Statement;

/// Returns the query for the columns of a table.
///
/// # Errors
/// As for [`names::quoted`].
pub(super) fn query(table: &TableName) -> Result<Statement, DialectError> {
    let of_its_own = "SELECT FROM pg_catalog.pg_index AS i WHERE i.indrelid = a.attrelid AND i.indnkeyatts = 1 \
         AND i.indkey[0] = a.attnum AND i.indisvalid AND i.indpred IS NULL";
    let sql = format!(
        "SELECT a.attname, EXISTS ({of_its_own} AND i.indisprimary)::int, \
         EXISTS ({of_its_own} AND i.indisunique)::int, (NOT a.attnotnull)::int \
         FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass($1) \
         AND a.attnum > 0 AND NOT a.attisdropped"
    );
    Ok(Statement::new(sql).with_params(vec![names::table(table)?.into()]))
}
