//! Steps that began outside a transaction and did not end: what must wait for them.
//!
//! Such a step is finished by running it again. Until then nothing may be reverted
//! that a half-applied revision stands on, and nothing may be applied above a
//! half-reverted one, which its version row still calls applied.

use crate::exec::{Context, ExecError, Finish, Goal, until_free};
use crate::graph::{Edges, Graph, Revision, RevisionSet, Squash};
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
    let graph = &context.set.graph;
    let blocked = context.unfinished.iter().find_map(|(id, direction)| {
        let mut squashes = graph.squashes();
        let finish = squashes.find_map(|squash| other_way(graph, squash, steps, id));
        let is_blocked = |it| is_in_the_way(context, goal, state, steps, it, *direction);
        let again = || graph.find(id).filter(|it| is_blocked(*it));
        let finish = finish.or_else(|| again().map(|_| Finish::Again))?;
        Some(ExecError::HalfDone {
            revision: id.clone(),
            direction: *direction,
            finish,
        })
    });
    blocked.map_or(Ok(()), Err)
}

/// A squash and what it replaces are two ways of doing the same, and neither goes on where the other stopped:
/// tells how the step must be finished before these go the other way.
fn other_way(
    graph: &Graph,
    squash: Squash<'_>,
    steps: &[Step],
    unfinished: &str,
) -> Option<Finish> {
    let at_squash = |step: &&Step| step.position == squash.revision.position();
    let step = steps.iter().find(at_squash);
    if squash.replaces().any(|id| id == unfinished) {
        return match graph.find(unfinished) {
            None => step.map(|_| Finish::Elsewhere),
            Some(_) => step.filter(|it| !it.is_counted_only).map(|_| Finish::First),
        };
    }
    if squash.revision.id() != unfinished {
        return None;
    }
    let is_member = |step: &Step| squash.members().any(|it| it == step.position);
    let runs_member = |step: &Step| !step.is_counted_only && is_member(step);
    let is_counted = step.is_some_and(|it| it.is_counted_only);
    (is_counted || steps.iter().any(runs_member)).then_some(Finish::First)
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
