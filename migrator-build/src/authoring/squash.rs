//! `squash`: a revision that stands for a range of others.

use migrator_core::graph::TargetRange;

use super::create::create;
use super::{AuthoringError, Changes, Folder, NewRevision};

/// Decides about the file of a revision that stands for the range `a:b`, both ends included.
///
/// Its parents, dependencies and labels are those of the range, whatever `new` says. Without a
/// message it is `squash a to b`. No other file changes: what stands on the last one of the range
/// stands on the squash from then on.
///
/// # Errors
/// [`AuthoringError`]: an end is no revision, or something outside of the range stands inside of it.
pub fn squash(folder: &Folder, range: &str, new: &NewRevision) -> Result<Changes, AuthoringError> {
    let range = TargetRange::parse(range)?;
    let spec = folder.graph().squash_of(&range)?;
    let mut new = new.clone();
    if new.message.trim().is_empty() {
        let (first, last) = (spec.replaces.first(), spec.replaces.last());
        let named = |id: Option<&String>| id.cloned().unwrap_or_default();
        new.message = format!("squash {} to {}", named(first), named(last));
    }
    new.replaces = spec.replaces;
    new.depends_on = spec.depends_on;
    new.branch_labels = spec.labels;
    create(folder, spec.parents, &new)
}
