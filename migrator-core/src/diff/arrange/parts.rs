//! The parts of one table, in an order in which none is missing what it needs.
//!
//! ```text
//!  constraints that go, columns that go      computed columns before those they are computed of
//!  columns that get another name
//!  columns that change, columns that come    computed ones last
//!  constraints that come
//! ```
//!
//! Where rows that are there get a value it is three operations, with `UPDATE` between them: the values may
//! be made of columns that go.

use std::collections::BTreeSet;

use super::caution;
use super::deferred::LOOK_NOW;
use super::order::renames;
use super::rename::free_name;
use super::work::{ColumnPart, Parts, Together, Work};
use crate::base::TableName;
use crate::diff::sql::{literal, quoted};
use crate::diff::{Change, Difference, filler};
use crate::ops::{Command, DropConstraint, Execute, Operation, Sql, TableChange};
use crate::schema::{AlterColumn, Check, Column, ColumnDefault, Constraint, ForeignKey, Table};

impl<'a> Work<'a> {
    /// Changes the tables that stay, one after the other.
    pub(super) fn tables(&mut self) {
        let names: BTreeSet<TableName> = self
            .parts
            .keys()
            .chain(self.again.keys())
            .cloned()
            .chain(
                self.disturbed
                    .defaults
                    .iter()
                    .map(|(it, _)| self.now.table_name(it)),
            )
            .collect();
        for name in names {
            let parts = self.parts.remove(&name).unwrap_or_default();
            self.table(&name, &parts);
            self.parts.insert(name, parts);
        }
    }

    fn table(&mut self, table: &TableName, parts: &Parts<'a>) {
        let fills_new = parts
            .columns
            .iter()
            .any(|it| is_added(it) && it.backfill.is_some());
        // What fills a new column may stand in one that goes; but not where a name goes with it to another.
        let fills_first = fills_new && !takes_what_goes(parts);
        let mut first = Together::default();
        if fills_first {
            self.rename_columns(table, parts, true, &mut first);
            for part in parts.columns.iter().filter(|it| it.backfill.is_some()) {
                self.add_column(table, *part, &mut first);
            }
            self.alter(table, std::mem::take(&mut first));
            self.fill(table, parts, true);
        }
        self.drop_parts(table, parts, fills_first, &mut first);
        if !fills_first {
            self.rename_columns(table, parts, false, &mut first);
        }
        let fills_old = parts
            .columns
            .iter()
            .any(|it| !is_added(it) && it.backfill.is_some());
        self.alter_columns(table, parts, &mut first);
        self.set_defaults_again(table, parts, &mut first);
        let new = parts
            .columns
            .iter()
            .filter(|it| !(fills_first && it.backfill.is_some()));
        for is_generated in [false, true] {
            for part in new.clone() {
                if part.difference.now().generated().is_some() == is_generated {
                    self.add_column(table, *part, &mut first);
                }
            }
        }
        self.add_recreated(table, &mut first);
        let fills_now = fills_new && !fills_first;
        if fills_old || fills_now {
            self.alter(table, std::mem::take(&mut first));
        }
        if fills_now {
            self.fill(table, parts, true);
        }
        if fills_old {
            self.fill(table, parts, false);
        }
        self.require_filled(table, parts, &mut first);
        self.add_constraints(table, parts, &mut first);
        if let Some((at, comment)) = &parts.comment {
            first.push(TableChange::Comment(comment.clone()), [*at]);
        }
        self.alter(table, first);
        self.count_on(table, parts);
    }

    /// Returns the constraints of a table that go, by its former name.
    pub(super) fn going_constraints(&self, former: &TableName) -> Vec<(usize, Constraint)> {
        let parts = self.parts.get(&self.now.table_name(former));
        let constraints = parts
            .map(|it| it.constraints.as_slice())
            .unwrap_or_default();
        self.going(former, constraints)
    }

