//! Whether a program holds the migrations that lie in its folder.
//!
//! For the test that the macro generates: without `build.rs` a new file alone does
//! not make Cargo compile again.

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::path::Path;

use thiserror::Error;

use crate::script::{FileRole, HINT_FILE, hint_file, is_hint};
use crate::set::EmbeddedSet;

/// Why a program does not match its migrations folder.
#[derive(Error)]
#[non_exhaustive]
pub enum StaleBinary {
    /// Files came or went since the program was compiled.
    #[error(
        "the migrations in `{folder}` are not those compiled in{}",
        changes(added, removed)
    )]
    Files {
        /// The folder, relative to `Cargo.toml`.
        folder: String,
        /// Files that are not compiled in.
        added: Vec<String>,
        /// Files that are compiled in and gone.
        removed: Vec<String>,
    },
    /// The file that leads `cargo fmt` to the migrations lists others.
    #[error("`{folder}/mod.rs` does not list the migrations that are there")]
    Hint {
        /// The folder, relative to `Cargo.toml`.
        folder: String,
    },
    /// The folder is there and cannot be read.
    #[error("the migrations in `{folder}` cannot be read")]
    Unreadable {
        /// The folder, relative to `Cargo.toml`.
        folder: String,
        /// Why not.
        #[source]
        source: io::Error,
    },
}

impl StaleBinary {
    /// Returns what to do about it, in one sentence.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let (Self::Files { folder, .. } | Self::Hint { folder }) = self else {
            return None;
        };
        Some(format!(
            "add a `build.rs` with `fn main() {{ migrator_build::compile(\"{folder}\"); }}`, and \
             `migrator-build` to `[build-dependencies]`"
        ))
    }
}

/// A failing test prints `Debug`, so it reads like the message.
impl fmt::Debug for StaleBinary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        if let Self::Unreadable { source, .. } = self {
            write!(f, "\n  caused by: {source}")?;
        }
        self.help()
            .map_or(Ok(()), |help| write!(f, "\n  help: {help}"))
    }
}

fn changes(added: &[String], removed: &[String]) -> String {
    let list = |what: &str, names: &[String]| match names {
        [] => String::new(),
        names => format!("; {what}: {}", names.join(", ")),
    };
    list("not compiled in", added) + &list("compiled in, but gone", removed)
}

/// Compares the files compiled in with those in the folder.
///
/// A folder that is not there is no mistake: the program may be tested away from
/// its sources.
///
/// # Errors
/// Every variant of [`StaleBinary`], for its reason.
pub fn check_current(set: &EmbeddedSet, manifest_dir: &str) -> Result<(), StaleBinary> {
    let path = Path::new(manifest_dir).join(set.folder);
    if set.folder.is_empty() || !path.is_dir() {
        return Ok(());
    }
    let folder = || set.folder.to_owned();
    let unreadable = |source| StaleBinary::Unreadable {
        folder: folder(),
        source,
    };
    let found = file_names(&path, set.layout.depth()).map_err(unreadable)?;
    let below = format!("{}/", set.folder);
    let name = |file: &'static str| file.strip_prefix(&below).unwrap_or(file);
    let compiled = set.migrations.iter().map(|migration| name(migration.file));
    let compiled: BTreeSet<String> = compiled
        .chain(set.further.iter().copied())
        .map(str::to_owned)
        .collect();
    if found != compiled {
        let only = |a: &BTreeSet<String>, b| a.difference(b).cloned().collect();
        let (added, removed) = (only(&found, &compiled), only(&compiled, &found));
        return Err(StaleBinary::Files {
            folder: folder(),
            added,
            removed,
        });
    }
    match std::fs::read_to_string(path.join(HINT_FILE)) {
        Ok(text)
            if is_hint(&text)
                && text.replace("\r\n", "\n") != hint_file(found.iter().map(String::as_str)) =>
        {
            Err(StaleBinary::Hint { folder: folder() })
        }
        _ => Ok(()),
    }
}

/// The migrations below a folder, by their paths there with forward slashes.
fn file_names(folder: &Path, depth: usize) -> io::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let mut open = vec![(folder.to_owned(), String::new(), 0)];
    while let Some((folder, below, level)) = open.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_folder = entry.path().is_dir();
            if is_folder && level < depth && !name.starts_with('.') {
                open.push((entry.path(), format!("{below}{name}/"), level + 1));
            } else if !is_folder && FileRole::of(&name).is_migration() {
                names.insert(format!("{below}{name}"));
            }
        }
    }
    Ok(names)
}
