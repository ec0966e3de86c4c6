//! What runs in `build.rs`: the checks, as Cargo directives.
//!
//! Invariants: a directive never names a path that does not exist, because that
//! makes Cargo run the script for ever; nothing is written unless it changes.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use migrator_core::script::{HINT_FILE, Layout};

use crate::Problem;
use crate::cache;
use crate::check::{self, Hint, Options, Outcome};

/// Checks the migrations folder in a build script, relative to `Cargo.toml`.
///
/// Prints every problem as an error of the build, and tells Cargo to run the
/// script again when a file of the folder is added, changed or deleted.
///
/// `cargo fmt` does not see modules that a macro declares. To have it format the
/// migrations, put an empty `mod.rs` into the folder and write once, beside the
/// macro's call:
///
/// ```ignore
/// #[cfg(any())]
/// #[path = "../migrations/mod.rs"]
/// mod migrations;
/// ```
///
/// The file is never compiled, and from then on kept listing the Rust migrations.
/// A `mod.rs` that is not empty and was not written by this function is left alone.
///
/// The macro's arguments have their counterparts in [`Compiler`].
pub fn compile(folder: impl AsRef<Path>) {
    Compiler::new(folder).run();
}

/// Checks a migrations folder in a build script, with the options of the macro.
///
/// ```no_run
/// migrator_build::Compiler::new("db/migrations").allow_heads().run();
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is checked before `run`"]
pub struct Compiler {
    folder: PathBuf,
    options: Options,
}

impl Compiler {
    /// Starts with a folder, relative to the package's `Cargo.toml`.
    pub fn new(folder: impl AsRef<Path>) -> Self {
        Self {
            folder: folder.as_ref().to_owned(),
            options: Options::default(),
        }
    }

    /// Accepts several heads with the same labels: `embed_migrations!(…, allow_heads)`.
    pub fn allow_heads(mut self) -> Self {
        self.options.allow_heads = true;
        self
    }

    /// Accepts parents and dependencies of other sets:
    /// `embed_migrations!(combine = […])`. The folder may be missing.
    pub fn combined(mut self) -> Self {
        self.options.combined = true;
        self
    }

    /// Reads the folder as another tool's: `embed_migrations!(…, layout = diesel)`.
    pub fn layout(mut self, layout: Layout) -> Self {
        self.options.layout = layout;
        self
    }

    /// Checks the folder of a library: `embed_migrations!(…, library)`.
    ///
    /// The rules are the same, so this changes nothing today.
    pub fn library(self) -> Self {
        self
    }

    /// Checks the folder and prints what Cargo shall know.
    pub fn run(self) {
        let outcome = check::run(&self.folder, &self.options);
        cache::save(&outcome.known);
        let warning = outcome
            .hint
            .as_ref()
            .and_then(|hint| self.update_hint(hint));
        let directives = directives(&self.folder, &outcome, warning);
        // A closed pipe means that Cargo is gone; nobody is left to be told.
        let _ = io::stdout().lock().write_all(directives.as_bytes());
    }

    /// Writes the hint file if it is stale; returns why that failed.
    fn update_hint(&self, hint: &Hint) -> Option<String> {
        if hint.found == hint.wanted {
            return None;
        }
        let path = self.options.root.join(&self.folder).join(HINT_FILE);
        let error = write_quietly(&path, &hint.wanted).err()?;
        Some(format!(
            "{} lists other files and cannot be written: {error}",
            path.display()
        ))
    }
}

/// Rewrites a file in place and keeps its time: a file that is newer than the
/// script's run would make Cargo run the script once more.
fn write_quietly(path: &Path, text: &str) -> io::Result<()> {
    let modified = std::fs::metadata(path).and_then(|metadata| metadata.modified());
    std::fs::write(path, text)?;
    match modified {
        Ok(time) => File::options().write(true).open(path)?.set_modified(time),
        Err(_) => Ok(()),
    }
}

fn directives(folder: &Path, outcome: &Outcome, warning: Option<String>) -> String {
    let mut lines = Vec::new();
    let watched = std::iter::once(folder).chain(outcome.includes.iter().map(PathBuf::as_path));
    for path in watched.filter(|path| path.exists()) {
        lines.push(format!("cargo::rerun-if-changed={}", path.display()));
    }
    // Without any such line Cargo watches the whole package, which is right for a
    // folder that is not there: one that is made later must be noticed.
    lines.extend(warning.map(|warning| format!("cargo::warning={warning}")));
    if let Err(problems) = &outcome.result {
        lines.extend(problems.iter().flat_map(error_lines));
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

/// A directive ends with its line, so the help gets one of its own.
fn error_lines(problem: &Problem) -> Vec<String> {
    problem
        .to_string()
        .lines()
        .map(|line| format!("cargo::error={line}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Compiler, check};

    /// Runs on a folder with a `mod.rs` and returns what the file holds then.
    fn hint_after(text: &str) -> String {
        let root = tempfile::tempdir().expect("a folder");
        let folder = root.path().join("m");
        fs::create_dir(&folder).expect("a folder");
        let sql = "-- revision: a\n-- down_revision:\n-- migrate:up\n";
        fs::write(folder.join("a.sql"), sql).expect("written");
        fs::write(folder.join("mod.rs"), text).expect("written");
        let mut compiler = Compiler::new("m");
        compiler.options.root = root.path().to_owned();
        let outcome = check::run(&compiler.folder, &compiler.options);
        let hint = outcome.hint.as_ref();
        assert_eq!(hint.and_then(|hint| compiler.update_hint(hint)), None);
        fs::read_to_string(folder.join("mod.rs")).expect("text")
    }

    #[test]
    fn only_our_own_mod_rs_is_written() {
        let written = hint_after("");
        assert!(written.starts_with("// Written by migrator"), "{written}");
        assert_eq!(hint_after(&format!("{written}\nmod gone;\n")), written);
        let module = "//! Helpers.\npub fn helper() {}\n";
        assert_eq!(hint_after(module), module);
    }
}
