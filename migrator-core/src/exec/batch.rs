//! Statements that go out together: ours, the migration's, and ours again.

use std::ops::ControlFlow;

use crate::base::Location;
use crate::exec::delivery::Taken;
use crate::exec::running::Running;
use crate::exec::step_error::StepCause;
use crate::exec::stop::Stop;
use crate::session::{FailedAt, SessionError, SessionErrorKind, Statement};

/// A batch, and whose each of its statements is.
pub(crate) struct Batch {
    /// All statements in order.
    pub(crate) statements: Vec<Statement>,
    n_before: usize,
    /// The numbers of the migration's statements, which come after `n_before`.
    numbers: Vec<usize>,
    /// How many statements the migration has asked for by now.
    total: usize,
}

impl Batch {
    pub(crate) fn new(
        before: Vec<Statement>,
        pending: Vec<Taken>,
        after: Vec<Statement>,
        total: usize,
    ) -> Self {
        let n_before = before.len();
        let pending = pending.into_iter().map(|it| (it.number, it.statement));
        let (numbers, pending): (Vec<usize>, Vec<Statement>) = pending.unzip();
        Self {
            statements: before.into_iter().chain(pending).chain(after).collect(),
            n_before,
            numbers,
            total,
        }
    }

    /// Returns the place of the last statement of the migration.
    pub(crate) fn last_location(&self) -> Option<&Location> {
        let last = (self.n_before + self.numbers.len()).checked_sub(1)?;
        self.statements.get(last)?.location.as_ref()
    }

    fn number(&self, index: usize) -> Option<usize> {
        let index = index.checked_sub(self.n_before)?;
        self.numbers.get(index).copied()
    }

    /// Tells the observer that a statement is about to run, and whether it may.
    pub(crate) fn announce(&self, running: &Running<'_, '_>, index: usize) -> ControlFlow<()> {
        if let (Some(number), Some(statement)) = (self.number(index), self.statements.get(index)) {
            running.tell_statement(number, statement);
        }
        match running.context.check_cancelled() {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }

    /// Says what failed.
    pub(crate) fn failed(&self, at: FailedAt, source: SessionError) -> Stop {
        let index = match at {
            FailedAt::Statement(index) => index,
            FailedAt::Commit => return StepCause::Commit(source).into(),
            FailedAt::Unknown => {
                return Stop::Failed(StepCause::Lost {
                    number: None,
                    location: None,
                    source,
                });
            }
        };
        let Some(statement) = self.statements.get(index) else {
            return StepCause::Commit(source).into();
        };
        match self.number(index) {
            Some(_) if source.kind == SessionErrorKind::TransactionEnded => {
                Stop::Failed(StepCause::TransactionEnded {
                    location: statement.location.clone(),
                })
            }
            Some(number) => Stop::of_statement(statement, source, number, self.total),
            None if index < self.n_before => Stop::database(source),
            None => Stop::Failed(StepCause::Bookkeeping {
                sql: statement.sql.clone().into_owned(),
                source,
            }),
        }
    }
}
