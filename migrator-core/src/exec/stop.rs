//! Why a step ends before its end.

use thiserror::Error;

use crate::exec::ExecError;
use crate::exec::step_error::StepCause;
use crate::session::{SessionError, SessionErrorKind, Statement};

/// Why a step ends before its end. Only the first is the migration's failure.
#[derive(Debug, Error)]
pub(crate) enum Stop {
    /// The migration failed.
    #[error(transparent)]
    Failed(#[from] StepCause),
    /// The run stopped inside the step for a reason of its own.
    #[error("was stopped")]
    Run(#[source] Box<ExecError>),
    /// Another process has finished the step, or moved the version rows.
    #[error("was overtaken by another process")]
    Overtaken,
    /// A table must be built anew to which foreign keys refer: the step runs again with them off.
    #[error("must run with foreign keys off")]
    MustDetach,
    /// What the migration reads before a block outside a transaction would be read again by a
    /// run that resumes it: the step runs again, and must only read up to this statement.
    #[error("must run with reads that only read")]
    MustOnlyRead {
        /// The last statement before the block, from 1.
        up_to: usize,
    },
}

impl Stop {
    /// Stops the step for a reason of the run's own.
    pub(crate) fn run(error: ExecError) -> Self {
        Self::Run(Box::new(error))
    }

    /// Stops the step because the database did not answer a question of ours.
    pub(crate) fn database(error: SessionError) -> Self {
        Self::run(ExecError::database(error))
    }

    /// Names the statement that the database refused, or did not answer.
    pub(crate) fn of_statement(
        statement: &Statement,
        source: SessionError,
        number: usize,
        total: usize,
    ) -> Self {
        let location = statement.location.clone();
        Self::Failed(match source.kind {
            SessionErrorKind::Disconnected => StepCause::Lost {
                number: Some(number),
                location,
                source,
            },
            _ => StepCause::Statement {
                number,
                total,
                location,
                sql: statement.sql.clone().into_owned(),
                source,
            },
        })
    }
}
