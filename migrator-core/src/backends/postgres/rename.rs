//! `ALTER … RENAME TO`, and `SET SCHEMA` for what moves.

use super::names;
use crate::base::TableName;
use crate::dialect::Refusal;

/// Returns the statements that give an object of a kind, such as `TABLE`, another name.
///
/// Into another schema it goes first, under its old name: from there on it has a name
/// that no `search_path` can make mean another object.
///
/// # Errors
/// As for [`names::quoted`].
pub(super) fn rename(kind: &str, from: &TableName, to: &TableName) -> Result<Vec<String>, Refusal> {
    let mut sql = Vec::new();
    let mut place = names::table(from)?;
    if let Some(schema) = to.schema().filter(|schema| from.schema() != Some(schema)) {
        sql.push(format!(
            "ALTER {kind} {place} SET SCHEMA {}",
            names::quoted(schema)?
        ));
        place = names::table(&to.sibling(from.name().to_owned()))?;
    }
    if from.name() != to.name() || sql.is_empty() {
        let name = names::quoted(to.name())?;
        sql.push(format!("ALTER {kind} {place} RENAME TO {name}"));
    }
    Ok(sql)
}

/// Returns the statement that drops an object of a kind, whose name is SQL already.
pub(super) fn drop(kind: &str, name: &str, if_exists: bool, cascade: bool) -> String {
    let guard = if if_exists { "IF EXISTS " } else { "" };
    let cascade = if cascade { " CASCADE" } else { "" };
    format!("DROP {kind} {guard}{name}{cascade}")
}
