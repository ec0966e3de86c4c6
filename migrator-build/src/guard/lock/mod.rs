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

mod format;
mod update;

use std::io;
use std::path::{Path, PathBuf};

use super::error::GuardError;

pub(crate) use format::{Lock, read};
pub use update::{Accept, LockUpdate, update, update_at};

/// The name of the lock file in the migrations folder.
pub const LOCK_FILE: &str = "migrator.lock";

/// Returns where the lock file of a folder is.
#[must_use]
pub fn path(folder: &Path) -> PathBuf {
    folder.join(LOCK_FILE)
}

/// Reads the text of a lock file, if there is one.
fn text(path: &Path) -> Result<Option<String>, GuardError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(GuardError::LockFile {
            path: path.to_owned(),
            source,
        }),
    }
}

/// Reads the lock file at `path`, which messages call `display`.
pub(crate) fn open(path: &Path, display: &str) -> Result<Option<Lock>, GuardError> {
    Ok(text(path)?.map(|text| read(&text, display)))
}
