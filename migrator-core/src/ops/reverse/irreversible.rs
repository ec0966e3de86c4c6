//! Why there is no way back.

use std::fmt;

use crate::ops::{Operation, Rename};

/// Why an operation has no inverse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Irreversible {
    /// The method called on `op`.
    pub operation: &'static str,
    /// What it was called for; may be empty.
    pub object: String,
    /// Why it cannot be undone.
    pub why: String,
    /// What to write, as one imperative sentence.
    pub help: Option<String>,
}

impl fmt::Display for Irreversible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.operation)?;
        if !self.object.is_empty() {
            write!(f, " `{}`", self.object)?;
        }
        write!(f, " cannot be reversed: {}", self.why)
    }
}

impl std::error::Error for Irreversible {}

/// The reason without the operation, which [`Operation::reverse`] adds.
#[derive(Debug)]
pub(super) struct Reason(pub(super) &'static str, pub(super) &'static str);

pub(super) type Inverse = Result<Vec<Operation>, Reason>;

pub(super) const CASCADE: Reason = Reason(
    "what `cascade` drops besides is not known",
    "drop what depends on it by operations of their own, or write the downgrade by hand",
);
pub(super) const MAYBE_CREATED: Reason = Reason(
    "with `if_not_exists` it may have created nothing",
    "leave `.if_not_exists()` out, or write the downgrade by hand",
);
pub(super) const NAME_ALONE: Reason = Reason(
    "only the name is given",
    "give the definition instead of the name",
);
pub(super) const NO_FORMER: Reason = Reason(
    "what it was before is not given",
    "say it with `.instead_of(…)`",
);
const MOVED: Reason = Reason(
    "it is moved to another schema, and the one it was in is not named",
    "name the schema it is in",
);
pub(super) const ROWS: Reason = Reason(
    "nothing tells what the rows were",
    "write the downgrade by hand",
);

/// Returns the way back of a rename.
pub(super) fn back(rename: &Rename) -> Result<Rename, Reason> {
    if rename.is_reversible() {
        Ok(rename.reversed())
    } else {
        Err(MOVED)
    }
}
