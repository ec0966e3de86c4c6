//! Constraints and unique indexes that come to a table that may have rows.

use std::collections::BTreeSet;

use super::super::work::Work;
use super::{listed, shown};
use crate::base::TableName;
use crate::diff::renaming::mentions;
use crate::schema::{Constraint, ForeignKey, Index, IndexPart, IndexTarget};

/// Words that make `NULL` of `NULL`, or nothing but it.
const STRICT: [&str; 24] = [
    "abs",
    "all",
    "and",
    "any",
    "array",
    "between",
    "bigint",
    "btrim",
    "char_length",
    "character",
    "date",
    "in",
    "integer",
    "length",
    "like",
    "lower",
    "not",
    "numeric",
    "or",
    "smallint",
    "text",
    "trim",
    "upper",
    "varying",
];

impl Work<'_> {
    /// Returns what may stop a constraint that comes, or takes the place of a former one.
    pub(in super::super) fn constraint_caution(
        &self,
        table: &TableName,
        former: Option<&Constraint>,
        it: &Constraint,
    ) -> Option<String> {
        if former.is_some_and(|former| self.holds(table, former, it)) {
            return None;
        }
        match it {
            Constraint::PrimaryKey(key) => Some(same(table, "", key.columns())),
            Constraint::Unique(unique) => {
                let is_free = !unique.is_nulls_not_distinct();
                let is_blank = is_free && self.has_blank(table, unique.columns());
                (!is_blank).then(|| same(table, "", unique.columns()))
            }
            Constraint::Check(check) if check.is_not_valid() => None,
            Constraint::Check(check) if self.says_nothing(table, check.expression()) => None,
            Constraint::Check(check) => {
                let expression = shown(check.expression());
                Some(format!(
                    "fails if a row of {table} does not meet {expression}"
                ))
            }
            Constraint::ForeignKey(key) if key.is_not_valid() => None,
            Constraint::ForeignKey(key) => self.key_caution(table, key),
            Constraint::Exclude(_) => {
                Some(format!("fails if two rows of {table} exclude each other"))
            }
        }
    }

    fn key_caution(&self, table: &TableName, key: &ForeignKey) -> Option<String> {
        let columns = key.columns();
        let is_blank = match key.is_match_full() {
            true => columns.iter().all(|it| self.is_blank(table, it)),
            false => self.has_blank(table, columns),
        };
        if is_blank {
            return None;
        }
        let (target, names) = (key.target(), listed(columns));
        let verb = if columns.len() == 1 { "is" } else { "are" };
        Some(match self.is_added(target) {
            true => {
                format!("fails if {names} of a row of {table} {verb} not NULL: {target} is new")
            }
            false => {
                let keys = match key.target_columns() {
                    [] => "key".to_owned(),
                    keys => listed(keys),
                };
                format!("fails if {names} of a row of {table} {verb} no {keys} of {target}")
            }
        })
    }

    /// Returns what may stop a unique index that comes, or takes the place of a former one.
    pub(in super::super) fn index_caution(
        &self,
        former: Option<&Index>,
        index: &Index,
    ) -> Option<String> {
        let table = index.table();
        if !index.is_unique()
            || self.is_added(table)
            || former.is_some_and(|former| self.holds_index(former, index))
        {
            return None;
        }
        let is_blank = |it: &IndexTarget| match it {
            IndexTarget::Column(name) => self.is_blank(table, name),
            IndexTarget::Expression(_) => false,
        };
        let mut targets = index.parts().iter().map(IndexPart::target);
        if !index.is_nulls_not_distinct() && targets.any(is_blank) {
            return None;
        }
        let parts = index.parts().iter().map(|it| match it.target() {
            IndexTarget::Column(name) => name.clone(),
            IndexTarget::Expression(sql) => shown(sql),
        });
        let rows = index.condition().map(|it| format!(" where {}", shown(it)));
        let parts: Vec<String> = parts.collect();
        Some(same(table, &rows.unwrap_or_default(), &parts))
    }

    /// Tells whether rows that met a former constraint meet this one.
    fn holds(&self, table: &TableName, former: &Constraint, it: &Constraint) -> bool {
        let name = self.former(table);
        let (Some(was), Some(is)) = (self.tables.get(&name), self.wanted_table(table)) else {
            return false;
        };
        let former = self.now.constraint(&self.now.place(was), former);
        let it = self.same.constraint(&self.same.place(is), it);
        let set = |names: &[String]| names.iter().cloned().collect::<BTreeSet<_>>();
        match (&former, &it) {
            (Constraint::PrimaryKey(was), Constraint::PrimaryKey(is)) => {
                set(was.columns()) == set(is.columns())
            }
            (Constraint::Unique(was), Constraint::Unique(is)) => {
                let bears_more = was.is_nulls_not_distinct() || !is.is_nulls_not_distinct();
                bears_more && set(was.columns()) == set(is.columns())
            }
            (Constraint::Check(was), Constraint::Check(is)) => {
                !was.is_not_valid() && was.expression() == is.expression()
            }
            (Constraint::ForeignKey(was), Constraint::ForeignKey(is)) => {
                let says = |it: &ForeignKey| {
                    let columns = it.columns().to_vec();
                    (columns, it.target().clone(), it.target_columns().to_vec())
                };
                let bears_more = was.is_match_full() || !is.is_match_full();
                bears_more && !was.is_not_valid() && says(was) == says(is)
            }
            _ => false,
        }
    }

    fn holds_index(&self, former: &Index, index: &Index) -> bool {
        let columns = |it: Option<&crate::schema::Table>| it.map(|it| it.columns().to_vec());
        let was = columns(self.tables.get(former.table()).copied()).unwrap_or_default();
        let is = columns(self.wanted_table(index.table())).unwrap_or_default();
        let was = self
            .now
            .index(&self.now.place_of(former.table(), &was), former);
        let is = self
            .same
            .index(&self.same.place_of(index.table(), &is), index);
        let says = |it: &Index| {
            let parts = it.parts().iter().map(|it| {
                let collation = it.collation().map(str::to_owned);
                let class = it.operator_class().map(str::to_owned);
                (format!("{:?}", it.target()), collation, class)
            });
            parts.collect::<BTreeSet<_>>()
        };
        let bears_more = was.is_nulls_not_distinct() || !is.is_nulls_not_distinct();
        was.is_unique()
            && bears_more
            && was.condition() == is.condition()
            && says(&was) == says(&is)
    }

    /// Tells whether a check is of columns only that are `NULL` everywhere, and so of nothing.
    fn says_nothing(&self, table: &TableName, expression: &str) -> bool {
        let is_blank = |name: &str| self.is_blank(table, name);
        let is_other = |name: &str| {
            let is_strict = STRICT.iter().any(|it| it.eq_ignore_ascii_case(name));
            !is_strict && !is_blank(name)
        };
        mentions(self.dialect(), expression, is_blank)
            && !mentions(self.dialect(), expression, is_other)
    }

    fn has_blank(&self, table: &TableName, columns: &[String]) -> bool {
        columns.iter().any(|it| self.is_blank(table, it))
    }
}

fn same(table: &TableName, which: &str, parts: &[String]) -> String {
    format!(
        "fails if two rows of {table}{which} have the same {}",
        listed(parts)
    )
}
