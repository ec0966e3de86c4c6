//! `CREATE INDEX`, `DROP INDEX`.

use super::names;
use crate::base::{Dialect, TableName};
use crate::dialect::{Refusal, check_expression};
use crate::ops::DropIndex;
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
    if !index.is_named() {
        return Err(Refusal::invalid("the index has no name")
            .help("name it with `Index::new(name)`, or set a naming convention for indexes"));
    }
    refuse_options(index)?;
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
        check_expression(Dialect::Sqlite, condition)?;
        sql.push_str(&format!(" WHERE {condition}"));
    }
    Ok(sql)
}

/// Returns the statement that drops an index.
///
/// # Errors
/// `CASCADE`, and as for [`names::table`].
pub(super) fn drop(drop: &DropIndex) -> Result<String, Refusal> {
    names::refuse_cascade(drop.cascade)?;
    let guard = if drop.if_exists { "IF EXISTS " } else { "" };
    Ok(format!("DROP INDEX {guard}{}", names::table(&drop.index)?))
}

fn part(part: &IndexPart) -> Result<String, Refusal> {
    let mut sql = match part.target() {
        IndexTarget::Column(column) => names::quoted_column(column)?,
        IndexTarget::Expression(expression) => {
            check_expression(Dialect::Sqlite, expression)?;
            expression.clone()
        }
    };
    if let Some(collation) = part.collation() {
        sql.push_str(&format!(" COLLATE {}", names::quoted(collation)?));
    }
    if part.is_descending() {
        sql.push_str(" DESC");
    }
    Ok(sql)
}

/// Refuses what SQLite has not. Building an index concurrently is no such thing: while it
/// is built, the file has one writer, as always.
fn refuse_options(index: &Index) -> Result<(), Refusal> {
    let parts = || index.parts().iter();
    let method = index.method();
    let asked = [
        (
            method.is_some_and(|method| !method.eq_ignore_ascii_case("btree")),
            "an index with another access method than `btree`",
        ),
        (
            !index.included().is_empty(),
            "an index that includes columns",
        ),
        (
            index.is_nulls_not_distinct(),
            "an index for which `NULL`s are not distinct",
        ),
        (
            index.parameters().is_some(),
            "an index with storage parameters",
        ),
        (
            index.tablespace_name().is_some(),
            "an index in a tablespace",
        ),
        (
            parts().any(|part| part.operator_class().is_some()),
            "an index with an operator class",
        ),
        (
            parts().any(|part| part.nulls().is_some()),
            "an index with a place for `NULL`s",
        ),
    ];
    match asked.into_iter().find(|(asked, _)| *asked) {
        None => Ok(()),
        Some((_, what)) => Err(Refusal::unsupported(what)
            .help("ask for it on other databases only, with `if op.dialect() != Dialect::Sqlite`")),
    }
}
