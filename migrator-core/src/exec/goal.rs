//! What a run is to reach.

use crate::graph::Target;

/// What a run is to reach.
#[derive(Debug, Clone)]
pub enum Goal {
    /// Apply what is needed to stand on the target.
    Upgrade(Target),
    /// Revert what stands above the target.
    Downgrade(Target),
}

impl Goal {
    /// Tells whether the goal means the same wherever the database stands.
    pub(crate) fn is_absolute(&self) -> bool {
        match self {
            Self::Upgrade(target) => !target.needs_rows(),
            Self::Downgrade(_) => false,
        }
    }
}
