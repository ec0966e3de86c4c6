//! Which files of a folder are migrations.
//!
//! Migrations are the `.rs` and `.sql` files directly in the folder, sorted by
//! name. Hidden files, editors' leftovers, other extensions and `mod.rs` are
//! passed over. A subfolder is not collected; a migration that lies in one would
//! be lost silently, so it is a problem.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use migrator_core::script::{FileRole, SqlFile};

use crate::Problem;
use crate::rust::header;

/// A migration file as it lies on the disk.
#[derive(Debug)]
pub(crate) struct SourceFile {
    /// Its name in the folder.
    pub(crate) name: String,
    /// Its path for messages.
    pub(crate) display: String,
    pub(crate) role: FileRole,
    /// Its text, without byte order mark and with `\n` as line ending.
    pub(crate) text: String,
}

/// What lies in a folder.
#[derive(Debug, Default)]
pub(crate) struct Folder {
    /// The migrations, sorted by name.
    pub(crate) files: Vec<SourceFile>,
    /// The text of the hint file, if there is one.
    pub(crate) hint: Option<String>,
}

/// Reads a folder; `display` names it in problems.
pub(crate) fn scan(path: &Path, display: &str, problems: &mut Vec<Problem>) -> Folder {
    let mut folder = Folder::default();
    let entries = match entries(path) {
        Ok(entries) => entries,
        Err(error) => {
            problems.push(unreadable_folder(display, &error));
            return folder;
        }
    };
    for entry in entries {
        let Some(name) = entry.file_name() else {
            continue;
        };
        if entry.is_dir() {
            strays(
                &entry,
                &format!("{display}/{}", name.to_string_lossy()),
                display,
                problems,
            );
            continue;
        }
        let role = FileRole::of(&name.to_string_lossy());
        let shown = format!("{display}/{}", name.to_string_lossy());
        let Some(name) = name.to_str().filter(|_| role != FileRole::Other) else {
            if role != FileRole::Other {
                let problem = Problem::of_file(shown, "the file's name is not UTF-8");
                problems.push(problem.help("rename the file"));
            }
            continue;
        };
        match read(&entry, &shown) {
            Ok(text) if role == FileRole::Hint => folder.hint = Some(text),
            Ok(text) => {
                folder.files.push(SourceFile {
                    name: name.to_owned(),
                    display: shown,
                    role,
                    text,
                });
            }
            // What cannot be read is not ours to write.
            Err(_) if role == FileRole::Hint => {}
            Err(problem) => problems.push(problem),
        }
    }
    folder
}

/// The entries of a folder, sorted by name.
fn entries(path: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path()));
    let mut entries = entries.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by(|a, b| a.file_name().cmp(&b.file_name()));
    Ok(entries)
}

fn unreadable_folder(display: &str, error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::NotFound => Problem::of_file(display, "there is no such folder")
            .help("create the folder, or name another one; the path is relative to `Cargo.toml`"),
        _ => Problem::of_file(display, format!("the folder cannot be read: {error}")),
    }
}

/// Reads a file as text.
fn read(path: &Path, display: &str) -> Result<String, Problem> {
    let bytes = std::fs::read(path)
        .map_err(|error| Problem::of_file(display, format!("the file cannot be read: {error}")))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(normalized(&text)),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let before = error.as_bytes().get(..valid).unwrap_or_default();
            let line = before.split(|byte| *byte == b'\n').count();
            let line = u32::try_from(line).unwrap_or(u32::MAX);
            Err(Problem::of_file(display, "the file is not UTF-8")
                .at(line, 0)
                .help("save the file as UTF-8"))
        }
    }
}

/// Removes a byte order mark and Windows' line endings.
pub(crate) fn normalized(text: &str) -> String {
    text.strip_prefix('\u{feff}')
        .unwrap_or(text)
        .replace("\r\n", "\n")
}

/// Reports migrations below a subfolder. What cannot be read is nobody's migration.
fn strays(path: &Path, shown: &str, folder: &str, problems: &mut Vec<Problem>) {
    let mut open = vec![(path.to_owned(), shown.to_owned())];
    while let Some((path, shown)) = open.pop() {
        let name = path
            .file_name()
            .unwrap_or(OsStr::new(""))
            .to_string_lossy()
            .into_owned();
        if path.is_symlink() || name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            let children = entries(&path).unwrap_or_default();
            open.extend(children.into_iter().map(|child| {
                let name = child
                    .file_name()
                    .unwrap_or(OsStr::new(""))
                    .to_string_lossy();
                let shown = format!("{shown}/{name}");
                (child, shown)
            }));
        } else if FileRole::of(&name).is_migration()
            && read(&path, &shown).is_ok_and(|text| is_migration(FileRole::of(&name), &text))
        {
            let problem = Problem::of_file(shown, "a migration in a subfolder is not collected");
            problems.push(problem.help(format!("move the file to `{folder}/`")));
        }
    }
}

fn is_migration(role: FileRole, text: &str) -> bool {
    match role {
        FileRole::Sql => {
            let (file, _) = SqlFile::read(text);
            file.header.revision.is_some() || !file.sections.is_empty()
        }
        _ => !header::read("", text, &mut Vec::new()).declared.is_empty(),
    }
}
