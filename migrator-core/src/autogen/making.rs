//! What is made on scratch databases: the declared schema, and what the migrations make; one after the other,
//! or side by side where there can be two databases at once.

use std::collections::BTreeSet;
use std::sync::mpsc;
use std::thread;

use crate::autogen::materialize::{Piece, make, prepared};
use crate::autogen::reading::ask;
use crate::autogen::replay::{configure, on_scratch, replay};
use crate::autogen::{AutogenError, Autogenerate};
use crate::backends;
use crate::catalog::{Schemas, Scope};
use crate::session::{Interrupter, Rows, Scope as Belonging, Session, SessionError, Workshop};
use crate::set::Loaded;

/// What messages call the declared side.
pub(super) const WANTED: &str = "the declared schema";

/// Makes both sides, in whatever workshop.
#[derive(Clone, Copy)]
pub(super) struct Making<'m> {
    pub(super) settings: &'m Autogenerate<'m>,
    pub(super) set: &'m Loaded,
}

/// What the declared schema has come to.
pub(super) struct Answers {
    pub(super) rows: Vec<Rows>,
    /// Whether it was made within the database.
    pub(super) is_within: bool,
}

/// What came of making both sides at once: what has failed is missing, and can be made again by itself.
#[derive(Default)]
pub(super) struct Abreast<'w> {
    pub(super) wanted: Option<Answers>,
    /// A scratch database that stands where the migrations end.
    pub(super) head: Option<Box<dyn Session + 'w>>,
}

impl<'m> Making<'m> {
    /// Opens a scratch database with what is there before anything else.
    pub(super) fn scratch<'w>(
        self,
        workshop: &'w mut dyn Workshop,
    ) -> Result<Box<dyn Session + 'w>, AutogenError> {
        let dialect = workshop.dialect();
        let renderer = backends::renderer(dialect);
        let prepared = prepared(&self.settings.prepare, renderer)?;
        let ground = |source: SessionError| AutogenError::ground(dialect, source);
        let mut scratch = workshop.scratch().map_err(ground)?;
        configure(&mut *scratch, &on_scratch(&self.settings.options))?;
        make(&mut *scratch, renderer, prepared).map_err(AutogenError::of_preparation)?;
        Ok(scratch)
    }

    /// Opens a scratch database that stands where the migrations end.
    pub(super) fn at_head<'w>(
        self,
        workshop: &'w mut dyn Workshop,
    ) -> Result<Box<dyn Session + 'w>, AutogenError> {
        let mut scratch = self.scratch(workshop)?;
        replay(&mut *scratch, self.set, &self.settings.options)?;
        Ok(scratch)
    }

    /// Makes the declared schema and reads it.
    pub(super) fn wanted(
        self,
        workshop: &mut dyn Workshop,
        declared: Vec<Piece>,
    ) -> Result<Answers, AutogenError> {
        self.wanted_until(workshop, declared, || {})
    }

    /// Makes both sides at once; nothing if there cannot be two databases.
    ///
    /// Failures are not told, because some would not have happened to one alone: where a script has roles in it,
    /// or room is scarce.
    pub(super) fn abreast<'w>(
        self,
        workshop: &'w mut (dyn Workshop + Send + 'static),
        declared: &[Piece],
    ) -> Abreast<'w> {
        let Some(other) = workshop.apart() else {
            return Abreast::default();
        };
        let Ok(mut head) = self.scratch(workshop) else {
            return Abreast::default();
        };
        // Within the database both would share the room that it has for locks.
        if head.scope() == Belonging::Joined {
            return Abreast::default();
        }
        let declared = declared.to_vec();
        let stop = head.interrupter();
        let (wanted, replayed) = thread::scope(|threads| {
            let (here, until) = mpsc::channel();
            let work = move || self.made_beside(other, declared, &stop, &until);
            let named = thread::Builder::new().name("migrator-declared".to_owned());
            let wanted = named.spawn_scoped(threads, work);
            let replayed = replay(&mut *head, self.set, &self.settings.options);
            drop(here);
            let wanted = wanted.ok().and_then(|it| it.join().ok()).flatten();
            (wanted, replayed)
        });
        // Without the one the other was told to stop, and may hear it late.
        let head = (wanted.is_some() && replayed.is_ok()).then_some(head);
        Abreast { wanted, head }
    }

    /// Makes the declared schema while somebody else works, whom a failure stops.
    fn made_beside(
        self,
        mut workshop: Box<dyn Workshop + Send>,
        declared: Vec<Piece>,
        stop: &Interrupter,
        until: &mpsc::Receiver<()>,
    ) -> Option<Answers> {
        // A file system may be slow to make files where as many were just removed, and a server has several for
        // each table. So nothing is dropped as long as the other side is being made.
        let wait = || {
            let _ = until.recv();
        };
        match self.wanted_until(&mut *workshop, declared, wait) {
            Ok(answers) if !answers.is_within => Some(answers),
            _ => {
                stop();
                None
            }
        }
    }

    /// Makes and reads the declared schema, and waits before it is gone.
    fn wanted_until(
        self,
        workshop: &mut dyn Workshop,
        declared: Vec<Piece>,
        wait: impl FnOnce(),
    ) -> Result<Answers, AutogenError> {
        let dialect = workshop.dialect();
        let mut scratch = self.scratch(workshop)?;
        let is_within = scratch.scope() == Belonging::Joined;
        make(&mut *scratch, backends::renderer(dialect), declared)?;
        let scope = self.wanted_scope(is_within);
        let rows = ask(
            &mut *scratch,
            backends::introspection(dialect),
            &scope,
            WANTED,
        )?;
        wait();
        Ok(Answers { rows, is_within })
    }

    /// Returns how the declared schema is read.
    pub(super) fn wanted_scope(self, is_within: bool) -> Scope {
        // On a database of our own everything there is was declared.
        self.scope(match is_within {
            true => Schemas::Own,
            false => Schemas::All,
        })
    }

    /// Leaves out our own tables, where they stand by themselves and where the settings put them.
    pub(super) fn scope(self, schemas: Schemas) -> Scope {
        let options = &self.settings.options;
        let (there, here) = (options.tables(), on_scratch(options).tables());
        let all = [there.version, there.history, here.version, here.history];
        Scope {
            schemas,
            leave_out: BTreeSet::from(all).into_iter().collect(),
        }
    }
}
