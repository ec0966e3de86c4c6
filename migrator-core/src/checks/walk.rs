//! Which revision is next, and what is done with it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use super::crew::{Crew, Turn};
use super::error::ChecksError;
use super::look::Look;
use super::offline::{self, Job};
use super::place::{Going, Place, is_same};
use super::trial::Trial;
use super::verdict::{Seen, Verdict, Walked};
use crate::exec::Options;
use crate::graph::{Position, Revision, RevisionSet};
use crate::plan::Direction;
use crate::script::RevisionCheck;
use crate::session::Workshop;
use crate::set::Loaded;

/// Makes a workshop; called once for each of two threads.
pub type MakeWorkshop<'w> = dyn Fn() -> Result<Box<dyn Workshop>, String> + Sync + 'w;

/// So many revisions may wait for their scripts to be tried.
const WAITING: usize = 8;

/// Tries every revision on scratch databases.
///
/// # Errors
/// [`ChecksError`] if there are none, or they do not answer; what is wrong with a revision is in the result.
pub fn walk(
    set: &Loaded,
    options: &Options,
    make: &MakeWorkshop<'_>,
) -> Result<Walked, ChecksError> {
    let no_ground = |why: String| ChecksError::NoGround { why };
    let mut workshop = make().map_err(no_ground)?;
    let crew = &Crew::new(set, options, &*workshop);
    let from_empty = from_empty(crew, &mut *workshop)?;
    let (sender, jobs) = sync_channel(WAITING);
    let (walked, scripts) = thread::scope(|threads| {
        let work = move || {
            let mut workshop = make().map_err(no_ground)?;
            offline::walk(crew, &mut *workshop, &jobs)
        };
        let thread = thread::Builder::new().name("migrator-scripts".to_owned());
        let scripts = thread.spawn_scoped(threads, work);
        let scripts = scripts.map_err(ChecksError::Thread)?;
        let walked = Walk::new(crew, sender).run(&mut *workshop);
        let bug = ChecksError::Bug {
            what: "the thread of the scripts panicked",
        };
        let scripts = scripts.join().unwrap_or(Err(bug));
        Ok::<_, ChecksError>((walked, scripts))
    })?;
    let (mut revisions, scripts) = (walked?, scripts?);
    for (position, (verdict, notes)) in scripts {
        let seen: &mut Seen = revisions.entry(crew.id(position).to_owned()).or_default();
        seen.set(RevisionCheck::Offline, verdict);
        for note in notes {
            seen.note(RevisionCheck::Offline, note);
        }
    }
    Ok(Walked {
        from_empty,
        revisions,
    })
}

/// Applies all revisions to an empty database.
fn from_empty(crew: &Crew<'_>, workshop: &mut dyn Workshop) -> Result<Verdict, ChecksError> {
    let all: RevisionSet = crew.set.graph.revisions().map(Revision::position).collect();
    let mut place = Place::open(crew, workshop)?;
    Ok(match place.go_to(&all, |_| false) {
        Going::There => Verdict::Passed,
        Going::Anew => Verdict::Unseen("there is no new database".to_owned()),
        Going::Failed(why) => Verdict::Failed(why.replacen(" before it fails", " fails", 1)),
    })
}

/// A revision to be tried, and how.
#[derive(Clone)]
struct Task {
    position: Position,
    manner: Manner,
}

#[derive(Clone)]
enum Manner {
    /// With rows in every table.
    Plain,
    /// Without, because its upgrade fails with them, for this reason.
    Bare { why: String },
    /// With rows that suit the schema it leads to; the reason is that with others it fails.
    Suited { why: String, after: Arc<Look> },
}

/// A walk under way.
pub(super) struct Walk<'w> {
    pub(super) crew: &'w Crew<'w>,
    left: BTreeSet<Position>,
    /// What is to be tried once more.
    task: Option<Task>,
    last: Option<Position>,
    /// Revisions whose downgrade leads back.
    clean: RevisionSet,
    /// Revisions whose upgrade fails.
    pub(super) broken: RevisionSet,
    found: BTreeMap<String, Seen>,
    scripts: SyncSender<Job>,
}

impl<'w> Walk<'w> {
    fn new(crew: &'w Crew<'w>, scripts: SyncSender<Job>) -> Self {
        let n_revisions = crew.set.graph.len();
        Self {
            crew,
            left: crew.set.graph.revisions().map(Revision::position).collect(),
            task: None,
            last: None,
            clean: RevisionSet::with_capacity(n_revisions),
            broken: RevisionSet::with_capacity(n_revisions),
            found: BTreeMap::new(),
            scripts,
        }
    }

    fn run(mut self, workshop: &mut dyn Workshop) -> Result<BTreeMap<String, Seen>, ChecksError> {
        while !self.left.is_empty() || self.task.is_some() {
            let mut place = Place::open(self.crew, workshop)?;
            self.on(&mut place)?;
        }
        self.squashes(workshop)?;
        Ok(self.found)
    }

