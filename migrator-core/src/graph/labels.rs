//! Which labels each revision inherits.
//!
//! *Upward*: every descendant by parent edges has the label. *Downward*: if the
//! descendants of the revision that declares it form one line, the label goes
//! down from the tip of that line to the first revision that is a merge point or
//! has more than one revision above it, exclusive. That is Alembic's rule; it
//! lets a label declared late in an unbranched history name all of it.
//!
//! Sets are shared: without labels there is one, the empty one.

use std::collections::HashMap;

use super::links::{Links, Lists};

/// The label sets of a graph.
#[derive(Debug, Default)]
pub(super) struct LabelSets {
    /// The distinct sets, each sorted; the first is empty.
    sets: Vec<Vec<u32>>,
    /// For each revision, the index of its set.
    set_of: Vec<u32>,
}

impl LabelSets {
    /// Returns a revision's labels, sorted.
    pub(super) fn of(&self, revision: u32) -> &[u32] {
        let set = self.set_of.get(revision as usize).copied().unwrap_or(0);
        self.sets
            .get(set as usize)
            .map_or([].as_slice(), Vec::as_slice)
    }
}

/// Computes the sets from what each revision declares.
///
/// The numbers are positions: a parent's is smaller than its child's.
///
/// # Complexity
/// O(V + E) plus the size of the result.
pub(super) fn inherit(links: &impl Links, declared: &Lists) -> LabelSets {
    let mut interner = Interner::new();
    let mut set_of = vec![0_u32; links.n_revisions()];
    let revisions = (0_u32..).take(links.n_revisions());
    if revisions
        .clone()
        .all(|revision| declared.of(revision).is_empty())
    {
        return LabelSets {
            sets: interner.sets,
            set_of,
        };
    }
    for revision in revisions.clone() {
        let parents = links.parents(revision).iter();
        let inherited = parents
            .filter_map(|&parent| set_of.get(parent as usize))
            .copied();
        let set = interner.union(inherited, declared.of(revision));
        if let Some(set_of) = set_of.get_mut(revision as usize) {
            *set_of = set;
        }
    }
    for revision in revisions.filter(|&revision| !declared.of(revision).is_empty()) {
        for below in downward(links, revision) {
            if let Some(set_of) = set_of.get_mut(below as usize) {
                *set_of = interner.union([*set_of], declared.of(revision));
            }
        }
    }
    LabelSets {
        sets: interner.sets,
        set_of,
    }
}

/// Returns the revisions a label reaches going down from the tip of its line.
fn downward(links: &impl Links, declaring: u32) -> Vec<u32> {
    let mut tip = declaring;
    loop {
        match *links.children(tip) {
            [] => break,
            [child] => tip = child,
            _ => return Vec::new(),
        }
    }
    let mut reached = Vec::new();
    let mut revision = tip;
    while !has_several_above(links, revision) && links.parents(revision).len() <= 1 {
        reached.push(revision);
        match links.parents(revision).first() {
            Some(&parent) => revision = parent,
            None => break,
        }
    }
    reached
}

fn has_several_above(links: &impl Links, revision: u32) -> bool {
    let mut above = links.above(revision);
    let first = above.next();
    above.any(|other| Some(other) != first)
}

struct Interner {
    sets: Vec<Vec<u32>>,
    known: HashMap<Vec<u32>, u32>,
}

impl Interner {
    fn new() -> Self {
        Self {
            sets: vec![Vec::new()],
            known: HashMap::from([(Vec::new(), 0)]),
        }
    }

    /// Returns the index of the union of some known sets and some labels.
    fn union(&mut self, sets: impl IntoIterator<Item = u32>, own: &[u32]) -> u32 {
        let mut sets = sets.into_iter();
        let first = sets.next().unwrap_or(0);
        let others: Vec<u32> = sets.filter(|&set| set != first).collect();
        if others.is_empty() && own.is_empty() {
            return first;
        }
        let members = |set: u32| self.sets.get(set as usize).into_iter().flatten().copied();
        let mut union: Vec<u32> = members(first).chain(own.iter().copied()).collect();
        union.extend(others.into_iter().flat_map(members));
        union.sort_unstable();
        union.dedup();
        if let Some(&known) = self.known.get(&union) {
            return known;
        }
        // There are fewer sets than label declarations and merges.
        let index = u32::try_from(self.sets.len()).unwrap_or(0);
        self.sets.push(union.clone());
        self.known.insert(union, index);
        index
    }
}
