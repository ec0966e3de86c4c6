//! What is dropped by its name, because nothing of the definition is needed for that.
//!
//! A definition makes a drop reversible by `op.reverse_of`; a migration that says both ways does not need
//! it.

use super::Style;
use crate::base::TableName;
use crate::ops::{
    ConstraintTarget, Domain, DomainOperation, DropColumn, DropConstraint, DropIndex, DropTable,
    Dropping, EnumOperation, Enumeration, Extension, ExtensionOperation, Function, FunctionKind,
    FunctionOperation, Operation, Schema, SchemaOperation, Sequence, SequenceOperation, Sql,
    Trigger, TriggerOperation, View, ViewOperation,
};
use crate::schema::{Column, ColumnType};

/// Returns a drop without what is only needed to undo it.
pub(super) fn by_name(operation: &Operation, style: &Style<'_>) -> Operation {
    match operation {
        Operation::DropTable(it) => Operation::DropTable(table(it, style)),
        Operation::DropIndex(it) => Operation::DropIndex(DropIndex {
            definition: None,
            ..it.clone()
        }),
        Operation::Enumeration(EnumOperation::Drop(it)) => {
            Operation::Enumeration(EnumOperation::Drop(dropping(it, enumeration)))
        }
        Operation::Domain(DomainOperation::Drop(it)) => {
            Operation::Domain(DomainOperation::Drop(dropping(it, domain)))
        }
        Operation::Schema(SchemaOperation::Drop(it)) => {
            let object = |it: &Schema| Schema::new(it.name());
            Operation::Schema(SchemaOperation::Drop(dropping(it, object)))
        }
        Operation::Sequence(SequenceOperation::Drop(it)) => {
            Operation::Sequence(SequenceOperation::Drop(dropping(it, sequence)))
        }
        Operation::View(ViewOperation::Drop(it)) => {
            Operation::View(ViewOperation::Drop(dropping(it, view)))
        }
        Operation::Function(FunctionOperation::Drop(it)) => {
            Operation::Function(FunctionOperation::Drop(dropping(it, function)))
        }
        Operation::Trigger(TriggerOperation::Drop(it)) => {
            Operation::Trigger(TriggerOperation::Drop(dropping(it, trigger)))
        }
        Operation::Extension(ExtensionOperation::Drop(it)) => {
            let object = |it: &Extension| Extension::new(it.name());
            Operation::Extension(ExtensionOperation::Drop(dropping(it, object)))
        }
        _ => operation.clone(),
    }
}

fn dropping<T>(dropping: &Dropping<T>, object: impl Fn(&T) -> T) -> Dropping<T> {
    Dropping {
        object: object(&dropping.object),
        if_exists: dropping.if_exists,
        cascade: dropping.cascade,
    }
}

/// A temporary table is found by its definition, and a type that goes with its table, too.
fn table(drop: &DropTable, style: &Style<'_>) -> DropTable {
    let is_needed = drop.definition.as_ref().is_some_and(|it| {
        it.is_temporary() || it.columns().iter().any(|it| has_own_type(it, style))
    });
    let definition = drop.definition.clone().filter(|_| is_needed);
    DropTable {
        definition,
        ..drop.clone()
    }
}

/// Returns the drop of a column by its name.
pub(super) fn column(drop: &DropColumn, style: &Style<'_>) -> DropColumn {
    match drop.definition() {
        Some(it) if !has_own_type(it, style) => {
            let mut made = DropColumn::new(drop.name());
            if drop.is_if_exists() {
                made = made.if_exists();
            }
            match drop.is_cascade() {
                true => made.cascade(),
                false => made,
            }
        }
        _ => drop.clone(),
    }
}

fn has_own_type(column: &Column, style: &Style<'_>) -> bool {
    let kind = match column.kind() {
        ColumnType::Array { element, .. } => element,
        kind => kind,
    };
    style.introspection.habits().has_enumerations
        && matches!(
            kind,
            ColumnType::Enum {
                existing: false,
                ..
            }
        )
}

/// Returns the drop of a constraint by its name, if it has one.
pub(super) fn constraint(drop: &DropConstraint) -> DropConstraint {
    let ConstraintTarget::Defined(defined) = drop.target() else {
        return drop.clone();
    };
    let Some(name) = defined.name() else {
        return drop.clone();
    };
    let mut made = DropConstraint::new(name);
    if drop.is_if_exists() {
        made = made.if_exists();
    }
    match drop.is_cascade() {
        true => made.cascade(),
        false => made,
    }
}

fn named<T: for<'n> From<&'n str> + for<'n> From<(&'n str, &'n str)>>(name: &TableName) -> T {
    match name.schema() {
        Some(schema) => (schema, name.name()).into(),
        None => name.name().into(),
    }
}

fn enumeration(it: &Enumeration) -> Enumeration {
    named(it.name())
}

fn domain(it: &Domain) -> Domain {
    named(it.name())
}

fn sequence(it: &Sequence) -> Sequence {
    named(it.name())
}

fn view(it: &View) -> View {
    match it.is_materialized() {
        true => View::materialized(it.name()),
        false => View::new(it.name()),
    }
}

/// Where there is none on some database, only its SQL says so.
fn is_everywhere(sql: Option<&Sql>) -> bool {
    sql.is_none_or(|sql| sql.text_of_all().is_some_and(|text| !text.is_empty()))
}

fn function(it: &Function) -> Function {
    if !is_everywhere(it.sql()) {
        return it.clone();
    }
    match it.kind() {
        FunctionKind::Function => it.signature().into(),
        FunctionKind::Procedure => Function::procedure_named(it.signature()),
        FunctionKind::Aggregate => Function::aggregate_named(it.signature()),
    }
}

fn trigger(it: &Trigger) -> Trigger {
    match is_everywhere(it.sql()) {
        true => Trigger::named(it.name(), it.table()),
        false => it.clone(),
    }
}
