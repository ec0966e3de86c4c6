//! What has to be said beside operations, which do not say it.

use crate::backends::postgres::literal::text_literal;
use crate::backends::postgres::names;
use crate::base::TableName;

/// Has constraints looked at that wait for the end of the transaction: no table with rows of which one is still to be
/// looked at is altered ([SET CONSTRAINTS](https://www.postgresql.org/docs/current/sql-set-constraints.html)).
pub(super) const LOOK_NOW: &str = "SET CONSTRAINTS ALL IMMEDIATE";

/// Returns what lets the sequence of a column go on after its greatest value; a new one begins at the beginning.
pub(super) fn count_on(table: &TableName, column: &str) -> Option<String> {
    let (place, name) = (names::table(table).ok()?, names::quoted(column).ok()?);
    let (table, column) = (text_literal(&place).ok()?, text_literal(column).ok()?);
    Some(format!(
        "SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence({table}, {column}), \
         COALESCE((SELECT max({name}) FROM {place}), 0) + 1, false)"
    ))
}

/// Returns what ends a sequence at its last number.
pub(super) fn count_once(table: &TableName, column: &str) -> Option<String> {
    let (table, column) = (names::table(table).ok()?, names::quoted(column).ok()?);
    Some(format!(
        "ALTER TABLE {table} ALTER COLUMN {column} SET NO CYCLE"
    ))
}
