//! Why a step cannot run on a scratch database, though it may well run elsewhere. Pure.

use crate::base::TableName;
use crate::dialect::DialectError;
use crate::exec::{StepCause, TrialError};
use crate::ops::{ExtensionOperation, Operation, SchemaOperation};
use crate::session::{SessionError, SessionErrorKind};

/// Returns the reason, if the failure says more of the scratch database than of the step.
///
/// `is_within`: the scratch database is a schema within another, and cannot hold everything.
pub(super) fn excuse(operation: &Operation, error: &TrialError, is_within: bool) -> Option<String> {
    let TrialError::Failed { cause, .. } = error else {
        return None;
    };
    match &**cause {
        StepCause::Refused {
            source: DialectError::NeedsNoTransaction { .. },
            ..
        } => Some("it runs outside a transaction".to_owned()),
        cause => of_refusal(operation, cause.refusal()?, is_within),
    }
}

fn of_refusal(operation: &Operation, refusal: &SessionError, is_within: bool) -> Option<String> {
    let said = &refusal.message;
    match (operation, refusal.kind) {
        (_, SessionErrorKind::Unsupported) if is_within => Some(said.clone()),
        (_, SessionErrorKind::Denied) => Some(said.clone()),
        (Operation::Extension(ExtensionOperation::Create(_) | ExtensionOperation::Alter(_)), _) => {
            Some(format!("this server does not have the extension: {said}"))
        }
        (Operation::Schema(SchemaOperation::Create(schema)), _) if schema.role().is_some() => {
            Some(format!("this server does not have the owner: {said}"))
        }
        (Operation::CreateIndex(create), _) if create.index.tablespace_name().is_some() => {
            Some(format!("this server does not have the tablespace: {said}"))
        }
        _ => None,
    }
}

/// Names what a step is, as in ``drop_column of `users.nick` ``.
pub(super) fn step_name(operation: &Operation) -> String {
    match operation.object() {
        object if object.is_empty() => operation.name().to_owned(),
        object => format!("{} of `{object}`", operation.name()),
    }
}

/// Tells whether a step is one on a table.
pub(super) fn is_on(operation: &Operation, table: &TableName) -> bool {
    match operation {
        Operation::AlterTable(alter) => alter.table == *table,
        Operation::DropTable(drop) => drop.table == *table,
        Operation::RenameTable(rename) => rename.from == *table || rename.to == *table,
        Operation::CreateTable(create) => create.table.name() == table,
        Operation::CreateIndex(create) => create.index.table() == table,
        _ => false,
    }
}
