//! Finds every knot of revisions that need each other.
//!
//! Tarjan's strongly connected components over parents and dependencies
//! together, with an explicit stack; complete and linear. Alembic only asks
//! whether heads and bases exist and misses a cycle with a head above and a base
//! below it.

use std::collections::{HashMap, VecDeque};

use super::links::Links;

/// Returns one cycle of each knot: each member needs the next, the last the first.
///
/// The first is the smallest number; edges to itself are not looked at.
pub(super) fn cycles(links: &impl Links) -> Vec<Vec<u32>> {
    components(links)
        .iter()
        .map(|component| shortest_cycle(links, component))
        .collect()
}

const UNSEEN: u32 = u32::MAX;

#[derive(Clone, Copy)]
struct Mark {
    /// When the revision was first seen.
    seen: u32,
    /// The earliest revision on the stack it leads to.
    low: u32,
    is_on_stack: bool,
}

/// Returns the strongly connected components with two or more members.
fn components(links: &impl Links) -> Vec<Vec<u32>> {
    let unseen = Mark {
        seen: UNSEEN,
        low: UNSEEN,
        is_on_stack: false,
    };
    let mut marks = vec![unseen; links.n_revisions()];
    let mut found = Vec::new();
    let mut stack = Vec::new();
    let mut clock = 0;
    for root in (0_u32..).take(links.n_revisions()) {
        let mut path: Vec<(u32, usize)> = Vec::new();
        if is_unseen(&marks, root) {
            enter(root, &mut marks, &mut clock, &mut stack);
            path.push((root, 0));
        }
        while let Some((revision, n_done)) = path.pop() {
            if let Some(next) = neighbor(links, revision, n_done) {
                path.push((revision, n_done + 1));
                if is_unseen(&marks, next) {
                    enter(next, &mut marks, &mut clock, &mut stack);
                    path.push((next, 0));
                } else {
                    lower(&mut marks, revision, next);
                }
                continue;
            }
            found.extend(leave(revision, &mut marks, &mut stack));
            if let Some(&(parent, _)) = path.last() {
                lower(&mut marks, parent, revision);
            }
        }
    }
    found
}

fn neighbor(links: &impl Links, revision: u32, index: usize) -> Option<u32> {
    let parents = links.parents(revision);
    parents
        .get(index)
        .or_else(|| {
            links
                .dependencies(revision)
                .get(index.saturating_sub(parents.len()))
        })
        .copied()
}

fn is_unseen(marks: &[Mark], revision: u32) -> bool {
    marks
        .get(revision as usize)
        .is_some_and(|mark| mark.seen == UNSEEN)
}

fn enter(revision: u32, marks: &mut [Mark], clock: &mut u32, stack: &mut Vec<u32>) {
    if let Some(mark) = marks.get_mut(revision as usize) {
        *mark = Mark {
            seen: *clock,
            low: *clock,
            is_on_stack: true,
        };
        *clock += 1;
        stack.push(revision);
    }
}

/// Notes that `from` leads to whatever `to` leads to.
fn lower(marks: &mut [Mark], from: u32, to: u32) {
    let Some(&Mark {
        low,
        is_on_stack: true,
        ..
    }) = marks.get(to as usize)
    else {
        return;
    };
    if let Some(mark) = marks.get_mut(from as usize) {
        mark.low = mark.low.min(low);
    }
}

/// Takes the component of `revision` off the stack if it is the first of it.
fn leave(revision: u32, marks: &mut [Mark], stack: &mut Vec<u32>) -> Option<Vec<u32>> {
    let mark = marks.get(revision as usize)?;
    if mark.low != mark.seen {
        return None;
    }
    let mut component = Vec::new();
    while let Some(member) = stack.pop() {
        if let Some(mark) = marks.get_mut(member as usize) {
            mark.is_on_stack = false;
        }
        component.push(member);
        if member == revision {
            break;
        }
    }
    (component.len() > 1).then_some(component)
}

/// Returns a shortest cycle through the smallest member of a component.
fn shortest_cycle(links: &impl Links, component: &[u32]) -> Vec<u32> {
    let Some(&start) = component.iter().min() else {
        return Vec::new();
    };
    // Who led to each member; `start` is entered when the cycle closes.
    let mut came_from: HashMap<u32, Option<u32>> =
        component.iter().map(|&member| (member, None)).collect();
    let mut to_visit = VecDeque::from([start]);
    while let Some(revision) = to_visit.pop_front() {
        for next in links.below(revision).filter(|&next| next != revision) {
            match came_from.get_mut(&next) {
                Some(from @ None) => *from = Some(revision),
                _ => continue,
            }
            if next == start {
                return path_back(start, revision, &came_from);
            }
            to_visit.push_back(next);
        }
    }
    component.to_vec()
}

fn path_back(start: u32, end: u32, came_from: &HashMap<u32, Option<u32>>) -> Vec<u32> {
    let mut path = vec![end];
    let mut revision = end;
    while revision != start {
        let Some(&Some(from)) = came_from.get(&revision) else {
            break;
        };
        path.push(from);
        revision = from;
    }
    path.reverse();
    path
}
