//! What changed between two catalogs, and the operations from one to the other in an order that runs.
//!
//! ```text
//!  found, wanted ── compare ─► Outcome { changes, questions } ── arrange ─► Arrangement { operations }
//!                     ▲ hints                  │ reversed, with the catalogs swapped
//!                     └── answers ◄── a person ◄┘           └─► the downgrade
//! ```
//!
//! Pure. Invariants: the same catalogs and hints give the same changes in the same order; nothing that
//! holds rows is dropped where it could have been renamed, unless a hint says so: that is a question.

mod arrange;
mod became;
mod change;
mod compare;
mod cut;
mod difference;
mod display;
mod edited;
mod error;
mod filler;
mod question;
mod renaming;
mod sql;
mod table;
#[cfg(test)]
mod tests;
mod whole;
mod words;

pub use arrange::{Arrangement, Step, arrange};
pub use change::Change;
pub use compare::{Outcome, Rules, compare};
pub use difference::Difference;
pub(crate) use edited::{open, settle};
pub use error::DiffError;
pub use question::Question;
#[cfg(feature = "testing")]
pub(crate) use whole::columns;
pub(crate) use whole::{compare_all, differences, reordered};
