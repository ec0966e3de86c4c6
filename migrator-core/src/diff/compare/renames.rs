//! Which hints about names apply.
//!
//! A hint that may stay where it is when its revision is written must be known for done. That is told by the names:
//! what was is not there any more. Where names are exchanged, or the name of something is taken that goes, both are
//! there before and after, so that a *doubtful* group of hints is tried: see [`Decided`](super::decided::Decided).

use std::collections::BTreeSet;

use super::Comparison;
use super::decided::Group;
use crate::base::TableName;
use crate::declared::RenameHint;
use crate::diff::renaming::vacated;
use crate::ops::{Domain, Enumeration, Sequence, View};
use crate::schema::{Column, Table};

/// A name, and what it is now.
pub(super) type Renamed<N> = (N, N);

/// Hints about one kind of names.
#[derive(Debug, PartialEq)]
struct Sorted<N> {
    /// Those that apply: what was is there, what is to be is not, unless it goes away by another.
    sure: Vec<Renamed<N>>,
    /// Those that go round in a circle.
    circles: Vec<Vec<Renamed<N>>>,
    /// Those whose last name is that of something that is there, and is gone if they apply.
    taking: Vec<Vec<Renamed<N>>>,
}

/// Sorts hints; one that cannot be true is passed over.
fn sorted<N: Ord + Clone>(
    hints: impl Iterator<Item = Renamed<N>>,
    found: &BTreeSet<N>,
    wanted: &BTreeSet<N>,
) -> Sorted<N> {
    let mut left: Vec<Renamed<N>> = Vec::new();
    for (from, to) in hints {
        let is_new = left.iter().all(|it| it.0 != from && it.1 != to);
        if from != to && found.contains(&from) && wanted.contains(&to) && is_new {
            left.push((from, to));
        }
    }
    let mut sorted = Sorted {
        sure: Vec::new(),
        circles: Vec::new(),
        taking: Vec::new(),
    };
    while let Some(at) = left.iter().position(|(_, to)| {
        let leaves = |it: &Renamed<N>| it.0 == *to;
        !found.contains(to) || sorted.sure.iter().any(leaves)
    }) {
        sorted.sure.push(left.remove(at));
    }
    while let Some(one) = left.pop() {
        let group = chain(one, &mut left);
        let (first, last) = (group.first(), group.last());
        let (Some((first, _)), Some((_, last))) = (first, last) else {
            continue;
        };
        if first == last {
            sorted.circles.push(group);
        } else if !wanted.contains(first) {
            sorted.taking.push(group);
        }
    }
    sorted
}

/// Takes out what hangs together with a hint, in a line: each takes the name of the next.
fn chain<N: PartialEq>(one: Renamed<N>, left: &mut Vec<Renamed<N>>) -> Vec<Renamed<N>> {
    let mut group = vec![one];
    loop {
        let before = |it: &Renamed<N>| group.first().is_some_and(|(from, _)| it.1 == *from);
        if let Some(at) = left.iter().position(before) {
            group.insert(0, left.remove(at));
            continue;
        }
        let behind = |it: &Renamed<N>| group.last().is_some_and(|(_, to)| it.0 == *to);
        match left.iter().position(behind) {
            Some(at) => group.push(left.remove(at)),
            None => return group,
        }
    }
}

/// What applies: new names, and names that are taken from what goes.
struct Applied<N> {
    names: Vec<Renamed<N>>,
    taken: Vec<N>,
}

