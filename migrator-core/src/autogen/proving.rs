//! Where a proposed revision is tried: on scratch databases that stand where it begins.

use std::error::Error;

use crate::autogen::bench::{Bench, Sides};
use crate::autogen::proof::{Beginning, Evidence, Task, Way, prove};
use crate::autogen::replay::on_scratch;
use crate::autogen::{AutogenError, Origin, ProofError};
use crate::catalog::Catalog;
use crate::declared::{Filter, Hints};
use crate::diff::{Arrangement, Change, Rules, arrange, compare};
use crate::exec::try_out;
use crate::ops::Operation;
use crate::session::Session;

/// Tries a revision both ways.
///
/// # Errors
/// [`AutogenError::Proof`] if it does not run.
pub(super) fn proved(
    bench: &mut Bench<'_>,
    sides: &Sides,
    changes: (&[Change], &[Change]),
    ways: (&Arrangement, &Arrangement),
) -> Result<Evidence, AutogenError> {
    let options = on_scratch(&bench.settings.options);
    let introspection = bench.introspection;
    let settings = bench.settings;
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
        up: Way::of_steps(changes.0, &ways.0.steps),
        down: Way::of_steps(changes.1, &ways.1.steps),
    };
    let made = match settings.origin {
        Origin::Migrations => None,
        Origin::Database => Some(made(bench, &sides.found)?),
    };
    let mut start = Start { bench, made };
    prove(&task, &mut start).map_err(|error| match error {
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

/// Scratch databases where the migrations end, or with what the database holds.
struct Start<'s, 'b> {
    bench: &'s mut Bench<'b>,
    made: Option<Vec<Operation>>,
}

impl Beginning for Start<'_, '_> {
    fn open(&mut self) -> Result<Box<dyn Session + '_>, Box<dyn Error + Send + Sync>> {
        let Some(operations) = &self.made else {
            return Ok(self.bench.at_head()?);
        };
        let (renderer, options) = (
            self.bench.renderer,
            on_scratch(&self.bench.settings.options),
        );
        let mut scratch = self.bench.scratch()?;
        try_out(&options, renderer, &mut *scratch, operations)?;
        Ok(scratch)
    }
}
