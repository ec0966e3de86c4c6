//! Puts changes into operations, in an order that runs.
//!
//! ```text
//!  clear     triggers, views, indexes, foreign keys and tables that go, or are in the way for a while
//!  rename    types, sequences, tables, views, indexes
//!  types     schemas, extensions, enumerations, domains
//!  create    functions, sequences and tables, what is needed first
//!  tables    the parts of each table that stays, in one operation where that can be
//!  finish    indexes, foreign keys that had to wait, views, triggers
//!  leave     functions, sequences, types, extensions and schemas that go
//! ```
//!
//! Until `rename` things are called as they were, after it as they are now; columns are renamed with
//! the other parts of their table.
//!
//! | file | what it knows |
//! |---|---|
//! | `work` | the changes by table, and the steps so far |
//! | `disturbed` | what cannot stay as it is while something else changes |
//! | `column` | what an altered column says |
//! | `parts` | the parts of one table in their order |
//! | `caution` | what may stop an operation |
//! | `order` | what comes first of things that need each other |

mod caution;
mod clear;
mod column;
mod create;
mod disturbed;
mod finish;
mod order;
mod parts;
mod rename;
mod types;
mod work;

use self::work::Work;
use super::{Change, DiffError};
use crate::catalog::{Catalog, Introspection};
use crate::ops::Operation;

/// One operation and what there is to say about it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Step {
    /// The operation.
    pub operation: Operation,
    /// The positions of the changes it is for, in the list that was arranged.
    pub changes: Vec<usize>,
    /// What is lost by it, as in `the rows of users` or `the values of users.nick`.
    pub loses: Option<String>,
    /// What may stop it, as in `fails if a row has no name`.
    pub caution: Option<String>,
}

/// Operations in an order that runs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Arrangement {
    /// The operations.
    pub steps: Vec<Step>,
}

/// Makes operations of changes, in an order that runs.
///
/// The way back is made of the [reversed](Change::reversed) changes, with the catalogs swapped. What stands
/// in either catalog and no change is about is taken for there all the time.
///
/// # Errors
/// [`DiffError::Impossible`] for a change that no operation can make.
pub fn arrange(
    changes: &[Change],
    found: &Catalog,
    wanted: &Catalog,
    introspection: &dyn Introspection,
) -> Result<Arrangement, DiffError> {
    let mut work = Work::new(changes, found, wanted, introspection);
    work.disturb();
    work.clear();
    work.places();
    work.rename()?;
    work.types();
    work.create();
    work.tables();
    work.finish();
    work.leave();
    Ok(Arrangement { steps: work.steps })
}
