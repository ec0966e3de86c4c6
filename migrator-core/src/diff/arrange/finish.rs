//! What is made of tables, and what goes when nothing needs it any more.

use std::collections::BTreeSet;

use super::steps::Together;
use super::work::Work;
use crate::base::TableName;
use crate::diff::renaming::with_owner;
use crate::diff::{Change, Difference};
use crate::ops::{
    CreateIndex, DomainOperation, EnumOperation, ExtensionOperation, Operation, SchemaOperation,
    SequenceOperation, TableChange, View,
};
use crate::schema::{Constraint, Index, ObjectKind};

impl Work<'_> {
    /// Makes what is made of tables.
    pub(super) fn finish(&mut self) {
        self.own_sequences();
        self.indexes(false);
        self.late_keys();
        self.make_partitions();
        self.views();
        self.indexes(true);
        self.triggers();
    }

    /// Drops what nothing needs any more.
    pub(super) fn leave(&mut self) {
        self.drop_functions(false);
        self.drop_sequences();
        self.drop_beyond_types();
        let gone = |kind: ObjectKind| {
            let all = self.changes.iter().enumerate();
            let all = all.filter(move |(_, it)| it.object().kind == kind);
            all.map(|(at, _)| at).collect::<Vec<_>>()
        };
        let kinds = [
            ObjectKind::Domain,
            ObjectKind::Enum,
            ObjectKind::Extension,
            ObjectKind::Schema,
        ];
        let positions: Vec<usize> = kinds.into_iter().flat_map(gone).collect();
        for at in positions {
            let operation = match self.changes.get(at) {
                Some(Change::Domain(Difference::Removed(it))) => {
                    Operation::Domain(DomainOperation::Drop(it.clone().into()))
                }
                Some(Change::Enum {
                    difference: Difference::Removed(it),
                    ..
                }) => Operation::Enumeration(EnumOperation::Drop(it.clone().into())),
                Some(Change::Extension(Difference::Removed(it))) => {
                    Operation::Extension(ExtensionOperation::Drop(it.clone().into()))
                }
                Some(Change::Schema(Difference::Removed(it))) => {
                    Operation::Schema(SchemaOperation::Drop(it.clone().into()))
                }
                _ => continue,
            };
            self.step(operation, vec![at], None);
        }
    }

    /// Changes sequences, and gives them to their columns, which are all there by now.
    fn own_sequences(&mut self) {
        for (at, change) in self.changes.iter().enumerate() {
            let (from, to) = match change {
                Change::Sequence(Difference::Added(it)) if it.options().owner.is_some() => {
                    (with_owner(it, it.name().clone(), None), it)
                }
                Change::Sequence(Difference::Changed { from, to }) => {
                    let owner = from.options().owner.as_ref();
                    let is_free =
                        owner.is_some_and(|(table, column)| self.is_owner_gone(table, column));
                    let from = self.now.sequence_now(from);
                    let from = match is_free {
                        true => with_owner(&from, from.name().clone(), None),
                        false => from,
                    };
                    (from, to)
                }
                _ => continue,
            };
            if from != *to {
                let alter = SequenceOperation::Alter(to.clone().instead_of(from));
                self.step(Operation::Sequence(alter), vec![at], None);
            }
        }
    }

    fn drop_sequences(&mut self) {
        for (at, change) in self.changes.iter().enumerate() {
            let Change::Sequence(Difference::Removed(it)) = change else {
                continue;
            };
            let owner = it.options().owner.as_ref();
            let is_gone = owner.is_some_and(|(table, column)| self.is_owner_gone(table, column));
            if !is_gone {
                let drop = SequenceOperation::Drop(it.clone().into());
                self.step(Operation::Sequence(drop), vec![at], None);
            }
        }
    }

    /// Creates the indexes of tables, or those of materialized views.
    fn indexes(&mut self, of_views: bool) {
        let mut created: Vec<(Index, Vec<usize>, Option<String>)> = Vec::new();
        let mut known: BTreeSet<(&TableName, &str)> = BTreeSet::new();
        for (at, change) in self.changes.iter().enumerate() {
            let Change::Index(it) = change else { continue };
            if let Some(from) = it.former() {
                known.insert((from.table(), from.name()));
            }
            match it {
                Difference::Added(to) | Difference::Changed { to, .. } => {
                    let caution = self.index_caution(it.former(), to);
                    created.push((to.clone(), vec![at], caution));
                }
                Difference::Renamed { from, to } if self.is_index_disturbed(from) => {
                    created.push((to.clone(), vec![at], None));
                }
                Difference::Removed(_) | Difference::Renamed { .. } => {}
            }
        }
        let found = self.found;
        for index in &found.indexes {
            let is_known = known.contains(&(index.table(), index.name()));
            if !is_known && !self.is_removed(index.table()) && self.is_index_disturbed(index) {
                let changes = self.disturbers(&[index.table()]);
                created.push((self.index_now(index), changes, None));
            }
        }
        let views: BTreeSet<&TableName> = self.wanted.views.iter().map(View::name).collect();
        created.retain(|(index, ..)| {
            let is_on_view =
                views.contains(index.table()) || self.views.contains_key(index.table());
            is_on_view == of_views
        });
        created.sort_by(|(one, ..), (other, ..)| {
            let key = |it: &Index| (it.table().clone(), it.name().to_owned());
            key(one).cmp(&key(other))
        });
        for (index, changes, caution) in created {
            let caution = caution.filter(|_| !of_views);
            self.step(
                Operation::CreateIndex(CreateIndex { index }),
                changes,
                caution,
            );
        }
    }

    /// Returns an index that stays as it is to be.
    fn index_now(&self, index: &Index) -> Index {
        let table = self.now.table_name(index.table());
        let mut wanted = self.wanted.indexes.iter();
        let wanted = wanted.find(|it| *it.table() == table && it.name() == index.name());
        if let Some(wanted) = wanted {
            return wanted.clone();
        }
        let columns = self.tables.get(index.table()).map(|it| it.columns());
        let place = self
            .now
            .place_of(index.table(), columns.unwrap_or_default());
        self.now.index_called(index.name(), &place, index)
    }

    fn late_keys(&mut self) {
        let mut keys = std::mem::take(&mut self.late_keys);
        keys.sort_by(|one, other| {
            let key = |it: &(TableName, crate::schema::ForeignKey, Vec<usize>)| {
                (it.0.clone(), it.1.name().map(str::to_owned))
            };
            key(one).cmp(&key(other))
        });
        let tables: BTreeSet<TableName> = keys.iter().map(|it| it.0.clone()).collect();
        for table in tables {
            let mut together = Together::default();
            for (_, key, changes) in keys.iter().filter(|it| it.0 == table) {
                let constraint = Constraint::from(key.clone());
                together
                    .cautions
                    .extend(self.late_key_caution(&table, changes, &constraint));
                together.push(
                    TableChange::AddConstraint(constraint),
                    changes.iter().copied(),
                );
            }
            self.alter(&table, together);
        }
    }

    /// Returns what may stop a foreign key, if it is new; one that only had to go for a while is not.
    fn late_key_caution(
        &self,
        table: &TableName,
        changes: &[usize],
        key: &Constraint,
    ) -> Option<String> {
        let mut own = changes.iter().filter_map(|at| match self.changes.get(*at) {
            Some(Change::Constraint { difference, .. }) if difference.now() == key => {
                Some(difference)
            }
            _ => None,
        });
        match own.next()? {
            Difference::Renamed { .. } => None,
            own => self.constraint_caution(table, own.former(), key),
        }
    }
}
