//! Operations in one line each.

use crate::base::Dialect;
use crate::catalog::Catalog;
use crate::declared::{Filter, Hints};
use crate::diff::{
    Arrangement, Change, DiffError, Outcome, Rules, Step, arrange, compare, display,
};
use crate::ops::{
    Command, DomainOperation, EnumOperation, EnumPlace, Operation, SequenceOperation, TableChange,
};
use crate::schema::{AlterColumn, Change as Part, ColumnDefault, Constraint, IdentityChange};

use super::fake::Fake;

/// A way from one catalog to another.
pub(super) struct Way<'a> {
    pub(super) dialect: Dialect,
    pub(super) hints: &'a Hints,
    pub(super) filter: &'a Filter,
}

impl Way<'_> {
    pub(super) fn compare(&self, found: &Catalog, wanted: &Catalog) -> Result<Outcome, DiffError> {
        let rules = Rules {
            introspection: &Fake(self.dialect),
            hints: self.hints,
            filter: self.filter,
        };
        compare(found, wanted, &rules)
    }

    pub(super) fn there(
        &self,
        changes: &[Change],
        found: &Catalog,
        wanted: &Catalog,
    ) -> Arrangement {
        arrange(changes, found, wanted, &Fake(self.dialect)).unwrap()
    }

    pub(super) fn back(
        &self,
        changes: &[Change],
        found: &Catalog,
        wanted: &Catalog,
    ) -> Arrangement {
        let reversed: Vec<Change> = changes.iter().map(Change::reversed).collect();
        arrange(&reversed, wanted, found, &Fake(self.dialect)).unwrap()
    }
}

pub(super) fn steps(arrangement: &Arrangement) -> Vec<String> {
    arrangement.steps.iter().flat_map(step).collect()
}

fn step(step: &Step) -> Vec<String> {
    let mut lines = match &step.operation {
        Operation::AlterTable(it) => {
            let line = |change| format!("{}: {}", it.table, part(change));
            it.changes.iter().map(line).collect()
        }
        other => vec![one(other)],
    };
    if lines.len() > 1 {
        // One operation of several changes.
        for line in lines.iter_mut().skip(1) {
            *line = format!("  {line}");
        }
    }
    lines.extend(step.loses.iter().map(|it| format!("  ! {it}")));
    lines
}

fn one(operation: &Operation) -> String {
    let called = format!("{} {}", operation.name(), operation.object());
    match operation {
        Operation::CreateTable(it) => {
            let columns = it.table.columns().iter().map(|it| it.name().to_owned());
            let keys = it
                .table
                .foreign_keys()
                .iter()
                .map(|it| format!("-> {}", it.target()));
            let parts: Vec<String> = columns.chain(keys).collect();
            format!("{called} ({})", parts.join(", "))
        }
        Operation::RenameTable(it) => format!("{called} to {}", it.to),
        Operation::RenameIndex(it) => format!("{called} to {}", it.to),
        Operation::Sequence(SequenceOperation::Rename(it))
        | Operation::Enumeration(EnumOperation::Rename(it))
        | Operation::Domain(DomainOperation::Rename(it)) => format!("{called} to {}", it.to),
        Operation::Sequence(SequenceOperation::Alter(it)) => {
            let owner = it.object.options().owner.as_ref();
            let owner = owner.map_or("nobody".to_owned(), |(table, column)| {
                format!("{table}.{column}")
            });
            format!("{called} of {owner}")
        }
        Operation::Enumeration(EnumOperation::AddValue { value, .. }) => {
            let place = match value.place() {
                EnumPlace::End => String::new(),
                EnumPlace::Before(it) => format!(" before {it}"),
                EnumPlace::After(it) => format!(" after {it}"),
            };
            format!("{called} {}{place}", value.text())
        }
        Operation::Enumeration(EnumOperation::RenameValue { from, to, .. }) => {
            format!("{called} {from} to {to}")
        }
        Operation::Enumeration(EnumOperation::Replace(it)) => {
            let mapping = it.mapping.iter().map(|(from, to)| format!(" {from}>{to}"));
            format!(
                "{called} ({}){}",
                it.values.join(" "),
                mapping.collect::<String>()
            )
        }
        Operation::Execute(it) => match &it.command {
            Command::Sql(sql) => sql.text(Dialect::Postgres).unwrap_or_default().to_owned(),
            other => format!("{other:?}"),
        },
        _ => called,
    }
}

fn part(change: &TableChange) -> String {
    match change {
        TableChange::AddColumn { column, .. } => {
            let null = if column.is_nullable() {
                ""
            } else {
                " not null"
            };
            format!(
                "add {} {}{null}",
                column.name(),
                display::kind(column.kind())
            )
        }
        TableChange::DropColumn(it) => format!("drop {}", it.name()),
        TableChange::RenameColumn { from, to } => format!("rename {from} to {to}"),
        TableChange::AlterColumn(it) => format!("alter {}", alter(it)),
        TableChange::AddConstraint(it) => format!("add {}", constraint(it)),
        TableChange::DropConstraint(it) => match it.target() {
            crate::ops::ConstraintTarget::Named(name) => format!("drop {name}"),
            crate::ops::ConstraintTarget::Defined(it) => format!("drop {}", constraint(it)),
        },
        TableChange::RenameConstraint { from, to } => format!("rename constraint {from} to {to}"),
        TableChange::ValidateConstraint { name } => format!("validate {name}"),
        TableChange::Comment(text) => format!("comment {text:?}"),
    }
}

fn constraint(it: &Constraint) -> String {
    let name = it
        .name()
        .map_or_else(String::new, |name| format!(" {name}"));
    format!("{}{name} {}", it.kind(), crate::diff::words::constraint(it))
}

fn alter(it: &AlterColumn) -> String {
    let mut words = vec![it.name().to_owned()];
    words.extend(it.new_kind().map(display::kind));
    words.extend(it.conversion().map(|it| format!("using {it}")));
    words.extend(
        it.nullability()
            .map(|it| if it { "null" } else { "not null" }.to_owned()),
    );
    words.extend(it.new_default().map(|it| match it {
        Part::Set(ColumnDefault::Expression(sql)) => format!("default {sql}"),
        Part::Set(ColumnDefault::Value(value)) => format!("default {value:?}"),
        Part::Drop => "no default".to_owned(),
    }));
    words.extend(it.new_collation().map(|it| format!("collate {it}")));
    if it.drops_collation() {
        words.push("no collation".to_owned());
    }
    words.extend(it.new_comment().map(|it| format!("comment {it:?}")));
    words.extend(it.new_identity().map(|it| match it {
        IdentityChange::Add(it) => format!("add identity {}", it.clauses().join(" ")),
        IdentityChange::Set(it) => format!("set identity {}", it.clauses().join(" ")),
        IdentityChange::Drop => "drop identity".to_owned(),
    }));
    words.extend(it.new_generated().map(|it| format!("generated {it:?}")));
    words.join(" ")
}
