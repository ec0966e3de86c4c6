//! The files of another tool's folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use migrator_core::script::{FileRole, Layout, SqlHead};

use super::names;
use crate::Problem;
use crate::scan::{self, SourceFile};

/// A file that may belong to a migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RawFile {
    /// Its path below the folder, with forward slashes.
    pub(super) path: String,
    /// Its path for messages.
    pub(super) display: String,
    /// Its text, without byte order mark and with `\n` as line ending.
    pub(super) text: String,
}

impl RawFile {
    pub(super) fn name(&self) -> &str {
        self.path
            .rsplit_once('/')
            .map_or(&self.path, |(_, name)| name)
    }

    /// The name without its extension.
    pub(super) fn stem(&self) -> &str {
        let name = self.name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    pub(super) fn into_source(self) -> SourceFile {
        SourceFile {
            role: FileRole::of(self.name()),
            name: self.path,
            display: self.display,
            text: self.text,
        }
    }

    pub(super) fn is_sql(&self) -> bool {
        FileRole::of(self.name()) == FileRole::Sql
    }

    pub(super) fn is_rust(&self) -> bool {
        FileRole::of(self.name()) == FileRole::Rust
    }
}

/// What lies in a folder: the tool's files, and ours.
#[derive(Debug, Default)]
pub(super) struct Listing {
    raw: Vec<RawFile>,
    own: Vec<SourceFile>,
    hint: Option<String>,
}

impl Listing {
    pub(super) fn into_parts(self) -> (Vec<RawFile>, scan::Folder) {
        let own = scan::Folder {
            files: self.own,
            hint: self.hint,
        };
        (self.raw, own)
    }
}

/// Reads a folder as deep as the tool does, sorted by path.
pub(super) fn list(
    path: &Path,
    display: &str,
    layout: Layout,
    problems: &mut Vec<Problem>,
) -> Listing {
    let mut listing = Listing::default();
    let mut open = vec![(path.to_owned(), String::new(), 0)];
    let mut seen = BTreeSet::from_iter(path.canonicalize().ok());
    while let Some((folder, below, depth)) = open.pop() {
        let shown = format!("{display}/{below}");
        let entries = match scan::entries(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                problems.push(scan::unreadable_folder(shown.trim_end_matches('/'), &error));
                continue;
            }
        };
        for entry in entries {
            let Some(name) = entry.name.to_str() else {
                problems.extend(unnamable(&entry, &shown, layout));
                continue;
            };
            if entry.is_folder {
                let path = folder.join(name);
                if depth < layout.depth() && enters(&path, name, layout, &mut seen) {
                    open.push((path, format!("{below}{name}/"), depth + 1));
                }
            } else if is_ours_to_read(name, layout) {
                match scan::read(&folder.join(name), &format!("{shown}{name}")) {
                    Ok(text) => listing.take(name, &below, display, layout, text),
                    Err(problem) => problems.push(problem),
                }
            }
        }
    }
    listing.sorted()
}

/// Tells whether a tool looks into a folder.
fn enters(path: &Path, name: &str, layout: Layout, seen: &mut BTreeSet<PathBuf>) -> bool {
    let is_hidden = name.starts_with('.');
    match layout {
        // It looks into hidden ones, too, and follows no link.
        Layout::Refinery => !path.is_symlink(),
        // It follows links, which may lead back.
        Layout::Flyway => !is_hidden && path.canonicalize().is_ok_and(|path| seen.insert(path)),
        _ => !is_hidden,
    }
}

/// Reports a migration whose name cannot be read: some tools take it, and some pass over it.
fn unnamable(entry: &scan::Entry, shown: &str, layout: Layout) -> Option<Problem> {
    let name = entry.name.to_string_lossy();
    let is_lost = match entry.is_folder {
        true => layout.depth() > 0 && !name.starts_with('.'),
        false => is_ours_to_read(&name, layout),
    };
    is_lost.then(|| scan::unnamable(format!("{shown}{name}")))
}

/// Takes files that were read elsewhere, by their paths below the folder.
#[cfg(feature = "authoring")]
pub(super) fn listed(texts: Vec<(String, String)>, display: &str, layout: Layout) -> Listing {
    let mut listing = Listing::default();
    for (path, text) in texts.into_iter().filter(|(path, _)| is_read(path, layout)) {
        let (below, name) = match path.rfind('/') {
            Some(at) => path.split_at(at + 1),
            None => ("", path.as_str()),
        };
        listing.take(name, below, display, layout, text);
    }
    listing.sorted()
}

/// Tells whether a tool reads a file, by its path below the folder.
#[cfg(feature = "authoring")]
pub(crate) fn is_read(path: &str, layout: Layout) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut folders = folders.split('/').filter(|folder| !folder.is_empty());
    let is_hidden = |name: &str| layout != Layout::Refinery && name.starts_with('.');
    let is_deep = folders.clone().count() > layout.depth();
    !is_deep && !folders.any(is_hidden) && is_ours_to_read(name, layout)
}

/// Migrations, and what says something about one.
fn is_ours_to_read(name: &str, layout: Layout) -> bool {
    let says_more = match layout {
        Layout::Diesel => name == "metadata.toml",
        Layout::Flyway => name.ends_with(".sql.conf") || names::is_flyway_script(name),
        // Not to be read, but to be refused.
        Layout::Goose => names::is_go(name),
        Layout::GolangMigrate => !name.ends_with('~') && names::golang_migrate(name).is_some(),
        _ => false,
    };
    says_more || FileRole::of(name) != FileRole::Other
}

impl Listing {
    fn sorted(mut self) -> Self {
        self.raw.sort_by(|a, b| a.path.cmp(&b.path));
        self.own.sort_by(|a, b| a.name.cmp(&b.name));
        self
    }

    fn take(&mut self, name: &str, below: &str, display: &str, layout: Layout, text: String) {
        let role = FileRole::of(name);
        let shown = format!("{display}/{below}{name}");
        if role == FileRole::Hint {
            self.hint = Some(text).filter(|_| below.is_empty()).or(self.hint.take());
        } else if below.is_empty() && is_own(name, role, layout, &text) {
            self.own.push(SourceFile {
                name: name.to_owned(),
                display: shown,
                role,
                text,
            });
        } else {
            self.raw.push(RawFile {
                path: format!("{below}{name}"),
                display: shown,
                text,
            });
        }
    }
}

/// Tells whether a file is a migration of our own, which goes on from the tool's last one.
fn is_own(name: &str, role: FileRole, layout: Layout, text: &str) -> bool {
    match role {
        FileRole::Rust => {
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            layout != Layout::Refinery || names::refinery(stem).is_none()
        }
        FileRole::Sql => SqlHead::read(text).0.header.revision.is_some(),
        _ => false,
    }
}
