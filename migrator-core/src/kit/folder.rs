//! Folders that are gone with their test.
//!
//! Beside a folder lies a file on which its process holds a lock. A lock dies with its process, so that whoever
//! gets it knows that the folder is left over. The file gets its name when it is locked:
//!
//! ```text
//!  migrator-fixture-<random>-<n>.lock.new   made and locked, then renamed
//!  migrator-fixture-<random>-<n>.lock       locked as long as the test lives
//!  migrator-fixture-<random>-<n>/           the folder
//! ```
//!
//! Invariant: a folder that is there has a file beside it, and no folder of a living process is removed.

use std::collections::hash_map::RandomState;
use std::fs::{self, File};
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Once, OnceLock};
use std::time::Duration;

use crate::kit::KitError;

/// What all names begin with.
const PREFIX: &str = "migrator-fixture-";

/// So old is a file whose process was killed before it was locked.
const NEVER_LOCKED: Duration = Duration::from_secs(3600);

/// A folder for temporary files, which is removed with this value.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    lock_path: PathBuf,
    /// Holds the lock.
    _lock: File,
}

impl Folder {
    /// Makes one in the system's folder for temporary files; before the first, what killed processes have left
    /// there is removed.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn new() -> Result<Self, KitError> {
        static SWEPT: Once = Once::new();
        let place = std::env::temp_dir();
        SWEPT.call_once(|| sweep(&place));
        Self::inside(&place)
    }

    fn inside(place: &Path) -> Result<Self, KitError> {
        let name = name();
        let lock_path = place.join(format!("{name}.lock"));
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source: io::Error| KitError::File { path, source }
        };
        let lock = locked(&lock_path).map_err(failed(&lock_path))?;
        let folder = Self {
            path: place.join(name),
            lock_path,
            _lock: lock,
        };
        fs::create_dir(&folder.path).map_err(failed(&folder.path))?;
        Ok(folder)
    }

    /// Returns where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        remove(&self.path, &self.lock_path);
    }
}

/// A name that nobody else takes.
fn name() -> String {
    static PROCESS: OnceLock<u64> = OnceLock::new();
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let process = PROCESS.get_or_init(|| RandomState::new().build_hasher().finish());
    let n = COUNTER.fetch_add(1, Ordering::Relaxed);
    format!("{PREFIX}{process:016x}-{n}")
}

/// Makes a file that is locked from the moment it has this name.
fn locked(path: &Path) -> io::Result<File> {
    let unnamed = path.with_extension("lock.new");
    let file = File::create_new(&unnamed)?;
    let named = file.lock().and_then(|()| fs::rename(&unnamed, path));
    if named.is_err() {
        let _ = fs::remove_file(&unnamed);
    }
    named.map(|()| file)
}

/// The folder first: as long as it is there, so is the file.
fn remove(folder: &Path, lock: &Path) {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {}
        _ => {
            let _ = fs::remove_file(lock);
        }
    }
}

/// Removes what killed processes have left. Nobody has to be able to do that: it may be another user's.
fn sweep(place: &Path) {
    let Ok(entries) = fs::read_dir(place) else {
        return;
    };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !name.starts_with(PREFIX) {
            continue;
        }
        if name.ends_with(".lock") && is_left(&path) {
            remove(&path.with_extension(""), &path);
        }
        if name.ends_with(".lock.new") && is_old(&path) {
            let _ = fs::remove_file(&path);
        }
    }
}

/// Tells whether nobody holds the lock.
fn is_left(path: &Path) -> bool {
    File::open(path).is_ok_and(|file| file.try_lock().is_ok())
}

fn is_old(path: &Path) -> bool {
    let written = path.metadata().and_then(|it| it.modified());
    written.is_ok_and(|it| it.elapsed().is_ok_and(|age| age > NEVER_LOCKED))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(place: &Path) -> Vec<String> {
        let entries = fs::read_dir(place).unwrap();
        let mut names: Vec<String> = entries
            .map(|it| it.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_folder_leaves_nothing() {
        let place = Folder::new().unwrap();
        let folder = Folder::inside(place.path()).unwrap();
        fs::write(folder.path().join("a"), "text").unwrap();
        assert_eq!(names(place.path()).len(), 2);
        drop(folder);
        assert_eq!(names(place.path()), [""; 0]);
    }

    #[test]
    fn what_nobody_holds_is_swept_and_nothing_else() {
        let place = Folder::new().unwrap();
        let living = Folder::inside(place.path()).unwrap();
        let dead = place.path().join(format!("{PREFIX}0-0"));
        fs::create_dir(&dead).unwrap();
        fs::write(dead.join("a"), "text").unwrap();
        for name in ["0-0.lock", "0-1.lock", "0-2.lock.new"] {
            fs::write(place.path().join(format!("{PREFIX}{name}")), "").unwrap();
        }
        fs::write(place.path().join("0-0.lock"), "").unwrap();
        sweep(place.path());
        let name = living.path().file_name().unwrap().to_str().unwrap();
        let mut expected = vec![
            "0-0.lock".to_owned(),
            format!("{PREFIX}0-2.lock.new"),
            name.to_owned(),
            format!("{name}.lock"),
        ];
        expected.sort();
        assert_eq!(names(place.path()), expected);
    }
}
