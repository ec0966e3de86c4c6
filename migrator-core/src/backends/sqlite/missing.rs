//! Objects that SQLite does not have, and what becomes of the operations on them.

use crate::base::Dialect;
use crate::dialect::{Refusal, is_absent};
use crate::ops::{EnumOperation, Function, FunctionOperation};

const ELSEWHERE: &str =
    "ask for it on other databases only, with `if op.dialect() != Dialect::Sqlite`";

/// Refuses what is done to an object of a kind, named in the plural.
pub(super) fn refusal(objects: &str) -> Refusal {
    Refusal::unsupported(format!("there are no {objects}")).help(ELSEWHERE)
}

/// Passes over the type of an enumeration, which is a check of each column of it; so its values
/// cannot be changed in one place.
///
/// # Errors
/// [`Refusal::Unsupported`] for other values.
pub(super) fn enumeration(operation: &EnumOperation) -> Result<(), Refusal> {
    match operation {
        EnumOperation::Create(_) | EnumOperation::Rename(_) | EnumOperation::Drop(_) => Ok(()),
        EnumOperation::AddValue { .. }
        | EnumOperation::RenameValue { .. }
        | EnumOperation::Replace(_) => Err(Refusal::unsupported(
            "the values of an enumeration are a check of each column that has it",
        )
        .help("change the type of each column with `op.alter_column`")),
    }
}

/// Passes over a function that is said not to exist here.
///
/// # Errors
/// [`Refusal::Unsupported`] for all others.
pub(super) fn function(operation: &FunctionOperation) -> Result<(), Refusal> {
    let absent = |function: &Function| is_absent(Dialect::Sqlite, function.sql());
    let is_absent = match operation {
        FunctionOperation::Create(function) => absent(function),
        FunctionOperation::Replace(replace) => absent(&replace.object),
        FunctionOperation::Drop(drop) => absent(&drop.object),
    };
    if is_absent {
        return Ok(());
    }
    Err(Refusal::unsupported("there are no functions in a file")
        .help("give an empty text for SQLite, with `Sql::sqlite(\"\").postgres(…)`"))
}
