//! Adds to the lock file what is new, and nothing else unless told.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{file, format};
use crate::authoring::{Change, Changes, FilePath};
use crate::check::{self, Collected, Options};
use crate::guard::base::Compared;
use crate::guard::compare::{Current, compare};
use crate::guard::error::GuardError;
use crate::guard::finding::Finding;
use crate::guard::judge::judge;
use crate::guard::released::{Released, ReleasedSet};
use crate::scan::display_of;

/// Which revisions may differ from what was released.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Accept {
    /// None: new revisions are added, and anything else is refused.
    #[default]
    Nothing,
    /// These, by id.
    Revisions(Vec<String>),
    /// All that are edited or removed.
    Everything,
}

/// What a lock file is to become.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LockUpdate {
    /// The new text of the lock file; empty if it is as it should be, or if
    /// something is refused.
    pub changes: Changes,
    /// Ids of the revisions that are released by this, sorted.
    pub added: Vec<String>,
    /// What was accepted.
    pub accepted: Vec<Finding>,
    /// Why nothing is written: what is wrong with the folder, and what was not accepted.
    pub refused: Vec<Finding>,
}

/// Decides what a folder's lock file is to become; nothing is written before
/// [`Changes::apply`].
///
/// # Errors
/// [`GuardError::LockFile`] if the file is there and cannot be read;
/// [`GuardError::NothingToAccept`] if a revision is to be accepted that is as it was released.
pub fn update(
    folder: impl AsRef<Path>,
    options: &Options,
    accept: &Accept,
) -> Result<LockUpdate, GuardError> {
    let folder = folder.as_ref();
    update_at(file::path(folder), folder, options, accept)
}

/// The same as [`update`], with the lock file elsewhere: `file` is relative to
/// [`Options::root`].
///
/// # Errors
/// As [`update`].
pub fn update_at(
    file: impl AsRef<Path>,
    folder: impl AsRef<Path>,
    options: &Options,
    accept: &Accept,
) -> Result<LockUpdate, GuardError> {
    let collected = check::collect(folder.as_ref(), options);
    let path = options.root.join(file.as_ref());
    let display = display_of(file.as_ref());
    let old = file::text(&path)?;
    let lock = format::read(old.as_deref().unwrap_or("version 1"), &display);
    let mut update = LockUpdate {
        refused: judge(&collected, options).0,
        ..LockUpdate::default()
    };
    update.refused.extend(lock.findings);
    let released = ReleasedSet::new(&lock.released, &[]);
    let base = Compared::Lock {
        file: display.clone(),
    };
    let differing = compare(&Current::new(&collected), &released, &base);
    check_accepted(accept, &differing)?;
    for finding in differing {
        if accept.covers(finding.revision.as_deref()) {
            update.accepted.push(finding);
        } else {
            update.refused.push(finding);
        }
    }
    if !update.refused.is_empty() {
        return Ok(update);
    }
    let new = update.merge(lock.released, &collected);
    let file = FilePath::new(path).shown_as(display);
    match old {
        None => update.changes.push(Change::Create {
            path: file,
            text: new,
        }),
        Some(old) if old != new => update.changes.push(Change::Edit {
            path: file,
            old,
            new,
        }),
        Some(_) => {}
    }
    Ok(update)
}

impl Accept {
    fn covers(&self, revision: Option<&str>) -> bool {
        match self {
            Self::Nothing => false,
            Self::Revisions(ids) => {
                revision.is_some_and(|revision| ids.iter().any(|id| id == revision))
            }
            Self::Everything => true,
        }
    }
}

fn check_accepted(accept: &Accept, differing: &[Finding]) -> Result<(), GuardError> {
    let Accept::Revisions(ids) = accept else {
        return Ok(());
    };
    let others: BTreeSet<&String> = differing
        .iter()
        .filter_map(|it| it.revision.as_ref())
        .collect();
    match ids.iter().find(|id| !others.contains(id)) {
        None => Ok(()),
        Some(id) => Err(GuardError::NothingToAccept {
            id: id.clone(),
            others: others.into_iter().cloned().collect(),
        }),
    }
}

impl LockUpdate {
    /// Returns the new text: the old lines, those of new revisions, and what was accepted.
    fn merge(&mut self, old: Vec<Released>, collected: &Collected) -> String {
        let mut released: BTreeMap<String, Released> =
            old.into_iter().map(|it| (it.id.clone(), it)).collect();
        for finding in &self.accepted {
            released.remove(finding.revision.as_deref().unwrap_or_default());
        }
        let accepted: BTreeSet<&str> = self
            .accepted
            .iter()
            .filter_map(|it| it.revision.as_deref())
            .collect();
        for now in Released::of(collected) {
            if !released.contains_key(&now.id) {
                self.added
                    .extend((!accepted.contains(now.id.as_str())).then(|| now.id.clone()));
                released.insert(now.id.clone(), now);
            }
        }
        self.added.sort_unstable();
        format::write(released.values())
    }
}
