//! What is made of tables: indexes, views, functions, triggers.

use std::collections::BTreeMap;

use super::{Comparison, Pair, difference, pairs};
use crate::base::TableName;
use crate::diff::renaming::{Place, Renaming};
use crate::diff::{Change, Difference};
use crate::ops::{Trigger, View};
use crate::schema::{Index, ObjectKind, ObjectName, Table};

/// The tables whose columns expressions mean.
struct Tables<'a> {
    former: BTreeMap<&'a TableName, &'a Table>,
    now: BTreeMap<&'a TableName, &'a Table>,
}

impl<'a> Comparison<'a> {
    pub(super) fn indexes(&mut self, paired: &[Pair<'a, Table>]) {
        let place = |index: &Index| index.table().sibling(index.name().to_owned());
        let former = |it: &Index| {
            let table = self.now.table_name(it.table());
            self.key(&table.sibling(it.name().to_owned()))
        };
        let paired_indexes = pairs(&self.found.indexes, &self.wanted.indexes, former, |it| {
            self.key(&place(it))
        });
        let tables = Tables::new(paired);
        let says = |it: &Index| self.now.index(&tables.former(&self.now, it.table()), it);
        let is = |it: &Index| self.same.index(&tables.now(&self.same, it.table()), it);
        let (mut gone, mut come, mut differences) = (Vec::new(), Vec::new(), Vec::new());
        for pair in paired_indexes {
            match pair {
                (Some(from), Some(to)) if self.now.is_empty() && from == to => {}
                (Some(from), Some(to)) if says(from) == is(to) => {}
                (Some(from), None) => gone.push((from, says(from))),
                (None, Some(to)) => come.push((to, is(to))),
                pair => differences.extend(difference(pair, |_, _| false)),
            }
        }
        for (from, says) in gone {
            match come.iter().position(|(_, is)| *is == says) {
                Some(at) => {
                    let (to, _) = come.remove(at);
                    differences.push(Difference::Renamed {
                        from: from.clone(),
                        to: to.clone(),
                    });
                }
                None => differences.push(Difference::Removed(from.clone())),
            }
        }
        differences.extend(
            come.into_iter()
                .map(|(to, _)| Difference::Added(to.clone())),
        );
        differences.sort_by_cached_key(|it| {
            let now = it.now();
            (now.table().clone(), now.name().to_owned())
        });
        for it in differences {
            let object = ObjectName::new(ObjectKind::Index, place(it.now()));
            let table = it.now().table().to_string();
            if self.counts(object, Some(&table), &it) {
                self.push(Change::Index(it));
            }
        }
    }

    pub(super) fn views(&mut self) {
        let former = |it: &View| self.key(&self.now.table_name(it.name()));
        let now = |it: &View| self.key(it.name());
        for pair in pairs(&self.found.views, &self.wanted.views, former, now) {
            self.push_renamed(pair, View::name, Change::View);
            let is_same = |from: &View, to: &View| from.renamed(to.name().clone()) == *to;
            let Some(it) = difference(pair, is_same) else {
                continue;
            };
            let object = ObjectName::new(ObjectKind::View, it.now().name());
            if self.counts(object, None, &it) {
                self.push(Change::View(it));
            }
        }
    }

    pub(super) fn functions(&mut self) {
        let key = |it: &crate::ops::Function| it.signature().to_owned();
        for pair in pairs(&self.found.functions, &self.wanted.functions, key, key) {
            let Some(it) = difference(pair, PartialEq::eq) else {
                continue;
            };
            let object = ObjectName::new(ObjectKind::Function, it.now().signature());
            if self.counts(object, None, &it) {
                self.push(Change::Function(it));
            }
        }
    }

    pub(super) fn triggers(&mut self, paired: &[Pair<'a, Table>]) {
        let former = |it: &Trigger| {
            let table = self.now.table_name(it.table());
            (self.key(&table), self.part_key(it.name()))
        };
        let now = |it: &Trigger| (self.key(it.table()), self.part_key(it.name()));
        let tables = Tables::new(paired);
        for pair in pairs(&self.found.triggers, &self.wanted.triggers, former, now) {
            let is_same = |from: &Trigger, to: &Trigger| {
                if self.now.is_empty() && from == to {
                    return true;
                }
                let was = self
                    .now
                    .trigger(&tables.former(&self.now, from.table()), from);
                let is = self.same.trigger(&tables.now(&self.same, to.table()), to);
                was.sql() == is.sql() && was.is_constraint() == is.is_constraint()
            };
            let Some(it) = difference(pair, is_same) else {
                continue;
            };
            let now = it.now();
            let object = ObjectName::part(ObjectKind::Trigger, now.table(), now.name());
            if self.counts(object, None, &it) {
                self.push(Change::Trigger(it));
            }
        }
    }
}

impl<'a> Tables<'a> {
    pub(super) fn new(paired: &[Pair<'a, Table>]) -> Self {
        let former = paired.iter().filter_map(|it| it.0);
        let now = paired.iter().filter_map(|it| it.1);
        Self {
            former: former.map(|it| (it.name(), it)).collect(),
            now: now.map(|it| (it.name(), it)).collect(),
        }
    }

    fn former<'t>(&self, renaming: &Renaming, name: &'t TableName) -> Place<'t> {
        place(&self.former, renaming, name)
    }

    pub(super) fn now<'t>(&self, renaming: &Renaming, name: &'t TableName) -> Place<'t> {
        place(&self.now, renaming, name)
    }
}

fn place<'t>(
    tables: &BTreeMap<&TableName, &Table>,
    renaming: &Renaming,
    name: &'t TableName,
) -> Place<'t> {
    let columns = tables.get(name).map(|it| it.columns());
    renaming.place_of(name, columns.unwrap_or_default())
}
