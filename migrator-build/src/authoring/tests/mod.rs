//! Authoring as a whole: folders on disk, decided about and changed.

mod changes;
mod folder;
mod merge;
mod properties;
mod rebase;
mod rename;
mod revision;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{AuthoringError, Changes, Folder, Moment};
use crate::{Options, check};

const MOMENT: Moment = Moment {
    year: 2026,
    month: 11,
    day: 21,
    hour: 22,
    minute: 50,
    second: 7,
    epoch: 1_795_301_407,
};

/// A package with a folder of migrations.
struct Package {
    root: TempDir,
}

impl Package {
    fn empty() -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("migrations")).unwrap();
        Self { root }
    }

    /// Writes revisions such as `b1 <- a1`, `c1 <- a1, b1 @label`, `d1 ^c1`, separated by `;`.
    fn new(graph: &str) -> Self {
        let package = Self::empty();
        for revision in graph.split(';') {
            let (id, rest) = revision
                .trim()
                .split_once(' ')
                .unwrap_or((revision.trim(), ""));
            let marked = |mark: char| -> Vec<String> {
                let words = rest.split_whitespace();
                words
                    .filter_map(|word| word.strip_prefix(mark))
                    .map(str::to_owned)
                    .collect()
            };
            let words = rest.split([' ', ',']).filter(|word| !word.is_empty());
            let parents: Vec<&str> = words
                .filter(|word| !word.starts_with(['<', '@', '^']))
                .collect();
            let mut text = format!(
                "//! Make {id}.\nuse migrator::prelude::*;\n\npub const REVISION: &str = {id:?};\n\
                 pub const DOWN_REVISION: &[&str] = &{parents:?}; // as written\n"
            );
            for (name, values) in [("BRANCH_LABELS", marked('@')), ("DEPENDS_ON", marked('^'))] {
                if !values.is_empty() {
                    writeln!(text, "pub const {name}: &[&str] = &{values:?};").unwrap();
                }
            }
            text.push_str("\npub fn upgrade(_op: &mut Op) -> Result {\n    Ok(())\n}\n");
            package.write(&format!("{id}_make_{id}.rs"), &text);
        }
        package
    }

    fn folder(&self) -> std::path::PathBuf {
        self.root.path().join("migrations")
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder().join(name), text).unwrap();
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.folder().join(name)).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder()).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn options(&self) -> Options {
        Options {
            root: self.root.path().to_owned(),
            ..Options::default()
        }
    }

    fn read(&self) -> Folder {
        Folder::read("migrations", &self.options()).unwrap()
    }

    /// Reads the folder as the compiler does; several heads may be.
    fn compile(&self) -> crate::Compiled {
        let options = Options {
            allow_heads: true,
            ..self.options()
        };
        check("migrations", &options).unwrap()
    }
}

/// What is to be done, and the notes; or the error and its help.
fn shown(result: &Result<Changes, AuthoringError>) -> String {
    match result {
        Ok(changes) => {
            let notes: Vec<String> = changes
                .notes()
                .map(|note| format!("\nnote: {note}"))
                .collect();
            format!("{changes}{}", notes.concat())
        }
        Err(error) => {
            let help = error.help().map(|help| format!("\nhelp: {help}"));
            format!("error: {error}{}", help.unwrap_or_default())
        }
    }
}

/// The lines of a text that are not in another one, and how often they are there.
fn added(old: &str, new: &str) -> Vec<String> {
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let lines = new.split_inclusive('\n').filter(|line| !old.contains(line));
    lines.map(str::to_owned).collect()
}

fn read_only(path: &Path, yes: bool) {
    let mut permissions = fs::metadata(path).unwrap().permissions();
    permissions.set_readonly(yes);
    fs::set_permissions(path, permissions).unwrap();
}
