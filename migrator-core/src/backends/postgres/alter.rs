//! Changes of a table as PostgreSQL's `ALTER TABLE`: as few statements as possible, so that a
//! table is rewritten once.

use super::column::{self, Place};
use super::{
    alter_column, comment, constraint, drop_constraint, drop_type, enumeration, names, together,
};
use crate::dialect::Refusal;
use crate::ops::{AlterTable, ConstraintTarget, DropColumn, DropConstraint, TableChange};
use crate::schema::{AlterColumn, Change, Column, Constraint};

/// Returns the statements that change a table.
///
/// # Errors
/// What PostgreSQL cannot do, and changes that contradict themselves.
pub(super) fn alter(alter: &AlterTable) -> Result<Vec<String>, Refusal> {
    let table = names::table(&alter.table)?;
    let mut sql = Vec::new();
    let mut group: Vec<&TableChange> = Vec::new();
    let mut together = Written::default();
    for change in &alter.changes {
        let written = Written::of(alter, change)?;
        if written.is_alone || !together::fits(&group, change) {
            sql.extend(std::mem::take(&mut together).statements(&table));
            group.clear();
        }
        let is_alone = written.is_alone;
        together.extend(written);
        group.push(change);
        if is_alone {
            sql.extend(std::mem::take(&mut together).statements(&table));
            group.clear();
        }
    }
    sql.extend(together.statements(&table));
    Ok(sql)
}

/// Changes as parts of statements.
#[derive(Debug, Default)]
struct Written {
    /// Statements that must come first.
    before: Vec<String>,
    /// What follows `ALTER TABLE`, with commas between.
    actions: Vec<String>,
    /// Statements that must come last.
    after: Vec<String>,
    /// Whether no other action can stand in the same statement.
    is_alone: bool,
}

impl Written {
    fn of(alter: &AlterTable, change: &TableChange) -> Result<Self, Refusal> {
        match change {
            TableChange::AddColumn {
                column,
                if_not_exists,
            } => add_column(alter, column, *if_not_exists),
            TableChange::DropColumn(drop) => drop_column(alter, drop),
            TableChange::RenameColumn { from, to } => rename("COLUMN", from, to),
            TableChange::AlterColumn(column) => alter_column(alter, column),
            TableChange::AddConstraint(constraint) => {
                let definition = constraint::added(constraint)?;
                Ok(Self::action(format!("ADD {definition}")))
            }
            TableChange::DropConstraint(drop) => drop_constraint(alter, drop),
            TableChange::RenameConstraint { from, to } => rename("CONSTRAINT", from, to),
            // Alone it locks out less than with anything else.
            TableChange::ValidateConstraint { name } => Ok(Self::alone(format!(
                "VALIDATE CONSTRAINT {}",
                names::quoted(name)?
            ))),
            TableChange::Comment(text) => Ok(Self {
                after: vec![comment::on_table(&alter.table, text.as_deref())?],
                ..Self::default()
            }),
        }
    }

    fn action(action: String) -> Self {
        Self {
            actions: vec![action],
            ..Self::default()
        }
    }

    fn alone(action: String) -> Self {
        Self {
            is_alone: true,
            ..Self::action(action)
        }
    }

    fn extend(&mut self, other: Self) {
        let Self {
            before,
            actions,
            after,
            is_alone: _,
        } = other;
        self.before.extend(before);
        self.actions.extend(actions);
        self.after.extend(after);
    }

    fn statements(self, table: &str) -> Vec<String> {
        let mut sql = self.before;
        if !self.actions.is_empty() {
            sql.push(format!("ALTER TABLE {table} {}", self.actions.join(", ")));
        }
        sql.extend(self.after);
        sql
    }
}

fn add_column(alter: &AlterTable, column: &Column, may_exist: bool) -> Result<Written, Refusal> {
    let guard = if may_exist { "IF NOT EXISTS " } else { "" };
    let place = Place::added(&alter.table, column);
    let definition = column::definition(place, column)?;
    let mut actions = vec![format!("ADD COLUMN {guard}{definition}")];
    // A column's own line cannot leave rows unchecked.
    for check in column.checks().iter().filter(|it| it.is_not_valid()) {
        if may_exist {
            let what = "a check of a column that may exist cannot leave rows unchecked";
            let refusal = Refusal::unsupported(what).help("leave `.not_valid()` out");
            return Err(refusal.in_column(column.name()));
        }
        let check = constraint::added(&Constraint::Check(check.clone()))?;
        actions.push(format!("ADD {check}"));
    }
    let columns = std::iter::once(column);
    Ok(Written {
        before: enumeration::create(columns, alter.table.schema())?,
        actions,
        after: comment::of_column(&alter.table, column, may_exist)?,
        is_alone: false,
    })
}

fn drop_column(alter: &AlterTable, drop: &DropColumn) -> Result<Written, Refusal> {
    let guard = if_exists(drop.is_if_exists());
    let name = names::quoted(drop.name())?;
    let mut written = Written::action(format!(
        "DROP COLUMN {guard}{name}{}",
        cascade(drop.is_cascade())
    ));
    let definition = drop.definition();
    if let Some(name) = definition.and_then(|column| drop_type::brought(column.kind())) {
        let sql = drop_type::drop_unused(name, alter.table.schema())?;
        written.after.push(sql);
    }
    Ok(written)
}

fn alter_column(alter: &AlterTable, column: &AlterColumn) -> Result<Written, Refusal> {
    let schema = alter.table.schema();
    let made = alter_column::made(column);
    let mut after = Vec::new();
    if let Some(change) = column.new_comment() {
        let text = match change {
            Change::Set(text) => Some(text.as_str()),
            Change::Drop => None,
        };
        after.push(comment::on_column(&alter.table, column.name(), text)?);
    }
    if let Some(name) = alter_column::unmade(column) {
        after.push(drop_type::drop_unused(name, schema)?);
    }
    Ok(Written {
        before: enumeration::create(made.iter(), schema)?,
        actions: alter_column::actions(&alter.table, column)?,
        after,
        is_alone: false,
    })
}

fn drop_constraint(alter: &AlterTable, drop: &DropConstraint) -> Result<Written, Refusal> {
    let unnamed = match drop.target() {
        ConstraintTarget::Defined(constraint) if constraint.name().is_none() => constraint,
        target => {
            let name = names::quoted(target.name().unwrap_or_default())?;
            return Ok(Written::action(format!(
                "DROP CONSTRAINT {}{name}{}",
                if_exists(drop.is_if_exists()),
                cascade(drop.is_cascade())
            )));
        }
    };
    Ok(Written {
        before: vec![drop_constraint::by_definition(&alter.table, unnamed, drop)?],
        is_alone: true,
        ..Written::default()
    })
}

fn rename(what: &str, from: &str, to: &str) -> Result<Written, Refusal> {
    let (from, to) = (names::quoted(from)?, names::quoted(to)?);
    Ok(Written::alone(format!("RENAME {what} {from} TO {to}")))
}

const fn if_exists(if_exists: bool) -> &'static str {
    if if_exists { "IF EXISTS " } else { "" }
}

const fn cascade(cascade: bool) -> &'static str {
    if cascade { " CASCADE" } else { "" }
}
