//! What becomes of a part that is there.

use super::Identity;

/// Something that gets another value, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<T> {
    /// It becomes this.
    Set(T),
    /// It goes away.
    Drop,
}

/// What becomes of a column's counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityChange {
    /// It begins.
    Add(Identity),
    /// It goes on, in another way.
    Set(Identity),
    /// It ends; the column keeps its values.
    Drop,
}
