//! Checks of one revision that its file says are not to be held against it.
//!
//! ```text
//!  -- waives: round_trip: the old column cannot come back
//!  pub const WAIVES: &[(&str, &str)] = &[("round_trip", "the old column cannot come back")];
//! ```
//!
//! Nothing that runs depends on them, so that neither the checksum of a migration nor the digest of a graph does.

use std::fmt;

use super::located::Located;
use crate::base::nearest;

/// A check of one revision, as tests make it (`migrator::testing::checks!`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RevisionCheck {
    /// Up, down and up again lead where they should.
    RoundTrip,
    /// Rows that are there before are there afterwards.
    RowsSurvive,
    /// There is a way down, and it does something.
    Downgrade,
    /// The script does what the run does.
    Offline,
    /// It is as it was released.
    Released,
}

impl RevisionCheck {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 5] = [
        Self::RoundTrip,
        Self::RowsSurvive,
        Self::Downgrade,
        Self::Offline,
        Self::Released,
    ];

    /// Returns its name: that of its test, and the word that waives it.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::RoundTrip => "round_trip",
            Self::RowsSurvive => "rows_survive",
            Self::Downgrade => "downgrade",
            Self::Offline => "offline",
            Self::Released => "released",
        }
    }

    /// Returns the check of this name.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.keyword() == word)
    }
}

impl fmt::Display for RevisionCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.keyword())
    }
}

/// A check that is waived, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The check, where it is named.
    pub check: Located<RevisionCheck>,
    /// Why; never empty.
    pub reason: String,
}

/// What can be wrong with a waiver.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaiverFault {
    /// There is no such check.
    UnknownCheck {
        /// As written.
        name: String,
    },
    /// Nobody says why.
    NoReason {
        /// Which.
        check: RevisionCheck,
    },
    /// It is waived already.
    Twice {
        /// Which.
        check: RevisionCheck,
    },
}

impl Waiver {
    /// Makes a waiver of what is written, beside those that are there.
    ///
    /// # Errors
    /// Each of [`WaiverFault`].
    pub fn new(name: Located<&str>, reason: &str, others: &[Self]) -> Result<Self, WaiverFault> {
        let Some(check) = RevisionCheck::of(name.value) else {
            let name = name.value.to_owned();
            return Err(WaiverFault::UnknownCheck { name });
        };
        let reason = reason.trim().to_owned();
        if reason.is_empty() {
            return Err(WaiverFault::NoReason { check });
        }
        if others.iter().any(|it| it.check.value == check) {
            return Err(WaiverFault::Twice { check });
        }
        let check = name.map(|_| check);
        Ok(Self { check, reason })
    }
}

impl fmt::Display for WaiverFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownCheck { name } => write!(f, "there is no check `{name}`"),
            Self::NoReason { check } => write!(f, "`{check}` is waived without a reason"),
            Self::Twice { check } => write!(f, "`{check}` is waived twice"),
        }
    }
}

impl std::error::Error for WaiverFault {}

impl WaiverFault {
    /// Returns what to do about it, in one sentence.
    #[must_use]
    pub fn help(&self) -> String {
        let all = RevisionCheck::ALL.map(RevisionCheck::keyword);
        match self {
            Self::UnknownCheck { name } => match nearest(&name.to_ascii_lowercase(), all).first() {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("name one of `{}`", all.join("`, `")),
            },
            Self::NoReason { .. } => "write behind the check why it cannot pass here".to_owned(),
            Self::Twice { .. } => "keep one of the two".to_owned(),
        }
    }
}
