//! Why a revision is not worth writing.

use std::error::Error;

use thiserror::Error;

use crate::catalog::CatalogError;
use crate::declared::Hints;
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
        /// The column for which a hint gives the expression in it.
        column: Option<String>,
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
    /// Says that a way does not run, and whether that may be for what was said.
    pub(in crate::autogen) fn fails(way: Direction, source: TrialError, hints: &Hints) -> Self {
        let sql = failing(&source).unwrap_or_default();
        let column = said(hints, sql);
        Self::Fails {
            way,
            source,
            column,
        }
    }

    /// Returns the statement that fails, if it is known.
    #[must_use]
    pub fn statement(&self) -> Option<&str> {
        let Self::Fails { source, .. } = self else {
            return None;
        };
        failing(source)
    }

    /// Returns what to do about it, in one sentence.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Fails {
                column: Some(column),
                ..
            } => Some(format!(
                "correct the expression that is said for `{column}`"
            )),
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

fn failing(error: &TrialError) -> Option<&str> {
    let TrialError::Failed { cause, .. } = error else {
        return None;
    };
    match &**cause {
        StepCause::Statement { sql, .. } => Some(sql),
        _ => None,
    }
}

/// Returns the column for which a hint gives the expression that stands in a statement.
fn said(hints: &Hints, sql: &str) -> Option<String> {
    let backfills = hints.backfills.iter().filter(|it| {
        let expression = it.expression.as_deref();
        let is_in = |text: &str| sql.contains(&format!("= ({text})"));
        sql.contains(&it.column) && expression.is_some_and(is_in)
    });
    let backfills = backfills.map(|it| format!("{}.{}", it.table, it.column));
    let conversions = hints.conversions.iter();
    let conversions = conversions.filter(|it| sql.contains(&it.column) && sql.contains(&it.using));
    let mut columns = backfills.chain(conversions.map(|it| format!("{}.{}", it.table, it.column)));
    columns.next()
}
