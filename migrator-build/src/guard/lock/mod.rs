//! The lock file: what was released, as text beside the migrations.
//!
//! ```text
//! # The released revisions and what they did then. `cargo migrator check-graph --update-lock` adds new ones.
//! version 1
//! 1975ea83b712 - 1:5f0c…
//! ae1027a6acf0 1975ea83b712 1:8a41… labels=billing transaction=none
//! ```
//!
//! One revision per line: its id, its parents (`-` if it has none), the checksum of its
//! meaning, and what else its header says. The lines are sorted by id, and read in
//! any order and repeated, so that two branches merge by keeping both sides' lines:
//! `migrations/migrator.lock merge=union` in `.gitattributes` has git do that.

mod file;
mod format;
mod update;

pub(crate) use file::open;
pub use file::{LOCK_FILE, path};
pub use update::{Accept, LockUpdate, update, update_at};
