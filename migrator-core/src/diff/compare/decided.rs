//! What was decided of doubtful hints, see `renames`.

use crate::declared::RenameHint;

/// Hints that only apply together.
pub(super) type Group = Vec<RenameHint>;

/// What was decided of doubtful hints.
#[derive(Debug, Clone, Default)]
pub(super) struct Decided {
    pub(super) taken: Vec<Group>,
    pub(super) passed: Vec<Group>,
}
