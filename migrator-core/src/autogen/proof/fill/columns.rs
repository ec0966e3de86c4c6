//! What the values of a table's columns have to be like: as the table is, and as it is to be. Pure.

use crate::autogen::proof::fill::domains::{domain, under};
use crate::autogen::proof::fill::values::{self, value};
use crate::autogen::proof::names::Names;
use crate::base::{Dialect, TableName, Value};
use crate::catalog::Catalog;
use crate::diff::{Change, Difference};
use crate::schema::{Check, Column, ColumnDefault, ColumnType, ForeignKey, Table};

/// So many rows a table gets.
pub(super) const ROWS: usize = 3;

/// What a table's rows are made of.
pub(super) struct Recipe<'c> {
    pub table: &'c Table,
    /// The columns that get values, in their order.
    pub columns: Vec<Filling<'c>>,
    /// The foreign keys, those that come included: each with the columns here.
    pub keys: Vec<Reference>,
    /// The conditions, those that come included, each with the names it knows columns by.
    pub checks: Vec<Condition<'c>>,
}

/// A foreign key, by the names before.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reference {
    pub columns: Vec<String>,
    pub target: TableName,
    pub target_columns: Vec<String>,
}

/// A condition on the rows.
pub(super) struct Condition<'c> {
    pub expression: &'c str,
    /// The column whose value is called `VALUE` in it: the condition is of that column's domain.
    pub of_domain: Option<&'c str>,
    /// Whether it comes with the revision.
    pub is_new: bool,
}

/// A column that gets values.
pub(super) struct Filling<'c> {
    pub column: &'c Column,
    /// What the column is called afterwards.
    pub after: &'c str,
    /// The type under its domain, if it has one.
    pub kind: &'c ColumnType,
    /// The same afterwards, if that is another.
    pub kind_after: Option<&'c ColumnType>,
    /// Whether `NULL` would be in the way.
    pub is_needed: bool,
    /// Whether it comes to refer to a table that comes, which has no rows yet.
    pub refers_to_new: bool,
    /// The values that stay, if the type's are counted: the last is the one that is given where none is said.
    pub choices: Option<Vec<String>>,
}

impl Filling<'_> {
    /// Returns the value with this number; `None` if nothing is known of the type.
    pub(super) fn value(&self, number: usize) -> Option<Value> {
        if let Some(choices) = self.choices.as_ref().filter(|it| !it.is_empty()) {
            let at = turn(number).checked_rem(choices.len())?;
            return choices.get(at).cloned().map(Value::Text);
        }
        let (from, Some(to)) = (self.kind, self.kind_after) else {
            return value(self.kind, number);
        };
        match (values::is_text(from), values::is_text(to)) {
            (true, false) => value(to, number).map(|it| values::as_text(&it)),
            (true, true) => {
                let limits = [values::limit(from), values::limit(to)];
                let limit = limits.into_iter().flatten().min();
                value(&ColumnType::String(limit), number)
            }
            (false, _) => value(from, number),
        }
    }

    /// Tells whether it may be left to its default: that is there, and stays.
    pub(super) fn is_given(&self) -> bool {
        let stays = |all: &Vec<String>| all.iter().any(|it| is_default(self.column, it));
        self.column.default_value().is_some() && self.choices.as_ref().is_none_or(stays)
    }

    /// Returns the values that a condition may want, none twice.
    pub(super) fn candidates(&self, hints: Vec<Value>) -> Vec<Value> {
        let first = (0..4).filter_map(|number| self.value(number));
        let mut candidates: Vec<Value> = Vec::new();
        for value in first.chain(hints).chain(values::bounds(self.kind)) {
            let fits = match (&value, values::limit(self.kind)) {
                (Value::Text(text), Some(limit)) => text.chars().count() <= limit as usize,
                _ => true,
            };
            if fits && !candidates.contains(&value) {
                candidates.push(value);
            }
        }
        candidates
    }
}

/// Returns what the rows of a table are made of.
pub(super) fn recipe<'c>(
    table: &'c Table,
    found: &'c Catalog,
    wanted: &'c Catalog,
    names: &Names<'c>,
    changes: &'c [Change],
    dialect: Dialect,
) -> Recipe<'c> {
    let after = names.table_after(table.name());
    let then = wanted.tables.iter().find(|it| it.name() == after);
    let mut recipe = Recipe {
        table,
        columns: Vec::new(),
        keys: table
            .foreign_keys()
            .iter()
            .map(|key| reference(key, found))
            .collect(),
        checks: conditions(table.checks(), false).collect(),
    };
    for column in table.columns().iter().filter(|it| takes_values(it)) {
        let name = names.column_after(table.name(), column.name());
        let column_then = then.and_then(|it| it.columns().iter().find(|it| it.name() == name));
        if let Some(domain) = domain(column.kind(), found, dialect) {
            let of = Some(column.name());
            let checks = conditions(domain.checks(), false);
            recipe.checks.extend(checks.map(|it| Condition {
                of_domain: of,
                ..it
            }));
        }
        let domain_then = column_then.and_then(|it| domain(it.kind(), wanted, dialect));
        if let Some(domain) = domain_then {
            let of = Some(column.name());
            let checks = conditions(domain.checks(), true);
            recipe.checks.extend(checks.map(|it| Condition {
                of_domain: of,
                ..it
            }));
        }
        let kind = under(column.kind(), found, dialect);
        let kind_after = column_then.map(|it| under(it.kind(), wanted, dialect));
        recipe.columns.push(Filling {
            column,
            after: name,
            kind,
            kind_after: kind_after.filter(|it| *it != kind),
            is_needed: is_needed(table, column, changes)
                || domain_then.is_some_and(|it| !it.is_nullable()),
            refers_to_new: false,
            choices: choices((table, column), kind, kind_after, changes),
        });
    }
    if let Some(then) = then {
        recipe.checks.extend(conditions(then.checks(), true));
        recipe.add_keys(then, found, names);
    }
    recipe
}

