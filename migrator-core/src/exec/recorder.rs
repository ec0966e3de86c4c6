//! The sink behind `op`: renders operations as they are recorded, and hands them on.
//!
//! Invariant: the first failure is kept and nothing is sent after it, whatever
//! the migration does with the error it sees.

use crate::base::{Dialect, Location};
use crate::exec::delivery::Delivery;
use crate::exec::step::is_unwrapped;
use crate::exec::step_error::StepCause;
use crate::ops::{OpError, Operation, Outcome, Query, Sink};
use crate::session::{Rows, Statement};

/// Collects the statements of one step.
pub(crate) struct Recorder<'r, 'a, 's> {
    delivery: Delivery<'r, 'a, 's>,
    failure: Option<StepCause>,
}

impl<'r, 'a, 's> Recorder<'r, 'a, 's> {
    pub(crate) fn new(delivery: Delivery<'r, 'a, 's>) -> Self {
        Self {
            delivery,
            failure: None,
        }
    }

    /// Takes statements that need no rendering: those of an SQL file.
    pub(crate) fn take(&mut self, statements: impl Iterator<Item = Statement>) {
        for statement in statements {
            self.attempt(|delivery| delivery.take(statement));
        }
    }

    /// Gives the way to the database back if the migration has not failed.
    ///
    /// # Errors
    /// The first failure, with the number of statements that are kept.
    pub(crate) fn finish(
        self,
        outcome: Outcome,
    ) -> Result<Delivery<'r, 'a, 's>, (StepCause, usize)> {
        let n_kept = self.delivery.n_kept();
        match (self.failure, outcome) {
            (Some(failure), _) => Err((failure, n_kept)),
            (None, Err(error)) => Err((StepCause::Returned(error), n_kept)),
            (None, Ok(())) => Ok(self.delivery),
        }
    }

    /// Does something unless the step has failed, and keeps the failure.
    fn attempt(&mut self, work: impl FnOnce(&mut Delivery<'r, 'a, 's>) -> Result<(), StepCause>) {
        if self.failure.is_none() {
            self.failure = work(&mut self.delivery).err();
        }
    }

    /// The same for what answers the migration, which gets a copy of the failure.
    fn answer<T>(
        &mut self,
        work: impl FnOnce(&mut Delivery<'r, 'a, 's>) -> Result<T, StepCause>,
    ) -> Result<T, OpError> {
        if let Some(failure) = &self.failure {
            return Err(OpError {
                message: chain(failure),
            });
        }
        work(&mut self.delivery).map_err(|failure| {
            let message = chain(&failure);
            self.failure = Some(failure);
            OpError { message }
        })
    }
}

fn read(
    delivery: &mut Delivery<'_, '_, '_>,
    query: &Query,
    location: &Location,
) -> Result<Rows, StepCause> {
    let renderer = delivery.running.context.renderer;
    let statement = renderer.render_query(query);
    let statement = statement.map_err(|source| StepCause::Refused {
        location: Some(location.clone()),
        source,
    })?;
    delivery.query(&statement.at(Some(location.clone())))
}

impl Sink for Recorder<'_, '_, '_> {
    fn dialect(&self) -> Dialect {
        self.delivery.running.context.renderer.dialect()
    }

    fn record(&mut self, operation: Operation, location: Location) {
        let renderer = self.delivery.running.context.renderer;
        self.attempt(|delivery| match renderer.render(&operation) {
            Ok(statements) => statements
                .into_iter()
                .try_for_each(|it| delivery.take(it.at(Some(location.clone())))),
            Err(source) => Err(StepCause::Refused {
                location: Some(location),
                source,
            }),
        });
    }

    fn query(&mut self, query: Query, location: Location) -> Result<Rows, OpError> {
        self.answer(|delivery| read(delivery, &query, &location))
    }

    #[cfg(feature = "raw-driver")]
    fn raw(
        &mut self,
        work: &mut crate::session::RawWork<'_>,
        location: Location,
    ) -> Result<(), OpError> {
        self.answer(|delivery| delivery.raw(work, &location))
    }

    fn enter_autocommit(&mut self, location: Location) {
        self.attempt(|delivery| delivery.enter_block(&location));
    }

    fn leave_autocommit(&mut self) {
        let running = self.delivery.running;
        let is_step_unwrapped = is_unwrapped(running.context, running);
        self.attempt(|delivery| delivery.leave_block(is_step_unwrapped));
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
