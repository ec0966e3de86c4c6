//! What comes and goes by plain SQL.

use std::collections::BTreeSet;

use super::order::ordered;
use super::step::Step;
use super::work::Work;
use crate::base::TableName;
use crate::catalog::Beyond;
use crate::diff::{Change, Difference};
use crate::ops::{Command, Execute, Operation, Sql};
use crate::schema::ObjectKind;

impl Work<'_> {
    /// Makes something.
    pub(super) fn make_beyond(&mut self, at: usize, beyond: &Beyond) {
        for sql in beyond.by.iter().flat_map(|it| &it.make) {
            self.step(execute(sql), vec![at], None);
        }
    }

    /// Makes the parts of tables, each behind those it is a part of.
    pub(super) fn make_partitions(&mut self) {
        for at in self.partitions(|it| matches!(it, Difference::Added(_))) {
            if let Some(Change::Beyond(it)) = self.changes.get(at) {
                self.make_beyond(at, it.now());
            }
        }
    }

    /// Drops the parts of tables, each before those it is a part of.
    pub(super) fn drop_partitions(&mut self) {
        let order = self.partitions(Difference::is_removed);
        for at in order.into_iter().rev() {
            self.drop_beyond(at);
        }
    }

    /// Drops the types that go.
    pub(super) fn drop_beyond_types(&mut self) {
        for (at, change) in self.changes.iter().enumerate() {
            if let Change::Beyond(it @ Difference::Removed(_)) = change
                && it.now().object.kind == ObjectKind::Domain
            {
                self.drop_beyond(at);
            }
        }
    }

    fn drop_beyond(&mut self, at: usize) {
        let Some(change @ Change::Beyond(it)) = self.changes.get(at) else {
            return;
        };
        if let Some(by) = &it.now().by {
            self.steps.push(Step {
                operation: execute(&by.drop),
                changes: vec![at],
                loses: change.loses(self.dialect()).into_iter().collect(),
                cautions: Vec::new(),
            });
        }
    }

    /// Returns the changes of parts of tables, the wholes first.
    fn partitions(&self, is_it: impl Fn(&Difference<Beyond>) -> bool) -> Vec<usize> {
        let all = self.changes.iter().enumerate();
        let all = all.filter_map(|(at, change)| match change {
            Change::Beyond(it) if is_it(it) => {
                let name = &it.now().object.name;
                Some((at, name, it.now().by.as_ref()?.of.as_ref()?))
            }
            _ => None,
        });
        let all: Vec<(usize, &TableName, &TableName)> = all.collect();
        let names: BTreeSet<&TableName> = all.iter().map(|(_, name, _)| *name).collect();
        let needs = all.iter().map(|(_, name, of)| (*name, *of)).collect();
        let order = ordered(&names, &needs);
        let place = |name: &&TableName| all.iter().find(|(_, it, _)| it == name);
        order.iter().filter_map(place).map(|(at, ..)| *at).collect()
    }
}

fn execute(sql: &str) -> Operation {
    let command = Command::Sql(Sql::new(sql));
    Operation::Execute(Execute { command })
}
