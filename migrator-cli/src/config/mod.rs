//! The settings of a call: which there are, and where each comes from.
//!
//! ```text
//!  find ──► file ──┐                     weakest first: defaults, the program's `Cli::options`,
//!  environment ────┼──► Config           the file, its `[databases.NAME]`, the environment, flags
//!  flags ──────────┘
//! ```
//!
//! [`Config`] is decided once in a call, and pure from then on. What the settings mean to a run is in
//! `options.rs`; the database's URL is `database::whereabouts`.

pub(crate) mod file;
mod find;
pub(crate) mod hook;
pub(crate) mod key;
mod options;
pub(crate) mod origin;
pub(crate) mod sources;
pub(crate) mod value;

use std::path::{Path, PathBuf};

use migrator_core::script::Layout;

pub(crate) use hook::Hook;
pub(crate) use key::Key;
pub(crate) use origin::{Origin, Setting};
pub(crate) use sources::Sources;
pub(crate) use value::Value;

use file::Layer;

/// The settings of a call that mean one database.
#[derive(Debug)]
pub(crate) struct Config {
    /// The name behind `-n`.
    pub(crate) name: Option<String>,
    settings: Layer,
    /// The folder of the package, or where there is none, of the file, or the current one.
    pub(crate) root: PathBuf,
    /// The folder where the call is made.
    pub(crate) current: PathBuf,
    /// The file that was read.
    pub(crate) path: Option<PathBuf>,
}

#[allow(dead_code, reason = "each is asked for by some verb of some door")]
impl Config {
    /// Returns a setting and where it comes from.
    pub(crate) fn setting(&self, key: Key) -> Option<&Setting> {
        self.settings.get(&key)
    }

    fn value(&self, key: Key) -> Option<&Value> {
        self.setting(key).map(|setting| &setting.value)
    }

    /// Returns a setting that is a text.
    pub(crate) fn text(&self, key: Key) -> Option<&str> {
        match self.value(key)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns a setting that is a path, absolute.
    pub(crate) fn path(&self, key: Key) -> Option<&Path> {
        match self.value(key)? {
            Value::Path(path) => Some(path),
            _ => None,
        }
    }

    /// Returns a setting that is a list, or a command with its arguments; empty if it is not set.
    pub(crate) fn words(&self, key: Key) -> &[String] {
        match self.value(key) {
            Some(Value::Words(words)) => words,
            _ => &[],
        }
    }

    /// Returns a setting that is a number.
    pub(crate) fn count(&self, key: Key) -> Option<usize> {
        match self.value(key)? {
            Value::Count(count) => Some(*count),
            _ => None,
        }
    }

    /// Returns a setting that is yes or no; no if it is not set.
    pub(crate) fn flag(&self, key: Key) -> bool {
        matches!(self.value(key), Some(Value::Flag(true)))
    }

    /// Returns the programs to run on new files, in their order.
    pub(crate) fn hooks(&self) -> &[Hook] {
        match self.value(Key::PostWriteHooks) {
            Some(Value::Hooks(hooks)) => hooks,
            _ => &[],
        }
    }

    /// Returns the folder of the migrations.
    pub(crate) fn folder(&self) -> &Path {
        self.path(Key::Folder).unwrap_or(&self.root)
    }

    /// Returns the folders of the libraries whose sets are combined with the own one.
    pub(crate) fn combine(&self) -> &[PathBuf] {
        match self.value(Key::Combine) {
            Some(Value::Paths(paths)) => paths,
            _ => &[],
        }
    }

    /// Returns whose rules the files of the folder follow.
    pub(crate) fn layout(&self) -> Layout {
        match self.value(Key::Layout) {
            Some(Value::Layout(layout)) => *layout,
            _ => Layout::default(),
        }
    }

    /// Returns the name of the application's binary.
    pub(crate) fn bin(&self) -> &str {
        self.text(Key::Bin).unwrap_or(sources::BIN)
    }
}

#[cfg(test)]
mod tests;
