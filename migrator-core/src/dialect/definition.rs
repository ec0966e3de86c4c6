//! Objects that are defined by SQL as a whole: views, functions, triggers.

use crate::base::Dialect;
use crate::dialect::{DialectError, Refusal};
use crate::ops::Sql;

/// Returns the SQL that defines an object on a database; `None` if the text is empty,
/// which says that there is no such object there.
///
/// # Errors
/// [`DialectError::MissingSql`], and [`Refusal::Invalid`] for parameters, which a definition cannot
/// have, and if only the name of the object is given.
pub(crate) fn definition(dialect: Dialect, sql: Option<&Sql>) -> Result<Option<&str>, Refusal> {
    let sql = sql.ok_or_else(|| {
        Refusal::invalid("only the name is given").help("give the definition, too")
    })?;
    if !sql.params().is_empty() {
        return Err(Refusal::invalid("a definition has no parameters")
            .help("write the values into the SQL"));
    }
    let text = sql
        .text(dialect)
        .ok_or(DialectError::MissingSql { dialect })?;
    Ok(Some(text).filter(|text| !text.trim().is_empty()))
}

/// Tells whether an object is said not to exist on a database.
pub(crate) fn is_absent(dialect: Dialect, sql: Option<&Sql>) -> bool {
    let text = sql.and_then(|sql| sql.text(dialect));
    text.is_some_and(|text| text.trim().is_empty())
}
