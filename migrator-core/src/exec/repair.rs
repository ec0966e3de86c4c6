//! Putting the history right by somebody's word: a changed migration is accepted for good, a
//! half-done step is given up.
//!
//! Only the history is written; the version rows and everything else stay. That it was done is a row
//! of its own, so that the history shows by whom and when.

use std::time::Duration;

use crate::base::Checksum;
use crate::exec::state::{look, tables};
use crate::exec::transaction::Guarded;
use crate::exec::undisturbed::{keep, undisturbed};
use crate::exec::{Context, ExecError};
use crate::graph::Target;
use crate::history::{
    Entry, EntryDirection, Findings, NewRow, Record, State, Status, examine, replay,
};
use crate::session::{Session, Statement};

/// What is to be put right.
#[derive(Debug, Clone, Default)]
pub struct Repairs {
    /// Revisions whose migrations have changed, and are right as they are now.
    pub accepts: Vec<Target>,
    /// The same for all that have changed.
    pub accepts_all: bool,
    /// Revisions whose half-done step is given up, by their ids or the beginnings of them.
    pub abandons: Vec<String>,
}

/// What has been put right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Repaired {
    /// The revisions whose changed migration is accepted, sorted by id.
    pub accepted: Vec<String>,
    /// The revisions whose half-done step is given up, sorted by id.
    pub abandoned: Vec<String>,
}

impl Repaired {
    /// Tells whether there was nothing to put right.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.accepted.is_empty() && self.abandoned.is_empty()
    }
}

/// Puts right what is named; writes nothing if nothing is to be.
///
/// # Errors
/// If what is named is not in need of it, and each of [`ExecError`] but those of a migration.
pub fn repair(
    context: &mut Context<'_>,
    session: &mut dyn Session,
    repairs: &Repairs,
) -> Result<Repaired, ExecError> {
    if repairs.accepts.is_empty() && !repairs.accepts_all && repairs.abandons.is_empty() {
        return Err(ExecError::NoRepair);
    }
    look(context, session)?;
    let (state, records) = context.read_history(session)?;
    if Decision::new(context, &state, &records, repairs)?.is_empty() {
        return Ok(Repaired::default());
    }
    let mut repaired = Repaired::default();
    undisturbed(context, session, &mut |context, session| {
        let mut guarded = Guarded::new(session);
        guarded.begin(context)?;
        let (state, records) = context.read_history(guarded.session())?;
        let decision = Decision::new(context, &state, &records, repairs)?;
        if !decision.is_empty() {
            let statements = decision.statements(context, &state)?;
            keep(context, &mut guarded, &statements)?;
        }
        repaired = decision.into_repaired();
        Ok(())
    })?;
    Ok(repaired)
}

/// What becomes of which rows.
struct Decision {
    /// The changed revisions, the rows that say what ran, and what they are to say; sorted.
    accepted: Vec<(String, i64, Checksum)>,
    /// The half-done steps, sorted.
    abandoned: Vec<(String, EntryDirection)>,
    /// Whether the program then finds everything as it should be.
    is_settled: bool,
}

impl Decision {
    fn new(
        context: &Context<'_>,
        state: &State,
        records: &[Record],
        repairs: &Repairs,
    ) -> Result<Self, ExecError> {
        let set = context.set;
        let entries: Vec<Entry> = records.iter().filter_map(Record::entry).collect();
        let checksum = |id: &str| set.checksum(id);
        let found = examine(&set.graph, &checksum, &state.rows, &entries);
        let history = replay(&set.graph, &entries);
        let accepted = to_accept(context, repairs, &found)?;
        let row = |id: &String| {
            let entry = history.get(id.as_str()).copied().flatten()?;
            Some((id.clone(), entry.id, checksum(id)?))
        };
        let accepted: Vec<_> = accepted.iter().filter_map(row).collect();
        let begun: Vec<(&str, EntryDirection)> = records.iter().filter_map(Record::begun).collect();
        let abandoned = to_abandon(&repairs.abandons, &begun)?;
        let is_whole = begun.iter().all(|(id, direction)| {
            let mut abandoned = abandoned.iter();
            abandoned.any(|it| (it.0.as_str(), it.1) == (*id, *direction))
        });
        let mut changed = found.changed.iter();
        let is_accepted = changed.all(|id| accepted.iter().any(|it| it.0 == *id));
        Ok(Self {
            is_settled: is_whole
                && is_accepted
                && found.spliced.is_empty()
                && found.unknown.is_empty(),
            accepted,
            abandoned,
        })
    }

