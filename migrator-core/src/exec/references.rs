//! Foreign keys that are not obeyed while a step builds a table anew.
//!
//! Where dropping a table that others refer to would delete or refuse, the step runs with
//! the connection's foreign keys off, and is kept only if no row has lost what it refers to.
//! <https://sqlite.org/lang_altertable.html#otheralter>
//!
//! Invariant: however the step ends, the connection obeys its foreign keys again.

use crate::dialect::Renderer;
use crate::exec::ExecError;
use crate::exec::stop::Stop;
use crate::session::{Session, Statement, always};

/// A session whose foreign keys may be off as long as this lives.
pub(crate) struct References<'s> {
    session: &'s mut dyn Session,
    is_off: bool,
}

impl<'s> References<'s> {
    /// Leaves them as they are.
    pub(crate) fn kept(session: &'s mut dyn Session) -> Self {
        Self {
            session,
            is_off: false,
        }
    }

    /// Switches them off, if they are on; no transaction is open.
    pub(crate) fn off(session: &'s mut dyn Session) -> Result<Self, ExecError> {
        let is_on = session.obeys_references().map_err(ExecError::database)?;
        if is_on {
            session
                .obey_references(false)
                .map_err(ExecError::database)?;
        }
        Ok(Self {
            session,
            is_off: is_on,
        })
    }

    /// Gives access to the session.
    pub(crate) fn session(&mut self) -> &mut dyn Session {
        self.session
    }
}

impl Drop for References<'_> {
    fn drop(&mut self) {
        if self.is_off {
            // What ended the step is what will be reported; the setting cannot fail
            // outside a transaction.
            let _ = self.session.obey_references(true);
        }
    }
}

/// Writes down, in a script, what notes the rows whose foreign keys lead nowhere.
pub(crate) fn note_references(
    renderer: &dyn Renderer,
    session: &mut dyn Session,
) -> Result<(), Stop> {
    write(session, &renderer.shell().note_references())
}

/// Writes down, in a script, what fails if a row was not among the noted ones.
pub(crate) fn check_references(
    renderer: &dyn Renderer,
    session: &mut dyn Session,
) -> Result<(), Stop> {
    write(session, &renderer.shell().check_references())
}

fn write(session: &mut dyn Session, statements: &[Statement]) -> Result<(), Stop> {
    let written = session.execute(statements, &mut always);
    written.map_err(|failed| Stop::database(failed.error))
}
