//! Ids that were given twice: here, and on the base since the branches parted.
//!
//! Pure. With numbered revisions that is what happens to two people who work at the same time.

use super::compare::Current;
use super::finding::{Finding, Rule};
use super::released::{Links, Released, ReleasedSet};

/// Compares with the revisions that `reference` gained meanwhile; what was `released` before
/// they parted is compared elsewhere.
pub(crate) fn collisions(
    current: &Current<'_>,
    released: &ReleasedSet<'_>,
    gained: &[Released],
    reference: &str,
) -> Vec<Finding> {
    let finding = |other: &Released| {
        let migration = current.find(other).filter(|_| !released.has(&other.id))?;
        let is_same = !current.differs(other, migration) && Links::of(migration) == other.links;
        if is_same {
            return None;
        }
        let (id, (path, _)) = (&other.id, &other.origin);
        let is_own_name = other
            .file
            .as_ref()
            .is_some_and(|it| it.name != migration.file);
        let (message, help) = if is_own_name {
            let message = format!("the id `{id}` is that of {path} in {reference}, too");
            (message, "give this revision an id of its own".to_owned())
        } else {
            let message =
                format!("the revision `{id}` is in {reference}, too, and not the same there");
            let help = format!("merge {reference}, and keep the revision as it is there");
            (message, help)
        };
        Some(Finding::of_revision(Rule::IdReused, migration, message).help(help))
    };
    gained.iter().filter_map(finding).collect()
}
