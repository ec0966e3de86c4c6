//! A table to rename.

use crate::base::TableName;

/// A table to rename.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenameTable {
    /// The name it has.
    pub from: TableName,
    /// The name it gets; without a schema it stays in the one it is in.
    pub to: TableName,
}
