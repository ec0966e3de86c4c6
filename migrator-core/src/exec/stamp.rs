//! Setting the version rows without running anything.

use std::time::{Duration, Instant};

use crate::base::Checksum;
use crate::exec::state::{look, read_state, tables};
use crate::exec::transaction::Guarded;
use crate::exec::undisturbed::{keep, undisturbed};
use crate::exec::{Context, Event, ExecError, until_free};
use crate::graph::{Position, Revision, Target};
use crate::history::{Asking, EntryDirection, NewRow, State, Status};
use crate::plan;
use crate::session::{Session, Statement};

/// Sets the version rows to the targets, and gives up whatever is half-done; writes
/// nothing if the rows stand there already and nothing is.
///
/// # Errors
/// Each of [`ExecError`] but those of a migration.
pub fn stamp(
    context: &mut Context<'_>,
    session: &mut dyn Session,
    targets: &[Target],
) -> Result<(), ExecError> {
    let state = look(context, session)?;
    // The rows may be right and a step half-done all the same: the stamp then says
    // that somebody has put the database in order.
    let is_there = rows_after(context, &state, targets)? == state.rows;
    if is_there && unfinished(context, session, &state)?.is_empty() {
        return Ok(());
    }
    stamp_by(context, session, &mut |context, _, state| {
        let rows = rows_after(context, state, targets)?;
        Ok(Some(Stamp {
            rows,
            proved: Vec::new(),
        }))
    })
}

/// What a stamp sets.
pub(crate) struct Stamp {
    /// The version rows.
    pub(crate) rows: Vec<String>,
    /// Revisions that are known to have been applied with the very migrations that the program has.
    pub(crate) proved: Vec<Position>,
}

/// Finds what a stamp is to set, in its transaction; `None` if nothing is to be written.
pub(crate) type Deciding<'d> =
    dyn FnMut(&Context<'_>, &mut dyn Session, &State) -> Result<Option<Stamp>, ExecError> + 'd;

/// Sets the version rows to what is decided under the lock, and gives up whatever is half-done. The decision may be
/// made several times, and counts the last time.
///
/// # Errors
/// As for [`stamp`], and those of the decision, after which nothing is written.
pub(crate) fn stamp_by(
    context: &mut Context<'_>,
    session: &mut dyn Session,
    decide: &mut Deciding<'_>,
) -> Result<(), ExecError> {
    undisturbed(context, session, &mut |context, session| {
        write(context, session, decide)
    })
}

fn write(
    context: &mut Context<'_>,
    session: &mut dyn Session,
    decide: &mut Deciding<'_>,
) -> Result<(), ExecError> {
    let started = Instant::now();
    let mut guarded = Guarded::new(session);
    guarded.begin(context)?;
    let state = read_state(context, guarded.session(), Asking::Carefully)?;
    context.report.before.clone_from(&state.rows);
    context.report.after.clone_from(&state.rows);
    let Some(stamp) = decide(context, guarded.session(), &state)? else {
        return Ok(());
    };
    let mut statements = statements(context, &state, &stamp.rows, started.elapsed())?;
    // The newest row is that of the stamp.
    let newest = statements.pop();
    statements.extend(adopted(context, &state, &stamp));
    statements.extend(newest);
    let after = stamp.rows;
    keep(context, &mut guarded, &statements)?;
    context.tell(&Event::Stamped {
        from: &state.rows.join(", "),
        to: &after.join(", "),
    });
    context.report.after = after;
    Ok(())
}

/// Reads what is half-done.
pub(super) fn unfinished(
    context: &Context<'_>,
    session: &mut dyn Session,
    state: &State,
) -> Result<Vec<(String, EntryDirection)>, ExecError> {
    until_free(context, session, |context, session| {
        context.ledger.all_unfinished(session, state)
    })
}

pub(crate) fn rows_after(
    context: &Context<'_>,
    state: &State,
    targets: &[Target],
) -> Result<Vec<String>, ExecError> {
    let graph = &context.set.graph;
    let unknown = graph.unknown_rows(&state.rows);
    let rows: &[String] = if context.options.purges() {
        &[]
    } else {
        &state.rows
    };
    if !context.options.purges() && !unknown.is_empty() {
        return Err(ExecError::UnknownRevision { rows: unknown });
    }
    let stamp = plan::stamp(graph, rows, targets)?;
    let ids = stamp
        .rows_after
        .into_iter()
        .map(|position| graph.id_at(position).to_owned());
    let mut after: Vec<String> = ids.collect();
    after.sort_unstable();
    Ok(after)
}

pub(crate) fn statements(
    context: &Context<'_>,
    state: &State,
    after: &[String],
    duration: Duration,
) -> Result<Vec<Statement>, ExecError> {
    let missing = |rows: &[String], from: &[String]| -> Vec<String> {
        rows.iter()
            .filter(|row| !from.contains(row))
            .cloned()
            .collect()
    };
    let (removed, added) = (missing(&state.rows, after), missing(after, &state.rows));
    let mut statements = tables(context, state)?;
    statements.push(context.ledger.abandon_all());
    statements.extend(context.ledger.replace_rows(&removed, &added));
    statements.push(context.ledger.record(&NewRow {
        revision: after.join(",").into(),
        parents: Vec::new(),
        dependencies: Vec::new(),
        direction: EntryDirection::Stamp,
        status: Status::Done,
        n_statements: 0,
        statement_hashes: &[],
        checksum: None,
        digest: digest(context, state),
        version_rows: after,
        duration,
        application: context.application(),
    }));
    Ok(statements)
}

/// A stamp looks at nothing but the rows, so it vouches for nothing else.
fn digest(context: &Context<'_>, state: &State) -> Option<Checksum> {
    let digest = context.set.digest;
    let is_ours = state.last_rows.is_none() || state.last_digest == Some(digest);
    is_ours.then_some(digest)
}

/// Notes which migrations have been applied, so that it shows when they are edited.
fn adopted<'c>(
    context: &'c Context<'_>,
    state: &'c State,
    stamp: &'c Stamp,
) -> impl Iterator<Item = Statement> + 'c {
    let set = context.set;
    let proved = stamp.proved.iter();
    let revisions = proved.filter_map(|it| Some((set.graph.at(*it)?, set.migration(it.index())?)));
    revisions.map(move |(revision, migration)| {
        context.ledger.record(&NewRow {
            revision: revision.id().into(),
            parents: revision.parents().map(Revision::id).collect(),
            dependencies: revision.dependencies().map(Revision::id).collect(),
            direction: EntryDirection::Adopt,
            status: Status::Done,
            n_statements: 0,
            statement_hashes: &[],
            checksum: Some(migration.checksum),
            digest: digest(context, state),
            version_rows: &stamp.rows,
            duration: Duration::ZERO,
            application: context.application(),
        })
    })
}