impl Comparison<'_> {
    /// Notes the names of what stands by itself, as far as hints say them.
    pub(super) fn take_hints(&mut self) {
        let (found, wanted) = (self.found, self.wanted);
        let applied = self.renamed(&found.tables, &wanted.tables, Table::name, true);
        for name in &applied.taken {
            self.now.relation(name, &name.sibling(vacated(name.name())));
        }
        for (from, to) in &applied.names {
            self.now.relation(from, to);
        }
        let applied = self.renamed(&found.views, &wanted.views, View::name, false);
        for (from, to) in &applied.names {
            self.now.relation(from, to);
        }
        let applied = self.renamed(&found.sequences, &wanted.sequences, Sequence::name, false);
        for (from, to) in &applied.names {
            self.now.sequence(from, to);
        }
        let applied = self.renamed(&found.enums, &wanted.enums, Enumeration::name, false);
        for (from, to) in &applied.names {
            self.now.kind(from, to);
        }
        let applied = self.renamed(&found.domains, &wanted.domains, Domain::name, false);
        for (from, to) in &applied.names {
            self.now.kind(from, to);
        }
    }

    fn renamed<T>(
        &mut self,
        found: &[T],
        wanted: &[T],
        name: impl Fn(&T) -> &TableName,
        may_take: bool,
    ) -> Applied<TableName> {
        let hints = self.rules.hints.renames.iter().filter_map(|it| match it {
            RenameHint::Object { from, to: Some(to) } => Some((from.clone(), to.clone())),
            RenameHint::Object { .. } | RenameHint::Column { .. } => None,
        });
        let names = |list: &[T]| list.iter().map(|it| name(it).clone()).collect();
        let mut sorted = sorted(hints, &names(found), &names(wanted));
        if !may_take {
            sorted.taking.clear();
        }
        let is_gone = |it: &Self, name: &TableName| it.is_gone(name);
        self.applied(sorted, is_gone, |(from, to)| RenameHint::Object {
            from: from.clone(),
            to: Some(to.clone()),
        })
    }

    /// Notes the columns of a table that have another name, by hints.
    pub(super) fn take_column_hints(&mut self, found: &Table, wanted: &Table) {
        let table_ = wanted.name();
        let hints = self.rules.hints.renames.iter().filter_map(|it| match it {
            RenameHint::Column {
                table,
                from,
                to: Some(to),
            } if table == table_ => Some((from.clone(), to.clone())),
            RenameHint::Object { .. } | RenameHint::Column { .. } => None,
        });
        let names = |table: &Table| {
            let names = table.columns().iter().map(Column::name);
            names.map(str::to_owned).collect()
        };
        let sorted = sorted(hints, &names(found), &names(wanted));
        let is_gone = |it: &Self, name: &String| it.is_column_gone(table_, name);
        let applied = self.applied(sorted, is_gone, |(from, to)| RenameHint::Column {
            table: table_.clone(),
            from: from.clone(),
            to: Some(to.clone()),
        });
        for name in &applied.taken {
            self.now.column(found.name(), name, &vacated(name));
        }
        for (from, to) in &applied.names {
            self.now.column(found.name(), from, to);
        }
    }

    /// Returns what applies, and notes what is still to be decided.
    fn applied<N: Clone>(
        &mut self,
        sorted: Sorted<N>,
        is_gone: impl Fn(&Self, &N) -> bool,
        hint: impl Fn(&Renamed<N>) -> RenameHint,
    ) -> Applied<N> {
        let mut applied = Applied {
            names: sorted.sure,
            taken: Vec::new(),
        };
        for group in sorted.circles {
            let hints: Group = group.iter().map(&hint).collect();
            if self.applies(hints, false) {
                applied.names.extend(group);
            }
        }
        for group in sorted.taking {
            let Some((_, last)) = group.last().cloned() else {
                continue;
            };
            let hints: Group = group.iter().map(&hint).collect();
            if self.applies(hints, is_gone(self, &last)) {
                applied.taken.push(last);
                applied.names.extend(group);
            }
        }
        applied
    }

    /// Tells whether a group applies; one of which nobody knows is to be decided.
    fn applies(&mut self, group: Group, is_certain: bool) -> bool {
        let once = &self.rules.hints.once;
        if is_certain
            || self.decided.taken.contains(&group)
            || group.iter().any(|it| once.contains(it))
        {
            return true;
        }
        if !self.decided.passed.contains(&group) {
            self.open.push(group);
        }
        false
    }

    /// Tells whether a hint says that an object is gone for good.
    pub(super) fn is_gone(&self, name: &TableName) -> bool {
        let hints = &self.rules.hints.renames;
        hints
            .iter()
            .any(|it| matches!(it, RenameHint::Object { from, to: None } if from == name))
    }

    /// Tells whether a hint says that a column is gone for good; the table by its name now.
    pub(super) fn is_column_gone(&self, table_: &TableName, column: &str) -> bool {
        self.rules.hints.renames.iter().any(|it| {
            matches!(it, RenameHint::Column { table, from, to: None } if table == table_ && from == column)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::sorted;

    #[test]
    fn hints_are_sure_or_go_round_or_take_a_name() {
        let check = |hints: &str, found: &str, wanted: &str, expect: [&str; 3]| {
            let hints = hints.split(' ').map(|it| it.split_at(1));
            let of =
                |text: &str| -> BTreeSet<String> { text.split(' ').map(str::to_owned).collect() };
            let hints = hints.map(|(from, to)| (from.to_owned(), to.to_owned()));
            let sorted = sorted(hints, &of(found), &of(wanted));
            let shown = |list: &[(String, String)]| {
                let pairs: Vec<String> = list
                    .iter()
                    .map(|(from, to)| format!("{from}{to}"))
                    .collect();
                pairs.join(" ")
            };
            let groups = |list: &[Vec<(String, String)>]| {
                let groups: Vec<String> = list.iter().map(|it| shown(it)).collect();
                groups.join(", ")
            };
            assert_eq!(
                [
                    shown(&sorted.sure),
                    groups(&sorted.circles),
                    groups(&sorted.taking)
                ],
                expect
            );
        };
        check("ab", "a", "b", ["ab", "", ""]);
        check("ab", "b", "b", ["", "", ""]);
        check("ab bc", "a b", "b c", ["bc ab", "", ""]);
        check("ab ba", "a b", "a b", ["", "ab ba", ""]);
        check("ab bc ca", "a b c", "a b c", ["", "ab bc ca", ""]);
        check("ab", "a b", "b", ["", "", "ab"]);
        check("ab bc", "a b c", "b c", ["", "", "ab bc"]);
        // Both are declared: the one that was is not gone.
        check("ab", "a b", "a b", ["", "", ""]);
        check("ab cb", "a c", "b", ["ab", "", ""]);
    }
}
