//! A revision as it was when it was released.

use std::collections::{HashMap, HashSet};

use migrator_core::base::{Checksum, Transaction};
use migrator_core::script::sort_replaced;

use crate::Migration;
use crate::check::Collected;
use crate::link;

/// What the lock file or a commit says about a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Released {
    pub(crate) id: String,
    pub(crate) links: Links,
    pub(crate) checksum: Checksum,
    /// Where that is written: a file, and a line of it or 0.
    pub(crate) origin: (String, u32),
    /// The file as it was, if it is a commit that says so.
    pub(crate) file: Option<ReleasedFile>,
}

/// All that was released.
#[derive(Debug)]
pub(crate) struct ReleasedSet<'a> {
    /// What must be looked at.
    pub(crate) changed: &'a [Released],
    ids: HashSet<&'a str>,
}

impl<'a> ReleasedSet<'a> {
    /// `unchanged` are the ids of revisions that are known to be as they were.
    pub(crate) fn new(changed: &'a [Released], unchanged: &'a [String]) -> Self {
        let ids = changed.iter().map(|it| it.id.as_str());
        let ids = ids.chain(unchanged.iter().map(String::as_str)).collect();
        Self { changed, ids }
    }

    pub(crate) fn has(&self, id: &str) -> bool {
        self.ids.contains(id)
    }
}

impl Released {
    /// Takes what a commit holds.
    pub(crate) fn of(collected: &Collected) -> Vec<Self> {
        let texts = collected.files.iter();
        let texts: HashMap<&str, &str> = texts
            .map(|file| (file.name.as_str(), file.text.as_str()))
            .collect();
        let released = |migration: &Migration| Self {
            id: migration.id().to_owned(),
            links: Links::of(migration),
            checksum: migration.checksum,
            origin: (migration.path.clone(), 0),
            file: Some(ReleasedFile {
                name: migration.file.clone(),
                text: texts
                    .get(migration.file.as_str())
                    .copied()
                    .unwrap_or_default()
                    .to_owned(),
                is_unparsable: collected.unparsable.contains(&migration.file),
            }),
        };
        collected.migrations.iter().map(released).collect()
    }
}

/// A file as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReleasedFile {
    /// Its name in the folder.
    pub(crate) name: String,
    pub(crate) text: String,
    /// Whether nothing but its header could be read.
    pub(crate) is_unparsable: bool,
}

/// The part of a header that the graph and the run depend on; lists are sorted,
/// because their order means nothing but for the last that a squash replaces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Links {
    pub(crate) parents: Vec<String>,
    pub(crate) depends_on: Vec<String>,
    pub(crate) labels: Vec<String>,
    pub(crate) replaces: Vec<String>,
    pub(crate) transaction: Transaction,
}

impl Links {
    pub(crate) fn of(migration: &Migration) -> Self {
        let header = &migration.header;
        let sorted = |list| {
            let mut values = link::values(list);
            values.sort_unstable();
            values
        };
        let mut replaces = link::values(&header.replaces);
        sort_replaced(&mut replaces);
        Self {
            parents: sorted(&header.down_revision),
            depends_on: sorted(&header.depends_on),
            labels: sorted(&header.branch_labels),
            replaces,
            transaction: header.transaction.map(|it| it.value).unwrap_or_default(),
        }
    }
}
