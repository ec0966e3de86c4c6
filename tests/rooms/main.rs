//! The rooms of `migrator-core` import only what stands below them, and leave to a backend what is
//! one database's own.
//!
//! | file | what it checks |
//! |---|---|
//! | this one | the floors, and who may name a database |
//! | `modules` | no module needs one that needs it, in any crate |
//! | `documents` | the files that the documents name are there |

mod documents;
mod modules;
mod source;

use std::fs;
use std::path::{Path, PathBuf};

use migrator::Dialect;

/// Rooms from the ground up; rooms of one floor do not know each other.
const FLOORS: &[&[&str]] = &[
    &["base"],
    &["schema", "session", "graph"],
    &["ops", "plan", "script"],
    &["catalog", "declared"],
    &["dialect", "diff", "writing"],
    &["history", "set", "offline", "backends"],
    &["exec"],
    &["adopt", "autogen", "kit"],
    &["error", "checks"],
    &["command"],
];

#[test]
fn rooms_import_only_what_stands_below_them() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrator-core/src");
    let mut wrong = Vec::new();
    for file in rust_files(&source) {
        let relative = file.strip_prefix(&source).unwrap();
        let room = room_of(relative);
        let Some(floor) = floor_of(&room) else {
            assert_eq!(room, "lib", "{} is in no room", relative.display());
            continue;
        };
        for imported in imports(&fs::read_to_string(&file).unwrap()) {
            let allowed = imported == room || floor_of(&imported).is_some_and(|it| it < floor);
            if !allowed {
                wrong.push(format!("{} imports {imported}", relative.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Only what is text per dialect, and the backends, may know which dialects there are: all others ask
/// the `Renderer` or the `Session`, so that a backend is written in one place.
#[test]
fn no_dialect_is_named_above_the_backends() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrator-core/src");
    let names = Dialect::ALL.map(|dialect| format!("Dialect::{dialect:?}"));
    let mut wrong = Vec::new();
    for file in rust_files(&source) {
        let relative = file.strip_prefix(&source).unwrap();
        let is_allowed = ["base", "ops", "script", "backends"].contains(&&*room_of(relative));
        let is_test = relative
            .iter()
            .any(|part| part == "tests" || part == "tests.rs");
        if is_allowed || is_test {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        let mut lines = code.lines().map(str::trim_start);
        let is_named = |line: &str| names.iter().any(|name| line.contains(name));
        if lines.any(|line| !line.starts_with("//") && is_named(line)) {
            wrong.push(relative.display().to_string());
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn backends_do_not_know_each_other() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrator-core/src/backends");
    let names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    for own in &names {
        for file in rust_files(&folder.join(own)) {
            let text = fs::read_to_string(&file).unwrap();
            for other in names.iter().filter(|other| *other != own) {
                let import = format!("backends::{other}");
                assert!(!text.contains(&import), "{} knows {other}", file.display());
            }
        }
    }
}

fn room_of(relative: &Path) -> String {
    let first = relative
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_str()
        .unwrap();
    first.trim_end_matches(".rs").to_owned()
}

fn floor_of(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// The rooms named after `crate::`, in code and in grouped imports, comments left out.
fn imports(text: &str) -> Vec<String> {
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let mut rooms: Vec<String> = code
        .flat_map(|line| {
            line.split("crate::")
                .skip(1)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect()
        })
        .filter(|room: &String| !room.is_empty())
        .collect();
    rooms.sort();
    rooms.dedup();
    rooms
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
    files
}
