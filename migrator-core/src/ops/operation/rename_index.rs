//! An index to rename.

use crate::base::TableName;

/// An index to rename.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenameIndex {
    /// The name it has, qualified like a table's.
    pub from: TableName,
    /// The name it gets.
    pub to: String,
}
