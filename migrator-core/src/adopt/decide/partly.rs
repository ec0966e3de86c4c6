//! Revisions that stand for several versions, of which only some have run.

use std::collections::{BTreeMap, BTreeSet};

use super::{Notes, Question};
use crate::adopt::tools::Extent;
use crate::adopt::{Divergence, Tool};

impl Notes {
    /// A revision that stands for several versions needs all of them.
    pub(super) fn partly(&mut self, question: &Question<'_>, ran: &BTreeSet<&str>) {
        let highest = highest(question, ran);
        let has_run = |version: &str| {
            ran.contains(version) || number(version).is_some_and(|it| Some(it) <= highest)
        };
        for (revision, versions) in self.standing_for(question, ran) {
            let missing = versions.iter().filter(|version| !has_run(version));
            let missing: Vec<String> = missing.map(|version| (*version).to_owned()).collect();
            let is_applied = question.graph.find(revision);
            let is_applied = is_applied.is_some_and(|it| self.applied.contains(it.position()));
            if is_applied && !missing.is_empty() {
                let revision = revision.to_owned();
                self.divergences.push(Divergence::Partly {
                    revision,
                    missing,
                    tool: question.tool,
                });
            }
        }
    }

    /// Returns what revisions stand for, by a person's word, or as squashes whose files are gone.
    fn standing_for<'q>(
        &self,
        question: &'q Question<'_>,
        ran: &BTreeSet<&str>,
    ) -> BTreeMap<&'q str, Vec<&'q str>> {
        let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (version, revision) in &question.wishes.map {
            versions.entry(revision).or_default().push(version);
        }
        for squash in question.graph.squashes().filter(|it| it.is_alone()) {
            let id = squash.revision.id();
            if self.applied.contains(squash.revision.position()) && !ran.contains(id) {
                let replaced = match question.told.extent {
                    Extent::Below => vec![squash.last()],
                    Extent::Each | Extent::First(_) => squash.replaces().collect(),
                };
                versions.entry(id).or_insert(replaced);
            }
        }
        versions
    }
}

/// Returns the number up to which everything has run, where a row stands for every lower one.
fn highest(question: &Question<'_>, ran: &BTreeSet<&str>) -> Option<u64> {
    match question.tool {
        Tool::GolangMigrate => ran.iter().filter_map(|version| number(version)).max(),
        _ => None,
    }
}

fn number(version: &str) -> Option<u64> {
    version.parse().ok()
}
