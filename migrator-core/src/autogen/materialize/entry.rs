//! An operation that was declared.

use crate::ops::Operation;

/// An operation that was declared, and what messages call it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) label: String,
    pub(super) operation: Operation,
}
