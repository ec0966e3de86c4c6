//! The sink behind `op`: renders operations as they are recorded, and hands them on.
//!
//! Invariant: the first failure is kept and nothing is sent after it, whatever
//! the migration does with the error it sees.

use crate::base::{Dialect, Location};
use crate::dialect::DialectError;
use crate::exec::Context;
use crate::exec::delivery::Delivery;
use crate::exec::looked_up::LookedUp;
use crate::exec::rehearsal::Rehearsal;
use crate::exec::step_error::{Kept, StepCause};
use crate::exec::stop::Stop;
use crate::ops::{Irreversible, OpError, Operation, Outcome, Query, Sink};
use crate::session::{Rows, Statement};

/// Collects the statements of one step.
pub(crate) struct Recorder<'r, 'a, 's> {
    delivery: Delivery<'r, 'a, 's>,
    failure: Option<Stop>,
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
        let dialect = self.dialect();
        for statement in statements {
            if let Some(rehearsal) = self.rehearsal() {
                rehearsal.look_at_sql(dialect, &statement.sql);
            }
            self.attempt(|delivery| delivery.take(statement));
        }
    }

    /// Gives the way to the database back if the migration has not failed.
    ///
    /// # Errors
    /// The first failure, with what is kept.
    pub(crate) fn finish(self, outcome: Outcome) -> Result<Delivery<'r, 'a, 's>, (Stop, Kept)> {
        let kept = self.delivery.kept();
        match (self.failure, outcome) {
            (Some(failure), _) => Err((failure, kept)),
            (None, Err(error)) => Err((StepCause::Returned(error).into(), kept)),
            (None, Ok(())) => Ok(self.delivery),
        }
    }

    /// Returns where a dry run notes things, unless the step has failed.
    fn rehearsal(&self) -> Option<&Rehearsal> {
        let rehearsal = self.delivery.running.context.rehearsal.as_ref();
        rehearsal.filter(|_| self.failure.is_none())
    }

    /// Does something unless the step has failed, and keeps the failure.
    fn attempt(&mut self, work: impl FnOnce(&mut Delivery<'r, 'a, 's>) -> Result<(), Stop>) {
        if self.failure.is_none() {
            self.failure = work(&mut self.delivery).err();
        }
    }

    /// The same for what answers the migration, which gets a copy of the failure.
    fn answer<T>(
        &mut self,
        work: impl FnOnce(&mut Delivery<'r, 'a, 's>) -> Result<T, Stop>,
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

/// Gives names to what the operation creates without one.
fn named(
    context: &Context<'_>,
    operation: &mut Operation,
    location: &Location,
) -> Result<(), StepCause> {
    let naming = context.options.naming_convention();
    operation
        .apply_naming(naming)
        .map_err(|error| StepCause::Refused {
            location: Some(location.clone()),
            source: DialectError::Invalid {
                operation: operation.name(),
                object: operation.object(),
                what: error.to_string(),
                help: Some(error.help.to_owned()),
            },
        })
}

fn read(
    delivery: &mut Delivery<'_, '_, '_>,
    query: &Query,
    location: &Location,
) -> Result<Rows, Stop> {
    let renderer = delivery.running.context.renderer;
    let statement = renderer.render_query(query);
    let statement = statement.map_err(|source| StepCause::Refused {
        location: Some(location.clone()),
        source,
    })?;
    delivery.query(&statement.at(Some(location.clone())))
}

/// Refuses what needs the database where there is none.
fn check_readable(delivery: &mut Delivery<'_, '_, '_>, location: &Location) -> Result<(), Stop> {
    if !delivery.running.context.is_offline {
        return Ok(());
    }
    // What was asked for before is known all the same.
    delivery.flush()?;
    let location = location.clone();
    Err(StepCause::OfflineRead { location }.into())
}

/// Writes an operation, having looked at the database if need be, and hands it on.
fn deliver(
    delivery: &mut Delivery<'_, '_, '_>,
    operation: &Operation,
    location: &Location,
) -> Result<(), Stop> {
    if let Operation::InBatches(in_batches) = operation {
        return delivery.take_in_batches(in_batches, location);
    }
    let renderer = delivery.running.context.renderer;
    let refused = |source| StepCause::Refused {
        location: Some(location.clone()),
        source,
    };
    let asks = renderer.asks(operation).map_err(refused)?;
    if !asks.is_empty() {
        return delivery.take_looked_up(&LookedUp {
            operation,
            asks,
            location,
        });
    }
    let statements = renderer.render(operation).map_err(refused)?;
    statements
        .into_iter()
        .try_for_each(|it| delivery.take(it.at(Some(location.clone()))))
}

impl Sink for Recorder<'_, '_, '_> {
    fn dialect(&self) -> Dialect {
        self.delivery.running.context.renderer.dialect()
    }

    fn record(&mut self, mut operation: Operation, location: Location) {
        let context = self.delivery.running.context;
        self.attempt(|_| Ok(named(context, &mut operation, &location)?));
        if let Some(rehearsal) = self.rehearsal() {
            rehearsal.look_at(context.renderer, &operation);
        }
        for part in context.renderer.parts(operation) {
            self.attempt(|delivery| deliver(delivery, &part, &location));
        }
    }

    fn query(&mut self, query: Query, location: Location) -> Result<Rows, OpError> {
        self.answer(|delivery| {
            check_readable(delivery, &location)?;
            read(delivery, &query, &location)
        })
    }

    #[cfg(feature = "raw-driver")]
    fn raw(
        &mut self,
        work: &mut crate::session::RawWork<'_>,
        location: Location,
    ) -> Result<(), OpError> {
        self.answer(|delivery| {
            check_readable(delivery, &location)?;
            delivery.raw(work, &location)
        })
    }

    /// A dry run tells what a run would do, and that one has a database to ask.
    fn is_offline(&self) -> bool {
        let context = self.delivery.running.context;
        context.is_offline && context.rehearsal.is_none()
    }

    fn leave_out(&mut self, location: Location) {
        self.attempt(|delivery| delivery.leave_out(&location));
    }

    fn enter_autocommit(&mut self, location: Location) {
        if let Some(rehearsal) = self.rehearsal() {
            rehearsal.note_block();
        }
        self.attempt(|delivery| delivery.enter_block(&location));
    }

    fn leave_autocommit(&mut self) {
        let is_step_unwrapped = self.delivery.running.is_unwrapped();
        self.attempt(|delivery| delivery.leave_block(is_step_unwrapped));
    }

    fn refuse(&mut self, why: Irreversible, location: Location) {
        self.attempt(|_| {
            let source = why;
            Err(StepCause::Irreversible { location, source }.into())
        });
    }
}

/// The message with its causes, on one line.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        text.push_str(": ");
        text.push_str(&error.to_string());
        next = error.source();
    }
    text
}
