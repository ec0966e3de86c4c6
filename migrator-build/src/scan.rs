//! Which files of a folder are migrations.
//!
//! Migrations are the `.rs` and `.sql` files directly in the folder, sorted by
//! name. Hidden files, editors' leftovers, other extensions and `mod.rs` are
//! passed over. A subfolder is not collected; a migration that lies in one would
//! be lost silently, so it is a problem.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;

use migrator_core::script::{FileRole, SqlFile};

use crate::Problem;
use crate::rust::header;

/// A migration file as it lies on the disk.
#[derive(Debug, Clone)]
pub(crate) struct SourceFile {
    /// Its name in the folder.
    pub(crate) name: String,
    /// Its path for messages.
    pub(crate) display: String,
    pub(crate) role: FileRole,
    /// Its text, without byte order mark and with `\n` as line ending.
    pub(crate) text: String,
}

#[cfg(feature = "authoring")]
impl SourceFile {
    pub(crate) fn new(listed: Listed, text: String) -> Self {
        Self {
            name: listed.name,
            display: listed.display,
            role: listed.role,
            text,
        }
    }

    pub(crate) fn listed(self) -> Listed {
        Listed {
            name: self.name,
            display: self.display,
            role: self.role,
        }
    }
}

/// What lies in a folder.
#[derive(Debug, Default)]
pub(crate) struct Folder {
    /// The migrations, sorted by name.
    pub(crate) files: Vec<SourceFile>,
    /// The text of the hint file, if there is one.
    pub(crate) hint: Option<String>,
}

/// A file that lies in the folder and is ours.
#[derive(Debug)]
pub(crate) struct Listed {
    /// Its name in the folder.
    pub(crate) name: String,
    /// Its path for messages.
    pub(crate) display: String,
    /// A migration or the hint file.
    pub(crate) role: FileRole,
}

/// Returns how a folder is named in messages: as given, with forward slashes.
pub(crate) fn display_of(folder: &Path) -> String {
    let display = folder.to_string_lossy().replace('\\', "/");
    display.trim_end_matches('/').to_owned()
}

/// Reads a folder; `display` names it in problems.
pub(crate) fn scan(path: &Path, display: &str, problems: &mut Vec<Problem>) -> Folder {
    let mut folder = Folder::default();
    for listed in list(path, display, problems) {
        let Listed {
            name,
            display,
            role,
        } = listed;
        match read(&path.join(&name), &display) {
            Ok(text) if role == FileRole::Hint => folder.hint = Some(text),
            Ok(text) => {
                folder.files.push(SourceFile {
                    name,
                    display,
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

/// Lists the files of a folder without reading them, sorted by name.
pub(crate) fn list(path: &Path, display: &str, problems: &mut Vec<Problem>) -> Vec<Listed> {
    let entries = match entries(path) {
        Ok(entries) => entries,
        Err(error) => {
            problems.push(unreadable_folder(display, &error));
            return Vec::new();
        }
    };
    let mut files = Vec::with_capacity(entries.len());
    for Entry { name, is_folder } in entries {
        let shown = format!("{display}/{}", name.to_string_lossy());
        let role = FileRole::of(&name.to_string_lossy());
        if is_folder {
            strays(&path.join(&name), &shown, display, problems);
            continue;
        }
        match name.into_string() {
            _ if role == FileRole::Other => {}
            Ok(name) => files.push(Listed {
                name,
                display: shown,
                role,
            }),
            Err(_) => problems.push(unnamable(shown)),
        }
    }
    files
}

/// What lies in a folder.
pub(crate) struct Entry {
    pub(crate) name: OsString,
    /// A folder, or a link to one.
    pub(crate) is_folder: bool,
}

/// The entries of a folder, sorted by name.
pub(crate) fn entries(path: &Path) -> io::Result<Vec<Entry>> {
    let entries = std::fs::read_dir(path)?.map(|entry| {
        let entry = entry?;
        // Known from the folder itself on most systems, without asking for each file.
        let is_folder = match entry.file_type() {
            Ok(kind) if !kind.is_symlink() => kind.is_dir(),
            _ => entry.path().is_dir(),
        };
        Ok(Entry {
            name: entry.file_name(),
            is_folder,
        })
    });
    let mut entries = entries.collect::<io::Result<Vec<_>>>()?;
    entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    Ok(entries)
}

pub(crate) fn unnamable(shown: String) -> Problem {
    Problem::of_file(shown, "the file's name is not UTF-8").help("rename the file")
}

pub(crate) fn unreadable_folder(display: &str, error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::NotFound => Problem::of_file(display, "there is no such folder")
            .help("create the folder, or name another one; the path is relative to `Cargo.toml`"),
        _ => Problem::of_file(display, format!("the folder cannot be read: {error}")),
    }
}

/// Reads a file as text.
pub(crate) fn read(path: &Path, display: &str) -> Result<String, Problem> {
    let bytes = std::fs::read(path)
        .map_err(|error| Problem::of_file(display, format!("the file cannot be read: {error}")))?;
    match String::from_utf8(bytes) {
        Ok(text) => match normalized(&text) {
            Cow::Borrowed(same) if same.len() == text.len() => Ok(text),
            normal => Ok(normal.into_owned()),
        },
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
pub(crate) fn normalized(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Reports migrations below a subfolder. What cannot be read is nobody's migration.
fn strays(path: &Path, shown: &str, folder: &str, problems: &mut Vec<Problem>) {
    let is_hidden = |name: &OsStr| name.to_string_lossy().starts_with('.');
    if path.file_name().is_some_and(is_hidden) || path.is_symlink() {
        return;
    }
    let mut open = vec![(path.to_owned(), shown.to_owned())];
    while let Some((path, shown)) = open.pop() {
        for Entry { name, is_folder } in entries(&path).unwrap_or_default() {
            let path = path.join(&name);
            let shown = format!("{shown}/{}", name.to_string_lossy());
            let role = FileRole::of(&name.to_string_lossy());
            if is_hidden(&name) || path.is_symlink() {
                continue;
            }
            if is_folder {
                open.push((path, shown));
            } else if role.is_migration()
                && read(&path, &shown).is_ok_and(|text| is_migration(role, &text))
            {
                let problem =
                    Problem::of_file(shown, "a migration in a subfolder is not collected");
                problems.push(problem.help(format!("move the file to `{folder}/`")));
            }
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