impl Recipe<'_> {
    /// Adds the foreign keys that come, as far as what they refer to is there already.
    fn add_keys(&mut self, then: &Table, found: &Catalog, names: &Names<'_>) {
        for key in then.foreign_keys() {
            let target = found
                .tables
                .iter()
                .find(|it| names.table_after(it.name()) == key.target());
            let Some(target) = target else {
                let is_of =
                    |it: &&mut Filling<'_>| key.columns().iter().any(|name| name == it.after);
                self.columns
                    .iter_mut()
                    .filter(is_of)
                    .for_each(|it| it.refers_to_new = true);
                continue;
            };
            let columns = key.columns().iter().map(|it| self.column_before(it));
            let targets = key.target_columns().iter().map(|it| {
                let mut columns = target.columns().iter().map(Column::name);
                columns
                    .find(|name| names.column_after(target.name(), name) == it)
                    .map(str::to_owned)
            });
            let (columns, targets) = (
                columns.collect::<Option<Vec<_>>>(),
                targets.collect::<Option<Vec<_>>>(),
            );
            if let (Some(columns), Some(target_columns)) = (columns, targets) {
                let reference = Reference {
                    columns,
                    target: target.name().clone(),
                    target_columns,
                };
                if !self.keys.contains(&reference) {
                    self.keys.push(reference);
                }
            }
        }
    }

    fn column_before(&self, after: &str) -> Option<String> {
        let column = self.columns.iter().find(|it| it.after == after)?;
        Some(column.column.name().to_owned())
    }
}

fn reference(key: &ForeignKey, found: &Catalog) -> Reference {
    let mut target_columns = key.target_columns().to_vec();
    if target_columns.is_empty() {
        let target = found.tables.iter().find(|it| it.name() == key.target());
        let key = target.map(Table::key_columns).unwrap_or_default();
        target_columns = key.into_iter().map(str::to_owned).collect();
    }
    Reference {
        columns: key.columns().to_vec(),
        target: key.target().clone(),
        target_columns,
    }
}

fn conditions(checks: &[Check], is_new: bool) -> impl Iterator<Item = Condition<'_>> {
    checks.iter().map(move |check| Condition {
        expression: check.expression(),
        of_domain: None,
        is_new,
    })
}

/// Tells whether an insert may say the column's value.
fn takes_values(column: &Column) -> bool {
    let is_always = column.identity_options().is_some_and(|it| it.is_always());
    column.generated().is_none() && !is_always
}

/// Tells whether the revision fails where the column is `NULL`.
fn is_needed(table: &Table, column: &Column, changes: &[Change]) -> bool {
    changes.iter().any(|change| match change {
        Change::Column {
            former_table,
            difference: Difference::Changed { from, to },
            backfill: None,
            ..
        } => former_table == table.name() && from.name() == column.name() && !to.is_nullable(),
        Change::Constraint {
            former_table,
            difference: Difference::Added(crate::schema::Constraint::PrimaryKey(key)),
            ..
        } => former_table == table.name() && key.columns().iter().any(|it| it == column.name()),
        _ => false,
    })
}

/// Returns the place of a row's value in a list: the row that may leave it to the default comes last.
const fn turn(number: usize) -> usize {
    match number % ROWS {
        1 => number + 1,
        2 => number - 1,
        _ => number,
    }
}

/// Returns the values of an enumeration that are there before and after: those that became others first, the
/// default last. What stops a way, as its step says, is none of them.
fn choices(
    (table, column): (&Table, &Column),
    kind: &ColumnType,
    kind_after: Option<&ColumnType>,
    changes: &[Change],
) -> Option<Vec<String>> {
    let ColumnType::Enum { name, values, .. } = kind else {
        return None;
    };
    let became = changes.iter().find_map(|change| match change {
        Change::Enum {
            difference: Difference::Changed { from, .. },
            values,
        } if from.name().name() == name => Some(values.as_slice()),
        Change::Column {
            former_table,
            difference: Difference::Changed { from, .. },
            values,
            ..
        } if former_table == table.name() && from.name() == column.name() && !values.is_empty() => {
            Some(values.as_slice())
        }
        _ => None,
    });
    let became = became.unwrap_or_default();
    let now = |it: &String| became.iter().find(|(was, _)| was == it).map(|(_, is)| is);
    let comes_back = |is: &String| {
        values.contains(is) || became.iter().filter(|(_, other)| other == is).count() == 1
    };
    let mut choices = values.clone();
    if let Some(ColumnType::Enum { values: after, .. }) = kind_after {
        choices.retain(|it| after.contains(it) || now(it).is_some_and(comes_back));
    }
    choices.sort_by_key(|it| (is_default(column, it), now(it).is_none()));
    Some(choices)
}

/// Tells whether a value of an enumeration is the one that is given where none is said.
fn is_default(column: &Column, value: &str) -> bool {
    let literal = format!("'{}'", value.replace('\'', "''"));
    match column.default_value() {
        Some(ColumnDefault::Expression(sql)) => sql.contains(&literal),
        Some(ColumnDefault::Value(_)) | None => false,
    }
}
