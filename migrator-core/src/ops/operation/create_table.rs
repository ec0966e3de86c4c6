//! A table to create.

use crate::schema::Table;

/// A table to create.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateTable {
    /// The table.
    pub table: Table,
}
