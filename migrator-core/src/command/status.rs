//! `status`: every revision and how it stands in a database.

use std::collections::HashMap;
use std::fmt;
use std::slice;
use std::time::SystemTime;

use crate::base::Dialect;
use crate::command::info::infos_of;
use crate::command::verbs::open;
use crate::command::{RevisionInfo, Verbs};
use crate::error::Result;
use crate::exec::{ExecError, Options};
use crate::graph::{Position, Revision, Target};
use crate::history::{Entry, EntryDirection, Record, Replayed, State, examine, replay};
use crate::plan::{self, Applied, Direction};
use crate::session::Connect;
use crate::set::{Loaded, Migrations, Script};

/// How a database stands, revision by revision.
///
/// Plain data; nothing in it is exhaustive.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Status {
    /// Every revision of the graph, in its order: parents and dependencies first.
    pub revisions: Vec<RevisionStatus>,
    /// The version rows, sorted.
    pub rows: Vec<String>,
    /// The rows that this program's graph does not have.
    pub unknown: Vec<String>,
    /// Whether the history shows that they are of a newer version of the program.
    pub is_newer: bool,
    /// The ids of what `upgrade heads` would run, in order, once nothing speaks against it: what is out of
    /// order is among them. What a newer version has applied is not.
    pub pending: Vec<String>,
}

/// How one revision stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RevisionStatus {
    /// The revision.
    pub revision: RevisionInfo,
    /// How it stands.
    pub state: RevisionState,
    /// When it was applied, by the database's clock; `None` if it is not, or if the history does not
    /// tell: it was stamped, or applied by another tool.
    pub applied_at: Option<SystemTime>,
}

/// How a revision stands in a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RevisionState {
    /// It is applied.
    Applied,
    /// It is not applied.
    Pending,
    /// It is applied, and the migration is no longer what ran.
    Changed,
    /// It lies below a version row and never ran.
    OutOfOrder,
    /// It began outside a transaction and did not end.
    HalfDone {
        /// Whether it was being applied or reverted.
        direction: Direction,
        /// How many of its statements have run.
        n_done: usize,
        /// How many it has; `None` for a migration in Rust, which would have to be run for that.
        n_total: Option<usize>,
    },
}

impl fmt::Display for RevisionState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Applied => f.write_str("applied"),
            Self::Pending => f.write_str("pending"),
            Self::Changed => f.write_str("changed since applied"),
            Self::OutOfOrder => f.write_str("out of order"),
            Self::HalfDone {
                direction,
                n_done,
                n_total,
            } => {
                write!(f, "{direction} half-done, {n_done} ")?;
                match n_total {
                    Some(n_total) => write!(f, "of {n_total} statements"),
                    None => f.write_str("statements"),
                }
            }
        }
    }
}

impl Status {
    /// Tells whether nothing is left to apply, and no row is unknown.
    #[must_use]
    pub fn is_up_to_date(&self) -> bool {
        self.pending.is_empty() && self.unknown.is_empty()
    }
}

impl Verbs<'_> {
    /// Tells how every revision stands in a database, and what `upgrade heads` would run. Reads the version
    /// rows and the whole history; writes nothing and locks nothing.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn status<'c>(&self, connection: impl Connect<'c>) -> Result<Status> {
        let mut session = open(connection)?;
        let mut status = Status::default();
        self.run(&mut *session, |context, session| -> Result<(), ExecError> {
            let (state, records) = context.read_history(session)?;
            let dialect = context.renderer.dialect();
            status = Looked::new(context.set, dialect, state, records).status()?;
            Ok(())
        })?;
        Ok(status)
    }
}

/// What was read of a database, beside the program's migrations.
struct Looked<'a> {
    set: &'a Loaded,
    dialect: Dialect,
    state: State,
    records: Vec<Record>,
    entries: Vec<Entry>,
}

impl<'a> Looked<'a> {
    fn new(set: &'a Loaded, dialect: Dialect, state: State, records: Vec<Record>) -> Self {
        Self {
            entries: records.iter().filter_map(Record::entry).collect(),
            set,
            dialect,
            state,
            records,
        }
    }

