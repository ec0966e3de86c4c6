//! A change as data, so that it can be printed, and recorded as a migration does.

use migrator::prelude::*;

/// A call on `op`.
#[derive(Debug, Clone)]
pub(super) enum Step {
    CreateTable(Table),
    DropTable(Table),
    RenameTable(String, String),
    CreateIndex(Index),
    DropIndex(Index),
    /// One change of a table, by its own call.
    Alter(String, Change),
    /// Several, by `op.alter_table`.
    Together(String, Vec<Change>),
}

/// A change of a table.
#[derive(Debug, Clone)]
pub(super) enum Change {
    AddColumn(Column),
    DropColumn(Column),
    RenameColumn(String, String),
    AlterColumn(AlterColumn),
    AddConstraint(Constraint),
    DropConstraint(Constraint),
    RenameConstraint(String, String),
    Comment(String),
}

impl Step {
    pub(super) fn record(&self, op: &mut Op<'_>) {
        match self.clone() {
            Self::CreateTable(table) => op.create_table(table),
            Self::DropTable(table) => op.drop_table(table),
            Self::RenameTable(from, to) => op.rename_table(from, to),
            Self::CreateIndex(index) => op.create_index(index),
            Self::DropIndex(index) => op.drop_index(index),
            Self::Alter(table, change) => alone(op, table, change),
            Self::Together(table, changes) => op.alter_table(table, |table| {
                for change in changes {
                    together(table, change);
                }
            }),
        }
    }
}

fn alone(op: &mut Op<'_>, table: String, change: Change) {
    match change {
        Change::AddColumn(column) => op.add_column(table, column),
        Change::DropColumn(column) => op.drop_column(table, column),
        Change::RenameColumn(from, to) => op.rename_column(table, from, to),
        Change::AlterColumn(column) => op.alter_column(table, column),
        Change::AddConstraint(constraint) => op.add_constraint(table, constraint),
        Change::DropConstraint(constraint) => op.drop_constraint(table, constraint),
        Change::RenameConstraint(from, to) => op.rename_constraint(table, from, to),
        Change::Comment(comment) => op.create_table_comment(table, comment),
    }
}

fn together(table: &mut migrator::ops::TableChanges, change: Change) {
    match change {
        Change::AddColumn(column) => table.add_column(column),
        Change::DropColumn(column) => table.drop_column(column),
        Change::RenameColumn(from, to) => table.rename_column(from, to),
        Change::AlterColumn(column) => table.alter_column(column),
        Change::AddConstraint(constraint) => table.add_constraint(constraint),
        Change::DropConstraint(constraint) => table.drop_constraint(constraint),
        Change::RenameConstraint(from, to) => table.rename_constraint(from, to),
        Change::Comment(comment) => table.comment(comment),
    };
}

/// The steps, a line for each, without what is as always.
pub(super) fn shown(steps: &[Step]) -> String {
    let lines: Vec<String> = steps.iter().map(|it| format!("  {it:?}")).collect();
    let mut text = lines.join("\n");
    let nothing = ["None", "false", "[]", "0"].map(|it| format!(": {it}"));
    let mut kept = String::new();
    for part in std::mem::take(&mut text).split_inclusive(", ") {
        let end = part.trim_end_matches(", ");
        let is_nothing = nothing.iter().any(|it| end.ends_with(it.as_str()));
        kept.push_str(if is_nothing { "" } else { part });
    }
    kept
}
