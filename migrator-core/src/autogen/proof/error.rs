//! Why a revision is not worth writing.

use std::error::Error;

use thiserror::Error;

use crate::catalog::CatalogError;
use crate::exec::{StepCause, TrialError};
use crate::plan::Direction;
use crate::session::SessionError;

/// Why a revision is not worth writing, or could not be tried.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ProofError {
    /// One of its ways does not run on a scratch database.
    #[error("the {way} that was made does not run on a scratch database")]
    Fails {
        /// Which.
        way: Direction,
        /// What fails.
        source: TrialError,
    },
    /// A scratch database does not answer.
    #[error("the scratch database on which the revision is tried cannot be read")]
    Unreadable {
        /// What it says.
        source: SessionError,
    },
    /// What a scratch database says about itself is not understood.
    #[error("the scratch database on which the revision is tried is not understood")]
    Catalog {
        /// What is not understood.
        source: CatalogError,
    },
    /// There is no scratch database that stands where the revision begins.
    #[error("there is no scratch database to try the revision on")]
    Ground {
        /// Why not.
        source: Box<dyn Error + Send + Sync>,
    },
}

impl ProofError {
    /// Returns the statement that fails, if it is known.
    #[must_use]
    pub fn statement(&self) -> Option<&str> {
        let Self::Fails { source, .. } = self else {
            return None;
        };
        let TrialError::Failed { cause, .. } = source else {
            return None;
        };
        match &**cause {
            StepCause::Statement { sql, .. } => Some(sql),
            _ => None,
        }
    }

    /// Returns what to do about it, in one sentence.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Fails { .. } => Some(
                "have it written without a proof, and correct it by hand; if nothing is special about the schema, \
                 please report it"
                    .to_owned(),
            ),
            Self::Unreadable { source } => source.help.map(str::to_owned),
            Self::Ground { .. } | Self::Catalog { .. } => None,
        }
    }
}
