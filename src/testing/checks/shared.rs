//! What one process has found, read by the others of the same run.
//!
//! `cargo nextest` runs each test in a process of its own, and tells all of them which run they are of. The
//! first makes the walk while the others wait for its lock, and leaves a file below the folder of the test's
//! executable; they read it. A lock dies with its process: then the next one walks.
//!
//! Invariant: nothing is taken from another run, another build, another server or another version, and nothing that is
//! not whole: the file holds everything that decides, and a checksum of itself. Without a run to be of, nothing is shared.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use migrator_core::base::ChecksumBuilder;
use migrator_core::checks::{Walked, read, write};
use migrator_core::kit::{Program, program};

/// Where nextest says which run a process is of.
const RUN: &str = "NEXTEST_RUN_ID";

/// Stands in front of each file.
const MARK: &str = "what the checks of migrator have found";

/// Files of former runs are removed when they are so old.
const OLD: Duration = Duration::from_secs(24 * 60 * 60);

/// Returns what another process of this run has found, or finds it.
///
/// # Errors
/// Those of `find`, which are never shared.
pub(super) fn once(
    parts: &[String],
    find: impl FnOnce() -> Result<Walked, String>,
) -> Result<Walked, String> {
    let Some(place) = Place::of_run(parts) else {
        return find();
    };
    // Where nothing can be written each process works for itself.
    let Ok(lock) = place.lock() else {
        return find();
    };
    if let Some(walked) = place.load() {
        return Ok(walked);
    }
    let walked = find()?;
    let _ = place.store(&walked);
    drop(lock);
    Ok(walked)
}

/// Where the file of this run is, and everything that decides what is in it.
struct Place {
    folder: PathBuf,
    key: String,
    name: String,
}

impl Place {
    fn of_run(parts: &[String]) -> Option<Self> {
        let run = std::env::var(RUN).ok().filter(|it| !it.is_empty())?;
        let executable = std::env::current_exe().ok()?;
        let Program { file, build } = program();
        let parts = parts.iter().map(String::as_str);
        let all = [MARK, env!("CARGO_PKG_VERSION"), &run, file, build];
        Some(Self::new(
            executable.parent()?,
            all.into_iter().chain(parts),
        ))
    }

    fn new<'p>(beside: &Path, parts: impl Iterator<Item = &'p str>) -> Self {
        let parts: Vec<String> = parts.map(|it| format!("{it:?}")).collect();
        let key = parts.join("\n");
        let name = ChecksumBuilder::new().part(&key).finish().to_string();
        Self {
            folder: beside.join("migrator-checks"),
            name: name.replace(':', "-"),
            key,
        }
    }

    fn path(&self, extension: &str) -> PathBuf {
        self.folder.join(format!("{}.{extension}", self.name))
    }

    /// Waits until nobody else is at work on it.
    fn lock(&self) -> io::Result<File> {
        fs::create_dir_all(&self.folder)?;
        let file = File::options()
            .create(true)
            .append(true)
            .open(self.path("lock"))?;
        file.lock()?;
        Ok(file)
    }

    fn load(&self) -> Option<Walked> {
        let text = fs::read_to_string(self.path("found")).ok()?;
        let (checksum, rest) = text.split_once('\n')?;
        if checksum != self.checksum(rest) {
            return None;
        }
        let found = rest.strip_prefix(&self.key)?.strip_prefix("\n\n")?;
        read(found)
    }

    fn store(&self, walked: &Walked) -> io::Result<()> {
        self.sweep();
        let rest = format!("{}\n\n{}", self.key, write(walked));
        let beside = self.path(&format!("{}.new", std::process::id()));
        fs::write(&beside, format!("{}\n{rest}", self.checksum(&rest)))?;
        fs::rename(&beside, self.path("found"))
    }

    fn checksum(&self, rest: &str) -> String {
        let mut checksum = ChecksumBuilder::new();
        checksum.part(MARK).part(&self.name).part(rest);
        checksum.finish().to_string()
    }

    /// Removes what former runs have left.
    fn sweep(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return;
        };
        for entry in entries.flatten() {
            let modified = entry.metadata().and_then(|it| it.modified());
            let age = modified
                .ok()
                .and_then(|it| SystemTime::now().duration_since(it).ok());
            if age.is_some_and(|age| age > OLD) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(folder: &Path, part: &str) -> Place {
        Place::new(folder, ["run", part].into_iter())
    }

    #[test]
    fn only_what_is_whole_and_of_the_same_is_believed() {
        let folder = tempfile::tempdir().unwrap();
        let (place, other) = (place(folder.path(), "a"), place(folder.path(), "b"));
        drop(place.lock().unwrap());
        let walked = Walked::default();
        place.store(&walked).unwrap();
        assert_eq!(place.load(), Some(walked));
        assert_eq!(other.load(), None);
        // A file under a foreign name.
        fs::copy(place.path("found"), other.path("found")).unwrap();
        assert_eq!(other.load(), None);
        // A torn file, wherever it is torn.
        let text = fs::read_to_string(place.path("found")).unwrap();
        for end in 0..text.len() {
            fs::write(place.path("found"), &text[..end]).unwrap();
            assert_eq!(place.load(), None, "{end}");
        }
        // A file that somebody has edited.
        fs::write(place.path("found"), text.replace("passed", "pazzed")).unwrap();
        assert_eq!(place.load(), None);
    }
}
