//! `revision`: a new revision on top of others.

use migrator_core::graph::{ResolveError, Revision};

use super::create::{create, resolve};
use super::{AuthoringError, Changes, Folder, NewRevision};

/// Decides about the file of a new revision.
///
/// # Errors
/// [`AuthoringError`]; nothing is written that the compiler would refuse, but for
/// several heads, of which [`Changes::notes`] tells.
///
/// # Examples
/// ```
/// use migrator_build::Options;
/// use migrator_build::authoring::{Folder, Moment, NewRevision, revision};
///
/// let folder = tempfile::tempdir()?;
/// let read = Folder::read(folder.path(), &Options::default())?;
/// let new = NewRevision::new("ae1027a6acf0", "Create users", Moment::EPOCH);
/// revision(&read, &new)?.apply()?;
/// assert!(folder.path().join("ae1027a6acf0_create_users.rs").is_file());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn revision(folder: &Folder, new: &NewRevision) -> Result<Changes, AuthoringError> {
    let head = ["head".to_owned()];
    let targets = match new.heads.as_slice() {
        [] => &head,
        targets => targets,
    };
    let mut parents = Vec::new();
    for target in targets {
        let found = resolve(folder, target).map_err(|error| match error {
            AuthoringError::Resolve(ResolveError::ManyHeads { heads, .. }) => {
                AuthoringError::ManyHeads { heads }
            }
            other => other,
        });
        add(&mut parents, found?)?;
    }
    if !new.splice {
        check_heads(folder, &parents)?;
    }
    create(folder, parents, new)
}

/// Adds parents, each once.
pub(super) fn add(parents: &mut Vec<String>, found: Vec<String>) -> Result<(), AuthoringError> {
    for id in found {
        if parents.contains(&id) {
            return Err(AuthoringError::NamedTwice { id });
        }
        parents.push(id);
    }
    Ok(())
}

/// Refuses parents that have children already.
pub(super) fn check_heads(folder: &Folder, parents: &[String]) -> Result<(), AuthoringError> {
    let found = parents.iter().filter_map(|id| folder.graph().find(id));
    match found.into_iter().find(|parent| !parent.is_head()) {
        Some(parent) => Err(AuthoringError::NotAHead {
            id: parent.id().to_owned(),
            children: ids(parent.children()),
        }),
        None => Ok(()),
    }
}

pub(super) fn ids<'g>(revisions: impl Iterator<Item = Revision<'g>>) -> Vec<String> {
    let mut ids: Vec<String> = revisions.map(|it| it.id().to_owned()).collect();
    ids.sort_unstable();
    ids
}
