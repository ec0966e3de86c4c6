//! The header that a squash of a range would have.

use super::fold::outside;
use super::{Edges, Graph, Position, ResolveError, RevisionSet, RevisionSpec, Target, TargetRange};

impl Graph {
    /// Returns what a revision would say of itself that stands for a range, both ends included; its
    /// id and message are empty.
    ///
    /// What lies between the ends by parents and dependencies belongs to it; without a start, all
    /// that the end needs. Whether a squash can stand there shows when a graph is built with it.
    ///
    /// # Errors
    /// [`ResolveError`] if an end means no revision, or several, or if they are not on one line.
    pub fn squash_of(&self, range: &TargetRange) -> Result<RevisionSpec, ResolveError> {
        let head = Target::head();
        let end = self.only(range.end().unwrap_or(&head))?;
        let mut members = self.ancestors([end], Edges::All);
        if let Some(start) = range.start() {
            let start = self.only(start)?;
            if !members.contains(start) {
                return Err(ResolveError::NotAncestor {
                    range: range.to_string(),
                    start: self.id_at(start).to_owned(),
                });
            }
            members.intersect(&self.descendants([start], Edges::All));
        }
        Ok(self.standing_for(&members))
    }

    /// Returns the revision that a target means.
    fn only(&self, target: &Target) -> Result<Position, ResolveError> {
        let found = self.resolve(target)?;
        match found.as_slice() {
            &[found] => Ok(found),
            _ => Err(ResolveError::NotHere {
                target: target.to_string(),
            }),
        }
    }

    fn standing_for(&self, members: &RevisionSet) -> RevisionSpec {
        let mut squash = RevisionSpec::default();
        let mut specs = self.to_specs();
        let mut at = 0;
        specs.retain(|_| {
            at += 1;
            members.has(at - 1)
        });
        for spec in &specs {
            // What another squash stands for that is gone is called by its name still.
            let gone = spec.replaces.iter().filter(|id| self.find(id).is_none());
            squash.replaces.extend(gone.cloned());
            squash.replaces.push(spec.id.clone());
            let labels = spec.labels.iter();
            let new = labels.filter(|label| !squash.labels.contains(label));
            let new: Vec<String> = new.cloned().collect();
            squash.labels.extend(new);
        }
        let is_inside = |id: &str| squash.replaces.iter().any(|replaced| replaced == id);
        (squash.parents, squash.depends_on) = outside(specs.iter(), &is_inside);
        squash
    }
}
