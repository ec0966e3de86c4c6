//! The schema as the application declares it: structs, builders, plain SQL, in any mixture.
//!
//! Pure. A [`Declared`] is a list of what is to be there, as it was written; only a database can say
//! what that comes to, so `autogen` makes it on a scratch database and reads it back.

mod filter;
mod hints;

pub use filter::{Filter, Undeclared};
pub use hints::{Backfill, ConversionHint, EnumValueHint, Hints, RenameHint};

use crate::ops::Operation;

/// A part of the declared schema.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Made by an operation: a table, an index, a view…
    Operation(Box<Operation>),
    /// Made by plain SQL of one or several statements.
    Sql {
        /// Where it is from, as in `schema.sql`.
        origin: String,
        /// The SQL.
        text: String,
    },
}

/// The schema as declared.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Declared {
    /// What is to be there, in the order in which it was declared.
    pub parts: Vec<Part>,
    /// What the declarations say about the way there.
    pub hints: Hints,
    /// What is compared at all, and what happens to what nobody declared.
    pub filter: Filter,
}
