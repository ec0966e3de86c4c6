//! Steps that began outside a transaction and did not end: what must wait for them.
//!
//! Such a step is finished by running it again. Until then nothing may be reverted
//! that a half-applied revision stands on, and nothing may be applied above a
//! half-reverted one, which its version row still calls applied.

use crate::exec::{Context, ExecError, Goal, until_free};
use crate::graph::{Edges, Revision, RevisionSet, Squash};
use crate::history::{EntryDirection, State};
use crate::plan::{Direction, Step};
use crate::session::Session;

/// Reads the unfinished steps if there may be any, and refuses steps that would
/// build on them.
pub(crate) fn check(
    context: &mut Context<'_>,
    session: &mut dyn Session,
    goal: &Goal,
    state: &State,
    steps: &[Step],
) -> Result<(), ExecError> {
    if steps.is_empty() && (state.rows.is_empty() || !state.may_be_half_done) {
        return Ok(());
    }
    context.unfinished = until_free(context, session, |context, session| {
        context.ledger.all_unfinished(session, state)
    })?;
    let blocked = context.unfinished.iter().find(|(revision, direction)| {
        if *direction == EntryDirection::Upgrade && is_replaced(context, steps, revision) {
            return true;
        }
        let revision = context.set.graph.find(revision);
        revision.is_some_and(|it| is_in_the_way(context, goal, state, steps, it, *direction))
    });
    match blocked.cloned() {
        None => Ok(()),
        Some((revision, direction)) => Err(ExecError::HalfDone {
            revision,
            direction,
        }),
    }
}

/// Tells whether a squash would run instead of the revision, which has run in part, or what a squash replaces
/// that has run in part.
fn is_replaced(context: &Context<'_>, steps: &[Step], unfinished: &str) -> bool {
    let graph = &context.set.graph;
    if graph.squashes().next().is_none() {
        return false;
    }
    let begun = graph.find(unfinished).and_then(Revision::squash);
    let mut running = steps.iter().filter(|step| !step.is_counted_only);
    running.any(|step| {
        let squash = graph.squash_at(step.position);
        let is_inside = |squash: Squash<'_>| squash.members().any(|it| it == step.position);
        squash.is_some_and(|squash| squash.replaces().any(|id| id == unfinished))
            || begun.is_some_and(is_inside)
    })
}

fn is_in_the_way(
    context: &Context<'_>,
    goal: &Goal,
    state: &State,
    steps: &[Step],
    unfinished: Revision<'_>,
    direction: EntryDirection,
) -> bool {
    let graph = &context.set.graph;
    let below = graph.ancestors([unfinished.position()], Edges::All);
    let down = |step: &&Step| step.direction == Direction::Down;
    match (direction, goal) {
        (EntryDirection::Upgrade, _) => steps
            .iter()
            .filter(down)
            .any(|step| below.contains(step.position)),
        (EntryDirection::Downgrade, Goal::Upgrade(_)) => {
            covered(context, state).contains(unfinished.position())
        }
        (EntryDirection::Downgrade, Goal::Downgrade(_))
        | (
            EntryDirection::Adopt
            | EntryDirection::Stamp
            | EntryDirection::Found
            | EntryDirection::Repair,
            _,
        ) => false,
    }
}

/// What the version rows call applied.
fn covered(context: &Context<'_>, state: &State) -> RevisionSet {
    let graph = &context.set.graph;
    graph.ancestors(graph.rows(&state.rows), Edges::All)
}
