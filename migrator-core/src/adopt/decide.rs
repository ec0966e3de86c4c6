//! From what a tool says to what is applied, or to everything that speaks against it. Pure.

mod partly;

use std::collections::BTreeSet;

use crate::adopt::checksum::{Verdict, verdict};
use crate::adopt::meaning::{alike, dotted, meant, near, said};
use crate::adopt::tools::{Entry, Extent, Told};
use crate::adopt::{Divergence, Tool, Wishes};
use crate::graph::{Edges, Graph, Position, Revision, RevisionSet, Squash};
use crate::set::Original;

/// Returns a revision's file, and what it holds if its tool keeps checksums.
pub(super) type Files<'a> = dyn Fn(Position) -> (&'static str, Option<Original>) + 'a;

/// Everything that is known.
pub(super) struct Question<'a> {
    pub(super) graph: &'a Graph,
    pub(super) files: &'a Files<'a>,
    pub(super) wishes: &'a Wishes,
    /// Where somebody says that the database stands.
    pub(super) at: Option<Vec<Position>>,
    pub(super) tool: Tool,
    /// The tool's table, unless it is the version table.
    pub(super) table: Option<&'a str>,
    pub(super) told: &'a Told,
    /// The version rows.
    pub(super) rows: &'a [String],
    /// Whether the history has a row, so that the version rows are ours even where there are none.
    pub(super) has_history: bool,
}

/// What is applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decision {
    pub(super) applied: RevisionSet,
    /// The revisions whose checksums are right.
    pub(super) proved: Vec<Position>,
    /// Whether the version rows say all of it.
    pub(super) is_there: bool,
}

/// What is found out on the way.
#[derive(Default)]
struct Notes {
    applied: RevisionSet,
    proved: BTreeSet<Position>,
    divergences: Vec<Divergence>,
}

/// Decides what is applied.
///
/// # Errors
/// Everything that speaks against it, in the order of the tool's rows and then of the graph.
pub(super) fn decide(question: &Question<'_>) -> Result<Decision, Vec<Divergence>> {
    let mut notes = Notes::default();
    notes.failures(question);
    match (&question.at, question.told.extent) {
        (Some(at), _) => {
            notes.applied = question.graph.ancestors(at.iter().copied(), Edges::All);
        }
        (None, Extent::First(n)) => notes.counted(question, n),
        (None, Extent::Each | Extent::Below) => notes.mapped(question),
    }
    notes.emptiness(question);
    let is_there = notes.is_there(question);
    // What is ours is left alone, whatever the tool's table and the files say by now.
    if is_there && question.has_history && !question.rows.is_empty() {
        notes.divergences.clear();
    }
    match notes.divergences.is_empty() {
        true => Ok(Decision {
            applied: notes.applied,
            proved: notes.proved.into_iter().collect(),
            is_there,
        }),
        false => Err(notes.divergences),
    }
}

impl Notes {
    fn failures(&mut self, question: &Question<'_>) {
        let failed = question.told.entries.iter().filter(|it| it.is_failed);
        let tool = question.tool;
        self.divergences.extend(failed.map(|it| Divergence::Failed {
            version: it.version.clone(),
            tool,
        }));
    }

    /// A history that says nothing, of a database of which nothing else is known.
    fn emptiness(&mut self, question: &Question<'_>) {
        let told = question.told;
        let is_empty = told.entries.is_empty() && told.baselines.is_empty();
        let is_counted = matches!(told.extent, Extent::First(_));
        let is_known = question.at.is_some() || question.has_history;
        if let Some(table) = question
            .table
            .filter(|_| is_empty && !is_counted && !is_known)
        {
            let table = table.to_owned();
            self.divergences.push(Divergence::NoRows { table });
        }
    }

    /// So many from the first.
    fn counted(&mut self, question: &Question<'_>, n_applied: u64) {
        let graph = question.graph;
        let is_line = |it: &Revision<'_>| {
            it.parents().len() <= 1
                && it.children().len() <= 1
                && it.dependencies().len() == 0
                && it.dependents().len() == 0
        };
        let strange = graph.revisions().find(|it| !is_line(it));
        let strange = strange.or_else(|| graph.bases().nth(1));
        // How many it stands for is not how many have run.
        let squash = || graph.squashes().next().map(|it: Squash<'_>| it.revision);
        let strange = strange.or_else(squash);
        if let Some(strange) = strange {
            let revision = strange.id().to_owned();
            self.divergences.push(Divergence::NoLine { revision });
            return;
        }
        let n = usize::try_from(n_applied).unwrap_or(usize::MAX);
        if n > graph.len() {
            let n_revisions = graph.len();
            self.divergences.push(Divergence::TooMany {
                n_applied,
                n_revisions,
            });
            return;
        }
        for revision in graph.revisions().take(n) {
            self.applied.insert(revision.position());
        }
    }

