//! The lock file on the disk.

use std::io;
use std::path::{Path, PathBuf};

use super::format::{Lock, read};
use crate::guard::error::GuardError;

/// The name of the lock file in the migrations folder.
pub const LOCK_FILE: &str = "migrator.lock";

/// Returns where the lock file of a folder is.
#[must_use]
pub fn path(folder: &Path) -> PathBuf {
    folder.join(LOCK_FILE)
}

/// Reads the text of a lock file, if there is one.
pub(super) fn text(path: &Path) -> Result<Option<String>, GuardError> {
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
