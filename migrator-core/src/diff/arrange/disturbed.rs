//! What cannot stay as it is while something else changes: it is dropped before, and made again after.

use std::collections::BTreeSet;

use super::create::has_same_result;
use super::touched::ColumnName;
use super::work::Work;
use crate::base::{Dialect, TableName};
use crate::diff::renaming::{Place, constraints, function_name, mentions};
use crate::diff::{Change, Difference};
use crate::ops::{Enumeration, View};
use crate::schema::{
    Column, ColumnType, Constraint, ForeignKey, Index, IndexTarget, ObjectKind, ObjectName, Table,
};
use crate::script::{Kind, spans};

impl Work<'_> {
    /// Finds out what is disturbed.
    pub(super) fn disturb(&mut self) {
        self.disturb_functions();
        self.disturb_columns();
        self.disturb_keys();
        self.disturb_dependents();
    }

    fn disturb_columns(&mut self) {
        for change in self.changes {
            match change {
                Change::Column {
                    former_table,
                    difference,
                    ..
                } => self.disturb_column(former_table, difference),
                Change::Enum {
                    difference: Difference::Changed { from, to },
                    values,
                } if self.replaces(from, to, values) => self.disturb_enum(from),
                _ => {}
            }
        }
        if self.builds_anew() {
            return;
        }
        // A column that is computed of one that gets another type cannot stay.
        for (name, table) in self.tables.clone() {
            let mut recreated = Vec::new();
            for column in table.columns() {
                let Some(generated) = column.generated() else {
                    continue;
                };
                let key = |it: &str| (name.clone(), it.to_owned());
                let is_it = |it: &str| {
                    let key = key(it);
                    self.disturbed.retyped.contains(&key)
                        || self.disturbed.revalued.contains(&key)
                        || self.disturbed.remade.contains(it)
                };
                let own = key(column.name());
                let stays = !self.disturbed.gone.contains(&own) && !self.becomes_plain(&own);
                if stays && mentions(self.dialect(), &generated.expression, is_it) {
                    recreated.push(own);
                }
            }
            self.disturbed.recreated.extend(recreated);
        }
    }

    /// Tells whether a column is not computed any more, and keeps its values.
    pub(super) fn becomes_plain(&self, (table, column): &ColumnName) -> bool {
        let parts = self.parts.get(&self.now.table_name(table));
        let columns = parts.map(|it| it.columns.as_slice()).unwrap_or_default();
        columns.iter().any(|it| match it.difference {
            Difference::Changed { from, to } => {
                from.name() == column && from.generated().is_some() && to.generated().is_none()
            }
            _ => false,
        })
    }

    fn disturb_column(&mut self, table: &TableName, difference: &Difference<Column>) {
        match difference {
            Difference::Removed(column) => {
                let name = (table.clone(), column.name().to_owned());
                self.disturbed.gone.insert(name);
            }
            Difference::Changed { from, to } => {
                let name = (table.clone(), from.name().to_owned());
                let is_retyped = self.is_retyped(from, to);
                if self.is_recreated(table, from, to) {
                    self.disturbed.recreated.insert(name);
                } else if is_retyped {
                    self.disturbed.retyped.insert(name);
                }
            }
            Difference::Added(_) | Difference::Renamed { .. } => {}
        }
    }

    pub(super) fn is_retyped(&self, from: &Column, to: &Column) -> bool {
        self.now.column_type(from.kind()) != self.same.column_type(to.kind())
            || from.collation() != to.collation()
    }

    /// Tells whether a column cannot be altered: one that is computed in another way.
    fn is_recreated(&self, table: &TableName, from: &Column, to: &Column) -> bool {
        let place = self.tables.get(table).map(|it| self.now.place(it));
        let place = place.unwrap_or_else(|| Place::nowhere(table));
        let was = self.now.column_now(&place, from);
        let wanted = self.wanted_table(&self.now.table_name(table));
        let place = wanted.map(|it| self.same.place(it));
        let place = place.unwrap_or_else(|| Place::nowhere(table));
        let is = self.same.column_now(&place, to);
        match (was.generated(), is.generated()) {
            (None, None) => false,
            (None, Some(_)) => true,
            (Some(generated), None) => !generated.stored,
            (Some(one), Some(other)) => one != other || self.is_retyped(from, to),
        }
    }

    /// Notes all columns of an enumeration whose values are replaced.
    fn disturb_enum(&mut self, enumeration: &Enumeration) {
        let name = enumeration.name();
        for (table, it) in &self.tables {
            let columns = it.columns().iter().filter(|it| is_of(it.kind(), name));
            let columns = columns.map(|it| (table.clone(), it.name().to_owned()));
            self.disturbed.revalued.extend(columns);
        }
    }

    fn disturb_keys(&mut self) {
        for change in self.changes {
            match change {
                Change::Constraint {
                    former_table,
                    difference,
                    ..
                } => {
                    if let Difference::Removed(from) | Difference::Changed { from, .. } = difference
                        && let Some(columns) = key_columns(from)
                    {
                        self.disturbed.keys.insert((former_table.clone(), columns));
                    }
                }
                Change::Index(Difference::Removed(from) | Difference::Changed { from, .. })
                    if from.is_unique() =>
                {
                    let columns = index_columns(from);
                    self.disturbed.keys.insert((from.table().clone(), columns));
                }
                _ => {}
            }
        }
        for (table, column) in self.disturbed.recreated.clone() {
            let Some(it) = self.tables.get(&table) else {
                continue;
            };
            let keys = constraints(it);
            let keys = keys.iter().filter_map(key_columns);
            let keys = keys.filter(|it| it.contains(&column));
            let keys: Vec<_> = keys.map(|it| (table.clone(), it)).collect();
            self.disturbed.keys.extend(keys);
        }
    }

    fn disturb_functions(&mut self) {
        for change in self.changes {
            let Change::Function(it) = change else {
                continue;
            };
            let (from, is_remade) = match it {
                Difference::Changed { from, to } => {
                    (from, !has_same_result(from, to, self.dialect()))
                }
                Difference::Removed(from) => (from, self.is_superseded(from.signature())),
                Difference::Added(_) | Difference::Renamed { .. } => continue,
            };
            if is_remade {
                let name = function_name(self.dialect(), from.signature());
                let name = name.map(|it| it.name().to_owned());
                self.disturbed.remade.extend(name);
            }
            if is_remade || it.is_removed() {
                self.disturbed.functions.insert(from.signature().to_owned());
            }
        }
    }

    /// Tells whether an expression calls a function that is made anew.
    pub(super) fn calls_remade(&self, sql: &str) -> bool {
        let remade = &self.disturbed.remade;
        !remade.is_empty() && mentions(self.dialect(), sql, |it| remade.contains(it))
    }

    /// Finds the views and triggers that need what is disturbed, and the views that need those.
    fn disturb_dependents(&mut self) {
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

    /// Tells whether a foreign key cannot stay while what it refers to changes.
    pub(super) fn is_key_disturbed(&self, table: &TableName, key: &ForeignKey) -> bool {
        let it = &self.disturbed;
        let columns: BTreeSet<String> = key.target_columns().iter().cloned().collect();
        let has = |set: &BTreeSet<ColumnName>, table: &TableName, columns: &[String]| {
            columns
                .iter()
                .any(|column| set.contains(&(table.clone(), column.clone())))
        };
        let target = key.target();
        let is_retyped = has(&it.retyped, target, key.target_columns())
            || has(&it.retyped, table, key.columns());
        let is_revalued = has(&it.revalued, target, key.target_columns())
            || has(&it.revalued, table, key.columns());
        it.keys.contains(&(target.clone(), columns))
            || has(&it.gone, target, key.target_columns())
            || has(&it.recreated, target, key.target_columns())
            || has(&it.recreated, table, key.columns())
            || (!self.builds_anew()
                && (is_revalued || (is_retyped && !self.stays_alike(table, key))))
    }

    /// Tells whether the types at both ends of a foreign key stay such that they can be compared.
    fn stays_alike(&self, table: &TableName, key: &ForeignKey) -> bool {
        let is_integer = |table: &TableName, columns: &[String]| {
            columns.iter().all(|column| {
                let was = self.tables.get(table).and_then(|it| column_of(it, column));
                let now = self.now.table_name(table);
                let name = self.now.column_name(table, column);
                let is = self.wanted_table(&now).and_then(|it| column_of(it, name));
                let is_integer = |it: Option<&Column>| it.is_some_and(|it| it.kind().is_integer());
                is_integer(was) && is_integer(is)
            })
        };
        is_integer(table, key.columns()) && is_integer(key.target(), key.target_columns())
    }

    /// Tells whether an index or a check cannot stay: it says something of a column that is made anew, compares one
    /// with values of an enumeration that is, or calls a function that is.
    pub(super) fn is_expression_disturbed(&self, table: &TableName, sql: &str) -> bool {
        let it = &self.disturbed;
        let is_it = |column: &str| {
            let key = (table.clone(), column.to_owned());
            it.recreated.contains(&key) || it.revalued.contains(&key)
        };
        mentions(self.dialect(), sql, is_it) || self.calls_remade(sql)
    }

    /// Tells whether an index cannot stay.
    pub(super) fn is_index_disturbed(&self, index: &Index) -> bool {
        let table = index.table();
        let is_recreated = |column: &String| {
            let key = (table.clone(), column.clone());
            self.disturbed.recreated.contains(&key)
        };
        let is_part = index.parts().iter().any(|it| match it.target() {
            IndexTarget::Column(column) => is_recreated(column),
            IndexTarget::Expression(sql) => self.is_expression_disturbed(table, sql),
        });
        let condition = index.condition();
        is_part
            || index.included().iter().any(is_recreated)
            || condition.is_some_and(|sql| self.is_expression_disturbed(table, sql))
            || self.disturbed.views.contains(table)
    }

    /// Tells whether a constraint that nothing is said about cannot stay.
    pub(super) fn is_constraint_disturbed(&self, table: &TableName, it: &Constraint) -> bool {
        let is_recreated = |column: &String| {
            let key = (table.clone(), column.clone());
            self.disturbed.recreated.contains(&key)
        };
        match it {
            Constraint::PrimaryKey(key) => {
                key.columns().iter().chain(key.included()).any(is_recreated)
            }
            Constraint::Unique(it) => it.columns().iter().chain(it.included()).any(is_recreated),
            Constraint::Check(check) => self.is_expression_disturbed(table, check.expression()),
            Constraint::ForeignKey(key) => self.is_key_disturbed(table, key),
            Constraint::Exclude(exclude) => {
                let parts = exclude.elements().iter().any(|it| match &it.target {
                    IndexTarget::Column(column) => is_recreated(column),
                    IndexTarget::Expression(sql) => self.is_expression_disturbed(table, sql),
                });
                let condition = exclude.condition();
                parts || condition.is_some_and(|sql| self.is_expression_disturbed(table, sql))
            }
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

fn column_of<'t>(table: &'t Table, name: &str) -> Option<&'t Column> {
    table.columns().iter().find(|it| it.name() == name)
}

fn is_of(kind: &ColumnType, enumeration: &TableName) -> bool {
    match kind {
        ColumnType::Enum { name, .. } => name == enumeration.name(),
        ColumnType::Array { element, .. } => is_of(element, enumeration),
        // One of another schema is given by its whole name.
        ColumnType::Custom(text) => {
            text.trim_end_matches("[]").replace('"', "") == enumeration.to_string()
        }
        _ => false,
    }
}

/// Returns the columns that a foreign key can refer to.
pub(super) fn key_columns(constraint: &Constraint) -> Option<BTreeSet<String>> {
    match constraint {
        Constraint::PrimaryKey(key) => Some(key.columns().iter().cloned().collect()),
        Constraint::Unique(unique) => Some(unique.columns().iter().cloned().collect()),
        Constraint::Check(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => None,
    }
}

/// Returns the columns of an index.
pub(super) fn index_columns(index: &Index) -> BTreeSet<String> {
    let columns = index.parts().iter().filter_map(|it| match it.target() {
        IndexTarget::Column(name) => Some(name.clone()),
        IndexTarget::Expression(_) => None,
    });
    columns.collect()
}
