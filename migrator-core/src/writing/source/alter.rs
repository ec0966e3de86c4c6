//! Changes of a table.

use super::Written;
use super::column::{by_default, column};
use super::constraint::{constraint, identity};
use super::kind::kind;
use crate::base::TableName;
use crate::ops::{ConstraintTarget, DropColumn, DropConstraint, TableChange};
use crate::schema::{AlterColumn, Change, IdentityChange};
use crate::writing::layout::Expression;
use crate::writing::literal::{name, text};

/// A call: its name and its arguments.
type Call = (&'static str, Vec<Expression>);

/// Writes the changes of a table: one as a call of its own, others in a closure.
pub(super) fn alter(table: &TableName, changes: &[TableChange]) -> Result<Call, &'static str> {
    if let [only] = changes {
        let (method, mut arguments) = call(only)?;
        let method = match method {
            "comment" => "create_table_comment",
            "drop_comment" => "drop_table_comment",
            method => method,
        };
        arguments.insert(0, name(table));
        return Ok((method, arguments));
    }
    let parameter = if changes.is_empty() { "_" } else { "table" };
    let statement = |change| match call(change)? {
        ("add_column_if_not_exists", _) => Err("a column that may be there, among other changes"),
        (method, arguments) => Ok(Expression::Simple(parameter.to_owned()).then(method, arguments)),
    };
    let body = changes.iter().map(statement).collect::<Result<_, _>>()?;
    let closure = Expression::Closure(parameter.to_owned(), body);
    Ok(("alter_table", vec![name(table), closure]))
}

fn call(change: &TableChange) -> Result<Call, &'static str> {
    Ok(match change {
        TableChange::AddColumn {
            column: it,
            if_not_exists,
        } => match if_not_exists {
            true => ("add_column_if_not_exists", vec![column(it)?]),
            false => ("add_column", vec![column(it)?]),
        },
        TableChange::DropColumn(drop) => ("drop_column", vec![drop_column(drop)?]),
        TableChange::RenameColumn { from, to } => ("rename_column", vec![text(from), text(to)]),
        TableChange::AlterColumn(it) => ("alter_column", vec![alter_column(it)?]),
        TableChange::AddConstraint(it) => ("add_constraint", vec![constraint(it)]),
        TableChange::DropConstraint(drop) => ("drop_constraint", vec![drop_constraint(drop)?]),
        TableChange::RenameConstraint { from, to } => {
            ("rename_constraint", vec![text(from), text(to)])
        }
        TableChange::ValidateConstraint { name } => ("validate_constraint", vec![text(name)]),
        TableChange::Comment(Some(comment)) => ("comment", vec![text(comment)]),
        TableChange::Comment(None) => ("drop_comment", Vec::new()),
    })
}

fn drop_column(drop: &DropColumn) -> Written {
    let object = match drop.definition() {
        Some(definition) => Some(column(definition)?),
        None => None,
    };
    let is_plain = !drop.is_if_exists() && !drop.is_cascade();
    let made = match object {
        Some(object) if is_plain => return Ok(object),
        None if is_plain => return Ok(text(drop.name())),
        Some(object) => Expression::call("migrator::ops::DropColumn::from", vec![object]),
        None => Expression::call("migrator::ops::DropColumn::new", vec![text(drop.name())]),
    };
    Ok(made
        .then_if(drop.is_if_exists(), "if_exists")
        .then_if(drop.is_cascade(), "cascade"))
}

fn drop_constraint(drop: &DropConstraint) -> Written {
    if drop.expected_name().is_some() {
        return Err("a constraint that a naming convention has named");
    }
    let (function, object) = match drop.target() {
        ConstraintTarget::Named(name) => ("new", text(name)),
        ConstraintTarget::Defined(it) => ("from", constraint(it)),
    };
    if !drop.is_if_exists() && !drop.is_cascade() {
        return Ok(object);
    }
    let function = format!("migrator::ops::DropConstraint::{function}");
    Ok(Expression::call(&function, vec![object])
        .then_if(drop.is_if_exists(), "if_exists")
        .then_if(drop.is_cascade(), "cascade"))
}

fn alter_column(alter: &AlterColumn) -> Written {
    let mut made = Expression::call("AlterColumn::new", vec![text(alter.name())]);
    if let Some(new) = alter.new_kind() {
        made = made.then("kind", vec![kind(new)?]);
    }
    made = made
        .then_with("using", alter.conversion().map(text))
        .then_with("using_back", alter.conversion_back().map(text));
    made = match alter.nullability() {
        Some(true) => made.then("nullable", Vec::new()),
        Some(false) => made.then("not_null", Vec::new()),
        None => made,
    };
    made = match alter.new_default() {
        Some(Change::Set(default)) => by_default(made, default),
        Some(Change::Drop) => made.then("drop_default", Vec::new()),
        None => made,
    };
    made = match alter.new_comment() {
        Some(Change::Set(comment)) => made.then("comment", vec![text(comment)]),
        Some(Change::Drop) => made.then("drop_comment", Vec::new()),
        None => made,
    };
    made = made
        .then_with("collate", alter.new_collation().map(text))
        .then_if(alter.drops_collation(), "drop_collation");
    made = counted(made, alter);
    made = match alter.new_generated() {
        Some(Change::Set(it)) if it.stored => {
            made.then("generated_stored", vec![text(&it.expression)])
        }
        Some(Change::Set(_)) => {
            return Err("a change of a column that is computed when it is read");
        }
        Some(Change::Drop) => made.then("drop_generated", Vec::new()),
        None => made,
    };
    match alter.former() {
        Some(former) => Ok(made.then("was", vec![column(former)?])),
        None => Ok(made),
    }
}

fn counted(made: Expression, alter: &AlterColumn) -> Expression {
    match alter.new_identity() {
        Some(IdentityChange::Add(it)) => made.then("add_identity", vec![identity(it)]),
        Some(IdentityChange::Set(it)) => made.then("set_identity", vec![identity(it)]),
        Some(IdentityChange::Drop) => made.then("drop_identity", Vec::new()),
        None => made,
    }
}