    fn going(
        &self,
        former: &TableName,
        constraints: &[(usize, &'a Difference<Constraint>)],
    ) -> Vec<(usize, Constraint)> {
        let mut going: Vec<(usize, Constraint)> = Vec::new();
        for (at, difference) in constraints {
            let from = match difference {
                Difference::Removed(from) => from,
                Difference::Changed { from, to } if !is_validated(from, to) => from,
                // SQLite names no constraint that has no name.
                Difference::Renamed { from, .. } if from.name().is_none() => from,
                _ => continue,
            };
            if !self
                .early
                .iter()
                .any(|(table, it)| table == former && it == from)
            {
                going.push((*at, from.clone()));
            }
        }
        // Keys refer to others, which must be there as long as they are.
        going.sort_by_key(|(_, it)| !matches!(it, Constraint::ForeignKey(_)));
        going
    }

    /// Returns the columns of a table that go, by its former name: computed ones first.
    pub(super) fn going_columns(&self, former: &TableName) -> Vec<(usize, &'a Column)> {
        let parts = self.parts.get(&self.now.table_name(former));
        let columns = parts.map(|it| it.columns.as_slice()).unwrap_or_default();
        self.gone(former, columns)
    }

    fn gone(&self, former: &TableName, columns: &[ColumnPart<'a>]) -> Vec<(usize, &'a Column)> {
        let gone = columns.iter().filter_map(|it| match it.difference {
            Difference::Removed(column) => Some((it.at, column)),
            _ => None,
        });
        let mut gone: Vec<_> = gone
            .filter(|(_, it)| {
                let key = (former.clone(), it.name().to_owned());
                !self.early_columns.contains(&key)
            })
            .collect();
        gone.sort_by_key(|(_, it)| it.generated().is_none());
        gone
    }

    fn drop_parts(
        &mut self,
        table: &TableName,
        parts: &Parts<'a>,
        is_renamed: bool,
        together: &mut Together,
    ) {
        let former = self.former(table);
        for (at, constraint) in self.going(&former, &parts.constraints) {
            let constraint = self.as_it_is(&former, constraint, is_renamed);
            let drop = DropConstraint::from(constraint);
            together.push(TableChange::DropConstraint(drop), [at]);
        }
        self.keep_computed(&former, parts, is_renamed, together);
        let recreated = self.recreated(&former).into_iter();
        let gone = self.gone(&former, &parts.columns).into_iter();
        let place = self.tables.get(&former).map(|it| self.now.place(it));
        let recreated = recreated.map(|(column, changes)| match &place {
            Some(place) if is_renamed => (self.now.column_now(place, column), changes, None),
            _ => (column.clone(), changes, None),
        });
        let gone = gone.map(|(at, column)| {
            let column = column.clone();
            (
                column,
                vec![at],
                self.changes.get(at).and_then(Change::loses),
            )
        });
        let mut columns: Vec<_> = recreated.chain(gone).collect();
        columns.sort_by_key(|(column, ..)| column.generated().is_none());
        for (column, changes, loses) in columns {
            together.loses.extend(loses);
            together.push(TableChange::DropColumn(column.into()), changes);
        }
    }

    /// Makes computed columns ordinary ones, before what they are computed of goes or gets another type.
    fn keep_computed(
        &self,
        former: &TableName,
        parts: &Parts<'a>,
        is_renamed: bool,
        together: &mut Together,
    ) {
        for part in &parts.columns {
            let Difference::Changed { from, to } = part.difference else {
                continue;
            };
            let key = (former.clone(), from.name().to_owned());
            let is_kept = from.generated().is_some() && to.generated().is_none();
            let is_done =
                self.disturbed.recreated.contains(&key) || self.early_columns.contains(&key);
            if is_kept && !is_done {
                let name = if is_renamed { to.name() } else { from.name() };
                let alter = AlterColumn::new(name).drop_generated().was(from.clone());
                together.push(TableChange::AlterColumn(alter), [part.at]);
            }
        }
    }

    /// Returns a constraint without a name as it reads when it is dropped: the tables have their new names.
    fn as_it_is(&self, former: &TableName, it: Constraint, is_renamed: bool) -> Constraint {
        let Some(table) = self.tables.get(former).filter(|_| it.name().is_none()) else {
            return it;
        };
        match it {
            it if is_renamed => self.now.constraint(&self.now.place(table), &it),
            Constraint::ForeignKey(key) => {
                let target = self.now.table_name(key.target());
                let columns = key.target_columns().to_vec();
                key.references(target, columns).into()
            }
            it => it,
        }
    }

    /// Returns the columns of a table that are dropped to be added again.
    fn recreated(&self, former: &TableName) -> Vec<(&'a Column, Vec<usize>)> {
        let Some(table) = self.tables.get(former).copied() else {
            return Vec::new();
        };
        let columns = table.columns().iter().filter(|it| {
            let key = (former.clone(), it.name().to_owned());
            self.disturbed.recreated.contains(&key) && !self.early_columns.contains(&key)
        });
        let changes = self.disturbers(&[former]);
        columns.map(|it| (it, changes.clone())).collect()
    }

    fn add_recreated(&mut self, table: &TableName, together: &mut Together) {
        let former = self.former(table);
        let (Some(was), Some(wanted)) = (self.tables.get(&former), self.wanted_table(table)) else {
            return;
        };
        let changes = self.disturbers(&[&former]);
        for column in was.columns() {
            let key = (former.clone(), column.name().to_owned());
            let name = self.now.column_name(&former, column.name());
            let now = wanted.columns().iter().find(|it| it.name() == name);
            if let Some(now) = now.filter(|_| self.disturbed.recreated.contains(&key)) {
                if column.generated().is_none() {
                    together.loses.push(format!("the values of {table}.{name}"));
                }
                together.push(added(now.clone()), changes.clone());
            }
        }
    }

    /// Renames columns, but for those that have been dropped to be added by their new name.
    fn rename_columns(
        &self,
        table: &TableName,
        parts: &Parts<'a>,
        is_first: bool,
        together: &mut Together,
    ) {
        let names = parts.columns.iter().filter_map(|it| match it.difference {
            Difference::Renamed { from, to } => {
                Some((it.at, from.name().to_owned(), to.name().to_owned()))
            }
            _ => None,
        });
        let names: Vec<_> = names.collect();
        let former = self.tables.get(&self.former(table)).copied();
        let columns = [former, self.wanted_table(table)];
        let columns = columns.into_iter().flatten().flat_map(Table::columns);
        let taken: BTreeSet<String> = columns.map(|it| it.name().to_owned()).collect();
        let is_dropped = |name: &str| {
            let key = (self.former(table), name.to_owned());
            let is_recreated = self.disturbed.recreated.contains(&key);
            is_recreated && (!is_first || self.early_columns.contains(&key))
        };
        for (at, from, to) in renames(&names, |it| free_name(it, &taken)) {
            if !is_dropped(&from) {
                together.push(TableChange::RenameColumn { from, to }, [at]);
            }
        }
    }

    fn add_column(&self, table: &TableName, part: ColumnPart<'_>, together: &mut Together) {
        let Difference::Added(column) = part.difference else {
            return;
        };
        let mut column = column.clone();
        if part.backfill.is_some() {
            column = column.nullable();
        } else if !column.is_nullable() && !filler::comes_by_itself(&column, self.wanted) {
            together.cautions.push(caution::empty(table, &column));
        }
        together.push(added(column), [part.at]);
    }

    fn alter_columns(&self, table: &TableName, parts: &Parts<'a>, together: &mut Together) {
        for part in &parts.columns {
            let Difference::Changed { from, to } = part.difference else {
                continue;
            };
            let key = (self.former(table), from.name().to_owned());
            if self.disturbed.recreated.contains(&key) {
                continue;
            }
            let Some(made) = self.altered(table, *part, part.backfill.is_none()) else {
                continue;
            };
            if made.becomes_required && part.backfill.is_none() {
                together.cautions.push(caution::null(table, to));
            }
            if made.alter.new_kind().is_some() {
                let caution = self.kind_caution(table, *part, (from, to), made.alter.conversion());
                together.cautions.extend(caution);
            }
            if made.is_any {
                together.push(TableChange::AlterColumn(made.alter), [part.at]);
            }
        }
    }

    /// Sets defaults that had to go for a while, unless they have been changed.
    fn set_defaults_again(&self, table: &TableName, parts: &Parts<'a>, together: &mut Together) {
        let former = self.former(table);
        let (Some(was), Some(wanted)) = (self.tables.get(&former), self.wanted_table(table)) else {
            return;
        };
        for column in was.columns() {
            let key = (former.clone(), column.name().to_owned());
            let name = self.now.column_name(&former, column.name());
            let now = wanted.columns().iter().find(|it| it.name() == name);
            let now = now.filter(|_| self.disturbed.defaults.contains(&key));
            let is_changed = parts.columns.iter().any(|it| match it.difference {
                Difference::Changed { from, to } => {
                    from == column && from.default_value() != to.default_value()
                }
                _ => false,
            });
            if let Some(ColumnDefault::Expression(sql)) = now.and_then(Column::default_value)
                && !is_changed
            {
                let alter = AlterColumn::new(name).default_expr(sql);
                let changes = self.disturbers(&[&former]);
                together.push(TableChange::AlterColumn(alter), changes);
            }
        }
    }

    /// Gives rows that are there their values.
    fn fill(&mut self, table: &TableName, parts: &Parts<'a>, are_new: bool) {
        let mut filled = Vec::new();
        for part in &parts.columns {
            let (Some(expression), true) = (part.backfill, is_added(part) == are_new) else {
                continue;
            };
            let column = quoted(part.difference.now().name());
            let place = match table.schema() {
                Some(schema) => format!("{}.{}", quoted(schema), quoted(table.name())),
                None => quoted(table.name()),
            };
            let mut sql = format!("UPDATE {place} SET {column} = ({expression})");
            if !are_new {
                sql.push_str(&format!(" WHERE {column} IS NULL"));
            }
            self.run(sql, vec![part.at]);
            filled.push(part.at);
        }
        if !filled.is_empty() && self.is_looked_at_later(table) {
            self.run(LOOK_NOW.to_owned(), filled);
        }
    }

    /// Forbids `NULL` in columns whose rows have got their values.
    fn require_filled(&self, table: &TableName, parts: &Parts<'_>, together: &mut Together) {
        for part in parts.columns.iter().filter(|it| it.backfill.is_some()) {
            let column = part.difference.now();
            if column.is_nullable() || part.difference.is_removed() {
                continue;
            }
            let alter = AlterColumn::new(column.name()).not_null();
            let alter = alter.was(column.clone().nullable());
            together.push(TableChange::AlterColumn(alter), [part.at]);
            together.cautions.extend(self.fill_caution(table, *part));
        }
    }

    fn run(&mut self, sql: String, changes: Vec<usize>) {
        let command = Command::Sql(Sql::new(sql));
        self.step(Operation::Execute(Execute { command }), changes, None);
    }

    fn add_constraints(&mut self, table: &TableName, parts: &Parts<'a>, together: &mut Together) {
        let mut come: Vec<(Vec<usize>, &Constraint, Option<String>)> = Vec::new();
        let again = self.again.remove(table).unwrap_or_default();
        for (constraint, changes) in &again {
            come.push((changes.clone(), constraint, None));
        }
        for (at, difference) in &parts.constraints {
            match difference {
                Difference::Added(to) => {
                    let caution = self.constraint_caution(table, None, to);
                    come.push((vec![*at], to, caution));
                }
                Difference::Changed { from, to } if is_validated(from, to) => {
                    let name = to.name().unwrap_or_default().to_owned();
                    together.push(TableChange::ValidateConstraint { name }, [*at]);
                    let caution = self.constraint_caution(table, Some(from), to);
                    together.cautions.extend(caution);
                }
                Difference::Changed { from, to } => {
                    let caution = self.constraint_caution(table, Some(from), to);
                    come.push((vec![*at], to, caution));
                }
                Difference::Renamed { from, .. } if self.is_early(table, from) => {}
                Difference::Renamed { from, to } => match (from.name(), to.name()) {
                    (Some(from), Some(to)) if self.builds_anew() => {
                        let (from, to) = (from.to_owned(), to.to_owned());
                        together.push(TableChange::RenameConstraint { from, to }, [*at]);
                    }
                    (None, _) => come.push((vec![*at], to, None)),
                    _ => {}
                },
                Difference::Removed(_) => {}
            }
        }
        come.sort_by_key(|(_, it, _)| rank(it));
        for (changes, constraint, caution) in come {
            if let Constraint::ForeignKey(key) = constraint
                && !self.is_target_there(table, key, &self.all_added())
            {
                self.late_keys.push((table.clone(), key.clone(), changes));
                continue;
            }
            together.cautions.extend(caution);
            together.push(TableChange::AddConstraint(constraint.clone()), changes);
        }
    }

    /// Returns all tables that have been created by now.
    fn all_added(&self) -> BTreeSet<TableName> {
        let added = self.changes.iter().filter_map(|it| match it {
            Change::Table(Difference::Added(it)) => Some(it.name().clone()),
            _ => None,
        });
        added.collect()
    }

    /// Lets a column that begins to count go on after the greatest value that is there.
    fn count_on(&mut self, table: &TableName, parts: &Parts<'a>) {
        for part in &parts.columns {
            let Some(made) = self.altered(table, *part, true) else {
                continue;
            };
            let name = part.difference.now().name();
            let place = match table.schema() {
                Some(schema) => format!("{}.{}", quoted(schema), quoted(table.name())),
                None => quoted(table.name()),
            };
            let column = quoted(name);
            if made.begins_to_count {
                let sql = format!(
                    "SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence({}, {}), \
                     COALESCE((SELECT max({column}) FROM {place}), 0) + 1, false)",
                    literal(&place),
                    literal(name),
                );
                self.run(sql, vec![part.at]);
            }
            if made.ends_cycle {
                let sql = format!("ALTER TABLE {place} ALTER COLUMN {column} SET NO CYCLE");
                self.run(sql, vec![part.at]);
            }
        }
    }
}

const fn is_added(part: &ColumnPart<'_>) -> bool {
    matches!(part.difference, Difference::Added(_))
}

fn added(column: Column) -> TableChange {
    TableChange::AddColumn {
        column: Box::new(column),
        if_not_exists: false,
    }
}

/// Tells whether a column gets the name of one that goes.
fn takes_what_goes(parts: &Parts<'_>) -> bool {
    let going = |name: &str| {
        let mut all = parts.columns.iter();
        all.any(|it| matches!(it.difference, Difference::Removed(from) if from.name() == name))
    };
    let mut all = parts.columns.iter();
    all.any(|it| !it.difference.is_removed() && going(it.difference.now().name()))
}

/// Tells whether a constraint is the same, but that it is to hold for all rows now.
fn is_validated(from: &Constraint, to: &Constraint) -> bool {
    match (from, to) {
        (Constraint::Check(from), Constraint::Check(to)) => {
            from.is_not_valid() && !to.is_not_valid() && from.clone() == not_valid_check(to)
        }
        (Constraint::ForeignKey(from), Constraint::ForeignKey(to)) => {
            from.is_not_valid() && !to.is_not_valid() && *from == not_valid_key(to)
        }
        _ => false,
    }
}

fn not_valid_check(check: &Check) -> Check {
    check.clone().not_valid()
}

fn not_valid_key(key: &ForeignKey) -> ForeignKey {
    key.clone().not_valid()
}

/// Keys come before what refers to them.
const fn rank(constraint: &Constraint) -> u8 {
    match constraint {
        Constraint::PrimaryKey(_) => 0,
        Constraint::Unique(_) => 1,
        Constraint::Check(_) => 2,
        Constraint::Exclude(_) => 3,
        Constraint::ForeignKey(_) => 4,
    }
}
