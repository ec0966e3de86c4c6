//! The keys that the header of an SQL migration may have.

use crate::base::nearest;

/// All of them, in the order in which they are written.
pub(super) const KEYS: [&str; 7] = [
    "revision",
    "down_revision",
    "depends_on",
    "branch_labels",
    "replaces",
    "transaction",
    WAIVES,
];

/// The one that may stand more than once.
pub(super) const WAIVES: &str = "waives";

/// Returns the key that a misspelt one stands for.
pub(super) fn meant(key: &str) -> Option<&'static str> {
    nearest(&key.to_ascii_lowercase(), KEYS).first().copied()
}
