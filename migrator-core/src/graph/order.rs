//! In which order a set of revisions is walked.
//!
//! Newest first; an upgrade runs it backwards. Depth first along a line, first
//! listed parent first, waiting below a branch point until every line above it is
//! done. So at a merge the first parent's line is applied last. Lines that have
//! nothing to do with each other are taken by the ids of their tips.
//!
//! ```text
//!  frontier = the tips, by id; start with the first
//!  c = the current member of the frontier
//!  something above c is not yet done?  go on with the first member above c
//!  else emit c; its parents and dependencies that are not in the frontier:
//!    the first takes c's place, the others are appended; if there are none
//!    c's place is removed, and the one before it is next
//! ```
//!
//! This is the order Alembic produces wherever its order does not depend on file
//! names or hash seeds. Invariant: only ids and the order of parents and
//! dependencies in the headers decide; the order of input never does.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::links::Links;
use super::walk::reach;
use super::{Graph, Position, RevisionSet};

/// How many edges may be searched per revision and edge of the graph to find the
/// "first member above c" exactly as Alembic does. Histories made by people need
/// less than one. Past it the first member that is ready is taken, which is as
/// valid an order, so that the whole stays linear for histories built to be slow.
const SEARCH_FACTOR: usize = 8;

const NONE: u32 = u32::MAX;

impl Graph {
    /// Sorts revisions newest first, ties broken by the graph alone.
    ///
    /// # Complexity
    /// O(V + E).
    #[must_use]
    pub fn newest_first(&self, set: &RevisionSet) -> Vec<Position> {
        let mut order = newest_first(self, &with_gaps(self, set));
        order.retain(|&number| set.has(number));
        order.into_iter().map(Position).collect()
    }
}

/// Adds the revisions that lie between two members, so that a member knows of
/// another one above it though the path leads through revisions outside the set.
fn with_gaps(links: &impl Links, set: &RevisionSet) -> RevisionSet {
    let is_open = |&number: &u32| links.below(number).any(|below| !set.has(below));
    let edge: Vec<u32> = set.numbers().filter(is_open).collect();
    let outside: Vec<u32> = edge
        .iter()
        .flat_map(|&n| links.below(n))
        .filter(|&n| !set.has(n))
        .collect();
    let below = reach(links, outside, |number| links.below(number));
    if !set.numbers().any(|number| below.has(number)) {
        return set.clone();
    }
    let mut region = reach(links, set.numbers().collect(), |number| links.above(number));
    region.intersect(&below);
    region.extend(set.iter());
    region
}

/// Sorts a set newest first. No path between two members may lead outside of it.
pub(super) fn newest_first(links: &impl Links, members: &RevisionSet) -> Vec<u32> {
    Frontier::new(links, members).run()
}

/// The lines that are being walked down, in the order they were found.
struct Frontier<'a, L> {
    links: &'a L,
    /// Members not yet emitted.
    waiting: RevisionSet,
    /// For each revision, how many edges lead up to members not yet emitted.
    n_above: Vec<u32>,
    /// For each revision, its place in the frontier.
    place_of: Vec<u32>,
    /// A linked list; a place never moves, and later places have larger indexes.
    places: Vec<Place>,
    first: u32,
    last: u32,
    /// Places whose revision had nothing above it left; may name emptied places.
    ready: BinaryHeap<Reverse<u32>>,
    search: Search,
    order: Vec<u32>,
}

struct Place {
    revision: u32,
    before: u32,
    after: u32,
}

impl<'a, L: Links> Frontier<'a, L> {
    fn new(links: &'a L, members: &RevisionSet) -> Self {
        let n_revisions = links.n_revisions();
        let mut n_above = vec![0_u32; n_revisions];
        let mut n_edges = 0;
        for below in members.numbers().flat_map(|number| links.below(number)) {
            n_edges += 1;
            if let Some(n_above) = n_above.get_mut(below as usize) {
                *n_above += 1;
            }
        }
        let mut frontier = Self {
            links,
            waiting: members.clone(),
            n_above,
            place_of: vec![NONE; n_revisions],
            places: Vec::new(),
            first: NONE,
            last: NONE,
            ready: BinaryHeap::new(),
            search: Search::new(n_revisions, SEARCH_FACTOR * (members.len() + n_edges)),
            order: Vec::with_capacity(members.len()),
        };
        let mut tips: Vec<u32> = members
            .numbers()
            .filter(|&number| frontier.is_ready(number))
            .collect();
        tips.sort_by(|&a, &b| links.id(a).cmp(links.id(b)));
        for tip in tips {
            let place = frontier.append(tip);
            frontier.ready.push(Reverse(place));
        }
        frontier
    }

    fn run(mut self) -> Vec<u32> {
        let mut current = self.first;
        while let Some(revision) = self.at(current) {
            current = if self.is_ready(revision) {
                self.emit(revision, current)
            } else {
                self.place_above(revision)
            };
        }
        self.order
    }

