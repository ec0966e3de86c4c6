//! Which operations cannot be written without looking at the database, as one list.

use super::rename::Renamed;
use crate::ops::{AlterTable, DropIndex, DropTable, Operation, RenameTable, ViewOperation};

/// An operation whose statements depend on what is there.
pub(super) enum Lookup<'o> {
    /// The table may have to be built anew.
    Changes(&'o AlterTable),
    /// Other tables may refer to it.
    Drop(&'o DropTable),
    /// A foreign key may need it.
    DropIndex(&'o DropIndex),
    /// What mentions it may not follow.
    RenameTable(&'o RenameTable),
    /// The stored statement is run again under another name.
    Rename(Renamed<'o>),
}

impl<'o> Lookup<'o> {
    /// Returns what is to be looked at; `None` for an operation that is written as it is.
    pub(super) fn of(operation: &'o Operation) -> Option<Self> {
        match operation {
            Operation::AlterTable(alter) => Some(Self::Changes(alter)),
            Operation::DropTable(drop) => Some(Self::Drop(drop)),
            Operation::DropIndex(drop) => Some(Self::DropIndex(drop)),
            Operation::RenameTable(rename) => Some(Self::RenameTable(rename)),
            Operation::RenameIndex(rename) => Some(Self::Rename(Renamed::index(rename))),
            Operation::View(view) => match view {
                ViewOperation::Rename { view, to } => Renamed::view(view, to).map(Self::Rename),
                ViewOperation::Create(_)
                | ViewOperation::Replace(_)
                | ViewOperation::Refresh(_)
                | ViewOperation::Drop(_) => None,
            },
            Operation::CreateTable(_)
            | Operation::CreateIndex(_)
            | Operation::Enumeration(_)
            | Operation::Domain(_)
            | Operation::Schema(_)
            | Operation::Sequence(_)
            | Operation::Function(_)
            | Operation::Trigger(_)
            | Operation::Extension(_)
            | Operation::Execute(_)
            | Operation::BulkInsert(_)
            | Operation::InBatches(_) => None,
        }
    }
}
