//! A new name for a table, and what would not follow it.
//!
//! With `PRAGMA legacy_alter_table`, which some systems' builds of SQLite have on from the start,
//! views and triggers keep the old name, and with foreign keys off foreign keys do, too
//! (<https://sqlite.org/pragma.html#pragma_legacy_alter_table>). The pragma is not touched here,
//! because it would outlive a rollback.

use super::definition::{Mentions, same_name};
use super::names;
use crate::dialect::Refusal;
use crate::ops::RenameTable;
use crate::session::{Row, RowError, Rows, Statement};

/// Returns the statement that renames a table.
///
/// # Errors
/// Names that SQLite does not have, and another schema.
pub(super) fn statement(rename: &RenameTable) -> Result<String, Refusal> {
    names::check_new(rename.to.name())?;
    let stays = rename.to.schema().is_none() || rename.to.schema() == rename.from.schema();
    if !stays {
        let what = format!(
            "a table cannot move to another schema, as to `{}`",
            rename.to
        );
        return Err(Refusal::unsupported(what).help("leave the schema of the new name out"));
    }
    let (from, to) = (
        names::table(&rename.from)?,
        names::quoted(rename.to.name())?,
    );
    Ok(format!("ALTER TABLE {from} RENAME TO {to}"))
}

/// The views and triggers, and the tables with what they refer to; no row unless the pragma is on.
const LEFT_BEHIND: &str = "\
SELECT o.name AS name, o.sql AS mentions, NULL AS parent
FROM (SELECT * FROM main.sqlite_master UNION ALL SELECT * FROM temp.sqlite_master) AS o
WHERE o.type IN ('view', 'trigger') AND (SELECT legacy_alter_table FROM pragma_legacy_alter_table)
UNION ALL
SELECT t.name, NULL, k.\"table\"
FROM main.sqlite_master AS t, pragma_foreign_key_list(t.name, 'main') AS k
WHERE t.type = 'table' AND (SELECT legacy_alter_table FROM pragma_legacy_alter_table)
    AND NOT (SELECT foreign_keys FROM pragma_foreign_keys)";

/// Returns the query for what may be left behind.
///
/// # Errors
/// As for [`statement`].
pub(super) fn asks(rename: &RenameTable) -> Result<Vec<Statement>, Refusal> {
    statement(rename)?;
    Ok(vec![Statement::new(LEFT_BEHIND)])
}

/// Fails if something would go on meaning the old name.
///
/// # Errors
/// With the names of what that is.
pub(super) fn check(rename: &RenameTable, answers: &[Rows]) -> Result<(), Refusal> {
    let rows = answers.iter().flat_map(Rows::iter);
    let left: Result<Vec<_>, RowError> = rows
        .map(|row| left_behind(row, rename.from.name()))
        .collect();
    let left =
        left.map_err(|error| Refusal::unsupported(format!("the schema cannot be read: {error}")))?;
    let left: Vec<String> = left.into_iter().flatten().collect();
    if left.is_empty() {
        return Ok(());
    }
    let what = format!(
        "`PRAGMA legacy_alter_table` is on, and so {} would go on meaning the old name",
        left.join(", ")
    );
    Err(Refusal::unsupported(what)
        .help("switch it off before the migrations run, with `PRAGMA legacy_alter_table = OFF`"))
}

fn left_behind(row: &Row, table: &str) -> Result<Option<String>, RowError> {
    let mentions: Option<String> = row.get("mentions")?;
    let parent: Option<String> = row.get("parent")?;
    let is_left = mentions.is_some_and(|sql| Mentions::of_statement(&sql).has(table))
        || parent.is_some_and(|parent| same_name(&parent, table));
    let name: String = row.get("name")?;
    Ok(is_left.then(|| format!("`{name}`")))
}