    fn status(&self) -> Result<Status, ExecError> {
        let graph = &self.set.graph;
        let checksum = |id: &str| self.set.checksum(id);
        let found = examine(graph, &checksum, &self.state.rows, &self.entries);
        let history = replay(graph, &self.entries);
        let applied = self.applied(&history, &found.unknown)?;
        let spliced = found.spliced.iter().filter_map(|id| graph.find(id));
        let applied = applied.without(spliced.map(Revision::position));
        let pending = plan::upgrade_from(graph, &applied, slice::from_ref(&Target::heads()))?;
        let pending = pending.steps().iter();
        let rows: Vec<Position> = self.known_rows();
        let all: Vec<Position> = graph.revisions().map(Revision::position).collect();
        let times = self.times(&history);
        let state = |info: &RevisionInfo, position: Position| {
            if let Some(half_done) = self.half_done(&info.id, position) {
                return half_done;
            }
            match (&found, applied.contains(position)) {
                (found, _) if found.spliced.contains(&info.id) => RevisionState::OutOfOrder,
                (found, _) if found.changed.contains(&info.id) => RevisionState::Changed,
                (_, true) => RevisionState::Applied,
                (_, false) => RevisionState::Pending,
            }
        };
        let infos = infos_of(self.set, &all, &rows);
        let revisions = infos.into_iter().zip(&all);
        Ok(Status {
            revisions: revisions
                .map(|(info, position)| RevisionStatus {
                    state: state(&info, *position),
                    applied_at: applied
                        .contains(*position)
                        .then(|| times.get(info.id.as_str()).copied())
                        .flatten(),
                    revision: info,
                })
                .collect(),
            rows: self.state.rows.clone(),
            is_newer: found.newer,
            pending: pending
                .map(|step| graph.id_at(step.position).to_owned())
                .collect(),
            unknown: found.unknown,
        })
    }

    fn known_rows(&self) -> Vec<Position> {
        self.set.graph.rows(&self.state.rows)
    }

    /// Returns what is applied. Below rows that the graph does not have only the history tells.
    fn applied(&self, history: &Replayed<'_>, unknown: &[String]) -> Result<Applied, ExecError> {
        let graph = &self.set.graph;
        let rows = self.state.rows.iter().map(String::as_str);
        let told = history.keys().copied().filter(|_| !unknown.is_empty());
        let known = rows.chain(told.filter(|id| graph.find(id).is_some()));
        let known = known.filter(|id| graph.standing(id).is_some());
        let known: Vec<&str> = known.collect();
        Ok(Applied::closure_of(graph, &known)?)
    }

    /// Returns when each applied revision was applied.
    fn times<'h>(&self, history: &Replayed<'h>) -> HashMap<&'h str, SystemTime> {
        let finished: HashMap<i64, SystemTime> = self
            .records
            .iter()
            .filter_map(|record| Some((record.id, record.finished_at?)))
            .collect();
        // When something was adopted it had been applied before.
        let ran = |entry: &&Entry| entry.direction == EntryDirection::Upgrade;
        let time = |(id, entry): (&&'h str, &Option<&Entry>)| {
            Some((*id, *finished.get(&entry.filter(ran)?.id)?))
        };
        history.iter().filter_map(time).collect()
    }

    /// Returns how far a step has come that began outside a transaction and did not end.
    fn half_done(&self, id: &str, position: Position) -> Option<RevisionState> {
        let mut begun = self.records.iter().rev();
        let begun = begun.find(|record| record.begun().is_some_and(|(begun, _)| begun == id))?;
        let direction = match begun.begun()?.1 {
            EntryDirection::Upgrade => Direction::Up,
            EntryDirection::Downgrade => Direction::Down,
            EntryDirection::Adopt
            | EntryDirection::Stamp
            | EntryDirection::Found
            | EntryDirection::Repair => return None,
        };
        let migration = self.set.migration(position.index())?;
        let script = match direction {
            Direction::Up => Some(migration.upgrade),
            Direction::Down => migration.downgrade,
        };
        let n_total = match script {
            Some(Script::Sql(sql)) => sql.get(self.dialect).ok().map(<[_]>::len),
            Some(Script::Rust(_)) | None => None,
        };
        Some(RevisionState::HalfDone {
            direction,
            n_done: begun.n_done,
            n_total,
        })
    }
}

impl Migrations {
    /// Tells how every revision stands in a database. See [`Verbs::status`].
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn status<'c>(&self, connection: impl Connect<'c>) -> Result<Status> {
        self.with(Options::new()).status(connection)
    }
}
