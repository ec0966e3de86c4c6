//! Operations: which method of `op` records them, and with what.

use super::alter::alter;
use super::data::{bulk_insert, in_batches};
use super::domain::domain;
use super::index::{drop_index, index};
use super::object::{
    dropping, enum_value, enumeration, enumeration_or_name, extension, extension_or_name,
    replace_enum, replacing, schema,
};
use super::program::{function, refresh_view, replace_view, trigger, view, view_or_name};
use super::sequence::sequence;
use super::sql::command;
use super::table::{drop_table, table};
use crate::ops::{
    Domain, DomainOperation, EnumOperation, ExtensionOperation, FunctionOperation, Operation,
    Replacing, SchemaOperation, Sequence, SequenceOperation, TriggerOperation, ViewOperation,
};
use crate::writing::layout::Expression;
use crate::writing::literal::{name, text};

/// A call of a method of `op`: its name and its arguments.
type Call = Result<(&'static str, Vec<Expression>), &'static str>;

/// Returns the call that records an operation.
///
/// # Errors
/// What of it cannot be written.
pub(in crate::writing) fn expression(operation: &Operation) -> Result<Expression, &'static str> {
    let (method, arguments) = call(operation)?;
    let op = Expression::Simple("op".to_owned());
    Ok(op.then(method, arguments))
}

fn call(operation: &Operation) -> Call {
    let called = operation.name();
    Ok(match operation {
        Operation::CreateTable(it) => (called, vec![table(&it.table)?]),
        Operation::DropTable(it) => {
            let (method, object) = drop_table(it)?;
            (method, vec![object])
        }
        Operation::RenameTable(it) => (called, vec![name(&it.from), name(&it.to)]),
        Operation::AlterTable(it) => return alter(&it.table, &it.changes),
        Operation::CreateIndex(it) => (called, vec![index(&it.index)]),
        Operation::DropIndex(it) => {
            let (method, object) = drop_index(it)?;
            (method, vec![object])
        }
        Operation::RenameIndex(it) => (called, vec![name(&it.from), text(&it.to)]),
        Operation::Enumeration(it) => (called, of_enum(it)),
        Operation::Domain(it) => (called, of_domain(it)?),
        Operation::Schema(it) => (called, of_schema(it)),
        Operation::Sequence(it) => (called, of_sequence(it)?),
        Operation::View(it) => (called, of_view(it)?),
        Operation::Function(it) => (called, of_function(it)),
        Operation::Trigger(it) => (called, of_trigger(it)),
        Operation::Extension(it) => (called, of_extension(it)),
        Operation::Execute(it) => (called, vec![command(&it.command)?]),
        Operation::BulkInsert(it) => (called, bulk_insert(it)),
        Operation::InBatches(it) => (called, in_batches(it)?),
    })
}

fn of_enum(operation: &EnumOperation) -> Vec<Expression> {
    match operation {
        EnumOperation::Create(it) => vec![enumeration(it)],
        EnumOperation::AddValue { name: of, value } => vec![name(of), enum_value(value)],
        EnumOperation::RenameValue { name: of, from, to } => vec![name(of), text(from), text(to)],
        EnumOperation::Replace(it) => vec![replace_enum(it)],
        EnumOperation::Rename(it) => vec![name(&it.from), name(&it.to)],
        EnumOperation::Drop(it) => vec![dropping(it, "DropEnum", enumeration_or_name(&it.object))],
    }
}

fn of_domain(operation: &DomainOperation) -> Result<Vec<Expression>, &'static str> {
    Ok(match operation {
        DomainOperation::Create(it) => vec![domain(it)?],
        DomainOperation::Replace(it) => vec![replace_domain(it)?],
        DomainOperation::Rename(it) => vec![name(&it.from), name(&it.to)],
        DomainOperation::Drop(it) => vec![dropping(it, "DropDomain", domain(&it.object)?)],
    })
}

fn replace_domain(replace: &Replacing<Domain>) -> Result<Expression, &'static str> {
    if replace.object.kind().is_none() {
        return Err("a domain without a type");
    }
    let former = replace.former.as_ref().map(domain).transpose()?;
    Ok(domain(&replace.object)?.then_with("instead_of", former))
}

fn of_schema(operation: &SchemaOperation) -> Vec<Expression> {
    match operation {
        SchemaOperation::Create(it) => vec![schema(it)],
        SchemaOperation::Rename { from, to } => vec![text(from), text(to)],
        SchemaOperation::Drop(it) => vec![dropping(it, "DropSchema", schema(&it.object))],
    }
}

fn of_sequence(operation: &SequenceOperation) -> Result<Vec<Expression>, &'static str> {
    Ok(match operation {
        SequenceOperation::Create(it) => vec![sequence(it)?],
        SequenceOperation::Alter(it) => vec![alter_sequence(it)?],
        SequenceOperation::Rename(it) => vec![name(&it.from), name(&it.to)],
        SequenceOperation::Drop(it) => {
            vec![dropping(it, "DropSequence", sequence(&it.object)?)]
        }
    })
}

fn alter_sequence(alter: &Replacing<Sequence>) -> Result<Expression, &'static str> {
    if !alter.object.is_defined() {
        return Err("a change of a sequence that says nothing");
    }
    let former = alter.former.as_ref().map(sequence).transpose()?;
    Ok(sequence(&alter.object)?.then_with("instead_of", former))
}

fn of_view(operation: &ViewOperation) -> Result<Vec<Expression>, &'static str> {
    Ok(match operation {
        ViewOperation::Create(it) => vec![view(it)],
        ViewOperation::Replace(it) => vec![replace_view(it)?],
        ViewOperation::Rename { view, to } => vec![view_or_name(view), name(to)],
        ViewOperation::Refresh(it) => vec![refresh_view(it)],
        ViewOperation::Drop(it) => vec![dropping(it, "DropView", view_or_name(&it.object))],
    })
}

fn of_function(operation: &FunctionOperation) -> Vec<Expression> {
    match operation {
        FunctionOperation::Create(it) => vec![function(it)],
        FunctionOperation::Replace(it) => vec![replacing(it, function)],
        FunctionOperation::Drop(it) => vec![dropping(it, "DropFunction", function(&it.object))],
    }
}

fn of_trigger(operation: &TriggerOperation) -> Vec<Expression> {
    match operation {
        TriggerOperation::Create(it) => vec![trigger(it)],
        TriggerOperation::Replace(it) => vec![replacing(it, trigger)],
        TriggerOperation::Drop(it) => vec![dropping(it, "DropTrigger", trigger(&it.object))],
    }
}

fn of_extension(operation: &ExtensionOperation) -> Vec<Expression> {
    match operation {
        ExtensionOperation::Create(it) => vec![extension_or_name(it)],
        ExtensionOperation::Alter(it) => vec![replacing(it, extension)],
        ExtensionOperation::Drop(it) => {
            vec![dropping(it, "DropExtension", extension_or_name(&it.object))]
        }
    }
}
