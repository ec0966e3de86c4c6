//! What is held against which step. Pure.

use std::collections::BTreeSet;

use super::excuse::is_on;
use super::names::KeptTable;
use super::round::{Manner, Seen, Skipped};
use super::rows::Fate;
use super::task::{Evidence, InTheWay, Task, Way};
use crate::autogen::Proof;
use crate::catalog::Catalog;
use crate::declared::Hints;
use crate::diff::{Change, Rules, Step, compare, compare_all, reordered};
use crate::plan::Direction;
use crate::schema::{ObjectName, Table};

/// Judges what was seen.
pub(super) fn verdict(
    task: &Task<'_>,
    seen: &Seen,
    manner: &Manner,
    in_the_way: Option<InTheWay>,
) -> Evidence {
    let mut up = Judge::new(&task.up, &manner.up);
    let mut down = Judge::new(&task.down, &manner.down);
    let mut notes = seen.filled.notes.clone();
    if let Some(failed) = in_the_way {
        let judge = match failed.way {
            Direction::Up => &mut up,
            Direction::Down => &mut down,
        };
        judge.hold(|at, _| Some(at) == failed.at, &failed.why);
    }
    if seen.is_whole {
        up.changes(&left(task, seen), "it is still different");
        if !manner.up.is_empty() && manner.down.is_empty() {
            notes.push("the way back could only be tried from where the way up ends without what was left out".to_owned());
        }
        down.changes(&not_restored(task, seen, manner), "it is not as it was");
        up.rows(&seen.up, &mut notes, "become other values");
        down.rows(&seen.down, &mut notes, "do not come back as they were");
        notes.extend(other_orders(&seen.start, &seen.end));
    }
    Evidence {
        up: up.proofs,
        down: down.proofs,
        rows: seen.filled.rows.clone(),
        notes,
    }
}

/// Returns what is different from what is wanted and should not be.
fn left(task: &Task<'_>, seen: &Seen) -> Vec<Change> {
    // What had another name has the one that it is to have.
    let rules = Rules {
        hints: &Hints::default(),
        ..task.rules
    };
    let Ok(outcome) = compare(&seen.middle, task.wanted, &rules) else {
        return Vec::new();
    };
    // What somebody has taken from the list of changes stays different.
    let all = compare(task.found, task.wanted, &task.rules).map(|it| it.changes);
    let taken = all
        .unwrap_or_default()
        .into_iter()
        .filter(|it| !task.up.changes.contains(it));
    let taken: BTreeSet<ObjectName> = taken.map(|it| it.object()).collect();
    let left = outcome.changes.into_iter();
    left.filter(|it| !taken.contains(&it.object())).collect()
}

/// Returns what is different from before, whatever was declared.
fn not_restored(task: &Task<'_>, seen: &Seen, manner: &Manner) -> Vec<Change> {
    if seen.start == seen.end || !manner.up.is_empty() && manner.down.is_empty() {
        return Vec::new();
    }
    compare_all(&seen.end, &seen.start, task.rules.introspection)
        .map(|it| it.changes)
        .unwrap_or_default()
}

/// Returns which tables have their columns in another order afterwards.
fn other_orders(start: &Catalog, end: &Catalog) -> Vec<String> {
    let line = |(table, _): (&Table, &Table)| {
        let name = table.name();
        format!("the way back leaves the columns of {name} in another order")
    };
    reordered(start, end).map(line).collect()
}

/// The steps of one way, and what is held against them.
struct Judge<'t> {
    way: &'t Way<'t>,
    proofs: Vec<Proof>,
}

impl<'t> Judge<'t> {
    fn new(way: &'t Way<'t>, skipped: &Skipped) -> Self {
        let proof = |at: usize| match skipped.get(&at) {
            Some(why) => Proof::Missing(why.clone()),
            None => Proof::Seen,
        };
        Self {
            way,
            proofs: (0..way.steps.len()).map(proof).collect(),
        }
    }

    /// Holds something against the steps that `is_meant`, or against the last if there is none.
    fn hold(&mut self, is_meant: impl Fn(usize, &Step) -> bool, why: &str) {
        let steps = self.way.steps.iter().enumerate();
        let meant: Vec<usize> = steps
            .filter(|(at, step)| is_meant(*at, step))
            .map(|(at, _)| at)
            .collect();
        let last = self.way.steps.len().checked_sub(1);
        let meant = if meant.is_empty() {
            last.into_iter().collect()
        } else {
            meant
        };
        for at in meant {
            if let Some(proof @ Proof::Seen) = self.proofs.get_mut(at) {
                *proof = Proof::Missing(why.to_owned());
            }
        }
    }

    /// Holds differences against the steps that were to make them.
    fn changes(&mut self, left: &[Change], what: &str) {
        for change in left {
            let object = change.object();
            let way = self.way;
            let is_meant = |_, step: &Step| {
                let mut changes = step.changes.iter().filter_map(|at| way.changes.get(*at));
                changes.any(|it| it.object() == object || it.reversed().object() == object)
            };
            self.hold(is_meant, &format!("afterwards {what}: {change}"));
        }
    }

    /// Holds lost rows against the steps on their table, and notes values that may be others.
    fn rows(&mut self, fates: &[(KeptTable, Fate)], notes: &mut Vec<String>, what: &str) {
        for (table, fate) in fates {
            for broken in &fate.broken {
                let is_meant = |_, step: &Step| {
                    is_on(&step.operation, &table.before) || is_on(&step.operation, &table.after)
                };
                self.hold(is_meant, &format!("rows are not kept: {broken}"));
            }
            notes.extend(
                fate.converted
                    .iter()
                    .map(|it| format!("values {what}: {it}")),
            );
        }
    }
}