    /// Goes on as long as one database will do.
    fn on(&mut self, place: &mut Place<'_>) -> Result<(), ChecksError> {
        while !place.is_spoilt
            && let Some(task) = self.next(place)
        {
            let needs = self.crew.needs_of(&Turn::alone(task.position));
            if let Some(broken) = needs.iter().find(|it| self.broken.contains(*it)) {
                let id = self.crew.id(broken);
                self.unseen(
                    task.position,
                    format!("it needs `{id}`, whose upgrade fails"),
                );
                continue;
            }
            match place.go_to(&needs, |it| self.clean.contains(it)) {
                Going::There => self.revision(place, task)?,
                Going::Anew => {
                    self.task = Some(task);
                    return Ok(());
                }
                Going::Failed(why) => self.unseen(task.position, why),
            }
        }
        Ok(())
    }

    /// Returns what is tried next: what has to be tried again, what can be tried where the database stands, or the
    /// first that is left.
    fn next(&mut self, place: &Place<'_>) -> Option<Task> {
        if let Some(task) = self.task.take() {
            return Some(task);
        }
        let graph = &self.crew.set.graph;
        let last = self.last.and_then(|it| graph.at(it));
        let above = last
            .into_iter()
            .flat_map(|it| it.children().chain(it.dependents()));
        let mut above = above
            .map(Revision::position)
            .filter(|it| self.left.contains(it));
        let here = above.find(|it| is_same(&self.crew.needs_of(&Turn::alone(*it)), &place.applied));
        let position = here.or_else(|| self.left.first().copied())?;
        self.left.remove(&position);
        self.last = Some(position);
        let manner = Manner::Plain;
        Some(Task { position, manner })
    }

    fn unseen(&mut self, position: Position, why: String) {
        self.broken.insert(position);
        let seen = self.found.entry(self.crew.id(position).to_owned());
        seen.or_default().rest(&Verdict::Unseen(why));
    }

    /// Tries one revision on a database that stands where it begins.
    fn revision(&mut self, place: &mut Place<'_>, task: Task) -> Result<(), ChecksError> {
        let position = task.position;
        let turn = Turn::alone(position);
        let before = place.look(&[])?;
        let has_rows = match &task.manner {
            Manner::Plain => place.fill(&before, None)?,
            Manner::Bare { .. } => false,
            Manner::Suited { after, .. } => place.fill(&before, Some(after))?,
        };
        let rows = has_rows.then(|| place.contents(&before));
        let mut trial = Trial::new(turn.clone(), before, rows);
        let n_up = match place.step(&turn, Direction::Up) {
            Ok(n_up) => n_up,
            Err(why) => {
                place.is_spoilt = true;
                self.upgrade_fails(trial, task.manner, why, has_rows);
                return Ok(());
            }
        };
        let after = place.look(&[])?;
        trial.rows_after_up(place, &after);
        if let Manner::Suited { why, .. } = &task.manner {
            self.suited(trial, why);
            return Ok(());
        }
        let is_clean = trial.way_back(place, &after, n_up)?;
        if is_clean {
            self.clean.insert(position);
        }
        if let Manner::Bare { why } = task.manner {
            let after = Arc::clone(&after);
            let manner = Manner::Suited { why, after };
            self.task = Some(Task { position, manner });
            place.is_spoilt = true;
        }
        self.keep(trial);
        self.script(turn, after, is_clean);
        Ok(())
    }

    /// Has the script of a revision tried.
    pub(super) fn script(&self, turn: Turn, after: Arc<Look>, is_clean: bool) {
        let job = Job {
            turn,
            after,
            is_clean,
        };
        // If nobody takes it, the other thread has ended, and will say why.
        let _ = self.scripts.send(job);
    }

    pub(super) fn keep(&mut self, trial: Trial) {
        let id = self.crew.id(trial.turn.position).to_owned();
        self.found.insert(id, trial.seen);
    }

    fn upgrade_fails(&mut self, mut trial: Trial, manner: Manner, why: String, has_rows: bool) {
        let position = trial.turn.position;
        match manner {
            Manner::Plain if has_rows => {
                let manner = Manner::Bare { why };
                self.task = Some(Task { position, manner });
            }
            Manner::Plain | Manner::Bare { .. } => {
                self.broken.insert(position);
                trial.upgrade_fails(format!("the upgrade fails: {why}"));
                self.keep(trial);
            }
            Manner::Suited { .. } => {
                let what = format!("the upgrade fails where there are rows in the tables: {why}");
                let seen = self.found.entry(self.crew.id(position).to_owned());
                seen.or_default()
                    .set(RevisionCheck::RowsSurvive, Verdict::Failed(what));
            }
        }
    }

    /// The upgrade ran with rows that suit the schema it leads to, and not with others.
    fn suited(&mut self, trial: Trial, why: &str) {
        let verdict = trial.seen.verdict(RevisionCheck::RowsSurvive);
        let seen = self
            .found
            .entry(self.crew.id(trial.turn.position).to_owned());
        let seen = seen.or_default();
        seen.set(RevisionCheck::RowsSurvive, verdict);
        let note = format!("it runs with rows that suit its schema, and not with any: {why}");
        seen.note(RevisionCheck::RowsSurvive, note);
    }
}
