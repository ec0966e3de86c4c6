//! `CREATE INDEX`.

use super::names;
use crate::base::TableName;
use crate::dialect::{Refusal, check_expression};
use crate::schema::{Index, IndexPart, IndexTarget};

/// Returns the statement that creates an index.
///
/// SQLite qualifies the index with the schema, not the table.
///
/// # Errors
/// A name SQLite cannot have, an expression that reaches out of its place, and
/// an index of nothing.
pub(super) fn create(index: &Index) -> Result<String, Refusal> {
    names::check_new(index.name())?;
    if index.table().name().is_empty() || index.parts().is_empty() {
        return Err(Refusal::invalid("the index covers nothing")
            .help("say with `.on(table, columns)` what it covers"));
    }
    let name = match names::schema(index.table())? {
        Some(schema) => names::table(&TableName::from((schema, index.name())))?,
        None => names::quoted(index.name())?,
    };
    let table = names::quoted(index.table().name())?;
    let parts: Vec<String> = index.parts().iter().map(part).collect::<Result<_, _>>()?;
    let unique = if index.is_unique() { "UNIQUE " } else { "" };
    let guard = if index.is_if_not_exists() {
        "IF NOT EXISTS "
    } else {
        ""
    };
    let mut sql = format!(
        "CREATE {unique}INDEX {guard}{name} ON {table} ({})",
        parts.join(", ")
    );
    if let Some(condition) = index.condition() {
        check_expression(condition)?;
        sql.push_str(&format!(" WHERE {condition}"));
    }
    Ok(sql)
}

fn part(part: &IndexPart) -> Result<String, Refusal> {
    let mut sql = match part.target() {
        IndexTarget::Column(column) => names::quoted_column(column)?,
        IndexTarget::Expression(expression) => {
            check_expression(expression)?;
            expression.clone()
        }
    };
    if part.is_descending() {
        sql.push_str(" DESC");
    }
    Ok(sql)
}
