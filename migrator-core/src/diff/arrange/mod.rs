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
//! | `work`, `steps` | the changes by table, and the steps so far |
//! | `disturbed`, `touched` | what cannot stay as it is while something else changes |
//! | `dependents`, `staying` | views and triggers, constraints and indexes that cannot for that |
//! | `early`, `revalued` | the parts of tables that cannot wait for their table's turn |
//! | `moving` | names that must be free before something else gets them |
//! | `column` | what an altered column says |
//! | `parts` | the parts of one table in their order: `going`, `coming`, `filled` |
//! | `functions`, `views` | when those go and come |
//! | `deferred` | what is looked at only at the end of the transaction |
//! | `beyond` | what comes and goes by plain SQL |
//! | `caution` | what may stop an operation |
//! | `order` | what comes first of things that need each other |

mod beyond;
mod caution;
mod clear;
mod column;
mod coming;
mod create;
mod deferred;
mod dependents;
mod disturbed;
mod early;
mod filled;
mod finish;
mod functions;
mod going;
mod moving;
mod order;
mod parts;
mod rename;
mod revalued;
mod staying;
mod step;
mod steps;
mod touched;
mod types;
mod views;
mod work;

pub use self::step::{Arrangement, Step};
use self::work::Work;
use super::{Change, DiffError};
use crate::catalog::{Catalog, Introspection};

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
