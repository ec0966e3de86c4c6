//! Names in PostgreSQL's SQL: quoting, and the longest name.

use crate::base::TableName;
use crate::dialect::{DialectError, enclosed};

/// Longer names are cut off silently, so that two of them can meet.
/// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>
const LONGEST: usize = 63;

/// The schema of temporary tables and types, whatever its real name is.
pub(super) const TEMPORARY: &str = "pg_temp";

/// Returns a name in double quotes.
///
/// # Errors
/// [`DialectError::IllegalName`] for an empty name, a NUL byte, and more than 63 bytes.
pub(super) fn quoted(name: &str) -> Result<String, DialectError> {
    let quoted = enclosed(name, '"')?;
    if name.len() > LONGEST {
        return Err(DialectError::IllegalName {
            name: name.to_owned(),
            reason: "it is longer than 63 bytes, and PostgreSQL would cut it off",
        });
    }
    Ok(quoted)
}

/// Returns names in double quotes, separated by commas.
///
/// # Errors
/// As for [`quoted`].
pub(super) fn quoted_list(names: &[impl AsRef<str>]) -> Result<String, DialectError> {
    let names: Vec<String> = names
        .iter()
        .map(|name| quoted(name.as_ref()))
        .collect::<Result<_, _>>()?;
    Ok(names.join(", "))
}

/// Returns a table's name with its schema, if it has one.
///
/// # Errors
/// As for [`quoted`].
pub(super) fn table(name: &TableName) -> Result<String, DialectError> {
    let table = quoted(name.name())?;
    Ok(match name.schema() {
        Some(schema) => format!("{}.{table}", quoted(schema)?),
        None => table,
    })
}
