//! Names in quotes, as far as all databases write them alike.

use crate::dialect::DialectError;

/// Returns a name between quotes, with those in it doubled.
///
/// # Errors
/// [`DialectError::IllegalName`] for an empty name, which some databases would accept, and
/// for a NUL byte, at which some stop reading.
pub(crate) fn enclosed(name: &str, quote: char) -> Result<String, DialectError> {
    let refused = |reason| {
        Err(DialectError::IllegalName {
            name: name.to_owned(),
            reason,
        })
    };
    if name.is_empty() {
        return refused("it is empty");
    }
    if name.contains('\0') {
        return refused("it holds a NUL byte");
    }
    let mut sql = String::with_capacity(name.len() + 2);
    sql.push(quote);
    for char in name.chars() {
        if char == quote {
            sql.push(quote);
        }
        sql.push(char);
    }
    sql.push(quote);
    Ok(sql)
}
