//! What the history reveals about a database that this program is about to use.
//!
//! Pure: compares the program's graph and checksums with the version rows and the
//! history. What to do about it is decided in `exec::verify`.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::slice;

use crate::base::Checksum;
use crate::graph::{Edges, Graph, Position, Revision, Squash, Standing};
use crate::history::{Entry, EntryDirection};

/// Everything suspicious, each list sorted; all empty in the normal case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Findings {
    /// Applied revisions whose migration is no longer what ran.
    pub changed: Vec<String>,
    /// Revisions below the version rows that never ran here.
    pub spliced: Vec<String>,
    /// Version rows that the graph does not have.
    pub unknown: Vec<String>,
    /// Whether the history shows that a newer version of the program was here: each
    /// unknown row stands above a head of the graph, or is a new branch beside all of it.
    pub newer: bool,
}

/// Looks for everything suspicious.
///
/// `checksum` gives the program's checksum of a revision by its id.
///
/// # Complexity
/// Linear in the history and the graph.
#[must_use]
pub fn examine(
    graph: &Graph,
    checksum: &dyn Fn(&str) -> Option<Checksum>,
    rows: &[String],
    entries: &[Entry],
) -> Findings {
    let unknown = graph.unknown_rows(rows);
    let newer = !unknown.is_empty() && is_newer(graph, entries, rows, &unknown);
    let applied = replay(graph, entries);
    Findings {
        changed: changed(checksum, &applied, &closure(graph, rows)),
        spliced: spliced(graph, rows, entries, &applied),
        unknown,
        newer,
    }
}

/// Each applied revision as the history tells it, with the entry that applied
/// it; `None` for those below a stamp.
pub type Replayed<'a> = HashMap<&'a str, Option<&'a Entry>>;

/// Returns what is applied as the history tells it.
///
/// # Complexity
/// As for [`examine`].
#[must_use]
pub fn replay<'a>(graph: &'a Graph, entries: &'a [Entry]) -> Replayed<'a> {
    let mut applied = Replayed::new();
    for entry in entries {
        match entry.direction {
            EntryDirection::Upgrade | EntryDirection::Adopt => {
                mark(graph, &entry.ancestors, &mut applied);
                applied.insert(&entry.revision, Some(entry));
            }
            EntryDirection::Downgrade => {
                applied.remove(entry.revision.as_str());
                if is_squash(graph, &entry.revision) {
                    keep_below(graph, entry, &mut applied);
                }
            }
            EntryDirection::Repair => {}
            EntryDirection::Stamp | EntryDirection::Found => {
                keep_below(graph, entry, &mut applied);
            }
        }
        mark(graph, &entry.version_rows, &mut applied);
    }
    count_squashes(graph, &mut applied);
    applied
}

fn is_squash(graph: &Graph, id: &str) -> bool {
    graph.squashes().any(|squash| squash.revision.id() == id)
}

/// Nothing is applied but what the version rows stand on.
fn keep_below<'a>(graph: &'a Graph, entry: &'a Entry, applied: &mut Replayed<'a>) {
    let below: BTreeSet<&str> = closure(graph, &entry.version_rows);
    applied.retain(|revision, _| below.contains(revision));
}

/// A squash counts as applied where the last one of what it replaces is.
fn count_squashes<'a>(graph: &'a Graph, applied: &mut Replayed<'a>) {
    for squash in graph.squashes() {
        if applied.contains_key(squash.last()) {
            applied.entry(squash.revision.id()).or_insert(None);
        }
    }
}

/// Counts revisions as applied of which the entries before do not tell: they lie
/// below a stamp, or the beginning of the history is lost.
fn mark<'a>(graph: &'a Graph, revisions: &'a [String], applied: &mut Replayed<'a>) {
    for revision in revisions {
        if !applied.contains_key(revision.as_str()) {
            for below in closure(graph, slice::from_ref(revision)) {
                applied.entry(below).or_insert(None);
            }
        }
    }
}

