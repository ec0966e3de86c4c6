//! The sink behind `op`: checks and renders operations as they are recorded, and
//! sends them when the migration reads something or ends.
//!
//! Invariant: the first failure is kept and nothing is sent after it, whatever
//! the migration does with the error it sees.

use std::ops::ControlFlow;

use crate::base::{Dialect, Location};
use crate::dialect::DialectError;
use crate::exec::error::StepCause;
use crate::exec::journal::Journal;
use crate::exec::{Context, Event, until_free};
use crate::ops::{OpError, Operation, Outcome, Query, Sink};
use crate::session::{BatchError, Rows, Session, SessionError, Statement};

/// How statements reach the database.
pub(crate) enum Delivery<'j> {
    /// Inside the transaction that is open around the step.
    Inside,
    /// One by one, each with its note in the journal.
    Journaled(&'j mut Journal),
}

/// Collects and sends the statements of one step.
pub(crate) struct Recorder<'r, 'a> {
    context: &'r Context<'a>,
    session: &'r mut dyn Session,
    delivery: Delivery<'r>,
    revision: &'r str,
    pending: Vec<Statement>,
    n_sent: usize,
    failure: Option<StepCause>,
}

impl<'r, 'a> Recorder<'r, 'a> {
    pub(crate) fn new(
        context: &'r Context<'a>,
        session: &'r mut dyn Session,
        revision: &'r str,
        delivery: Delivery<'r>,
    ) -> Self {
        Self {
            context,
            session,
            delivery,
            revision,
            pending: Vec::new(),
            n_sent: 0,
            failure: None,
        }
    }

    /// Takes statements that need no rendering: those of an SQL file.
    pub(crate) fn take(&mut self, statements: impl Iterator<Item = Statement>) {
        for statement in statements {
            self.enqueue(statement);
        }
    }

    /// Sends what is left and returns the number of statements that ran.
    pub(crate) fn finish(mut self, outcome: Outcome) -> Result<usize, StepCause> {
        match (self.failure.take(), outcome) {
            (Some(failure), _) => return Err(failure),
            (None, Err(error)) => return Err(StepCause::Returned(error)),
            (None, Ok(())) => {}
        }
        self.flush()?;
        Ok(self.n_sent)
    }

    fn enqueue(&mut self, statement: Statement) {
        match self.check_obeyed(&statement) {
            Ok(()) => self.pending.push(statement),
            Err(refused) => self.fail(refused),
        }
    }

    /// Refuses what the database would refuse or ignore where the step runs.
    fn check_obeyed(&self, statement: &Statement) -> Result<(), StepCause> {
        let renderer = self.context.renderer;
        if matches!(self.delivery, Delivery::Journaled(_))
            || renderer.runs_in_transaction(statement)
        {
            return Ok(());
        }
        let source = DialectError::NeedsNoTransaction {
            dialect: renderer.dialect(),
            statement: statement.sql.clone().into_owned(),
        };
        Err(StepCause::Refused {
            location: statement.location.clone(),
            source,
        })
    }

    fn flush(&mut self) -> Result<(), StepCause> {
        let statements = std::mem::take(&mut self.pending);
        if statements.is_empty() {
            return Ok(());
        }
        match &mut self.delivery {
            Delivery::Inside => self.send(&statements),
            Delivery::Journaled(_) => self.send_journaled(&statements),
        }
    }

