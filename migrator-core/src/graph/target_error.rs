//! What can be wrong with the text of a target or a range.

use thiserror::Error;

use crate::base::IllegalRevisionId;

/// Why a text is no target or no range.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TargetError {
    /// The text is empty.
    #[error("the target is empty")]
    Empty,
    /// A range stands where one target is expected.
    #[error("`{text}` is a range, and one target is expected")]
    UnexpectedRange {
        /// The text.
        text: String,
    },
    /// One target stands where a range is expected.
    #[error("`{text}` is no range")]
    NoRange {
        /// The text.
        text: String,
    },
    /// A range has more than one colon.
    #[error("the range `{text}` has more than one colon")]
    ManyColons {
        /// The text.
        text: String,
    },
    /// A range has several ends, and one is expected.
    #[error("the range `{text}` has more than one end")]
    ManyEnds {
        /// The text.
        text: String,
    },
    /// A target has more than one `@`.
    #[error("the target `{text}` has more than one `@`")]
    ManyBranches {
        /// The text.
        text: String,
    },
    /// Nothing stands before the `@`.
    #[error("the target `{text}` names no branch before the `@`")]
    MissingBranch {
        /// The text.
        text: String,
    },
    /// Nothing stands after the `@`.
    #[error("the target `{text}` names no revision after the `@`")]
    MissingRevision {
        /// The text.
        text: String,
    },
    /// A part of the target cannot be the name of a revision or a label.
    #[error("the target `{text}` is not understood: `{name}` cannot be an id or a label")]
    IllegalName {
        /// The text.
        text: String,
        /// The part of it.
        name: String,
        /// Why not.
        #[source]
        reason: IllegalRevisionId,
    },
    /// What follows `+` or `-` is not a number.
    #[error("the target `{text}` is not understood: `{steps}` is no number of steps")]
    NotANumber {
        /// The text.
        text: String,
        /// The part from the sign on.
        steps: String,
    },
    /// The number of steps is larger than any graph.
    #[error("the target `{text}` asks for more steps than there can be")]
    TooManySteps {
        /// The text.
        text: String,
    },
}

impl TargetError {
    /// Returns what to write instead.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let help = match self {
            Self::Empty => "name a revision, `head`, `base` or a number of steps such as `+1`",
            Self::UnexpectedRange { .. } => "name one revision without a colon",
            Self::NoRange { .. } | Self::ManyColons { .. } => {
                "write a range as `start:end`, `start:` or `:end`"
            }
            Self::ManyEnds { .. } => "name one end, such as `heads`",
            Self::ManyBranches { .. }
            | Self::MissingBranch { .. }
            | Self::MissingRevision { .. } => "write a branch as `label@head` or `label@revision`",
            Self::IllegalName {
                reason: IllegalRevisionId::Reserved,
                ..
            } => "write the words `head`, `heads` and `base` after the `@`, not before it",
            Self::IllegalName { .. } => return None,
            Self::NotANumber { .. } | Self::TooManySteps { .. } => {
                "write steps as `+2`, `-1` or `revision+2`"
            }
        };
        Some(help.to_owned())
    }
}