/// The rows and everything the graph puts below them.
fn closure<'a>(graph: &'a Graph, rows: &'a [String]) -> BTreeSet<&'a str> {
    let known = rows.iter().flat_map(|row| match graph.standing(row) {
        Some(Standing::Inside(squash)) => needed_by(squash),
        standing => standing
            .and_then(Standing::revision)
            .map(Revision::position)
            .into_iter()
            .collect(),
    });
    let below = graph.ancestors(known, Edges::All);
    let below = below
        .iter()
        .filter_map(|position| graph.at(position))
        .map(Revision::id);
    below.chain(rows.iter().map(String::as_str)).collect()
}

/// Below a revision that is gone lies what the squash needs that stands for it.
fn needed_by(squash: Squash<'_>) -> Vec<Position> {
    let (parents, dependencies) = (squash.revision.parents(), squash.revision.dependencies());
    parents
        .chain(dependencies)
        .map(Revision::position)
        .collect()
}

/// Only below the version rows: what another tool has reverted may change.
fn changed(
    checksum: &dyn Fn(&str) -> Option<Checksum>,
    applied: &Replayed<'_>,
    below_rows: &BTreeSet<&str>,
) -> Vec<String> {
    let differs = |entry: &Entry| match (entry.checksum, checksum(&entry.revision)) {
        (Some(then), Some(now)) => then.scheme() == now.scheme() && then != now,
        _ => false,
    };
    let mut changed: Vec<String> = applied
        .values()
        .filter_map(|entry| entry.filter(|entry| differs(entry)))
        .filter(|entry| below_rows.contains(entry.revision.as_str()))
        .map(|entry| entry.revision.clone())
        .collect();
    changed.sort_unstable();
    changed
}

/// Only if the history has seen the version rows as they are: after another tool
/// has moved them, nobody knows what ran.
fn spliced(
    graph: &Graph,
    rows: &[String],
    entries: &[Entry],
    applied: &Replayed<'_>,
) -> Vec<String> {
    if entries.last().is_none_or(|last| last.version_rows != rows) {
        return Vec::new();
    }
    closure(graph, rows)
        .into_iter()
        .filter(|revision| graph.find(revision).is_some() && !applied.contains_key(revision))
        .map(str::to_owned)
        .collect()
}

/// A newer program's graph has everything that this one has: each unknown row has
/// been recorded to stand above one of our heads, or they are branches that we do
/// not have while all of ours are applied.
fn is_newer(graph: &Graph, entries: &[Entry], rows: &[String], unknown: &[String]) -> bool {
    let recorded: HashMap<&str, &Entry> = entries
        .iter()
        .filter(|entry| entry.direction.applies())
        .map(|entry| (entry.revision.as_str(), entry))
        .collect();
    let stands_above_a_head = |row: &String| {
        let met = meets(graph, &recorded, slice::from_ref(row));
        met.iter()
            .any(|id| graph.find(id).is_some_and(Revision::is_head))
    };
    if unknown.iter().all(stands_above_a_head) {
        return true;
    }
    let met: Vec<Position> = meets(graph, &recorded, rows)
        .into_iter()
        .filter_map(|id| Some(graph.find(id)?.position()))
        .collect();
    unknown
        .iter()
        .all(|row| recorded.contains_key(row.as_str()))
        && graph.ancestors(met, Edges::All).len() == graph.len()
}

/// Walks down from rows, by the ancestors that the history has recorded, and
/// returns where it meets the graph.
fn meets<'a>(
    graph: &'a Graph,
    recorded: &HashMap<&'a str, &'a Entry>,
    rows: &'a [String],
) -> Vec<&'a str> {
    let mut met = Vec::new();
    let mut seen = HashSet::new();
    let mut open: Vec<&str> = rows.iter().map(String::as_str).collect();
    while let Some(revision) = open.pop() {
        if !seen.insert(revision) {
            continue;
        }
        if let Some(found) = graph.standing(revision).and_then(Standing::revision) {
            met.push(found.id());
        } else if let Some(entry) = recorded.get(revision) {
            open.extend(entry.ancestors.iter().map(String::as_str));
        }
    }
    met
}
