//! What every part of a run needs and none has defaults for.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::time::Duration;

use crate::dialect::Renderer;
use crate::exec::rehearsal::Rehearsal;
use crate::exec::strays::Strays;
use crate::exec::{Event, ExecError, Options, Report};
use crate::history::{EntryDirection, Ledger};
use crate::set::Loaded;

/// The program's migrations, the settings, and the report as it grows.
pub struct Context<'a> {
    /// The program's migrations.
    pub set: &'a Loaded,
    /// How to behave.
    pub options: &'a Options,
    /// How the database's SQL is written.
    pub renderer: &'a dyn Renderer,
    /// How the version rows and the history are read and written.
    pub ledger: Ledger<'a>,
    /// What the history calls the application.
    application: String,
    /// What has been done so far.
    pub report: Report,
    /// How long other processes have been waited for.
    pub waited: Cell<Duration>,
    /// Steps that began outside a transaction and did not end.
    pub(crate) unfinished: Vec<(String, EntryDirection)>,
    /// Revisions that the history speaks against, as far as this run has not put them
    /// right: until none is left, nothing may look like the work of a settled program.
    pub(crate) unsettled: BTreeSet<String>,
    /// While foreign keys are off: the rows that led nowhere before.
    pub(crate) strays_before: Option<Strays>,
    /// The number of the last statement of the step under way that may only read if it reads,
    /// because a run that resumes the step would read again.
    pub(crate) only_reads_up_to: usize,
    /// Whether the steps are written down instead of run: nothing can then be read, and nobody
    /// notes how far they have come.
    pub(crate) is_offline: bool,
    /// Whether this happens to a scratch database only, of which nobody wants to hear.
    pub(crate) is_silent: bool,
    /// What a dry run notes of the steps that it writes down.
    pub(crate) rehearsal: Option<Rehearsal>,
}

impl<'a> Context<'a> {
    /// Creates a context with an empty report.
    ///
    /// # Errors
    /// [`ExecError::Tables`] if the database cannot have tables of the names in the options.
    pub fn new(
        set: &'a Loaded,
        options: &'a Options,
        renderer: &'a dyn Renderer,
    ) -> Result<Self, ExecError> {
        let ledger = Ledger::new(renderer, options.tables())
            .map_err(|source| ExecError::Tables { source })?;
        Ok(Self {
            set,
            options,
            renderer,
            ledger,
            application: options.application_or(&set.application),
            report: Report::default(),
            waited: Cell::new(Duration::ZERO),
            unfinished: Vec::new(),
            unsettled: BTreeSet::new(),
            strays_before: None,
            only_reads_up_to: 0,
            is_offline: false,
            is_silent: false,
            rehearsal: None,
        })
    }

    /// Tells the observer, if there is one.
    pub(crate) fn tell(&self, event: &Event<'_>) {
        if self.is_silent {
            return;
        }
        crate::exec::event::trace(event);
        if let Some(observer) = self.options.progress() {
            observer(event);
        }
    }

    /// Puts a warning into the report and tells the observer.
    pub(crate) fn warn(&mut self, text: String) {
        self.tell(&Event::Warning { text: &text });
        self.report.warnings.push(text);
    }

    /// Fails if the cancel handle has been used.
    pub(crate) fn check_cancelled(&self) -> Result<(), ExecError> {
        match self.options.cancel_handle() {
            Some(cancel) if cancel.is_cancelled() => Err(ExecError::Cancelled),
            _ => Ok(()),
        }
    }

    /// Returns the application's name and version for the history.
    pub(crate) fn application(&self) -> &str {
        &self.application
    }
}

impl std::fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context")
            .field("report", &self.report)
            .finish_non_exhaustive()
    }
}
