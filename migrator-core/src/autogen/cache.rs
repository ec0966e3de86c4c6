//! What databases answered about themselves, kept in files, so that nothing has to be made again; and that
//! nothing came of a comparison, as an answer without rows.
//!
//! A file is called after the checksum of everything that its answers depend on, so it is never outdated; what
//! cannot be read, is damaged or is somebody else's is as good as missing. A cache that does not work costs
//! time and nothing else, so none of its failures is one of the comparison's.
//!
//! Invariant: a file is there as a whole or not at all.

mod text;

use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::{BuildHasher, DefaultHasher, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::base::{Checksum, ChecksumBuilder};
use crate::session::Rows;

/// Counts up when the files are written otherwise.
const FORMAT: &str = "2";

/// So many files are kept, those that were used last.
const MOST_FILES: usize = 24;

/// A file under way that is so old was left by a process that was killed.
const LEFTOVER: Duration = Duration::from_secs(600);

/// Everything that answers depend on.
pub(super) struct Key(ChecksumBuilder);

impl Key {
    /// Begins with what every answer depends on.
    pub(super) fn new(side: &str) -> Self {
        let mut builder = ChecksumBuilder::new();
        builder
            .part("migrator cache")
            .part(FORMAT)
            .part(env!("CARGO_PKG_VERSION"))
            .part(side);
        Self(builder)
    }

    /// Adds something.
    pub(super) fn part(&mut self, part: impl AsRef<[u8]>) -> &mut Self {
        self.0.part(part);
        self
    }

    /// Adds rows.
    pub(super) fn rows(&mut self, rows: &Rows) -> &mut Self {
        self.part(text::written(std::slice::from_ref(rows)))
    }

    fn finish(&self) -> String {
        hex(&self.0.finish())
    }
}

/// The digits of a checksum, without its scheme.
fn hex(checksum: &Checksum) -> String {
    let text = checksum.to_string();
    text.split_once(':')
        .map_or(&*text, |(_, digits)| digits)
        .to_owned()
}

/// A folder of answers, or none.
pub(super) struct Cache {
    folder: Option<PathBuf>,
}

impl Cache {
    pub(super) fn new(folder: Option<PathBuf>) -> Self {
        Self { folder }
    }

    /// Returns the answers that were kept, if they are whole.
    pub(super) fn load(&self, key: &Key) -> Option<Vec<Rows>> {
        let path = self.path(key)?;
        let kept = fs::read_to_string(&path).ok()?;
        let (digest, answers) = kept.split_once('\n')?;
        if digest != digest_of(answers) {
            return None;
        }
        let answers = text::read(answers)?;
        // So that it is not the first to go.
        if let Ok(file) = fs::File::options().append(true).open(&path) {
            let _ = file.set_modified(SystemTime::now());
        }
        Some(answers)
    }

    /// Tells whether answers were kept; nobody has looked at them.
    pub(super) fn has(&self, key: &Key) -> bool {
        self.path(key).is_some_and(|path| path.is_file())
    }

    /// Keeps answers, if that is possible.
    pub(super) fn store(&self, key: &Key, answers: &[Rows]) {
        let (Some(folder), Some(path)) = (&self.folder, self.path(key)) else {
            return;
        };
        let answers = text::written(answers);
        let text = format!("{}\n{answers}", digest_of(&answers));
        if fs::create_dir_all(folder).is_ok() && write(folder, &path, &text).is_ok() {
            tidy(folder);
        }
    }

    fn path(&self, key: &Key) -> Option<PathBuf> {
        let name = format!("{}{SUFFIX}", key.finish());
        Some(self.folder.as_ref()?.join(name))
    }
}

const SUFFIX: &str = ".answers";
const UNDER_WAY: &str = ".answers-under-way";

/// Tells what is damaged from what is whole, and is quick: it is no seal. Where the library of another compiler
/// counts otherwise, the answers are as good as missing.
fn digest_of(text: &str) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    format!("{:016x}", hasher.finish())
}

/// Writes beside and renames.
fn write(folder: &Path, path: &Path, text: &str) -> std::io::Result<()> {
    let random = RandomState::new().build_hasher().finish();
    let beside = folder.join(format!("{random:016x}{UNDER_WAY}"));
    let written = fs::File::create_new(&beside)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Removes what was not used for long, and what killed processes have left.
fn tidy(folder: &Path) {
    let mut files = ours(folder, SUFFIX);
    files.sort_by_key(|(_, modified)| std::cmp::Reverse(*modified));
    let surplus = files.into_iter().skip(MOST_FILES);
    let is_left =
        |(_, modified): &(PathBuf, SystemTime)| modified.elapsed().is_ok_and(|age| age > LEFTOVER);
    let left = ours(folder, UNDER_WAY).into_iter().filter(is_left);
    for (path, _) in surplus.chain(left) {
        let _ = fs::remove_file(path);
    }
}

/// Lists the files of ours in a folder, and when they were used.
fn ours(folder: &Path, suffix: &str) -> Vec<(PathBuf, SystemTime)> {
    let is_ours = |name: &str| {
        let digits = name.strip_suffix(suffix);
        digits.is_some_and(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let entries = entries.filter(|entry| entry.file_name().to_str().is_some_and(is_ours));
    entries
        .filter_map(|entry| {
            let modified = entry.metadata().ok()?.modified().ok()?;
            Some((entry.path(), modified))
        })
        .collect()
}

#[cfg(test)]
mod tests;
