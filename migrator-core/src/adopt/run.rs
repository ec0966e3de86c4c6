//! Reads, decides, and has it stamped: without a lock to see whether there is anything to do, and once more under it.

use crate::adopt::decide::{Decision, Question, decide};
use crate::adopt::finding::{find, is_empty};
use crate::adopt::tools::{Entry, Told};
use crate::adopt::{AdoptError, Adoption, Tool, Wishes};
use crate::exec::{Context, ExecError, Stamp, look, stamp_by};
use crate::graph::{Edges, Graph, Position, ResolveError, Revision};
use crate::history::State;
use crate::session::Session;
use crate::set::Likeness;

/// Takes a database over that [`plan`] has nothing against; writes nothing if it is ours already.
///
/// # Errors
/// Each of [`AdoptError`]; nothing is written then.
pub fn adopt(
    context: &mut Context<'_>,
    session: &mut dyn Session,
    wishes: &Wishes,
) -> Result<Adoption, AdoptError> {
    let mut outcome = Ok(Adoption::default());
    stamp_by(context, session, &mut |context, session, state| {
        outcome = judge(context, session, state, wishes, true);
        match &mut outcome {
            Ok(adoption) if adoption.was_adopted => Ok(None),
            Ok(adoption) => Ok(Some(stamp(context, adoption))),
            Err(AdoptError::Exec(_)) => Err(taken(&mut outcome)),
            Err(_) => Ok(None),
        }
    })?;
    outcome
}

/// Tells what [`adopt`] would do; writes nothing.
///
/// # Errors
/// Each of [`AdoptError`].
pub fn plan(
    context: &mut Context<'_>,
    session: &mut dyn Session,
    wishes: &Wishes,
) -> Result<Adoption, AdoptError> {
    let state = look(context, session)?;
    judge(context, session, &state, wishes, false)
}

fn stamp(context: &Context<'_>, adoption: &Adoption) -> Stamp {
    let graph = &context.set.graph;
    let proved = adoption.proved.iter().filter_map(|id| graph.find(id));
    Stamp {
        rows: adoption.after.clone(),
        proved: proved.map(Revision::position).collect(),
    }
}

/// Hands an error of the database on, so that waiting for it is the caller's.
fn taken(outcome: &mut Result<Adoption, AdoptError>) -> ExecError {
    match std::mem::replace(outcome, Ok(Adoption::default())) {
        Err(AdoptError::Exec(error)) => error,
        Ok(_) | Err(_) => ExecError::Bug {
            what: "an error has gone",
        },
    }
}

fn judge(
    context: &Context<'_>,
    session: &mut dyn Session,
    state: &State,
    wishes: &Wishes,
    holds: bool,
) -> Result<Adoption, AdoptError> {
    let graph = &context.set.graph;
    let at = positions(graph, wishes)?;
    let has_history = state.last_rows.is_some();
    let found = match find(context, session, wishes, has_history) {
        Ok(found) => found,
        Err(error) if error.is_absence(wishes) => {
            // Whoever says where every database stands does not mean a new one.
            let is_new = !has_history && state.rows.is_empty() && at.is_some();
            if is_new && is_empty(context, session)? {
                return Err(nothing());
            }
            return without_history(context, state, wishes, at, error);
        }
        // Which of several tools counts was said when it was taken over.
        Err(AdoptError::Diverges { .. })
            if has_history && !state.rows.is_empty() && at.is_none() =>
        {
            return Ok(ours(graph, state));
        }
        Err(error) => return Err(error),
    };
    if holds {
        found.hold(context, session)?;
    }
    let told = found.told(context, session)?;
    let files = |it: Position| {
        let migration = context.set.migration(it.index());
        migration.map_or(("", None), |it| (it.file, it.original))
    };
    let decision = decide(&Question {
        graph,
        files: &files,
        wishes,
        at,
        tool: found.tool,
        table: Some(&found.name),
        told: &told,
        rows: &state.rows,
        has_history,
    });
    let decision = decision.map_err(|divergences| AdoptError::Diverges { divergences })?;
    Ok(adoption(
        graph,
        state,
        &decision,
        Some((found.tool, found.name)),
    ))
}

fn nothing() -> AdoptError {
    AdoptError::NoHistory {
        elsewhere: Vec::new(),
        likeness: Some(Likeness::Nothing),
    }
}

/// Where no tool has left anything: the database is ours already, the version rows are Alembic's, or somebody says
/// where it stands; else that is the error.
fn without_history(
    context: &Context<'_>,
    state: &State,
    wishes: &Wishes,
    at: Option<Vec<Position>>,
    error: AdoptError,
) -> Result<Adoption, AdoptError> {
    let has_history = state.last_rows.is_some();
    let is_alembic = !state.rows.is_empty() && !has_history;
    let graph = &context.set.graph;
    if has_history && at.is_none() {
        return Ok(ours(graph, state));
    }
    // A tool that is named would have to be there.
    let says_more = is_alembic || at.is_some();
    if !has_history && (wishes.tool.is_some() || !says_more) {
        return Err(error);
    }
    let told = Told::below(state.rows.iter().cloned().map(Entry::of).collect());
    let decision = decide(&Question {
        graph,
        files: &|_| ("", None),
        wishes: &Wishes::default(),
        at,
        tool: Tool::Alembic,
        table: None,
        told: &told,
        rows: &state.rows,
        has_history,
    });
    let decision = decision.map_err(|divergences| AdoptError::Diverges { divergences })?;
    let version_table = || context.options.tables().version.to_string();
    let source = is_alembic.then(|| (Tool::Alembic, version_table()));
    Ok(adoption(graph, state, &decision, source))
}

/// A database that this library has in hand.
fn ours(graph: &Graph, state: &State) -> Adoption {
    let applied = graph.ancestors(graph.rows(&state.rows), Edges::All);
    Adoption {
        applied: ids(graph, applied.iter()),
        was_adopted: true,
        before: state.rows.clone(),
        after: state.rows.clone(),
        ..Adoption::default()
    }
}

fn adoption(
    graph: &Graph,
    state: &State,
    decision: &Decision,
    source: Option<(Tool, String)>,
) -> Adoption {
    let after = match decision.is_there {
        true => state.rows.clone(),
        false => {
            let mut after = ids(graph, graph.maximal(&decision.applied).into_iter());
            after.sort_unstable();
            after
        }
    };
    let (tool, table) = source.unzip();
    Adoption {
        tool,
        table: table.unwrap_or_default(),
        applied: ids(graph, decision.applied.iter()),
        proved: ids(graph, decision.proved.iter().copied()),
        // Without a row in the history nobody has taken over what another tool's rows say.
        was_adopted: decision.is_there && state.last_rows.is_some(),
        before: state.rows.clone(),
        after,
        warnings: Vec::new(),
    }
}

fn ids(graph: &Graph, positions: impl Iterator<Item = Position>) -> Vec<String> {
    positions.map(|it| graph.id_at(it).to_owned()).collect()
}

/// Finds where somebody says that the database stands.
fn positions(graph: &Graph, wishes: &Wishes) -> Result<Option<Vec<Position>>, ResolveError> {
    if wishes.at.is_empty() {
        return Ok(None);
    }
    let mut positions = Vec::new();
    for target in &wishes.at {
        if target.needs_rows() {
            let target = target.to_string();
            return Err(ResolveError::NotHere { target });
        }
        positions.extend(graph.resolve(target)?);
    }
    Ok(Some(positions))
}
