//! What the application tells cargo's door of a squash that is not written yet, as JSON.
//!
//! The two may be of different versions, so that what only one of them knows is left out or passed over.

use serde::{Deserialize, Serialize};

/// The hidden verb of the application that makes it.
pub(crate) const VERB: &str = "propose-squash";

/// A squash that is not written yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Squash {
    /// `sqlite` or `postgres`.
    pub(crate) dialect: String,
    /// The revisions that it stands for, the last one last.
    pub(crate) replaces: Vec<String>,
    /// Those whose operations it has as they are.
    pub(crate) carried: Vec<String>,
    /// Whether it was tried, both ways.
    pub(crate) is_proved: bool,
    /// Why there is no way back.
    pub(crate) irreversible: Option<String>,
    /// How many operations the range has.
    pub(crate) operations_before: usize,
    /// How many it has itself.
    pub(crate) operations: usize,
    /// The bodies of the file.
    pub(crate) upgrade: String,
    pub(crate) downgrade: String,
}

#[cfg(feature = "autogenerate")]
impl Squash {
    /// Takes what the library has made.
    pub(crate) fn of(squash: migrator_core::autogen::Squash, is_proved: bool) -> Self {
        Self {
            dialect: squash.dialect.keyword().to_owned(),
            replaces: squash.header.replaces,
            carried: squash.carried,
            is_proved,
            irreversible: squash.irreversible,
            operations_before: squash.n_operations.0,
            operations: squash.n_operations.1,
            upgrade: squash.upgrade_text,
            downgrade: squash.downgrade_text.unwrap_or_default(),
        }
    }
}
