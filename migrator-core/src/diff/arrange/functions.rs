//! Functions: when they go and come, and what their texts say.

use std::collections::{BTreeMap, BTreeSet};

use super::order::ordered;
use super::work::Work;
use crate::diff::renaming::mentions;
use crate::diff::{Change, Difference};
use crate::ops::{DropFunction, Function, FunctionOperation, Operation};
use crate::schema::{ObjectKind, ObjectName};

impl<'a> Work<'a> {
    /// Drops functions: those that need a table that goes, before it; else those that are left.
    pub(super) fn drop_functions(&mut self, are_early: bool) {
        let early = self.early_functions();
        let mut gone: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, change) in self.changes.iter().enumerate() {
            if let Change::Function(Difference::Removed(it)) = change
                && early.contains(it.signature()) == are_early
                && !self.is_superseded(it.signature())
            {
                gone.insert(it.signature(), at);
            }
        }
        let names: BTreeSet<&str> = gone.keys().copied().collect();
        let needs = self.needs.iter();
        // Each behind what needs it.
        let needs = needs.map(|it| (it.whom.name.name(), it.who.name.name()));
        let order = ordered(&names, &needs.collect());
        let order: Vec<usize> = order
            .iter()
            .filter_map(|it| gone.get(it).copied())
            .collect();
        for at in order {
            if let Some(Change::Function(Difference::Removed(it))) = self.changes.get(at) {
                let drop = FunctionOperation::Drop(it.clone().into());
                self.step(Operation::Function(drop), vec![at], None);
            }
        }
    }

    /// Returns the functions that need a table or a view that goes, or such a function.
    fn early_functions(&self) -> BTreeSet<String> {
        let mut early: BTreeSet<String> = BTreeSet::new();
        loop {
            let needs = self.needs.iter().filter(|it| {
                let (who, whom) = (&it.who, &it.whom.name);
                who.kind == ObjectKind::Function
                    && !early.contains(who.name.name())
                    && (self.is_removed(whom)
                        || self.disturbed.views.contains(whom)
                        || it.whom.kind == ObjectKind::Function && early.contains(whom.name()))
            });
            let more: Vec<String> = needs.map(|it| it.who.name.name().to_owned()).collect();
            if more.is_empty() {
                return early;
            }
            early.extend(more);
        }
    }

    pub(super) fn is_mentioned(&self, texts: &[String], name: &str) -> bool {
        let mut texts = texts.iter();
        texts.any(|text| mentions(self.dialect(), text, |it| it == name))
    }

    /// Returns the SQL of a function that comes, and the texts in it.
    pub(super) fn function_texts(&self, object: &ObjectName) -> Vec<String> {
        let functions = self.wanted.functions.iter();
        let mut found = functions.filter(|it| it.signature() == object.name.name());
        let Some(sql) = found.next().and_then(Function::sql) else {
            return Vec::new();
        };
        let sql = sql.text(self.dialect()).unwrap_or_default();
        let body = in_dollars(sql).map(str::to_owned);
        let signature = object.name.name().to_owned();
        [Some(signature), Some(sql.to_owned()), body]
            .into_iter()
            .flatten()
            .collect()
    }

    /// Tells whether a function is made after views, because it needs one that is made.
    pub(super) fn is_late_function(&self, object: &ObjectName) -> bool {
        let made = self.made_views();
        let is_known = self.wanted.needs.iter().any(|it| {
            it.who == *object && it.whom.kind == ObjectKind::View && made.contains(&it.whom.name)
        });
        // Triggers are made last of all, and what functions say of each other is in their texts, too.
        let is_needed = self.wanted.needs.iter().any(|it| {
            it.whom == *object
                && match it.who.kind {
                    ObjectKind::View => made.contains(&it.who.name),
                    ObjectKind::Trigger | ObjectKind::Function => false,
                    _ => true,
                }
        });
        let texts = self.function_texts(object);
        let is_named = made
            .iter()
            .any(|view| self.is_mentioned(&texts, view.name()));
        is_known || (is_named && !is_needed)
    }

    pub(super) fn create_function(&mut self, at: usize, it: &Difference<Function>) {
        let (operation, more) = match it {
            Difference::Added(function) => match self.superseded(function.signature()) {
                Some((former, gone)) => {
                    let replace = function.clone().instead_of(former.clone());
                    (FunctionOperation::Replace(replace), Some(gone))
                }
                None => (FunctionOperation::Create(function.clone()), None),
            },
            Difference::Changed { from, to } if has_same_result(from, to, self.dialect()) => {
                let replace = to.clone().instead_of(from.clone());
                (FunctionOperation::Replace(replace), None)
            }
            Difference::Changed { from, to } => {
                let drop = FunctionOperation::Drop(DropFunction::from(from.clone()));
                self.step(Operation::Function(drop), vec![at], None);
                (FunctionOperation::Create(to.clone()), None)
            }
            Difference::Removed(_) | Difference::Renamed { .. } => return,
        };
        let changes = std::iter::once(at).chain(more).collect();
        self.step(Operation::Function(operation), changes, None);
    }

    /// Returns the function that goes and has the same bare name as one that comes, if each is the only one.
    fn superseded(&self, signature: &str) -> Option<(&'a Function, usize)> {
        let bare = bare(signature);
        let of_name = |it: &Difference<Function>| bare == self::bare(it.now().signature());
        let mut added = 0;
        let mut gone = Vec::new();
        for (at, change) in self.changes.iter().enumerate() {
            match change {
                Change::Function(it @ Difference::Added(_)) if of_name(it) => added += 1,
                Change::Function(it @ Difference::Removed(function)) if of_name(it) => {
                    gone.push((function, at));
                }
                _ => {}
            }
        }
        match gone.as_slice() {
            [only] if added == 1 => Some(*only),
            _ => None,
        }
    }

    /// Tells whether a function that goes is replaced by one that comes.
    pub(super) fn is_superseded(&self, signature: &str) -> bool {
        let bare = bare(signature);
        self.changes.iter().any(|it| match it {
            Change::Function(Difference::Added(it)) => {
                self::bare(it.signature()) == bare
                    && self
                        .superseded(it.signature())
                        .is_some_and(|(it, _)| it.signature() == signature)
            }
            _ => false,
        })
    }
}

/// Returns what stands in the first literal in dollars: the body of a function.
fn in_dollars(sql: &str) -> Option<&str> {
    let (_, rest) = sql.split_once('$')?;
    let (tag, rest) = rest.split_once('$')?;
    let (body, _) = rest.split_once(&format!("${tag}$"))?;
    Some(body)
}

/// Returns the name of a function without its arguments.
fn bare(signature: &str) -> &str {
    signature.split('(').next().unwrap_or(signature).trim()
}

/// Tells whether a function gives back what it did, without which it cannot be replaced.
pub(super) fn has_same_result(
    from: &Function,
    to: &Function,
    dialect: crate::base::Dialect,
) -> bool {
    let result = |it: &Function| {
        let sql = it.sql().and_then(|it| it.text(dialect)).unwrap_or_default();
        let sql = sql.to_ascii_uppercase();
        let end = sql
            .find("LANGUAGE")
            .or_else(|| sql.find(" AS "))
            .unwrap_or(sql.len());
        let words = sql.get(..end).unwrap_or_default().split_whitespace();
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    from.kind() == to.kind() && result(from) == result(to)
}
