//! What `--json` says of what a revision was made of that the application has proposed.

use serde::Serialize;

use crate::autogenerate::proposal::{Change, Proposal};
use crate::autogenerate::squash::Squash;

/// What a revision was made of.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum MadeOf<'p> {
    /// A comparison.
    Found {
        dialect: &'p str,
        changes: &'p [Change],
        losses: &'p [String],
        cautions: &'p [String],
        is_proved: bool,
        unproved: &'p [String],
        notes: &'p [String],
    },
    /// A range of revisions.
    Range {
        dialect: &'p str,
        replaces: &'p [String],
        carried: &'p [String],
        is_proved: bool,
        irreversible: Option<&'p str>,
        operations_before: usize,
        operations: usize,
    },
}

impl<'p> From<&'p Proposal> for MadeOf<'p> {
    fn from(proposal: &'p Proposal) -> Self {
        Self::Found {
            dialect: &proposal.dialect,
            changes: &proposal.changes,
            losses: &proposal.losses,
            cautions: &proposal.cautions,
            is_proved: proposal.is_proved,
            unproved: &proposal.unproved,
            notes: &proposal.notes,
        }
    }
}

impl<'p> From<&'p Squash> for MadeOf<'p> {
    fn from(squash: &'p Squash) -> Self {
        Self::Range {
            dialect: &squash.dialect,
            replaces: &squash.replaces,
            carried: &squash.carried,
            is_proved: squash.is_proved,
            irreversible: squash.irreversible.as_deref(),
            operations_before: squash.operations_before,
            operations: squash.operations,
        }
    }
}
