//! Views and triggers, which are made last of all.

use std::collections::BTreeSet;

use super::order::ordered;
use super::work::Work;
use crate::base::TableName;
use crate::diff::renaming::Place;
use crate::diff::{Change, Difference};
use crate::ops::{Operation, TriggerOperation, ViewOperation};
use crate::schema::{ObjectKind, ObjectName};

impl Work<'_> {
    /// Returns the views that are made, by their names now.
    pub(super) fn made_views(&self) -> BTreeSet<TableName> {
        let mut made: BTreeSet<TableName> = BTreeSet::new();
        let mut gone = BTreeSet::new();
        for change in self.changes {
            match change {
                Change::View(Difference::Added(to) | Difference::Changed { to, .. }) => {
                    made.insert(to.name().clone());
                }
                Change::View(Difference::Removed(from)) => {
                    gone.insert(from.name());
                }
                _ => {}
            }
        }
        let disturbed = self.disturbed.views.iter().filter(|it| !gone.contains(it));
        made.extend(disturbed.map(|it| self.now.table_name(it)));
        made
    }

    /// Makes views, and the functions that need them.
    pub(super) fn views(&mut self) {
        let mut nodes: BTreeSet<ObjectName> = self
            .made_views()
            .iter()
            .map(|it| ObjectName::new(ObjectKind::View, it))
            .collect();
        for change in self.changes {
            if matches!(
                change,
                Change::Function(Difference::Added(_) | Difference::Changed { .. })
            ) && self.is_late_function(&change.object())
            {
                nodes.insert(change.object());
            }
        }
        let mut needs: BTreeSet<(ObjectName, ObjectName)> = BTreeSet::new();
        for need in &self.needs {
            let who = self.object_now(&need.who);
            needs.insert((who, self.object_now(&need.whom)));
        }
        let wanted = self
            .wanted
            .needs
            .iter()
            .map(|it| (it.who.clone(), it.whom.clone()));
        needs.extend(wanted);
        for object in ordered(&nodes, &needs) {
            match object.kind {
                ObjectKind::View => self.make_view(&object.name),
                _ => {
                    let at = self.position(&object);
                    if let Some((at, Change::Function(it))) =
                        at.and_then(|at| Some((at, self.changes.get(at)?)))
                    {
                        self.create_function(at, it);
                    }
                }
            }
        }
    }

    fn object_now(&self, object: &ObjectName) -> ObjectName {
        ObjectName {
            name: self.now.table_name(&object.name),
            ..object.clone()
        }
    }

    fn make_view(&mut self, name: &TableName) {
        let former = self
            .views
            .iter()
            .find(|(it, _)| self.now.table_name(it) == *name);
        let former = former.map(|(name, view)| (name.clone(), *view));
        let is_dropped = former
            .as_ref()
            .is_some_and(|(name, _)| self.disturbed.views.contains(name));
        let wanted = self.wanted.views.iter().find(|it| it.name() == name);
        let view = wanted.cloned().or_else(|| {
            let (_, view) = former.as_ref()?;
            Some(view.renamed(name.clone()))
        });
        let Some(view) = view else { return };
        let is_it = |it: &Change| matches!(it, Change::View(it) if it.now().name() == name);
        let mut changes = self.positions(is_it, &[]);
        if let Some((former, _)) = former.as_ref().filter(|_| changes.is_empty()) {
            changes = self.view_changes(former);
        }
        let operation = match former {
            Some((_, former)) if !is_dropped => {
                let former = former.renamed(name.clone());
                ViewOperation::Replace(view.instead_of(former).recreate())
            }
            _ => ViewOperation::Create(view),
        };
        self.step(Operation::View(operation), changes, None);
    }

    pub(super) fn triggers(&mut self) {
        for (at, change) in self.changes.iter().enumerate() {
            let Change::Trigger(it) = change else {
                continue;
            };
            let operation = match it {
                Difference::Added(to) => TriggerOperation::Create(to.clone()),
                Difference::Changed { from, to } => {
                    let key = (from.table().clone(), from.name().to_owned());
                    match self.disturbed.triggers.contains(&key) {
                        true => TriggerOperation::Create(to.clone()),
                        false => {
                            let place = Place::nowhere(from.table());
                            let former = self.now.trigger(&place, from);
                            TriggerOperation::Replace(to.clone().instead_of(former))
                        }
                    }
                }
                Difference::Removed(_) | Difference::Renamed { .. } => continue,
            };
            self.step(Operation::Trigger(operation), vec![at], None);
        }
        for key in self.disturbed.triggers.clone() {
            let Some(trigger) = self.triggers.get(&key).copied() else {
                continue;
            };
            let is_known = self.changes.iter().any(|it| match it {
                Change::Trigger(it) => it.former() == Some(trigger),
                _ => false,
            });
            let is_gone = self.is_removed(&key.0) || self.is_view_removed(&key.0);
            if is_known || is_gone {
                continue;
            }
            let table = self.now.table_name(&key.0);
            let mut wanted = self.wanted.triggers.iter();
            let wanted = wanted.find(|it| *it.table() == table && it.name() == key.1);
            let columns = self.tables.get(&key.0).map(|it| it.columns());
            let place = self.now.place_of(&key.0, columns.unwrap_or_default());
            let again = wanted.cloned();
            let again = again.unwrap_or_else(|| self.now.trigger(&place, trigger));
            let create = TriggerOperation::Create(again);
            let changes = self.disturbers(&[&key.0]);
            self.step(Operation::Trigger(create), changes, None);
        }
    }

    fn is_view_removed(&self, name: &TableName) -> bool {
        let is_it =
            |it: &Change| matches!(it, Change::View(Difference::Removed(it)) if it.name() == name);
        self.changes.iter().any(is_it)
    }
}
