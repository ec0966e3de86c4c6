//! A scratch database, what is applied to it, and how it comes to where a revision begins.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::contents::Contents;
use super::crew::{Crew, Turn};
use super::error::{ChecksError, told};
use super::look::{Look, Questions};
use crate::autogen::configure;
use crate::base::TableName;
use crate::catalog::Introspection;
use crate::exec::{self, Context, Goal};
use crate::graph::{Position, RevisionSet, Target};
use crate::plan::{self, Applied, Direction, Step};
use crate::session::{Scope as Belonging, Session, Workshop};

/// Making a database costs as much as so many steps.
const ANEW: usize = 20;

/// Whether a place has come to where it was to go.
pub(super) enum Going {
    There,
    /// A new database is there sooner, or alone.
    Anew,
    /// A new database did not come there either, for this reason.
    Failed(String),
}

/// A scratch database, and what is applied to it.
pub(super) struct Place<'p> {
    pub(super) crew: &'p Crew<'p>,
    pub(super) session: Box<dyn Session + 'p>,
    pub(super) applied: RevisionSet,
    /// Whether nothing but going to where it stands has happened to it.
    is_new: bool,
    /// Whether nobody knows how it stands.
    pub(super) is_spoilt: bool,
    questions: Questions,
    seen: Option<Arc<Look>>,
    /// Whether nothing has run since.
    is_seen: bool,
    pub(super) contents: Option<Arc<Contents>>,
    /// Of which rows nothing can be seen, and why.
    pub(super) notes: BTreeSet<String>,
    /// The tables that have got rows, and the columns they had then.
    pub(super) filled: BTreeMap<TableName, Vec<String>>,
    /// The same of those for which no row could be made.
    pub(super) barren: BTreeMap<TableName, Vec<String>>,
}

impl<'p> Place<'p> {
    /// Opens an empty one.
    pub(super) fn open(
        crew: &'p Crew<'p>,
        workshop: &'p mut dyn Workshop,
    ) -> Result<Self, ChecksError> {
        let mut session = workshop.scratch()?;
        if session.scope() == Belonging::Joined {
            return Err(ChecksError::Within);
        }
        configure(&mut *session, &crew.options)?;
        let questions = Questions::of(&mut *session, crew.introspection(), &crew.scope);
        Ok(Self {
            crew,
            session,
            questions,
            applied: RevisionSet::with_capacity(crew.set.graph.len()),
            is_new: true,
            is_spoilt: false,
            seen: None,
            is_seen: false,
            contents: None,
            notes: BTreeSet::new(),
            filled: BTreeMap::new(),
            barren: BTreeMap::new(),
        })
    }

    /// Brings it to where exactly these revisions are applied; `is_clean` tells which can be reverted.
    pub(super) fn go_to(
        &mut self,
        wanted: &RevisionSet,
        is_clean: impl Fn(Position) -> bool,
    ) -> Going {
        if is_same(&self.applied, wanted) {
            return Going::There;
        }
        let (mut down, mut up) = (self.applied.clone(), wanted.clone());
        down.subtract(wanted);
        up.subtract(&self.applied);
        let is_far = down.len() + up.len() > wanted.len() + ANEW;
        if !self.is_new && (is_far || !down.iter().all(is_clean)) {
            return Going::Anew;
        }
        let graph = &self.crew.set.graph;
        let downs = graph.newest_first(&down).into_iter();
        let ups = graph.newest_first(&up).into_iter().rev();
        let steps = downs.map(|it| (it, Direction::Down));
        for (position, direction) in steps.chain(ups.map(|it| (it, Direction::Up))) {
            let Err(why) = self.step(&Turn::alone(position), direction) else {
                continue;
            };
            self.is_spoilt = true;
            return match self.is_new {
                false => Going::Anew,
                true => {
                    let id = self.crew.id(position);
                    Going::Failed(format!("the {direction} of `{id}` before it fails: {why}"))
                }
            };
        }
        self.filled.clear();
        Going::There
    }

