//! Where a proposed revision is tried: on scratch databases that stand where it begins.

use std::error::Error;

use crate::autogen::bench::{Bench, Head, Sides};
use crate::autogen::proof::{Beginning, Evidence, Task, Way, prove};
use crate::autogen::replay::on_scratch;
use crate::autogen::{AutogenError, Origin, ProofError};
use crate::catalog::Catalog;
use crate::declared::{Filter, Hints};
use crate::diff::{Rules, arrange, compare};
use crate::exec::{TrialError, try_out};
use crate::ops::Operation;
use crate::session::Session;

/// Scratch databases where the migrations end, or with what the database holds.
pub(super) struct Start<'s, 'b> {
    pub(super) bench: &'s mut Bench<'b>,
    /// What makes the tables of the database, if it is the other side.
    made: Option<Vec<Operation>>,
    /// The database of the comparison itself, until it is used.
    head: Head<'s>,
}

impl<'s, 'b> Start<'s, 'b> {
    pub(super) fn new(
        bench: &'s mut Bench<'b>,
        sides: &Sides,
        head: Head<'s>,
    ) -> Result<Self, AutogenError> {
        let made = match bench.settings.origin {
            Origin::Migrations => None,
            Origin::Database => Some(made(bench, &sides.found)?),
        };
        Ok(Self { bench, made, head })
    }

    /// Opens a scratch database where the revision begins.
    pub(super) fn scratch(&mut self) -> Result<Box<dyn Session + '_>, AutogenError> {
        if let Some(head) = self.head.take() {
            return Ok(head);
        }
        let Some(operations) = &self.made else {
            return self.bench.at_head();
        };
        let renderer = self.bench.renderer;
        let options = on_scratch(&self.bench.settings.options);
        let mut scratch = self.bench.scratch()?;
        let ran = try_out(&options, renderer, &mut *scratch, operations);
        ran.map_err(unmade)?;
        Ok(scratch)
    }
}

fn unmade(error: TrialError) -> ProofError {
    ProofError::Ground {
        source: Box::new(error),
    }
}

impl Beginning for Start<'_, '_> {
    fn open(&mut self) -> Result<Box<dyn Session + '_>, Box<dyn Error + Send + Sync>> {
        Ok(self.scratch()?)
    }
}

/// Tries a revision both ways.
///
/// # Errors
/// [`AutogenError::Proof`] if it does not run.
pub(super) fn proved(
    start: &mut Start<'_, '_>,
    sides: &Sides,
    [up, down]: [Way<'_>; 2],
) -> Result<Evidence, AutogenError> {
    let settings = start.bench.settings;
    let introspection = start.bench.introspection;
    let options = on_scratch(&settings.options);
    let task = Task {
        options: &options,
        introspection,
        scope: &sides.scope,
        rules: Rules {
            introspection,
            hints: &settings.hints,
            filter: settings.declared.filter(),
        },
        found: &sides.found,
        wanted: &sides.wanted,
        up,
        down,
    };
    prove(&task, start).map_err(|error| match error {
        ProofError::Ground { source } => match source.downcast::<AutogenError>() {
            Ok(error) => *error,
            Err(source) => ProofError::Ground { source }.into(),
        },
        error => error.into(),
    })
}

/// Returns the operations that make a database from nothing.
fn made(bench: &Bench<'_>, found: &Catalog) -> Result<Vec<Operation>, AutogenError> {
    let (hints, filter) = (Hints::default(), Filter::default());
    let rules = Rules {
        introspection: bench.introspection,
        hints: &hints,
        filter: &filter,
    };
    let nothing = Catalog::default();
    let changes = compare(&nothing, found, &rules)?.changes;
    let arrangement = arrange(&changes, &nothing, found, bench.introspection)?;
    let steps = arrangement.steps.into_iter();
    Ok(steps.map(|step| step.operation).collect())
}
