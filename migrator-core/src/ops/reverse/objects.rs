//! What undoes an operation on an object other than a table.

use super::irreversible::{CASCADE, Inverse, MAYBE_CREATED, NAME_ALONE, NO_FORMER, Reason, back};
use crate::ops::{
    DomainOperation, Dropping, EnumOperation, Extension, ExtensionOperation, FunctionOperation,
    Object, Operation, Rename, ReplaceView, Replacing, SchemaOperation, SequenceOperation,
    TriggerOperation, ViewOperation,
};

pub(super) fn enumeration(operation: &EnumOperation) -> Inverse {
    let inverse = match operation {
        // It may have gone with the last table or column that says it brought the type.
        EnumOperation::Create(create) => {
            EnumOperation::Drop(created(create, create.is_if_not_exists())?.if_exists())
        }
        EnumOperation::Drop(drop) => {
            EnumOperation::Create(dropped(drop, !drop.object.values().is_empty())?)
        }
        EnumOperation::Rename(rename) => EnumOperation::Rename(back(rename)?),
        EnumOperation::RenameValue { name, from, to } => EnumOperation::RenameValue {
            name: name.clone(),
            from: to.clone(),
            to: from.clone(),
        },
        EnumOperation::Replace(replace) => {
            EnumOperation::Replace(replace.reversed().ok_or(NO_FORMER)?)
        }
        EnumOperation::AddValue { .. } => {
            return Err(Reason(
                "the values that the enumeration had are not given",
                "write the downgrade with `op.replace_enum`, which removes a value",
            ));
        }
    };
    Ok(vec![Operation::Enumeration(inverse)])
}

pub(super) fn domain(operation: &DomainOperation) -> Inverse {
    let inverse = match operation {
        DomainOperation::Create(create) => DomainOperation::Drop(create.clone().into()),
        DomainOperation::Drop(drop) => {
            DomainOperation::Create(dropped(drop, drop.object.kind().is_some())?)
        }
        DomainOperation::Rename(rename) => DomainOperation::Rename(back(rename)?),
        DomainOperation::Replace(replace) => DomainOperation::Replace(replaced(replace)?),
    };
    Ok(vec![Operation::Domain(inverse)])
}

pub(super) fn schema(operation: &SchemaOperation) -> Inverse {
    let inverse = match operation {
        SchemaOperation::Create(create) => {
            SchemaOperation::Drop(created(create, create.is_if_not_exists())?)
        }
        SchemaOperation::Drop(drop) => SchemaOperation::Create(dropped(drop, true)?),
        SchemaOperation::Rename { from, to } => SchemaOperation::Rename {
            from: to.clone(),
            to: from.clone(),
        },
    };
    Ok(vec![Operation::Schema(inverse)])
}

pub(super) fn sequence(operation: &SequenceOperation) -> Inverse {
    let inverse = match operation {
        SequenceOperation::Create(create) => {
            SequenceOperation::Drop(created(create, create.is_if_not_exists())?)
        }
        SequenceOperation::Drop(drop) => {
            SequenceOperation::Create(dropped(drop, drop.object.is_defined())?)
        }
        SequenceOperation::Rename(rename) => SequenceOperation::Rename(back(rename)?),
        SequenceOperation::Alter(alter) => SequenceOperation::Alter(replaced(alter)?),
    };
    Ok(vec![Operation::Sequence(inverse)])
}

pub(super) fn view(operation: &ViewOperation) -> Inverse {
    let inverse = match operation {
        ViewOperation::Create(create) => {
            ViewOperation::Drop(created(create, create.is_if_not_exists())?)
        }
        ViewOperation::Drop(drop) => {
            ViewOperation::Create(dropped(drop, drop.object.query().is_some())?)
        }
        // The way back may have to take away a column that the way forth has added.
        ViewOperation::Replace(replace) => ViewOperation::Replace(ReplaceView {
            replacing: replaced(&replace.replacing)?,
            recreate: true,
        }),
        ViewOperation::Rename { view, to } => {
            let back = back(&Rename {
                from: view.name().clone(),
                to: to.clone(),
            })?;
            ViewOperation::Rename {
                view: view.renamed(back.from),
                to: back.to,
            }
        }
        ViewOperation::Refresh(_) => return Ok(Vec::new()),
    };
    Ok(vec![Operation::View(inverse)])
}

pub(super) fn function(operation: &FunctionOperation) -> Inverse {
    let inverse = match operation {
        FunctionOperation::Create(create) => FunctionOperation::Drop(create.clone().into()),
        FunctionOperation::Drop(drop) => {
            FunctionOperation::Create(dropped(drop, drop.object.sql().is_some())?)
        }
        FunctionOperation::Replace(replace) => FunctionOperation::Replace(replaced(replace)?),
    };
    Ok(vec![Operation::Function(inverse)])
}

pub(super) fn trigger(operation: &TriggerOperation) -> Inverse {
    let inverse = match operation {
        TriggerOperation::Create(create) => TriggerOperation::Drop(create.clone().into()),
        TriggerOperation::Drop(drop) => {
            TriggerOperation::Create(dropped(drop, drop.object.sql().is_some())?)
        }
        TriggerOperation::Replace(replace) => TriggerOperation::Replace(replaced(replace)?),
    };
    Ok(vec![Operation::Trigger(inverse)])
}

pub(super) fn extension(operation: &ExtensionOperation) -> Inverse {
    let inverse = match operation {
        ExtensionOperation::Create(create) => {
            if create.is_cascade() {
                return Err(Reason(
                    "what `cascade` creates besides is not known",
                    "create the extensions it needs by operations of their own",
                ));
            }
            ExtensionOperation::Drop(created(create, create.is_if_not_exists())?)
        }
        ExtensionOperation::Drop(drop) => ExtensionOperation::Create(dropped(drop, true)?),
        ExtensionOperation::Alter(alter) => ExtensionOperation::Alter(altered(alter)?),
    };
    Ok(vec![Operation::Extension(inverse)])
}

/// What the former definition does not say would not be undone.
fn altered(alter: &Replacing<Extension>) -> Result<Replacing<Extension>, Reason> {
    let back = replaced(alter)?;
    let (now, former) = (&alter.object, &back.object);
    let is_known = (former.version_wanted().is_some() || now.version_wanted().is_none())
        && (former.schema_wanted().is_some() || now.schema_wanted().is_none());
    if is_known { Ok(back) } else { Err(NO_FORMER) }
}

/// Returns the dropping of what was created.
fn created<T: Object + Clone>(object: &T, may_exist: bool) -> Result<Dropping<T>, Reason> {
    if may_exist {
        return Err(MAYBE_CREATED);
    }
    Ok(object.clone().into())
}

/// Returns what was dropped, if it is known.
fn dropped<T: Clone>(drop: &Dropping<T>, is_defined: bool) -> Result<T, Reason> {
    match is_defined {
        _ if drop.cascade => Err(CASCADE),
        false => Err(NAME_ALONE),
        true => Ok(drop.object.clone()),
    }
}

fn replaced<T: Object + Clone>(replace: &Replacing<T>) -> Result<Replacing<T>, Reason> {
    let former = replace.former.clone().ok_or(NO_FORMER)?;
    Ok(Replacing::with(former, replace.object.clone()))
}