    /// Runs one revision as an ordinary run does; returns the number of its statements.
    ///
    /// # Errors
    /// Why not, in words.
    pub(super) fn step(&mut self, turn: &Turn, direction: Direction) -> Result<usize, String> {
        let steps = self.planned(turn, direction)?;
        let target = Target::revision(self.crew.id(turn.position));
        let goal = match direction {
            Direction::Up => Goal::Upgrade(target),
            Direction::Down => Goal::Downgrade(target),
        };
        (self.contents, self.is_seen) = (None, false);
        let crew = self.crew;
        let mut context =
            Context::new(crew.set, &crew.options, crew.renderer()).map_err(|error| told(&error))?;
        context.is_silent = true;
        let session = &mut *self.session;
        let ran = caught(|| exec::run_planned(&mut context, session, &goal, steps));
        if ran.is_err() {
            self.is_spoilt = true;
        }
        ran?.map_err(|error| told(&error))?;
        self.is_applied(turn, direction);
        Ok(context.report.steps.last().map_or(0, |it| it.n_statements))
    }

    /// Plans the step that applies or reverts it.
    pub(super) fn planned(&self, turn: &Turn, direction: Direction) -> Result<Vec<Step>, String> {
        let graph = &self.crew.set.graph;
        let applied = Applied::closure_of(graph, &self.rows()).map_err(|error| told(&error))?;
        let squash = graph.squash_at(turn.position);
        Ok(match squash.filter(|_| !turn.instead_of.is_empty()) {
            Some(squash) => plan::instead(graph, &applied, squash, direction),
            None => plan::alone(graph, &applied, turn.position, direction),
        })
    }

    /// The version rows.
    pub(super) fn rows(&self) -> Vec<String> {
        let rows = self.crew.set.graph.maximal(&self.applied).into_iter();
        let mut ids: Vec<String> = rows.map(|it| self.crew.id(it).to_owned()).collect();
        ids.sort_unstable();
        ids
    }

    /// Notes what was applied or reverted.
    pub(super) fn is_applied(&mut self, turn: &Turn, direction: Direction) {
        (self.contents, self.is_seen) = (None, false);
        for position in turn.all() {
            match direction {
                Direction::Up => self.applied.insert(position),
                Direction::Down => self.applied.remove(position),
            };
        }
    }

    /// Has a revision applied whose downgrade did nothing.
    pub(super) fn stamp(&mut self, turn: &Turn) {
        let crew = self.crew;
        let target = Target::revision(crew.id(turn.position));
        let stamped =
            Context::new(crew.set, &crew.options, crew.renderer()).and_then(|mut context| {
                context.is_silent = true;
                exec::stamp(&mut context, &mut *self.session, &[target])
            });
        match stamped {
            Ok(()) => self.is_applied(turn, Direction::Up),
            Err(_) => self.is_spoilt = true,
        }
    }

    /// Tells whether the database itself says that exactly this is applied, and nothing half-done.
    pub(super) fn is_as_noted(&mut self) -> bool {
        let crew = self.crew;
        let Ok(context) = Context::new(crew.set, &crew.options, crew.renderer()) else {
            return false;
        };
        let mut rows = self.rows();
        rows.sort_unstable();
        let read = context.read_history(&mut *self.session);
        read.is_ok_and(|(state, records)| {
            let last = records.last().map(|it| it.status.clone());
            state.rows == rows && last.as_deref() == Some("done")
        })
    }

    /// Tells whether a revision can be reverted at all.
    pub(super) fn has_downgrade(&self, position: Position) -> bool {
        let migration = self.crew.set.migration(position.index());
        migration.is_some_and(|it| it.downgrade.is_some())
    }

    pub(super) fn introspection(&self) -> &'static dyn Introspection {
        self.crew.introspection()
    }

    /// Returns what it holds.
    pub(super) fn look(&mut self, known: &[&Arc<Look>]) -> Result<Arc<Look>, ChecksError> {
        if let Some(seen) = self.seen.as_ref().filter(|_| self.is_seen) {
            return Ok(Arc::clone(seen));
        }
        let known: Vec<&Arc<Look>> = known.iter().copied().chain(&self.seen).collect();
        let introspection = self.crew.introspection();
        let look = self
            .questions
            .look(&mut *self.session, introspection, &known)?;
        self.seen = Some(Arc::clone(&look));
        self.is_seen = true;
        self.is_new = false;
        Ok(look)
    }
}

/// Tells whether two sets hold the same, whatever room they have.
pub(super) fn is_same(one: &RevisionSet, other: &RevisionSet) -> bool {
    one.len() == other.len() && one.iter().all(|it| other.contains(it))
}

/// Has a migration do something that may panic.
///
/// # Errors
/// What the panic says.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
        format!("it panics: {}", text.unwrap_or("nobody knows why"))
    })
}
