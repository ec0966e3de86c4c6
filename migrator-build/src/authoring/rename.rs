//! `rename`: another message, another file name, another id.

use std::collections::BTreeMap;

use migrator_core::script::{FileRole, Header, LocatedList, file_stem};

use super::create::{check_id, check_name};
use super::file_name::{self, Moment};
use super::message::{check_message, first_paragraph};
use super::places::Source;
use super::wanted::Wanted;
use super::{AuthoringError, Change, Changes, Folder, RevisionFile, Style, edit};

/// What to rename, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rename {
    /// The target that names the revision.
    pub target: String,
    /// The new message, one paragraph. Without it the message stays, and the file's name
    /// is brought in line with it.
    pub message: Option<String>,
    /// The new id.
    pub id: Option<String>,
    /// How files are called.
    pub style: Style,
}

impl Rename {
    /// Creates a renaming that changes no more than the file's name.
    pub fn new(target: impl Into<String>, moment: Moment) -> Self {
        Self {
            target: target.into(),
            message: None,
            id: None,
            style: Style::new(moment),
        }
    }
}

/// Decides what changes when a revision is renamed.
///
/// With another id every file that names it is edited, and a note says that databases
/// know only the old one.
///
/// # Errors
/// [`AuthoringError`].
pub fn rename(folder: &Folder, rename: &Rename) -> Result<Changes, AuthoringError> {
    let file = edit::file(folder, &rename.target)?;
    file.check_own()?;
    let old_id = file.id();
    let new_id = rename.id.as_deref().unwrap_or(old_id);
    if new_id != old_id {
        check_id(folder, new_id)?;
    }
    let message = match &rename.message {
        Some(message) => one_line(message)?,
        None => file.header.message.clone(),
    };
    let name = new_name(file, new_id, &message, rename)?;
    check_name(folder, file.place, &name, Some(&file.name))?;
    let mut changes = Changes::new();
    let mut changed = BTreeMap::new();
    let (text, header, old) = edited(folder, file, new_id, &message)?;
    let (from, to) = (folder.path(file), folder.path_in(file.place, &name));
    if name != file.name {
        let new = text;
        changes.push(Change::Rename { from, to, old, new });
    } else if text != old {
        let (path, new) = (from, text);
        changes.push(Change::Edit { path, old, new });
    } else {
        return Err(AuthoringError::NothingToRename {
            id: old_id.to_owned(),
        });
    }
    changed.insert(
        old_id,
        RevisionFile {
            name,
            header,
            ..file.clone()
        },
    );
    if new_id != old_id {
        for other in folder.files().filter(|other| names(&other.header, old_id)) {
            let (change, header) = repointed(folder, other, old_id, new_id)?;
            changes.push(change);
            changed.insert(
                other.id(),
                RevisionFile {
                    header,
                    ..other.clone()
                },
            );
        }
        changes.note(format!(
            "a database that has `{old_id}` applied does not know `{new_id}`: rename only what no database has \
             applied, or stamp those that have"
        ));
    }
    folder.graph_with(&changed, &[])?;
    Ok(changes)
}

fn one_line(message: &str) -> Result<String, AuthoringError> {
    check_message(message)?;
    let line = first_paragraph(message);
    let all: Vec<&str> = message.split_whitespace().collect();
    let is_all = line.split_whitespace().eq(all);
    if line.is_empty() || !is_all {
        return Err(AuthoringError::NoOneLineMessage);
    }
    Ok(line)
}

/// Keeps what the old name has between the id and the slug, such as a date.
fn new_name(
    file: &RevisionFile,
    id: &str,
    message: &str,
    rename: &Rename,
) -> Result<String, AuthoringError> {
    let role = FileRole::of(&file.name);
    let stem = file_stem(&file.name);
    let extension = file.name.get(stem.len()..).unwrap_or_default();
    let rest = stem.strip_prefix(file.id()).unwrap_or_default();
    let old_slug = rename.style.slug(&file.header.message);
    let keeps_message = rename.message.is_none() && rename.id.is_some();
    let between = rest
        .strip_suffix(old_slug.as_str())
        .filter(|between| between.ends_with(['_', '-']));
    let name = match between {
        _ if keeps_message => format!("{id}{rest}{extension}"),
        Some(between) => format!("{id}{between}{}{extension}", rename.style.slug(message)),
        None => return rename.style.file_name(id, message, role),
    };
    file_name::check(&name, role)?;
    Ok(name)
}

/// Returns the new and the old text of the renamed file, and the new header.
fn edited(
    folder: &Folder,
    file: &RevisionFile,
    id: &str,
    message: &str,
) -> Result<(String, Header, String), AuthoringError> {
    let mut source = Source::read(folder, file)?;
    let found = source
        .header
        .revision
        .clone()
        .filter(|found| found.value != id);
    if let Some(found) = found {
        source.set_id(&found, id)?;
    }
    if source.header.message != message {
        source.set_message(message);
    }
    let [parents, depends_on, labels, replaces] = lists(&source.header);
    let wanted = Wanted {
        id,
        message: message.to_owned(),
        parents: &parents,
        depends_on: &depends_on,
        labels: &labels,
        replaces: &replaces,
    };
    let (text, header) = source.finish(&wanted)?;
    Ok((text, header, source.text))
}

/// Edits a file that names the old id.
fn repointed(
    folder: &Folder,
    file: &RevisionFile,
    old_id: &str,
    new_id: &str,
) -> Result<(Change, Header), AuthoringError> {
    let mut source = Source::read(folder, file)?;
    let header = source.header.clone();
    let items = [&header.down_revision, &header.depends_on, &header.replaces];
    for item in items.into_iter().flatten().flat_map(|list| &list.value) {
        if item.value == old_id {
            source.set_id(item, new_id)?;
        }
    }
    let renamed = |ids: Vec<String>| -> Vec<String> {
        let new = |id: String| if id == old_id { new_id.to_owned() } else { id };
        ids.into_iter().map(new).collect()
    };
    let [parents, depends_on, labels, replaces] = lists(&header);
    let wanted = Wanted {
        id: file.id(),
        message: header.message.clone(),
        parents: &renamed(parents),
        depends_on: &renamed(depends_on),
        labels: &labels,
        replaces: &renamed(replaces),
    };
    let (new, header) = source.finish(&wanted)?;
    let Source {
        path, text: old, ..
    } = source;
    Ok((Change::Edit { path, old, new }, header))
}

fn names(header: &Header, id: &str) -> bool {
    let lists = [&header.down_revision, &header.depends_on, &header.replaces];
    let mut items = lists.into_iter().flatten().flat_map(|list| &list.value);
    items.any(|item| item.value == id)
}

/// Returns parents, dependencies, labels and what is replaced, as a header lists them.
pub(super) fn lists(header: &Header) -> [Vec<String>; 4] {
    let values = |list: &Option<LocatedList>| {
        let items = list.iter().flat_map(|list| &list.value);
        items.map(|item| item.value.clone()).collect()
    };
    [
        values(&header.down_revision),
        values(&header.depends_on),
        values(&header.branch_labels),
        values(&header.replaces),
    ]
}
