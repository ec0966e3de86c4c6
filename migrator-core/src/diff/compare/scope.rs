//! What is compared at all, and what becomes of what nobody declared.

use std::collections::BTreeSet;

use crate::catalog::Catalog;
use crate::declared::{Filter, Undeclared};
use crate::diff::DiffError;
use crate::schema::{ObjectKind, ObjectName};

/// What is compared at all.
pub(super) struct Scope<'f> {
    filter: &'f Filter,
    declared: BTreeSet<ObjectKind>,
    refused: Vec<ObjectName>,
}

impl<'f> Scope<'f> {
    pub(super) fn new(filter: &'f Filter, wanted: &Catalog) -> Self {
        Self {
            filter,
            declared: declared(wanted),
            refused: Vec::new(),
        }
    }

    /// Tells whether an object is compared. What belongs to a table is if the table is.
    pub(super) fn holds(&self, object: &ObjectName) -> bool {
        self.holds_on(object, None)
    }

    /// The same for an index or a trigger, with its table.
    pub(super) fn holds_on(&self, object: &ObjectName, table: Option<&str>) -> bool {
        let filter = self.filter;
        let is_part = matches!(object.kind, ObjectKind::Column | ObjectKind::Constraint);
        let is_kind = filter.kinds.is_empty()
            || filter.kinds.contains(&object.kind)
            || (is_part && filter.kinds.contains(&ObjectKind::Table));
        let own = object.to_string();
        let owner = object.part.as_ref().map(|_| object.name.to_string());
        let matches = |pattern: &String| {
            fits(pattern, &own)
                || owner.as_ref().is_some_and(|it| fits(pattern, it))
                || table.is_some_and(|it| fits(pattern, it))
        };
        let is_included = filter.include.is_empty() || filter.include.iter().any(matches);
        is_kind && is_included && !filter.exclude.iter().any(matches)
    }

    /// Returns what becomes of an object of a kind that is declared nowhere.
    fn policy(&self, kind: ObjectKind) -> Undeclared {
        let is_declared = match kind {
            ObjectKind::Table
            | ObjectKind::Column
            | ObjectKind::Constraint
            | ObjectKind::Index
            | ObjectKind::Enum
            | ObjectKind::Domain => true,
            kind => self.declared.contains(&kind),
        };
        let own = match is_declared {
            true => Undeclared::Drop,
            false => Undeclared::Ignore,
        };
        self.filter.undeclared.unwrap_or(own)
    }

    /// Tells whether an object that is declared nowhere stays.
    pub(super) fn keeps(&self, object: &ObjectName) -> bool {
        !self.holds(object) || !matches!(self.policy(object.kind), Undeclared::Drop)
    }

    /// Tells whether an object that is compared and declared nowhere is dropped.
    pub(super) fn drops(&mut self, object: &ObjectName) -> bool {
        match self.policy(object.kind) {
            Undeclared::Drop => true,
            Undeclared::Ignore => false,
            Undeclared::Refuse => {
                self.refused.push(object.clone());
                false
            }
        }
    }

    /// Fails if something is declared nowhere that had to be.
    pub(super) fn refused(&self) -> Result<(), DiffError> {
        match self.refused.as_slice() {
            [] => Ok(()),
            objects => Err(DiffError::Undeclared {
                objects: objects.to_vec(),
            }),
        }
    }
}

fn declared(wanted: &Catalog) -> BTreeSet<ObjectKind> {
    let kinds = [
        (ObjectKind::Schema, wanted.schemas.is_empty()),
        (ObjectKind::Extension, wanted.extensions.is_empty()),
        (ObjectKind::Sequence, wanted.sequences.is_empty()),
        (ObjectKind::View, wanted.views.is_empty()),
        (ObjectKind::Function, wanted.functions.is_empty()),
        (ObjectKind::Trigger, wanted.triggers.is_empty()),
    ];
    let there = kinds.into_iter().filter(|(_, is_empty)| !is_empty);
    there.map(|(kind, _)| kind).collect()
}

/// Tells whether a name fits a pattern, in which `*` is any text and `?` one character.
fn fits(pattern: &str, name: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    let (mut at, mut from) = (0, 0);
    // Where the last star was, and up to where it reaches.
    let mut star: Option<(usize, usize)> = None;
    while from < name.len() {
        let wanted = pattern.get(at);
        if wanted == Some(&'*') {
            star = Some((at, from));
            at += 1;
        } else if wanted.is_some_and(|it| *it == '?' || name.get(from) == Some(it)) {
            at += 1;
            from += 1;
        } else if let Some((place, reach)) = star {
            star = Some((place, reach + 1));
            at = place + 1;
            from = reach + 1;
        } else {
            return false;
        }
    }
    pattern.iter().skip(at).all(|it| *it == '*')
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn stars_and_question_marks_stand_for_characters() {
        let check = |pattern: &str, name: &str, expect: bool| {
            assert_eq!(fits(pattern, name), expect, "{pattern} {name}");
        };
        check("users", "users", true);
        check("users", "user", false);
        check("user", "users", false);
        check("audit_*", "audit_log", true);
        check("audit_*", "audit_", true);
        check("*_log", "audit_log", true);
        check("*_log", "audit_log_", false);
        check("a*b*c", "a1b2b3c", true);
        check("a?c", "abc", true);
        check("a?c", "ac", false);
        check("app.*", "app.users", true);
        check("*", "", true);
        check("?", "ü", true);
        check("", "", true);
    }
}
