//! Canonical values as a person would write them.
//!
//! A catalog says everything about constraints at the table, with the database's names, and defaults as
//! expressions. A person says what concerns a column at the column, leaves out what holds anyway, and
//! writes `false` for `false`. The meaning is the same: a database to which the idiomatic operation is applied
//! has the catalog that the canonical one makes.
//!
//! | file | what becomes shorter |
//! |---|---|
//! | `table` | keys, constraints and what is implied |
//! | `alter` | constraints of a column that is added; which call it is |
//! | `drop` | what is dropped by its name |
//! | `column` | literals, types |
//! | `name`, `concern` | when a name is left out, when a column is enough |

mod alter;
mod column;
mod concern;
mod drop;
mod name;
mod style;
mod table;

pub use style::Style;

use crate::ops::{CreateTable, Operation};

/// Returns an operation as a person would write it.
///
/// What it does is the same, in the same database. What is written down, and so what is to be proved, is
/// what this returns.
#[must_use]
pub fn idiomatic(operation: &Operation, style: &Style<'_>) -> Operation {
    match operation {
        Operation::CreateTable(create) => Operation::CreateTable(CreateTable {
            table: table::table(&create.table, style),
        }),
        Operation::AlterTable(it) => Operation::AlterTable(alter::alter(it, style)),
        _ => drop::by_name(operation, style),
    }
}
