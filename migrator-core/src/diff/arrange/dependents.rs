//! The views and triggers that cannot stay, because they need what cannot.

use std::collections::BTreeSet;

use super::touched::ColumnName;
use super::work::Work;
use crate::base::{Dialect, TableName};
use crate::diff::{Change, Difference};
use crate::ops::View;
use crate::schema::{ObjectKind, ObjectName};
use crate::script::{Kind, spans};

impl Work<'_> {
    /// Finds the views and triggers that need what is disturbed, and the views that need those.
    pub(super) fn disturb_dependents(&mut self) {
        for change in self.changes {
            match change {
                Change::View(Difference::Removed(from)) => {
                    self.disturbed.views.insert(from.name().clone());
                }
                Change::View(Difference::Changed { from, to })
                    if from.is_materialized() || to.is_materialized() =>
                {
                    self.disturbed.views.insert(from.name().clone());
                }
                // Its columns may become others only where no view shows them.
                Change::View(Difference::Changed { from, to })
                    if !self.shows_alike(from, to) && self.is_shown(from.name()) =>
                {
                    self.disturbed.views.insert(from.name().clone());
                }
                Change::Trigger(Difference::Removed(from)) => {
                    let key = (from.table().clone(), from.name().to_owned());
                    self.disturbed.triggers.insert(key);
                }
                _ => {}
            }
        }
        let changed = self.changed_views();
        loop {
            let mut views: Vec<TableName> = Vec::new();
            for need in &self.needs {
                let is_changed = changed.contains(&need.who.name);
                if self.is_disturbed(&need.whom, is_changed) {
                    match (need.who.kind, &need.who.part) {
                        (ObjectKind::View, _) => views.push(need.who.name.clone()),
                        (ObjectKind::Trigger, Some(name)) => {
                            let key = (need.who.name.clone(), name.clone());
                            self.disturbed.triggers.insert(key);
                        }
                        _ => {}
                    }
                }
            }
            let before = self.disturbed.views.len();
            self.disturbed.views.extend(views);
            if self.disturbed.views.len() == before {
                break;
            }
        }
        self.disturb_triggers_of_views();
    }

    /// Tells whether a view can become the other in place: it has the same columns, and maybe more.
    fn shows_alike(&self, from: &View, to: &View) -> bool {
        let shown = |it: &View| {
            let text = it.query().and_then(|it| it.text(self.dialect()));
            columns_text(self.dialect(), text.unwrap_or_default()).to_owned()
        };
        let (was, is) = (shown(from), shown(to));
        let is_more = is.strip_prefix(&was).is_some_and(|it| it.starts_with(','));
        self.builds_anew() || (from.column_names() == to.column_names() && (was == is || is_more))
    }

    /// Tells whether a view that is there needs another.
    fn is_shown(&self, view: &TableName) -> bool {
        let is_view = |it: &ObjectName| it.kind == ObjectKind::View;
        let mut needs = self.needs.iter();
        needs.any(|it| {
            is_view(&it.who)
                && is_view(&it.whom)
                && it.whom.name == *view
                && self.views.contains_key(&it.who.name)
        })
    }

    fn changed_views(&self) -> BTreeSet<TableName> {
        let changed = self.changes.iter().filter_map(|it| match it {
            Change::View(Difference::Changed { from, .. }) => Some(from.name().clone()),
            _ => None,
        });
        changed.collect()
    }

    /// Triggers go with their view.
    fn disturb_triggers_of_views(&mut self) {
        let views = &self.disturbed.views;
        let keys = self.triggers.keys().filter(|(it, _)| views.contains(it));
        let keys: Vec<_> = keys.cloned().collect();
        self.disturbed.triggers.extend(keys);
    }

    /// Tells whether what needs this cannot stay; a view that is changed anyway goes for less.
    fn is_disturbed(&self, object: &ObjectName, is_changed: bool) -> bool {
        let it = &self.disturbed;
        match (object.kind, &object.part) {
            (ObjectKind::View, _) => it.views.contains(&object.name),
            (ObjectKind::Function, _) => it.functions.contains(object.name.name()),
            (ObjectKind::Column, Some(column)) => {
                let key = (object.name.clone(), column.clone());
                let is_typed = it.retyped.contains(&key) || it.revalued.contains(&key);
                it.gone.contains(&key)
                    || it.recreated.contains(&key)
                    || (is_typed && !self.builds_anew())
                    || self.is_removed(&object.name)
            }
            (ObjectKind::Table, _) => {
                let of_it = |columns: &BTreeSet<ColumnName>| {
                    columns.iter().any(|(table, _)| *table == object.name)
                };
                let is_typed = of_it(&it.retyped) || of_it(&it.revalued);
                // Where only the table is known, a view that stays is not held for one that needs a column
                // that goes.
                self.is_removed(&object.name)
                    || of_it(&it.recreated)
                    || (is_typed && !self.builds_anew())
                    || (is_changed && of_it(&it.gone))
            }
            _ => false,
        }
    }
}

/// Returns what a query says before its `FROM`.
fn columns_text(dialect: Dialect, sql: &str) -> &str {
    let mut depth = 0_usize;
    for (kind, place) in spans(dialect, sql).filter_map(Result::ok) {
        let text = sql.get(place.clone()).unwrap_or_default();
        match kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Word if depth == 0 && text.eq_ignore_ascii_case("from") => {
                return sql.get(..place.start).unwrap_or(sql).trim_end();
            }
            _ => {}
        }
    }
    sql
}
