//! The constraints of a table: by name, and without one by what they say.

use super::Comparison;
use crate::diff::renaming::constraints;
use crate::diff::{Change, Difference};
use crate::schema::{Constraint, ObjectKind, ObjectName, Table};

/// A constraint, and what it says by the names of now.
struct Read {
    constraint: Constraint,
    says: Constraint,
}

impl<'a> Comparison<'a> {
    /// Compares the constraints of a table.
    pub(super) fn constraints(&mut self, from: &'a Table, to: &'a Table) {
        let place = self.now.place(from);
        let read = |it: Constraint| Read {
            says: self.now.constraint(&place, &it),
            constraint: it,
        };
        let mut found: Vec<Read> = constraints(from).into_iter().map(read).collect();
        let place = self.same.place(to);
        let read = |it: Constraint| Read {
            says: self.same.constraint(&place, &it),
            constraint: it,
        };
        let mut wanted: Vec<Read> = constraints(to).into_iter().map(read).collect();
        let mut differences = Vec::new();
        let is_named = |one: &Read, other: &Read| {
            let key = |it: &Read| it.constraint.name().map(|it| self.part_key(it));
            key(one).is_some() && key(one) == key(other)
        };
        let is_equal = |one: &Read, other: &Read| one.says == other.says;
        drain(&mut found, &mut wanted, |one, other| {
            is_named(one, other) && is_equal(one, other)
        });
        for (from, to) in drain(&mut found, &mut wanted, |one, other| {
            is_named(one, other) && one.constraint.kind() == other.constraint.kind()
        }) {
            differences.push(Difference::Changed { from, to });
        }
        // Where one has no name, nothing tells them apart.
        drain(&mut found, &mut wanted, |one, other| {
            let is_nameless = one.constraint.name().is_none() || other.constraint.name().is_none();
            is_nameless && is_equal(one, other)
        });
        for (from, to) in drain(&mut found, &mut wanted, is_equal) {
            differences.push(Difference::Renamed { from, to });
        }
        let gone = found.into_iter().map(|it| it.constraint);
        differences.extend(gone.map(Difference::Removed));
        let come = wanted.into_iter().map(|it| it.constraint);
        differences.extend(come.map(Difference::Added));
        self.push_constraints(from, to, differences);
    }

    fn push_constraints(
        &mut self,
        from: &Table,
        to: &Table,
        mut differences: Vec<Difference<Constraint>>,
    ) {
        differences.sort_by_cached_key(|it| {
            let now = it.now();
            (
                now.name().map(str::to_owned),
                now.kind(),
                crate::diff::words::constraint(now),
            )
        });
        for difference in differences {
            let now = difference.now();
            let name = now
                .name()
                .map_or_else(|| crate::diff::words::constraint(now), str::to_owned);
            let object = ObjectName::part(ObjectKind::Constraint, to.name(), name);
            if self.scope.holds(&object) && (!difference.is_removed() || self.scope.drops(&object))
            {
                self.push(Change::Constraint {
                    table: to.name().clone(),
                    former_table: from.name().clone(),
                    difference,
                });
            }
        }
    }
}

/// Takes out what belongs together, in order.
fn drain(
    found: &mut Vec<Read>,
    wanted: &mut Vec<Read>,
    belongs: impl Fn(&Read, &Read) -> bool,
) -> Vec<(Constraint, Constraint)> {
    let mut pairs = Vec::new();
    let mut at = 0;
    while let Some(one) = found.get(at) {
        match wanted.iter().position(|it| belongs(one, it)) {
            Some(other) => {
                pairs.push((found.remove(at).constraint, wanted.remove(other).constraint));
            }
            None => at += 1,
        }
    }
    pairs
}