    /// Each row by itself.
    fn mapped(&mut self, question: &Question<'_>) {
        let mut ran: BTreeSet<&str> = BTreeSet::new();
        let mut unprovable = None;
        for entry in &question.told.entries {
            ran.insert(&entry.version);
            let Some(position) = self.revision_of(question, entry) else {
                continue;
            };
            self.applied.insert(position);
            unprovable = unprovable.or(self.compare(question, entry, position));
        }
        if let (Some(feature), false) = (unprovable, question.wishes.accepts_unproved) {
            let tool = question.tool;
            self.divergences
                .push(Divergence::Unprovable { tool, feature });
        }
        for baseline in &question.told.baselines {
            self.insert_up_to(question, baseline);
        }
        self.partly(question, &ran);
        match question.told.extent {
            Extent::Below => {
                self.applied = question.graph.ancestors(self.applied.iter(), Edges::All);
            }
            Extent::Each | Extent::First(_) => self.gaps(question, &ran),
        }
    }

    fn revision_of(&mut self, question: &Question<'_>, entry: &Entry) -> Option<Position> {
        let version = &entry.version;
        let graph = question.graph;
        let said = said(question.wishes, version);
        let id = said.as_deref().unwrap_or(version);
        let found = meant(graph, id).or_else(|| alike(graph, question.tool, id));
        if found.is_none() {
            let version = version.clone();
            self.divergences.push(match said {
                Some(revision) => Divergence::NoTarget {
                    nearest: near(graph, &revision),
                    version,
                    revision,
                },
                None => Divergence::NoRevision { version },
            });
        }
        Some(found?.position())
    }

    /// Returns the feature that would prove the checksum.
    fn compare(
        &mut self,
        question: &Question<'_>,
        entry: &Entry,
        position: Position,
    ) -> Option<&'static str> {
        // What somebody says that it stands for was written anew.
        if said(question.wishes, &entry.version).is_some() {
            return None;
        }
        let (file, original) = (question.files)(position);
        match verdict(question.tool, file, original, entry.checksum.as_deref()) {
            Verdict::Same => {
                self.proved.insert(position);
            }
            Verdict::Differs => self.divergences.push(Divergence::Changed {
                revision: question.graph.id_at(position).to_owned(),
                file: file.to_owned(),
                tool: question.tool,
            }),
            Verdict::Unprovable(feature) => return Some(feature),
            Verdict::Unknown => {}
        }
        None
    }

    /// What was there before the tool began.
    fn insert_up_to(&mut self, question: &Question<'_>, baseline: &str) {
        let Some(limit) = dotted(baseline) else {
            return;
        };
        for revision in question.graph.revisions() {
            if dotted(revision.id()).is_some_and(|version| version <= limit) {
                self.applied.insert(revision.position());
            }
        }
    }

    /// What is needed by what is applied, and is not.
    fn gaps(&mut self, question: &Question<'_>, ran: &BTreeSet<&str>) {
        let graph = question.graph;
        let mut gaps = graph.ancestors(self.applied.iter(), Edges::All);
        gaps.subtract(&self.applied);
        for position in gaps.iter() {
            // Its row is among the divergences already.
            if ran.contains(graph.id_at(position)) {
                continue;
            }
            let mut above = graph.descendants([position], Edges::All);
            above.intersect(&self.applied);
            let above = above.iter().next().map_or("", |it| graph.id_at(it));
            self.divergences.push(Divergence::Gap {
                revision: graph.id_at(position).to_owned(),
                above: above.to_owned(),
                tool: question.tool,
            });
        }
    }

    /// Tells whether the version rows say it already; if they say something else, that is a divergence.
    fn is_there(&mut self, question: &Question<'_>) -> bool {
        let graph = question.graph;
        if question.rows.is_empty() && !question.has_history {
            return false;
        }
        // A newer program has gone on with it, and the next `upgrade` says so.
        if !graph.unknown_rows(question.rows).is_empty() && question.has_history {
            return true;
        }
        let mut lacking = self.applied.clone();
        lacking.subtract(&graph.ancestors(graph.rows(question.rows), Edges::All));
        if lacking.is_empty() {
            return true;
        }
        self.divergences.push(Divergence::OtherRows {
            rows: question.rows.to_vec(),
            lacking: lacking
                .iter()
                .map(|it| graph.id_at(it).to_owned())
                .collect(),
        });
        false
    }
}

#[cfg(test)]
mod tests;