    fn send(&mut self, statements: &[Statement]) -> Result<(), StepCause> {
        let n_before = self.n_sent;
        let (context, revision) = (self.context, self.revision);
        let mut about_to = |index: usize| {
            if let Some(statement) = statements.get(index) {
                announce(context, revision, n_before + index + 1, statement);
            }
            match context.check_cancelled() {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        };
        self.session
            .execute(statements, &mut about_to)
            .map_err(|failed| statement_failed(failed, statements, n_before))?;
        self.n_sent += statements.len();
        self.check_still_inside(statements.last().and_then(|last| last.location.clone()))
    }

    fn send_journaled(&mut self, statements: &[Statement]) -> Result<(), StepCause> {
        let total = self.n_sent + statements.len();
        for statement in statements {
            let number = self.n_sent + 1;
            let Delivery::Journaled(journal) = &mut self.delivery else {
                break;
            };
            let (context, revision) = (self.context, self.revision);
            let announce = || announce(context, revision, number, statement);
            journal
                .deliver(context, self.session, statement, announce)
                .map_err(|error| error.into_cause(statement, number, total))?;
            self.n_sent = number;
        }
        Ok(())
    }

    fn read(&mut self, query: &Query, location: &Location) -> Result<Rows, StepCause> {
        let refused = |source| StepCause::Refused {
            location: Some(location.clone()),
            source,
        };
        let renderer = self.context.renderer;
        let statement = renderer.render_query(query).map_err(refused)?;
        let statement = statement.at(Some(location.clone()));
        self.check_obeyed(&statement)?;
        self.flush()?;
        let number = self.n_sent + 1;
        let failed = |error| failed(&statement, error, number, number);
        let rows = match self.delivery {
            Delivery::Inside => {
                self.n_sent = number;
                announce(self.context, self.revision, number, &statement);
                self.session.query(&statement).map_err(failed)?
            }
            Delivery::Journaled(_) => {
                if !self.session.only_reads(&statement).map_err(failed)? {
                    return Err(StepCause::QueryWrites {
                        location: location.clone(),
                    });
                }
                until_free(self.context, self.session, |_, it| it.query(&statement))
                    .map_err(|error| StepCause::Run(Box::new(error)))?
            }
        };
        self.check_still_inside(Some(location.clone()))?;
        Ok(rows)
    }

    /// A statement such as `INSERT OR ROLLBACK` can end the transaction and succeed.
    fn check_still_inside(&self, location: Option<Location>) -> Result<(), StepCause> {
        match self.delivery {
            Delivery::Inside if !self.session.in_transaction() => {
                Err(StepCause::TransactionEnded { location })
            }
            Delivery::Inside | Delivery::Journaled(_) => Ok(()),
        }
    }

    fn fail(&mut self, failure: StepCause) {
        if self.failure.is_none() {
            self.failure = Some(failure);
        }
    }
}

impl Sink for Recorder<'_, '_> {
    fn dialect(&self) -> Dialect {
        self.context.renderer.dialect()
    }

    fn record(&mut self, operation: Operation, location: Location) {
        if self.failure.is_some() {
            return;
        }
        match self.context.renderer.render(&operation) {
            Ok(statements) => {
                for statement in statements {
                    self.enqueue(statement.at(Some(location.clone())));
                }
            }
            Err(source) => self.fail(StepCause::Refused {
                location: Some(location),
                source,
            }),
        }
    }

    fn query(&mut self, query: Query, location: Location) -> Result<Rows, OpError> {
        if let Some(failure) = &self.failure {
            return Err(OpError {
                message: chain(failure),
            });
        }
        self.read(&query, &location).map_err(|failure| {
            let message = chain(&failure);
            self.fail(failure);
            OpError { message }
        })
    }
}

fn announce(context: &Context<'_>, revision: &str, number: usize, statement: &Statement) {
    context.tell(&Event::Statement {
        revision,
        statement: number,
        sql: &statement.sql,
    });
}

fn statement_failed(error: BatchError, statements: &[Statement], n_before: usize) -> StepCause {
    let total = n_before + statements.len();
    match statements.get(error.index) {
        Some(statement) => failed(statement, error.error, n_before + error.index + 1, total),
        None => StepCause::Commit(error.error),
    }
}

/// Names the statement that the database refused.
pub(crate) fn failed(
    statement: &Statement,
    source: SessionError,
    number: usize,
    total: usize,
) -> StepCause {
    StepCause::Statement {
        number,
        total,
        location: statement.location.clone(),
        sql: statement.sql.clone().into_owned(),
        source,
    }
}

/// The message with its causes, on one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        text.push_str(": ");
        text.push_str(&error.to_string());
        next = error.source();
    }
    text
}
