//! A migrations folder as its files' headers describe it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use migrator_core::graph::{Graph, Revision};
use migrator_core::script::{FileRole, Header};

use super::headers;
use super::{AuthoringError, FilePath};
use crate::check::Options;
use crate::link::{self, Node, Policy};
use crate::problem::{Problem, Problems};
use crate::scan;
use crate::source::Original;

/// One or several folders of migrations that make one graph.
///
/// Several heads are no mistake here: `heads`, `merge` and `rebase` are for them.
///
/// # Examples
/// ```
/// use migrator_build::Options;
/// use migrator_build::authoring::Folder;
///
/// let folder = tempfile::tempdir()?;
/// let text = "-- Create users.\n-- revision: a1\n-- down_revision:\n\n-- migrate:up\n";
/// std::fs::write(folder.path().join("a1_create_users.sql"), text)?;
/// let folder = Folder::read(folder.path(), &Options::default())?;
/// let heads: Vec<&str> = folder.graph().heads().map(|head| head.message()).collect();
/// assert_eq!(heads, ["Create users."]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Folder {
    places: Vec<FilePath>,
    files: Vec<RevisionFile>,
    graph: Graph,
    is_partial: bool,
    /// Indexes of the files by the ids of their revisions.
    by_id: OnceLock<Vec<usize>>,
}

/// The file of a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RevisionFile {
    /// Its name in the folder.
    pub name: String,
    /// Its path for messages: the folder as it was named, and the name.
    pub shown: String,
    /// What it says about its place in the graph, each value with its line and column.
    pub header: Header,
    /// Whose it is, if it is another tool's.
    pub original: Option<Original>,
    /// Which of the folders it lies in.
    pub(super) place: usize,
}

impl RevisionFile {
    /// Returns the revision's id.
    #[must_use]
    pub fn id(&self) -> &str {
        let revision = self.header.revision.as_ref();
        revision.map_or("", |revision| revision.value.as_str())
    }

    /// Tells whether the migration is written in SQL; otherwise it is in Rust.
    #[must_use]
    pub fn is_sql(&self) -> bool {
        FileRole::of(&self.name) == FileRole::Sql
    }
}

impl Folder {
    /// Reads the headers of a folder.
    ///
    /// Of the options `root`, `combined` and `layout` are regarded.
    ///
    /// # Errors
    /// Every mistake in a header and in the graph, as [`check`](crate::check)
    /// reports them; mistakes behind the headers are not looked for. Another tool's files have no
    /// headers, and are read whole.
    pub fn read(folder: impl AsRef<Path>, options: &Options) -> Result<Self, Problems> {
        Self::read_all(&[folder.as_ref()], options)
    }

    /// Reads the headers of several folders whose revisions make one graph.
    ///
    /// The layout is that of the first one; the others hold files of our own.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_all<P: AsRef<Path>>(folders: &[P], options: &Options) -> Result<Self, Problems> {
        let mut problems = Vec::new();
        let mut places = Vec::new();
        let mut files = Vec::new();
        let mut unread = Vec::new();
        for folder in folders {
            let place = FilePath::new(options.root.join(folder))
                .shown_as(scan::display_of(folder.as_ref()));
            let index = places.len();
            let layout = match index {
                0 => options.layout,
                _ => crate::Layout::Migrator,
            };
            let read = if options.combined && !place.path.exists() {
                headers::Read::default()
            } else {
                headers::read(&options.root, &place, layout, &mut problems)
            };
            unread.extend(read.unread);
            files.extend(read.foreign.into_iter().map(|migration| RevisionFile {
                name: migration.file,
                shown: migration.path,
                header: migration.header,
                original: migration.original,
                place: index,
            }));
            files.extend(read.files.into_iter().map(|(listed, header)| RevisionFile {
                name: listed.name,
                shown: listed.display,
                header,
                original: None,
                place: index,
            }));
            places.push(place);
        }
        let nodes: Vec<Node<'_>> = files.iter().map(RevisionFile::node).collect();
        let policy = Policy {
            allow_heads: true,
            is_partial: options.combined,
        };
        let graph = link::graph(&nodes, &unread, policy, &mut problems);
        match (graph, Problems::new(problems)) {
            (Some(graph), None) => Ok(Self {
                places,
                files,
                graph,
                is_partial: options.combined,
                by_id: OnceLock::new(),
            }),
            (_, Some(problems)) => Err(problems),
            (None, None) => Err(Problems::bug(
                places.first().map_or("", |place| &place.shown),
            )),
        }
    }

    /// Returns the graph; it may have several heads.
    #[must_use]
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Iterates over the files by folder and name.
    pub fn files(&self) -> std::slice::Iter<'_, RevisionFile> {
        self.files.iter()
    }

    /// Returns the folders in the order in which they were named.
    #[must_use]
    pub fn folders(&self) -> &[FilePath] {
        &self.places
    }

    /// Returns the file of the revision with exactly this id.
    #[must_use]
    pub fn file(&self, id: &str) -> Option<&RevisionFile> {
        let by_id = self.by_id.get_or_init(|| {
            let mut by_id: Vec<usize> = (0..self.files.len()).collect();
            by_id.sort_unstable_by_key(|&index| self.id_at(index));
            by_id
        });
        let found = by_id.binary_search_by_key(&id, |&index| self.id_at(index));
        self.files.get(*by_id.get(found.ok()?)?)
    }

    /// Returns where a file lies.
    #[must_use]
    pub fn path(&self, file: &RevisionFile) -> FilePath {
        self.path_in(file.place, &file.name)
    }

    /// Returns the path of a file that may not exist yet.
    pub(super) fn path_in(&self, place: usize, name: &str) -> FilePath {
        let place = self.places.get(place);
        let path = place.map_or_else(|| name.into(), |place| place.path.join(name));
        let shown = place.map_or_else(|| name.to_owned(), |at| format!("{}/{name}", at.shown));
        FilePath { path, shown }
    }

    pub(super) fn file_of(&self, revision: Revision<'_>) -> Option<&RevisionFile> {
        self.file(revision.id())
    }

    /// Builds the graph that comes of other headers, or says what is wrong with it.
    pub(super) fn graph_with(
        &self,
        changed: &BTreeMap<&str, RevisionFile>,
        new: &[RevisionFile],
    ) -> Result<Graph, Problems> {
        let now = self
            .files
            .iter()
            .map(|file| changed.get(file.id()).unwrap_or(file));
        let nodes: Vec<Node<'_>> = now.chain(new).map(RevisionFile::node).collect();
        let policy = Policy {
            allow_heads: true,
            is_partial: self.is_partial,
        };
        let mut problems: Vec<Problem> = Vec::new();
        let graph = link::graph(&nodes, &[], policy, &mut problems);
        match (graph, Problems::new(problems)) {
            (Some(graph), None) => Ok(graph),
            (_, Some(problems)) => Err(problems),
            (None, None) => Err(Problems::bug("")),
        }
    }

    fn id_at(&self, index: usize) -> &str {
        self.files.get(index).map_or("", RevisionFile::id)
    }
}

impl RevisionFile {
    /// Refuses a file of another tool: its own history knows it as it is.
    pub(super) fn check_own(&self) -> Result<(), AuthoringError> {
        match &self.original {
            Some(original) => Err(AuthoringError::Foreign {
                id: self.id().to_owned(),
                file: self.shown.clone(),
                layout: original.layout,
            }),
            None => Ok(()),
        }
    }

    fn node(&self) -> Node<'_> {
        Node {
            file: &self.name,
            path: &self.shown,
            header: &self.header,
        }
    }
}