    /// Emits the revision at a place and returns the place to go on with.
    fn emit(&mut self, revision: u32, place: u32) -> u32 {
        self.order.push(revision);
        self.waiting.take(revision);
        self.set_place(revision, NONE);
        let mut is_free = true;
        for below in self.links.below(revision) {
            if !self.waiting.has(below) {
                continue;
            }
            if let Some(n_above) = self.n_above.get_mut(below as usize) {
                *n_above = n_above.saturating_sub(1);
            }
            if self.place_of(below) == NONE {
                if is_free {
                    is_free = false;
                    self.fill(place, below);
                } else {
                    self.append(below);
                }
            }
            if self.is_ready(below) {
                self.ready.push(Reverse(self.place_of(below)));
            }
        }
        if is_free { self.unlink(place) } else { place }
    }

    /// Returns the first place whose revision stands above `revision`.
    fn place_above(&mut self, revision: u32) -> u32 {
        // Nothing can be better than the first place that is not our own.
        let own = self.place_of(revision);
        let best_possible = if own == self.first {
            self.places.get(own as usize).map(|p| p.after)
        } else {
            None
        };
        let best_possible = best_possible.unwrap_or(self.first);
        let (links, waiting, place_of) = (self.links, &self.waiting, &self.place_of);
        let neighbors = |number| links.above(number).filter(|&above| waiting.has(above));
        let place_of = |number: u32| place_of.get(number as usize).copied().unwrap_or(NONE);
        let found = self
            .search
            .smallest(revision, best_possible, neighbors, place_of);
        found.unwrap_or_else(|| self.first_ready())
    }

    /// Returns the first place that can be emitted at once.
    fn first_ready(&mut self) -> u32 {
        while let Some(&Reverse(place)) = self.ready.peek() {
            if self
                .at(place)
                .is_some_and(|revision| self.is_ready(revision))
            {
                return place;
            }
            self.ready.pop();
        }
        NONE
    }

    fn at(&self, place: u32) -> Option<u32> {
        let revision = self.places.get(place as usize)?.revision;
        (revision != NONE).then_some(revision)
    }

    fn is_ready(&self, revision: u32) -> bool {
        self.n_above.get(revision as usize) == Some(&0)
    }

    fn place_of(&self, revision: u32) -> u32 {
        self.place_of
            .get(revision as usize)
            .copied()
            .unwrap_or(NONE)
    }

    fn set_place(&mut self, revision: u32, place: u32) {
        if let Some(place_of) = self.place_of.get_mut(revision as usize) {
            *place_of = place;
        }
    }

    fn fill(&mut self, place: u32, revision: u32) {
        if let Some(place) = self.places.get_mut(place as usize) {
            place.revision = revision;
        }
        self.set_place(revision, place);
    }

    fn append(&mut self, revision: u32) -> u32 {
        // There are never more places than revisions, and those are counted in `u32`.
        let place = u32::try_from(self.places.len()).unwrap_or(NONE);
        self.places.push(Place {
            revision,
            before: self.last,
            after: NONE,
        });
        match self.places.get_mut(self.last as usize) {
            Some(last) => last.after = place,
            None => self.first = place,
        }
        self.last = place;
        self.set_place(revision, place);
        place
    }

    /// Removes a place and returns the one before it, or else the first.
    fn unlink(&mut self, place: u32) -> u32 {
        let Some(removed) = self.places.get_mut(place as usize) else {
            return NONE;
        };
        removed.revision = NONE;
        let (before, after) = (removed.before, removed.after);
        match self.places.get_mut(before as usize) {
            Some(before) => before.after = after,
            None => self.first = after,
        }
        match self.places.get_mut(after as usize) {
            Some(after) => after.before = before,
            None => self.last = before,
        }
        if before == NONE { self.first } else { before }
    }
}

/// An upward search that remembers how much work is left.
struct Search {
    n_edges_left: usize,
    /// For each revision, the search that saw it last.
    seen: Vec<u32>,
    n_searches: u32,
    to_visit: Vec<u32>,
}

impl Search {
    fn new(n_revisions: usize, n_edges_left: usize) -> Self {
        Self {
            n_edges_left,
            seen: vec![0; n_revisions],
            n_searches: 0,
            to_visit: Vec::new(),
        }
    }

    /// Returns the smallest place found above `start`, or `None` if the work is used up.
    fn smallest<I: Iterator<Item = u32>>(
        &mut self,
        start: u32,
        best_possible: u32,
        neighbors: impl Fn(u32) -> I,
        place_of: impl Fn(u32) -> u32,
    ) -> Option<u32> {
        self.n_searches = self.n_searches.wrapping_add(1);
        self.to_visit.clear();
        self.to_visit.push(start);
        let mut smallest = NONE;
        while let Some(revision) = self.to_visit.pop() {
            for above in neighbors(revision) {
                self.n_edges_left = self.n_edges_left.checked_sub(1)?;
                let Some(seen) = self.seen.get_mut(above as usize) else {
                    continue;
                };
                if *seen != self.n_searches {
                    *seen = self.n_searches;
                    smallest = smallest.min(place_of(above));
                    self.to_visit.push(above);
                }
            }
            if smallest == best_possible {
                break;
            }
        }
        (smallest != NONE).then_some(smallest)
    }
}
