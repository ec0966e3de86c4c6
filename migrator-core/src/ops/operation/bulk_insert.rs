//! Many rows for one table.

use crate::base::{TableName, Value};

/// Rows to insert.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkInsert {
    /// The table they go to.
    pub table: TableName,
    /// The columns the values are for.
    pub columns: Vec<String>,
    /// The rows, each with one value per column; possibly none.
    pub rows: Vec<Vec<Value>>,
}
