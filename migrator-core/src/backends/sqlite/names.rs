//! Names in SQLite's SQL: quoting, schemas, reserved names.

use crate::base::TableName;
use crate::dialect::{DialectError, Refusal, enclosed};

/// Returns a name in double quotes, for places where only a name can stand.
///
/// # Errors
/// [`DialectError::IllegalName`] for an empty name, which SQLite alone would
/// accept, and for a NUL byte, at which SQLite stops reading.
pub(super) fn quoted(name: &str) -> Result<String, DialectError> {
    enclosed(name, '"')
}

/// Returns a column's name in backticks, for places where an expression can
/// stand: SQLite reads `"nmae"` as the text `'nmae'` if there is no such column
/// (<https://sqlite.org/quirks.html#dblquote>), and `` `nmae` `` never.
///
/// # Errors
/// As for [`quoted`].
pub(super) fn quoted_column(name: &str) -> Result<String, DialectError> {
    enclosed(name, '`')
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
/// As for [`quoted`]; a schema that is neither `main` nor `temp` is refused,
/// because attached files are not supported: nothing says which file it is.
pub(super) fn table(name: &TableName) -> Result<String, Refusal> {
    let table = quoted(name.name())?;
    Ok(match schema(name)? {
        Some(schema) => format!("{}.{table}", quoted(schema)?),
        None => table,
    })
}

/// Returns the schema of a name after checking that SQLite has it.
///
/// # Errors
/// [`Refusal::Unsupported`] for any other than `main` and `temp`.
pub(super) fn schema(name: &TableName) -> Result<Option<&str>, Refusal> {
    match name.schema() {
        Some(schema)
            if !schema.eq_ignore_ascii_case("main") && !schema.eq_ignore_ascii_case("temp") =>
        {
            let what = format!("there is no schema `{schema}`; there are `main` and `temp`");
            Err(Refusal::unsupported(what).help("leave the schema out"))
        }
        schema => Ok(schema),
    }
}

/// Refuses the names SQLite keeps for itself.
///
/// # Errors
/// [`Refusal::Unsupported`] for a name that starts with `sqlite_`.
pub(super) fn check_new(name: &str) -> Result<(), Refusal> {
    let reserved = name
        .get(..7)
        .is_some_and(|start| start.eq_ignore_ascii_case("sqlite_"));
    if reserved {
        let what = format!("the name `{name}` starts with `sqlite_`, which SQLite reserves");
        return Err(Refusal::unsupported(what).help("choose another name"));
    }
    Ok(())
}

/// Refuses `CASCADE`, which SQLite does not have.
///
/// # Errors
/// [`Refusal::Unsupported`] if it is asked for.
pub(super) fn refuse_cascade(cascade: bool) -> Result<(), Refusal> {
    if cascade {
        return Err(Refusal::unsupported("there is no `CASCADE`")
            .help("drop what depends on it by operations of their own"));
    }
    Ok(())
}
