//! What keeps a table from being dropped: other tables that refer to it.
//!
//! With foreign keys on, SQLite deletes the table's rows before it drops it, and with them, or
//! changes, the rows of other tables that refer to them, as their keys say
//! (<https://sqlite.org/foreignkeys.html#fk_schemacommands>). No other database does that, so
//! nobody who asks for a table to be dropped expects rows of another to be lost. Nor the table of an
//! attached file, which a bare name means if neither the file nor the temporary tables have it
//! (<https://sqlite.org/lang_naming.html>).

use super::names;
use crate::base::TableName;
use crate::dialect::Refusal;
use crate::ops::DropTable;
use crate::session::{Rows, Statement};

/// Returns the query for the other tables that refer to a table, with no row while foreign keys
/// are off, and the one for a temporary table of a bare name.
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
    let name = || vec![table.name().into()];
    Ok(vec![
        Statement::new(sql).with_params(name()),
        Statement::new(TEMPORARY).with_params(name()),
    ])
}

const TEMPORARY: &str =
    "SELECT 1 FROM temp.sqlite_master WHERE type = 'table' AND name = ?1 COLLATE NOCASE";

/// Returns the statement that drops the table; of an attached file's none is dropped.
///
/// # Errors
/// With the names of the tables that refer to it.
pub(super) fn known(drop: &DropTable, answers: &[Rows]) -> Result<String, Refusal> {
    let [children, temporary] = answers else {
        return statement(drop);
    };
    check(children)?;
    let place = drop.place("temp");
    match (place.schema(), temporary.first()) {
        (None, None) => statement(&DropTable {
            table: TableName::from(("main", place.name())),
            ..drop.clone()
        }),
        _ => statement(drop),
    }
}

/// Returns the statement that drops the table.
///
/// # Errors
/// `CASCADE`, and as for [`names::table`].
pub(super) fn statement(drop: &DropTable) -> Result<String, Refusal> {
    names::refuse_cascade(drop.cascade)?;
    let guard = if drop.if_exists { "IF EXISTS " } else { "" };
    Ok(format!(
        "DROP TABLE {guard}{}",
        names::table(&drop.place("temp"))?
    ))
}

/// Fails if other tables refer to the table.
///
/// # Errors
/// With the names of those tables.
fn check(answer: &Rows) -> Result<(), Refusal> {
    let rows = answer.iter();
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
