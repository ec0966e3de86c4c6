//! Which changes of a table fit into one `ALTER TABLE`.
//!
//! PostgreSQL takes the actions of one statement in an order of its own: it drops first, then
//! changes types, adds columns, sets what columns are, and adds constraints. Two changes are
//! made together only if that cannot differ from one after the other. An expression is read for
//! the names in it, and one that merely looks like a name keeps changes apart, which costs a
//! statement.

use super::drop_type::brought;
use crate::ops::TableChange;
use crate::schema::{
    Change, Check, Column, ColumnDefault, Constraint, Exclude, Generated, IndexTarget,
};

/// Tells whether a change can go into the statement that makes the `earlier` ones.
pub(super) fn fits(earlier: &[&TableChange], next: &TableChange) -> bool {
    earlier
        .iter()
        .all(|earlier| are_independent(earlier, next) || builds_on(earlier, next))
}

/// Constraints are added after everything else.
fn builds_on(earlier: &TableChange, next: &TableChange) -> bool {
    matches!(next, TableChange::AddConstraint(_))
        && matches!(
            earlier,
            TableChange::AddColumn { .. }
                | TableChange::DropColumn(_)
                | TableChange::AlterColumn(_)
                | TableChange::DropConstraint(_)
        )
}

fn are_independent(one: &TableChange, other: &TableChange) -> bool {
    let (one, other) = (Uses::of(one), Uses::of(other));
    !one.disturbs(&other) && !other.disturbs(&one)
}

/// What a change is about.
#[derive(Default)]
struct Uses<'c> {
    /// The column that it changes.
    changed: Option<&'c str>,
    /// Other columns that it names.
    named: Vec<&'c str>,
    /// Expressions that may hold any name.
    expressions: Vec<&'c str>,
    /// The constraint's name.
    constraint: Option<&'c str>,
    /// The enumeration that it needs.
    needs_type: Option<&'c str>,
    /// The enumeration that it leaves behind, to be dropped.
    leaves_type: Option<&'c str>,
}

impl<'c> Uses<'c> {
    fn of(change: &'c TableChange) -> Self {
        let mut uses = Self::default();
        match change {
            TableChange::AddColumn { column, .. } => uses.add_column(column),
            TableChange::DropColumn(drop) => {
                uses.changed = Some(drop.name());
                uses.leaves_type = drop.definition().and_then(|it| brought(it.kind()));
            }
            TableChange::AlterColumn(alter) => {
                uses.changed = Some(alter.name());
                uses.expressions.extend(alter.conversion());
                if let Some(Change::Set(ColumnDefault::Expression(sql))) = alter.new_default() {
                    uses.expressions.push(sql);
                }
                uses.needs_type = alter.new_kind().and_then(brought);
                uses.leaves_type = alter.former().and_then(|it| brought(it.kind()));
            }
            TableChange::AddConstraint(constraint) => uses.add_constraint(constraint),
            TableChange::DropConstraint(drop) => uses.constraint = drop.target().name(),
            TableChange::RenameColumn { .. }
            | TableChange::RenameConstraint { .. }
            | TableChange::ValidateConstraint { .. }
            | TableChange::Comment(_) => {}
        }
        uses
    }

    fn add_column(&mut self, column: &'c Column) {
        self.changed = Some(column.name());
        self.needs_type = brought(column.kind());
        let checks = column.checks().iter().map(Check::expression);
        self.expressions.extend(checks);
        if let Some(Generated { expression, .. }) = column.generated() {
            self.expressions.push(expression);
        }
        if let Some(key) = column.foreign_key() {
            let columns = key.target_columns().iter().map(String::as_str);
            self.named.extend(columns);
        }
    }

    fn add_constraint(&mut self, constraint: &'c Constraint) {
        self.constraint = constraint.name();
        let mut name = |columns: &'c [String]| {
            self.named.extend(columns.iter().map(String::as_str));
        };
        match constraint {
            Constraint::PrimaryKey(key) => {
                name(key.columns());
                name(key.included());
            }
            Constraint::Unique(unique) => {
                name(unique.columns());
                name(unique.included());
            }
            Constraint::ForeignKey(key) => {
                name(key.columns());
                // The table may refer to itself.
                name(key.target_columns());
            }
            Constraint::Check(check) => self.expressions.push(check.expression()),
            Constraint::Exclude(exclude) => self.exclude(exclude),
        }
    }

    fn exclude(&mut self, exclude: &'c Exclude) {
        self.expressions.extend(exclude.condition());
        for element in exclude.elements() {
            match &element.target {
                IndexTarget::Column(column) => self.named.push(column),
                IndexTarget::Expression(sql) => self.expressions.push(sql),
            }
        }
    }

    /// Tells whether what is changed here is used there.
    fn disturbs(&self, other: &Self) -> bool {
        let column = self.changed.is_some_and(|column| {
            other.changed == Some(column)
                || other.named.contains(&column)
                || other.expressions.iter().any(|sql| mentions(sql, column))
        });
        let constraint = self.constraint.is_some() && self.constraint == other.constraint;
        let enumeration = self.leaves_type.is_some() && self.leaves_type == other.needs_type;
        column || constraint || enumeration
    }
}

fn mentions(sql: &str, name: &str) -> bool {
    sql.to_lowercase().contains(&name.to_lowercase())
}
