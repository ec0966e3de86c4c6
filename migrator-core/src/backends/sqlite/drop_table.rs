//! What keeps a table from being dropped: other tables that refer to it.
//!
//! With foreign keys on, SQLite deletes the table's rows before it drops it, and with them, or
//! changes, the rows of other tables that refer to them, as their keys say
//! (<https://sqlite.org/foreignkeys.html#fk_schemacommands>). No other database does that, so
//! nobody who asks for a table to be dropped expects rows of another to be lost.

use super::names;
use crate::dialect::Refusal;
use crate::ops::DropTable;
use crate::session::{Rows, Statement};

/// Returns the query for the other tables that refer to a table; no row while foreign keys
/// are off.
///
/// # Errors
/// Schemas that SQLite does not have.
pub(super) fn asks(drop: &DropTable) -> Result<Vec<Statement>, Refusal> {
    // A bare name means a temporary table first. https://sqlite.org/lang_naming.html
    let table = drop.place("temp");
    let (place, unless) = match names::schema(&table)? {
        Some(schema) => (names::quoted(schema)?, ""),
        None => (
            "main".to_owned(),
            " AND NOT EXISTS (SELECT 1 FROM temp.sqlite_master \
             WHERE type = 'table' AND name = ?1 COLLATE NOCASE)",
        ),
    };
    let sql = format!(
        "SELECT DISTINCT t.name FROM {place}.sqlite_master AS t, \
         pragma_foreign_key_list(t.name, '{}') AS k \
         WHERE t.type = 'table' AND t.name <> ?1 COLLATE NOCASE AND k.\"table\" = ?1 COLLATE NOCASE \
         AND (SELECT foreign_keys FROM pragma_foreign_keys){unless} ORDER BY 1",
        place.trim_matches('"')
    );
    let name = vec![table.name().into()];
    Ok(vec![Statement::new(sql).with_params(name)])
}

/// Fails if other tables refer to the table.
///
/// # Errors
/// With the names of those tables.
pub(super) fn check(answers: &[Rows]) -> Result<(), Refusal> {
    let rows = answers.iter().flat_map(Rows::iter);
    let others: Vec<String> = rows
        .filter_map(|row| row.get::<String>(0).ok())
        .map(|name| format!("`{name}`"))
        .collect();
    if others.is_empty() {
        return Ok(());
    }
    let what = format!(
        "foreign keys of {} refer to the table, and SQLite would delete or change the rows there",
        others.join(", ")
    );
    Err(Refusal::unsupported(what)
        .help("drop those tables first, or their foreign keys with `op.drop_constraint`"))
}
