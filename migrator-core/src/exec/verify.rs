//! From what a database says of itself to a plan, or to a refusal.
//!
//! Reads, and writes nothing. The history is read only when the one query of the
//! no-op start shows that something is not as this program left it.

use std::slice;

use crate::exec::{
    ChangedChecksum, Context, ExecError, Goal, NewerDatabase, OutOfOrder, UnknownRevision,
    until_free,
};
use crate::graph::Revision;
use crate::history::{self, Findings, State};
use crate::plan::{self, Applied, Step};
use crate::session::Session;

/// Checks the state against the policies and makes the plan.
pub(crate) fn plan(
    context: &mut Context<'_>,
    session: &mut dyn Session,
    goal: &Goal,
    state: &State,
) -> Result<Vec<Step>, ExecError> {
    let findings = examine(context, session, state)?;
    if must_be_left_alone(context, &findings)? {
        return Ok(Vec::new());
    }
    accept_changes(context, &findings)?;
    let doubtful = findings.changed.iter().chain(&findings.spliced);
    context.unsettled = doubtful.cloned().collect();
    let graph = &context.set.graph;
    if let Goal::Upgrade(target) = goal
        && findings.spliced.is_empty()
        && plan::stands_on(graph, &state.rows, target)
    {
        return Ok(Vec::new());
    }
    let applied = Applied::closure_of(graph, &state.rows)?;
    let applied = without_spliced(context, goal, applied, findings.spliced)?;
    let plan = match goal {
        Goal::Upgrade(target) => plan::upgrade_from(graph, &applied, slice::from_ref(target))?,
        Goal::Downgrade(target) => plan::downgrade_from(graph, &applied, target)?,
    };
    Ok(plan.into_steps())
}

fn without_spliced(
    context: &mut Context<'_>,
    goal: &Goal,
    applied: Applied,
    spliced: Vec<String>,
) -> Result<Applied, ExecError> {
    if spliced.is_empty() {
        return Ok(applied);
    }
    match (context.options.policies().out_of_order, goal) {
        (OutOfOrder::Error, _) => Err(ExecError::OutOfOrder { revisions: spliced }),
        // Whatever a downgrade takes them for, what never ran cannot be reverted.
        (OutOfOrder::Apply, _) | (OutOfOrder::Ignore, Goal::Downgrade(_)) => {
            let graph = &context.set.graph;
            let found = spliced.iter().filter_map(|id| graph.find(id));
            Ok(applied.without(found.map(Revision::position)))
        }
        (OutOfOrder::Ignore, Goal::Upgrade(_)) => {
            let spliced = spliced.join(", ");
            context.warn(format!(
                "never ran on this database, and taken for applied: {spliced}"
            ));
            Ok(applied)
        }
    }
}

/// Reads the history if there is a reason to.
fn examine(
    context: &mut Context<'_>,
    session: &mut dyn Session,
    state: &State,
) -> Result<Findings, ExecError> {
    let set = context.set;
    // At base nothing is applied that could have changed.
    let other_program = !state.rows.is_empty()
        && state.last_rows.is_some()
        && state.last_digest != Some(set.digest);
    let strange_row = state.rows.iter().any(|row| set.graph.find(row).is_none());
    if !other_program && !strange_row {
        return Ok(Findings::default());
    }
    let entries = until_free(context, session, |context, session| {
        context.ledger.entries(session, state)
    })?;
    Ok(history::examine(
        &set.graph,
        &|id| set.checksum(id),
        &state.rows,
        &entries,
    ))
}

/// Tells whether the rows are beyond this program and a policy says to leave them.
fn must_be_left_alone(context: &mut Context<'_>, findings: &Findings) -> Result<bool, ExecError> {
    let rows = findings.unknown.clone();
    let policies = context.options.policies();
    if rows.is_empty() {
        return Ok(false);
    }
    match (
        findings.newer,
        policies.newer_database,
        policies.unknown_revision,
    ) {
        (true, NewerDatabase::Error, _) => Err(ExecError::NewerDatabase { rows }),
        (false, _, UnknownRevision::Error) => Err(ExecError::UnknownRevision { rows }),
        (true, NewerDatabase::Leave, _) => {
            context.warn(format!(
                "left alone, being newer than this program: {}",
                rows.join(", ")
            ));
            Ok(true)
        }
        (false, _, UnknownRevision::Leave) => {
            context.warn(format!(
                "left alone, being unknown to this program: {}",
                rows.join(", ")
            ));
            Ok(true)
        }
    }
}

fn accept_changes(context: &mut Context<'_>, findings: &Findings) -> Result<(), ExecError> {
    if findings.changed.is_empty() {
        return Ok(());
    }
    match context.options.policies().changed_checksum {
        ChangedChecksum::Error => Err(ExecError::ChangedChecksum {
            revisions: findings.changed.clone(),
        }),
        ChangedChecksum::Accept => {
            context.warn(format!(
                "changed since applied: {}",
                findings.changed.join(", ")
            ));
            Ok(())
        }
    }
}
