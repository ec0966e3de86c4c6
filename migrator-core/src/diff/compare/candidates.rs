//! What something that went may be called now: a score from 0 to 100 for each of its kind that came.

use std::collections::BTreeSet;

use super::Comparison;
use crate::base::TableName;
use crate::diff::Question;
use crate::schema::{Column, ColumnType, ObjectKind, Table};

/// Below this nobody is asked.
const ENOUGH: u8 = 45;

impl Comparison<'_> {
    /// Asks for each table that went whether it is one of those that came.
    pub(super) fn ask_for_tables(&mut self, gone: &[&Table], come: &[&Table]) {
        for table in gone
            .iter()
            .filter(|it| !self.is_gone(it.name()))
            .copied()
            .collect::<Vec<_>>()
        {
            let scored = come
                .iter()
                .map(|it| (it.name().clone(), self.table_score(table, it)));
            let candidates = best(scored);
            if !candidates.is_empty() {
                self.ask(Question::Renamed {
                    kind: ObjectKind::Table,
                    table: None,
                    from: table.name().clone(),
                    candidates,
                });
            }
        }
    }

    /// Asks for each column that went whether it is one of those that came.
    pub(super) fn ask_for_columns(
        &mut self,
        table: &TableName,
        gone: &[&Column],
        come: &[&Column],
    ) {
        for column in gone {
            if self.is_column_gone(table, column.name()) || column.generated().is_some() {
                continue;
            }
            let scored = come
                .iter()
                .map(|it| (TableName::from(it.name()), self.column_score(column, it)));
            let candidates = best(scored);
            if !candidates.is_empty() {
                self.ask(Question::Renamed {
                    kind: ObjectKind::Column,
                    table: Some(table.clone()),
                    from: TableName::from(column.name()),
                    candidates,
                });
            }
        }
    }

    /// Columns count for 70, the name for 30.
    fn table_score(&self, from: &Table, to: &Table) -> u8 {
        let columns = |table: &Table| -> BTreeSet<String> {
            table
                .columns()
                .iter()
                .map(|it| self.part_key(it.name()))
                .collect()
        };
        let (was, is) = (columns(from), columns(to));
        let n_common = was.intersection(&is).count();
        let n_same = from.columns().iter().filter(|it| {
            let same = to.columns().iter().find(|other| other.name() == it.name());
            same.is_some_and(|other| self.is_same_kind(it, other))
        });
        let n_same = n_same.count();
        let n_all = was.union(&is).count().max(1);
        let overlap = share(n_common + n_same, 2 * n_all);
        total(70.0 * overlap + 30.0 * likeness(from.name().name(), to.name().name()))
    }

    /// The type counts for 50, the name for 40, what else is said for 10.
    fn column_score(&self, from: &Column, to: &Column) -> u8 {
        let kind = if self.is_same_kind(from, to) {
            50.0
        } else if family(from.kind()) == family(to.kind()) {
            25.0
        } else {
            0.0
        };
        let is_alike = from.is_nullable() == to.is_nullable();
        let mut rest = if is_alike { 5.0 } else { 0.0 };
        if from.default_value() == to.default_value() {
            rest += 5.0;
        }
        total(kind + rest + 40.0 * likeness(from.name(), to.name()))
    }

    fn is_same_kind(&self, from: &Column, to: &Column) -> bool {
        self.now.column_type(from.kind()) == self.same.column_type(to.kind())
    }
}

/// Returns those that may be it, the likeliest first.
fn best(scored: impl Iterator<Item = (TableName, u8)>) -> Vec<(TableName, u8)> {
    let mut scored: Vec<_> = scored.filter(|(_, score)| *score >= ENOUGH).collect();
    scored.sort_by(|(a, one), (b, other)| other.cmp(one).then_with(|| a.cmp(b)));
    scored
}

/// Returns how much alike two names look, from 0 to 1.
pub(super) fn likeness(from: &str, to: &str) -> f64 {
    let (from, to) = (from.to_lowercase(), to.to_lowercase());
    strsim::jaro_winkler(&from, &to)
}

fn share(part: usize, all: usize) -> f64 {
    let number = |it: usize| f64::from(u32::try_from(it).unwrap_or(u32::MAX));
    number(part) / number(all)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of 100"
)]
fn total(score: f64) -> u8 {
    score.round().clamp(0.0, 100.0) as u8
}

/// Types between which values are alike.
#[derive(PartialEq)]
enum Family {
    Text,
    Number,
    Time,
    Bytes,
    Json,
    Other,
}

fn family(kind: &ColumnType) -> Family {
    match kind {
        ColumnType::Char(_)
        | ColumnType::String(_)
        | ColumnType::Text
        | ColumnType::Enum { .. } => Family::Text,
        ColumnType::Float | ColumnType::Double | ColumnType::Decimal(_) | ColumnType::Money(_) => {
            Family::Number
        }
        ColumnType::DateTime
        | ColumnType::Timestamp
        | ColumnType::TimestampWithTimeZone
        | ColumnType::Date => Family::Time,
        ColumnType::Blob | ColumnType::Binary(_) | ColumnType::VarBinary(_) => Family::Bytes,
        ColumnType::Json | ColumnType::JsonBinary => Family::Json,
        kind if kind.is_integer() => Family::Number,
        _ => Family::Other,
    }
}
