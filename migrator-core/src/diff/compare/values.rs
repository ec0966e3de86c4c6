//! Types that stand by themselves and the values of enumerations: what became of those that went.

use super::Comparison;
use super::candidates::likeness;
use crate::base::TableName;
use crate::diff::Question;
use crate::ops::Enumeration;
use crate::schema::{Column, ColumnType};

impl Comparison<'_> {
    /// Notes what types are called now: of those without a hint that are the same but for the name, because
    /// no row has a type's name; and what values became of others.
    pub(super) fn types(&mut self) {
        let (found, wanted) = (self.found, self.wanted);
        for from in &found.enums {
            let is_free = !wanted.enums.iter().any(|it| it.name() == from.name());
            let of_these = |it: &&Enumeration| it.values() == from.values();
            let come = wanted.enums.iter().filter(of_these);
            let come = come.filter(|it| !found.enums.iter().any(|was| was.name() == it.name()));
            let n_gone = found.enums.iter().filter(of_these).count();
            let come: Vec<&Enumeration> = come.collect();
            let is_renamed = self.now.type_name(from.name()) != *from.name();
            if let ([to], true, 1, false) = (come.as_slice(), is_free, n_gone, is_renamed) {
                self.now.kind(from.name(), to.name());
            }
        }
        for from in &found.enums {
            let name = self.now.type_name(from.name());
            if let Some(to) = wanted.enums.iter().find(|it| *it.name() == name) {
                let values = self.became(&name, from.values(), to.values());
                self.now.values(from, &values);
            }
        }
    }

    /// Returns what became of values that went, and asks for those of which nothing is said.
    fn became(
        &mut self,
        name: &TableName,
        from: &[String],
        to: &[String],
    ) -> Vec<(String, String)> {
        let mut became = Vec::new();
        for value in from.iter().filter(|it| !to.contains(it)) {
            let hints = &self.rules.hints.enum_values;
            let hint = hints
                .iter()
                .find(|it| is_named(&it.enumeration, name) && it.from == *value);
            match hint.map(|it| &it.to) {
                Some(Some(now)) if to.contains(now) => became.push((value.clone(), now.clone())),
                Some(None) => {}
                // A hint of a value that is not there any more says nothing.
                Some(Some(_)) | None => self.ask(Question::EnumValue {
                    enumeration: name.clone(),
                    value: value.clone(),
                    candidates: candidates(value, from, to),
                }),
            }
        }
        became
    }

    /// Returns what became of values of an enumeration where the database has no such types; `None` if these
    /// are no enumerations.
    pub(super) fn mapped_values(
        &mut self,
        table: &TableName,
        from: &Column,
        to: &Column,
    ) -> Option<Vec<(String, String)>> {
        let (ColumnType::Enum { values: was, .. }, ColumnType::Enum { values: is, .. }) =
            (from.kind(), to.kind())
        else {
            return None;
        };
        if self.now.habits().has_enumerations {
            return None;
        }
        let name = TableName::from((table.name(), to.name()));
        Some(self.became(&name, was, is))
    }
}

/// A hint may name a column of a table as `users.mood`, in one piece or in two.
fn is_named(hint: &TableName, name: &TableName) -> bool {
    hint == name || hint.to_string() == name.to_string()
}

/// Returns what a value may have become: those that are new, then those that were there, each the
/// likeliest first.
fn candidates(value: &str, from: &[String], to: &[String]) -> Vec<String> {
    let mut candidates: Vec<&String> = to.iter().collect();
    let score = |it: &String| (from.contains(it), -likeness(value, it));
    candidates.sort_by(|one, other| {
        let ((old, less), (other_old, more)) = (score(one), score(other));
        old.cmp(&other_old).then(less.total_cmp(&more))
    });
    candidates.into_iter().cloned().collect()
}
