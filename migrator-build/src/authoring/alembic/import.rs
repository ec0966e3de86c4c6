//! The graph that Alembic's revisions make with those of the folder, and the files they become.

use std::collections::{BTreeMap, BTreeSet};

use migrator_core::graph::{Graph, Revision};
use migrator_core::script::FileRole;

use super::form::{Form, Offline, form};
use super::text;
use super::version_file::VersionFile;
use crate::authoring::changes::{Change, Changes};
use crate::authoring::create::{check_name, note_clashes};
use crate::authoring::error::AuthoringError;
use crate::authoring::folder::{Folder, RevisionFile};
use crate::authoring::headers;
use crate::authoring::style::Style;
use crate::authoring::template::Content;
use crate::authoring::wanted::Wanted;
use crate::problem::Problems;

/// An Alembic project that is to be converted into a folder.
#[derive(Debug)]
pub struct Import<'f> {
    folder: &'f Folder,
    style: Style,
    /// All revisions of Alembic's, parents first.
    versions: Vec<VersionFile>,
    graph: Graph,
}

/// What becomes of it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Imported {
    /// The new files.
    pub changes: Changes,
    /// Ids of the revisions that are written in SQL, parents first.
    pub converted: Vec<String>,
    /// Ids of those that refuse to run until they are written.
    pub skeletons: Vec<String>,
    /// Ids of those that the folder has already.
    pub known: Vec<String>,
}

impl<'f> Import<'f> {
    /// Puts the revisions beside those of the folder. One that the folder has already is left as it is there.
    ///
    /// # Errors
    /// Each place in Alembic's files where ids, parents, labels or dependencies make no graph that the compiler would
    /// take.
    pub fn new(
        folder: &'f Folder,
        versions: Vec<VersionFile>,
        style: Style,
    ) -> Result<Self, Problems> {
        let new = versions.iter().filter(|it| folder.file(it.id()).is_none());
        let files: Vec<RevisionFile> = new
            .map(|version| RevisionFile {
                name: format!("{}.sql", version.id()),
                shown: version.shown.clone(),
                header: version.header.clone(),
                original: None,
                place: 0,
            })
            .collect();
        let graph = folder.graph_with(&BTreeMap::new(), &files)?;
        let position = |version: &VersionFile| graph.find(version.id()).map(Revision::position);
        let mut versions = versions;
        versions.sort_by_key(position);
        Ok(Self {
            folder,
            style,
            versions,
            graph,
        })
    }

    /// Iterates over Alembic's revisions, parents first.
    pub fn versions(&self) -> std::slice::Iter<'_, VersionFile> {
        self.versions.iter()
    }

    /// Tells whether the folder has a revision already.
    #[must_use]
    pub fn is_known(&self, version: &VersionFile) -> bool {
        self.folder.file(version.id()).is_some()
    }

    /// Decides about the files. Without anything that Alembic has written all that does something becomes a skeleton.
    ///
    /// # Errors
    /// [`AuthoringError`]: a file cannot be called so, or would be read back otherwise.
    pub fn changes(&self, offline: &[Offline]) -> Result<Imported, AuthoringError> {
        let mut imported = Imported {
            changes: Changes::new(),
            converted: Vec::new(),
            skeletons: Vec::new(),
            known: Vec::new(),
        };
        for version in &self.versions {
            let id = version.id().to_owned();
            if self.is_known(version) {
                imported.known.push(id);
                continue;
            }
            let is_sql = self.write(version, offline, &mut imported.changes)?;
            let written = match is_sql {
                true => &mut imported.converted,
                false => &mut imported.skeletons,
            };
            written.push(id);
        }
        let new: BTreeSet<&str> = self
            .versions
            .iter()
            .filter(|version| !self.is_known(version))
            .map(VersionFile::id)
            .collect();
        note_clashes(&self.graph, &|id| new.contains(id), &mut imported.changes);
        Ok(imported)
    }

    /// Writes one file; tells whether it is in SQL.
    fn write(
        &self,
        version: &VersionFile,
        offline: &[Offline],
        changes: &mut Changes,
    ) -> Result<bool, AuthoringError> {
        let content = text::content(version, self.style.moment);
        let id = version.id();
        let reason = match form(version, offline) {
            Form::Skeleton(reason) => reason,
            Form::Sql(sql) => {
                let text = text::sql(version, &content, &sql);
                let path = self.path(&content, FileRole::Sql)?;
                match headers::whole(&path, FileRole::Sql, &text) {
                    Ok(()) => {
                        read_back(&content, FileRole::Sql, &text)?;
                        for missing in &sql.missing {
                            changes.note(format!("`{id}` has {missing}"));
                        }
                        if sql.leaves_transaction {
                            changes.note(format!(
                                "`{id}` leaves its transaction, so each of its statements runs by itself: look at {path}"
                            ));
                        }
                        changes.push(Change::Create { path, text });
                        return Ok(true);
                    }
                    Err(problems) => {
                        let first = problems.iter().next();
                        let first = first.map_or(String::new(), |it| it.message.clone());
                        format!("what Alembic wrote cannot be a migration: {first}")
                    }
                }
            }
        };
        let path = self.path(&content, FileRole::Rust)?;
        let text = text::skeleton(version, &content, &reason, &path.shown);
        read_back(&content, FileRole::Rust, &text)?;
        changes.note(format!(
            "`{id}` is to be written by hand in {path}: {reason}"
        ));
        changes.push(Change::Create { path, text });
        Ok(false)
    }

    fn path(
        &self,
        content: &Content,
        role: FileRole,
    ) -> Result<crate::authoring::FilePath, AuthoringError> {
        let name = self.style.file_name(&content.id, &content.message, role)?;
        check_name(self.folder, 0, &name, None)?;
        Ok(self.folder.path_in(0, &name))
    }
}

/// Compares what a file says with what it is to say.
fn read_back(content: &Content, role: FileRole, written: &str) -> Result<(), AuthoringError> {
    let message = migrator_core::script::first_paragraph(content.message.lines());
    // A note can stand where there is no message.
    let has_note = message.is_empty() && written.starts_with(&format!("-- {}", text::NO_MESSAGE));
    let wanted = Wanted {
        id: &content.id,
        message: match has_note {
            true => text::NO_MESSAGE.to_owned(),
            false => message,
        },
        parents: &content.parents,
        depends_on: &content.depends_on,
        labels: &content.labels,
        replaces: &content.replaces,
    };
    wanted.read_back(role, written, false).map(|_| ())
}
