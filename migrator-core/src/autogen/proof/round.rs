//! One try: up and down on one scratch database, and what is seen on the way.

use std::collections::{BTreeMap, BTreeSet};

use super::error::ProofError;
use super::fill::{self, Filled, fill};
use super::names::{KeptTable, Names};
use super::rows::{self, Fate, Snapshot, When};
use super::task::{Task, Way};
use super::touched::touched;
use crate::backends;
use crate::base::TableName;
use crate::catalog::Catalog;
use crate::exec::{TrialError, try_out};
use crate::ops::Operation;
use crate::plan::Direction;
use crate::session::{Session, SessionError};

/// Steps that are left out, by their positions, and why.
pub(super) type Skipped = BTreeMap<usize, String>;

/// Which rows tables get.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Rows {
    /// Some with a value in each column, and one that has as few as may be.
    #[default]
    Any,
    /// Only such with a value in each column.
    Full,
    /// None.
    None,
}

/// How a try goes.
#[derive(Debug, Clone, Default)]
pub(super) struct Manner {
    /// Which rows tables get.
    pub rows: Rows,
    /// Steps of the way up that are left out.
    pub up: Skipped,
    /// Steps of the way down that are left out.
    pub down: Skipped,
}

impl Manner {
    pub(super) fn skipped(&mut self, way: Direction) -> &mut Skipped {
        match way {
            Direction::Up => &mut self.up,
            Direction::Down => &mut self.down,
        }
    }
}

/// What was seen.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Whether both ways were gone to their ends.
    pub is_whole: bool,
    /// The database before, in between and afterwards.
    pub start: Catalog,
    pub middle: Catalog,
    pub end: Catalog,
    pub filled: Filled,
    /// What became of the rows of each table on the way up, and after both ways.
    pub up: Vec<(KeptTable, Fate)>,
    pub down: Vec<(KeptTable, Fate)>,
}

/// Why a try has not come to its end.
pub(super) enum Stopped {
    /// A step failed.
    Step {
        way: Direction,
        /// The step's position, if it is known.
        at: Option<usize>,
        error: TrialError,
        /// Whether there were rows that may have been in its way.
        has_rows: bool,
    },
    /// Nothing could be tried.
    Proof(ProofError),
}

impl From<SessionError> for Stopped {
    fn from(source: SessionError) -> Self {
        Self::Proof(ProofError::Unreadable { source })
    }
}

/// Runs both ways on a database that stands where the revision begins.
pub(super) fn run(
    task: &Task<'_>,
    session: &mut dyn Session,
    manner: &Manner,
) -> Result<Seen, Stopped> {
    let renderer = backends::renderer(session.dialect());
    let mut seen = Seen {
        start: look(task, session)?,
        ..Seen::default()
    };
    if manner.rows != Rows::None {
        let tables = touched(task.up.changes, &seen.start, session.dialect());
        let ground = fill::Ground {
            renderer,
            found: &seen.start,
            wanted: task.wanted,
            changes: task.up.changes,
            are_full: manner.rows == Rows::Full,
            there: &BTreeMap::new(),
            are_apart: false,
        };
        seen.filled = fill(session, ground, &tables)?;
    }
    let tables: BTreeSet<TableName> = seen.filled.rows.keys().cloned().collect();
    let kept = Names::of(task.up.changes).kept(&tables, &seen.start, task.wanted);
    let before = rows::read(session, renderer, &kept, When::Before)?;
    let has_rows = !tables.is_empty();
    walk(task, session, Direction::Up, &manner.up, has_rows)?;
    seen.middle = look(task, session)?;
    // A step that is left out may have been the one that renames.
    if manner.up.is_empty() {
        let after = rows::read(session, renderer, &kept, When::After)?;
        seen.up = fates(&kept, &before, &after, Direction::Up);
    }
    walk(task, session, Direction::Down, &manner.down, has_rows)?;
    seen.end = look(task, session)?;
    if manner.up.is_empty() && manner.down.is_empty() {
        let after = rows::read(session, renderer, &kept, When::Before)?;
        seen.down = fates(&kept, &before, &after, Direction::Down);
    }
    seen.is_whole = true;
    Ok(seen)
}

/// Asks the database what it holds.
fn look(task: &Task<'_>, session: &mut dyn Session) -> Result<Catalog, Stopped> {
    let questions = task.introspection.questions(task.scope);
    let answers = questions.iter().map(|question| session.read(question));
    let answers: Vec<_> = answers.collect::<Result<_, _>>()?;
    let catalog = task.introspection.catalog(task.scope, &answers);
    catalog.map_err(|source| Stopped::Proof(ProofError::Catalog { source }))
}

/// Runs a way, but for the steps that are left out.
fn walk(
    task: &Task<'_>,
    session: &mut dyn Session,
    way: Direction,
    skipped: &Skipped,
    has_rows: bool,
) -> Result<(), Stopped> {
    let Way { operations, .. } = task.way(way);
    let kept = operations
        .iter()
        .enumerate()
        .filter(|(at, _)| !skipped.contains_key(at));
    let (places, operations): (Vec<usize>, Vec<Operation>) =
        kept.map(|(at, operation)| (at, operation.clone())).unzip();
    let renderer = backends::renderer(session.dialect());
    let outcome = try_out(task.options, renderer, session, &operations);
    outcome.map_err(|error| Stopped::Step {
        way,
        at: match &error {
            TrialError::Failed { at: Some(at), .. } => places.get(*at).copied(),
            _ => None,
        },
        error,
        has_rows,
    })
}

fn fates(
    kept: &[KeptTable],
    before: &Snapshot,
    after: &Snapshot,
    way: Direction,
) -> Vec<(KeptTable, Fate)> {
    let fate = |table: &KeptTable| {
        let rows = (before.get(&table.before)?, after.get(&table.before)?);
        Some((table.clone(), rows::compare(table, rows.0, rows.1, way)))
    };
    kept.iter().filter_map(fate).collect()
}
