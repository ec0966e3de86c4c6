//! The migrations of a program: the graph, and for each revision what runs.
//!
//! `embedded` is what generated code holds in a `static`; [`Migrations`] is the
//! handle that programs use; [`Loaded`] is what the rooms above run. Nothing here
//! reaches a database; only `current`, for a generated test, looks at a folder.

mod current;
mod embedded;
mod error;
#[cfg(feature = "adopt")]
mod likeness;
mod loaded;
mod migrations;

pub use current::{StaleBinary, check_current};
pub use embedded::{
    EmbeddedSet, Migration, Original, RustFunction, Script, SqlScript, SqlStatement, SqlStatements,
};
pub use error::SetError;
#[cfg(feature = "adopt")]
pub use likeness::{Likeness, Place};
pub use loaded::Loaded;
pub use migrations::Migrations;
