//! What tables are made of: schemas, extensions and enumerations.

use super::caution;
use super::work::Work;
use crate::diff::renaming::has_literal;
use crate::diff::{Change, Difference};
use crate::ops::{
    EnumOperation, EnumValue, Enumeration, ExtensionOperation, Operation, ReplaceEnum,
    SchemaOperation,
};
use crate::schema::{ColumnDefault, Constraint};

impl Work<'_> {
    /// Creates the places for what is created: schemas and extensions.
    pub(super) fn places(&mut self) {
        for (at, change) in self.changes.iter().enumerate() {
            let operation = match change {
                Change::Schema(Difference::Added(it)) => {
                    Operation::Schema(SchemaOperation::Create(it.clone()))
                }
                Change::Schema(Difference::Renamed { from, to }) => {
                    Operation::Schema(SchemaOperation::Rename {
                        from: from.name().to_owned(),
                        to: to.name().to_owned(),
                    })
                }
                Change::Extension(Difference::Added(it)) => {
                    Operation::Extension(ExtensionOperation::Create(it.clone()))
                }
                Change::Extension(Difference::Changed { from, to }) => {
                    let alter = to.clone().instead_of(from.clone());
                    Operation::Extension(ExtensionOperation::Alter(alter))
                }
                _ => continue,
            };
            self.step(operation, vec![at], None);
        }
    }

    /// Creates and changes enumerations.
    pub(super) fn types(&mut self) {
        for (at, change) in self.changes.iter().enumerate() {
            match change {
                Change::Enum {
                    difference: Difference::Added(it),
                    ..
                } => {
                    let create = EnumOperation::Create(it.clone());
                    self.step(Operation::Enumeration(create), vec![at], None);
                }
                Change::Enum {
                    difference: Difference::Changed { from, to },
                    values,
                } => self.change_values(at, from, to, values),
                _ => {}
            }
        }
    }

    fn change_values(
        &mut self,
        at: usize,
        from: &Enumeration,
        to: &Enumeration,
        values: &[(String, String)],
    ) {
        let name = to.name().clone();
        if self.replaces(from, to, values) {
            let mut replace = ReplaceEnum::new(&name, to.values().to_vec());
            replace = replace.instead_of(from.values().to_vec());
            for (was, is) in values {
                replace = replace.map(was, is);
            }
            let caution = caution::fewer(&name, from.values(), to.values(), values);
            let replace = EnumOperation::Replace(replace);
            self.step(Operation::Enumeration(replace), vec![at], caution);
            return;
        }
        for (was, is) in values {
            let rename = EnumOperation::RenameValue {
                name: name.clone(),
                from: was.clone(),
                to: is.clone(),
            };
            self.step(Operation::Enumeration(rename), vec![at], None);
        }
        for value in added(&renamed(from, values), to.values()) {
            let add = EnumOperation::AddValue {
                name: name.clone(),
                value,
            };
            self.step(Operation::Enumeration(add), vec![at], None);
        }
    }

    /// Tells whether an enumeration gets its values by being replaced: if one goes, or moves, or is new
    /// and already used by what comes in the same transaction, which PostgreSQL refuses.
    pub(super) fn replaces(
        &self,
        from: &Enumeration,
        to: &Enumeration,
        values: &[(String, String)],
    ) -> bool {
        let is_rename = |(was, is): &(String, String)| {
            !to.values().contains(was)
                && !from.values().contains(is)
                && values.iter().filter(|(_, other)| other == is).count() == 1
        };
        if !values.iter().all(is_rename) {
            return true;
        }
        let renamed = renamed(from, values);
        if !is_within(&renamed, to.values()) {
            return true;
        }
        let mut new = to.values().iter().filter(|it| !renamed.contains(it));
        new.any(|it| self.is_value_used(it))
    }

    /// Tells whether something that comes mentions a text.
    fn is_value_used(&self, value: &str) -> bool {
        let has = |sql: &str| has_literal(self.dialect(), sql, value);
        let is_default = |it: Option<&ColumnDefault>| matches!(it, Some(ColumnDefault::Expression(sql)) if has(sql));
        self.changes.iter().any(|change| match change {
            Change::Table(Difference::Added(table)) => {
                let defaults = table.columns().iter().map(|it| it.default_value());
                let checks = table.checks().iter();
                let generated = table.columns().iter().filter_map(|it| it.generated());
                defaults.into_iter().any(is_default)
                    || checks.into_iter().any(|it| has(it.expression()))
                    || generated.into_iter().any(|it| has(&it.expression))
            }
            Change::Column {
                difference,
                backfill,
                using,
                ..
            } => {
                let to = difference.now();
                !difference.is_removed()
                    && (is_default(to.default_value())
                        || to.generated().is_some_and(|it| has(&it.expression))
                        || backfill.as_deref().is_some_and(has)
                        || using.as_deref().is_some_and(has))
            }
            Change::Constraint { difference, .. } => match difference.now() {
                Constraint::Check(check) => has(check.expression()),
                _ => false,
            },
            Change::Index(it) => it.now().condition().is_some_and(has),
            Change::Domain(it) => {
                let to = it.now();
                is_default(to.default_value()) || to.checks().iter().any(|it| has(it.expression()))
            }
            Change::View(it) => {
                let text = it.now().query().and_then(|it| it.text(self.dialect()));
                text.is_some_and(has)
            }
            _ => false,
        })
    }
}

/// Returns the values as they are after they got their new names.
fn renamed(from: &Enumeration, values: &[(String, String)]) -> Vec<String> {
    let now = |value: &String| {
        let known = values.iter().find(|(was, _)| was == value);
        known.map_or(value, |(_, is)| is).clone()
    };
    from.values().iter().map(now).collect()
}

/// Tells whether all of some values are there, in their order.
fn is_within(some: &[String], all: &[String]) -> bool {
    let mut all = all.iter();
    some.iter().all(|it| all.any(|other| other == it))
}

/// Returns the values that are new, each with its place.
fn added(there: &[String], all: &[String]) -> Vec<EnumValue> {
    let mut added = Vec::new();
    for (at, value) in all.iter().enumerate() {
        if there.contains(value) {
            continue;
        }
        let rest = all.get(at + 1..).unwrap_or_default();
        let is_last = !rest.iter().any(|it| there.contains(it));
        let before = at.checked_sub(1).and_then(|it| all.get(it));
        let value = EnumValue::new(value);
        added.push(match (before, rest.iter().find(|it| there.contains(it))) {
            _ if is_last => value,
            (Some(before), _) => value.after(before),
            (None, Some(next)) => value.before(next),
            (None, None) => value,
        });
    }
    added
}
