//! An index to create.

use crate::schema::Index;

/// An index to create.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateIndex {
    /// The index.
    pub index: Index,
}
