//! `CREATE INDEX`, `ALTER INDEX`, `DROP INDEX`.

use super::names;
use crate::base::Dialect;
use crate::dialect::{Refusal, check_expression};
use crate::ops::{DropIndex, RenameIndex};
use crate::schema::{Index, IndexPart, IndexTarget, Nulls};
use crate::script::Reader;

/// Returns the statement that creates an index.
///
/// The index is in its table's schema, and its own name takes none.
///
/// # Errors
/// A name PostgreSQL cannot have, an expression that reaches out of its place, and an
/// index of nothing.
pub(super) fn create(index: &Index) -> Result<String, Refusal> {
    if index.table().name().is_empty() || index.parts().is_empty() {
        return Err(Refusal::invalid("the index covers nothing")
            .help("say with `.on(table, columns)` what it covers"));
    }
    if !index.is_named() {
        return Err(Refusal::invalid("the index has no name")
            .help("name it with `Index::new(name)`, or set a naming convention for indexes"));
    }
    let name = names::quoted(index.name())?;
    let table = names::table(index.table())?;
    let parts: Vec<String> = index.parts().iter().map(part).collect::<Result<_, _>>()?;
    let unique = if index.is_unique() { "UNIQUE " } else { "" };
    let concurrently = if index.is_concurrent() {
        "CONCURRENTLY "
    } else {
        ""
    };
    let guard = if index.is_if_not_exists() {
        "IF NOT EXISTS "
    } else {
        ""
    };
    let mut sql = format!(
        "CREATE {unique}INDEX {concurrently}{guard}{name} ON {table}{} ({})",
        method(index)?,
        parts.join(", ")
    );
    if !index.included().is_empty() {
        let included = names::quoted_list(index.included())?;
        sql.push_str(&format!(" INCLUDE ({included})"));
    }
    if index.is_nulls_not_distinct() {
        sql.push_str(" NULLS NOT DISTINCT");
    }
    if let Some(parameters) = index.parameters() {
        check_expression(Dialect::Postgres, parameters)?;
        sql.push_str(&format!(" WITH ({parameters})"));
    }
    if let Some(tablespace) = index.tablespace_name() {
        sql.push_str(&format!(" TABLESPACE {}", names::quoted(tablespace)?));
    }
    if let Some(condition) = index.condition() {
        check_expression(Dialect::Postgres, condition)?;
        sql.push_str(&format!(" WHERE {condition}"));
    }
    Ok(sql)
}

/// Returns the statement that drops an index.
///
/// # Errors
/// As for [`names::quoted`].
pub(super) fn drop(drop: &DropIndex) -> Result<String, Refusal> {
    let concurrently = if drop.concurrently {
        "CONCURRENTLY "
    } else {
        ""
    };
    let guard = if drop.if_exists { "IF EXISTS " } else { "" };
    let cascade = if drop.cascade { " CASCADE" } else { "" };
    let index = names::table(&drop.index)?;
    Ok(format!("DROP INDEX {concurrently}{guard}{index}{cascade}"))
}

/// Returns the statement that renames an index.
///
/// # Errors
/// As for [`names::quoted`].
pub(super) fn rename(rename: &RenameIndex) -> Result<String, Refusal> {
    let (from, to) = (names::table(&rename.from)?, names::quoted(&rename.to)?);
    Ok(format!("ALTER INDEX {from} RENAME TO {to}"))
}

fn method(index: &Index) -> Result<String, Refusal> {
    match index.method() {
        None => Ok(String::new()),
        // Quoted a name keeps its case, and every method's name is in small letters.
        Some(method) => {
            let method = names::quoted(&method.to_ascii_lowercase())?;
            Ok(format!(" USING {method}"))
        }
    }
}

fn part(part: &IndexPart) -> Result<String, Refusal> {
    let mut sql = match part.target() {
        IndexTarget::Column(column) => names::quoted(column)?,
        IndexTarget::Expression(expression) => {
            check_expression(Dialect::Postgres, expression)?;
            format!("({expression})")
        }
    };
    if let Some(collation) = part.collation() {
        sql.push_str(&format!(" COLLATE {}", names::quoted(collation)?));
    }
    if let Some(opclass) = part.operator_class() {
        check_opclass(opclass)?;
        sql.push_str(&format!(" {opclass}"));
    }
    if part.is_descending() {
        sql.push_str(" DESC");
    }
    match part.nulls() {
        None => {}
        Some(Nulls::First) => sql.push_str(" NULLS FIRST"),
        Some(Nulls::Last) => sql.push_str(" NULLS LAST"),
    }
    Ok(sql)
}

/// Checks that an operator class is `name`, `schema.name`, or one of them with parameters in
/// parentheses.
fn check_opclass(opclass: &str) -> Result<(), Refusal> {
    check_expression(Dialect::Postgres, opclass)?;
    let mut reader = Reader::new(opclass);
    let is_named = reader.name().is_some();
    reader.parenthesis();
    if is_named && reader.is_done() {
        return Ok(());
    }
    Err(
        Refusal::unsupported(format!("`{opclass}` is no operator class"))
            .help("write its name, such as `text_pattern_ops`"),
    )
}