    fn is_empty(&self) -> bool {
        self.accepted.is_empty() && self.abandoned.is_empty()
    }

    fn statements(
        &self,
        context: &Context<'_>,
        state: &State,
    ) -> Result<Vec<Statement>, ExecError> {
        let ledger = &context.ledger;
        let mut statements = tables(context, state)?;
        let accept = |(_, row, checksum): &(_, i64, Checksum)| ledger.accept(*row, *checksum);
        statements.extend(self.accepted.iter().map(accept));
        let abandon = |(id, direction): &(String, _)| ledger.abandon(id, *direction);
        statements.extend(self.abandoned.iter().map(abandon));
        let repaired = self.repaired();
        let ids = [repaired.accepted, repaired.abandoned].concat();
        statements.push(ledger.record(&NewRow {
            revision: ids.join(",").into(),
            parents: Vec::new(),
            dependencies: Vec::new(),
            direction: EntryDirection::Repair,
            status: Status::Done,
            n_statements: 0,
            statement_hashes: &[],
            checksum: None,
            digest: self.is_settled.then_some(context.set.digest),
            version_rows: &state.rows,
            duration: Duration::ZERO,
            application: context.application(),
        }));
        Ok(statements)
    }

    fn repaired(&self) -> Repaired {
        Repaired {
            accepted: self.accepted.iter().map(|it| it.0.clone()).collect(),
            abandoned: self.abandoned.iter().map(|it| it.0.clone()).collect(),
        }
    }

    fn into_repaired(self) -> Repaired {
        self.repaired()
    }
}

/// Returns the changed revisions that are named.
fn to_accept(
    context: &Context<'_>,
    repairs: &Repairs,
    found: &Findings,
) -> Result<Vec<String>, ExecError> {
    if repairs.accepts_all {
        return Ok(found.changed.clone());
    }
    let graph = &context.set.graph;
    let mut named = Vec::new();
    for target in &repairs.accepts {
        let positions = graph.resolve(target);
        let positions = positions.map_err(|error| ExecError::Plan(error.into()))?;
        let ids = positions.into_iter().map(|it| graph.id_at(it).to_owned());
        named.extend(ids);
    }
    named.sort_unstable();
    named.dedup();
    let (changed, others): (Vec<String>, Vec<String>) =
        named.into_iter().partition(|id| found.changed.contains(id));
    if others.is_empty() {
        return Ok(changed);
    }
    Err(ExecError::NotChanged {
        revisions: others,
        changed: found.changed.clone(),
    })
}

/// Returns the half-done steps that are named, of revisions that the program need not have.
fn to_abandon(
    names: &[String],
    begun: &[(&str, EntryDirection)],
) -> Result<Vec<(String, EntryDirection)>, ExecError> {
    let mut named = Vec::new();
    for name in names {
        let exact: Vec<_> = begun.iter().filter(|(id, _)| id == name).collect();
        let alike = begun.iter().filter(|(id, _)| id.starts_with(name.as_str()));
        let found = if exact.is_empty() {
            alike.collect()
        } else {
            exact
        };
        let is_one = found
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if a.0 == b.0));
        if found.is_empty() || !is_one || name.is_empty() {
            return Err(ExecError::NotHalfDone {
                revision: name.clone(),
                half_done: begun.iter().map(|(id, _)| (*id).to_owned()).collect(),
            });
        }
        named.extend(
            found
                .into_iter()
                .map(|(id, direction)| ((*id).to_owned(), *direction)),
        );
    }
    named.sort_unstable();
    named.dedup();
    Ok(named)
}
