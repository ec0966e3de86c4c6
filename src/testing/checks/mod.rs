//! What the tests that `checks!` makes do: look up what a walk has found, and fail by it.
//!
//! | file | |
//! |---|---|
//! | `folder` | the folder that was read when the tests were compiled, the set of the program, what is waived |
//! | `suite` | one database, and the walk on it |
//! | `shared` | the walk of one process, read by the others |
//! | `tests` | the tests themselves |
//! | `report` | what is said when one fails, and what is told when none does |

mod folder;
mod report;
mod shared;
mod suite;
mod tests;

pub use folder::{Folder, Waiver};
pub use migrator_core::base::Checksum;
pub use migrator_core::script::RevisionCheck;
#[cfg(feature = "postgres")]
pub use suite::postgres;
#[cfg(feature = "sqlite")]
pub use suite::sqlite;
pub use suite::{Ground, Suite, workshop};
pub use tests::{
    models, none_is_gone, released, revision, single_head, up_from_empty, waivers_are_needed,
};

/// Returns the application's own set.
///
/// # Errors
/// If there is none, or more than one.
pub fn application() -> Result<&'static crate::Migrations, crate::SetError> {
    crate::registry::application()
}
