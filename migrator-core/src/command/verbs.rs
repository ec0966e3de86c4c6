//! A set of migrations together with the settings of a run.

use std::time::Instant;

use crate::backends;
use crate::error::{Error, Result};
use crate::exec::{Context, ExecError, Options, Report, until_free};
use crate::history::Asking;
use crate::session::{Connect, Session};
use crate::set::{Loaded, Migrations, SetError};

/// The verbs, on one set of migrations and with one choice of [`Options`].
#[derive(Debug, Clone)]
#[must_use = "nothing is done before a verb is called"]
pub struct Verbs<'m> {
    pub(super) set: std::result::Result<&'m Migrations, SetError>,
    pub(super) options: Options,
}

impl<'m> Verbs<'m> {
    /// Creates the verbs; a set that was not found is reported by the verb that is used.
    #[doc(hidden)]
    pub fn new(set: std::result::Result<&'m Migrations, SetError>, options: Options) -> Self {
        Self { set, options }
    }

    /// Returns the set and the settings.
    #[cfg(feature = "autogenerate")]
    pub(super) fn into_parts(self) -> (std::result::Result<&'m Migrations, SetError>, Options) {
        (self.set, self.options)
    }

    /// Returns the set, checked.
    pub(super) fn loaded(&self) -> Result<&'m Loaded> {
        let set = self
            .set
            .as_ref()
            .map_err(|error| Error::from(error.clone()))?;
        Ok(set.loaded()?)
    }

    /// Does the work of a verb on a database, after the session was told the settings; puts the
    /// report into the answer or into the error.
    pub(super) fn run(
        &self,
        session: &mut dyn Session,
        work: impl FnOnce(&mut Context<'_>, &mut dyn Session) -> std::result::Result<(), ExecError>,
    ) -> Result<Report> {
        let started = Instant::now();
        let dialect = session.dialect();
        let renderer = backends::renderer(dialect);
        let mut context = Context::new(self.loaded()?, &self.options, renderer)?;
        let settings = self.options.settings(context.ledger.version_name());
        session
            .configure(&settings)
            .map_err(|source| ExecError::Setting { dialect, source })?;
        let outcome = work(&mut context, session);
        let waited = context.waited.get();
        let mut report = context.report;
        report.waited = waited;
        report.duration = started.elapsed();
        match outcome {
            Ok(()) => Ok(report),
            Err(error) => Err(Error::of_run(error, report)),
        }
    }

    /// Reads the version rows, sorted.
    pub(super) fn rows(&self, session: &mut dyn Session) -> Result<Vec<String>> {
        let mut rows = Vec::new();
        self.run(
            session,
            |context, session| -> std::result::Result<(), ExecError> {
                rows = until_free(context, session, |context, session| {
                    context.ledger.state(session, Asking::Carefully)
                })?
                .rows;
                Ok(())
            },
        )?;
        Ok(rows)
    }
}

/// Opens the session of a verb.
pub(super) fn open<'c>(connection: impl Connect<'c>) -> Result<Box<dyn Session + 'c>> {
    let opened = connection.session();
    Ok(opened.map_err(|source| ExecError::Connect { source })?)
}

impl Migrations {
    /// Returns the verbs on this set with settings of one's own.
    pub fn with(&self, options: Options) -> Verbs<'_> {
        Verbs::new(Ok(self), options)
    }
}
