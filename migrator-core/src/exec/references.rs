//! Foreign keys that are not obeyed while a step builds a table anew.
//!
//! Where dropping a table that others refer to would delete or refuse, the step runs with
//! the connection's foreign keys off, and is kept only if no row has lost what it refers to.
//! <https://sqlite.org/lang_altertable.html#otheralter>
//!
//! Invariant: however the step ends, the connection obeys its foreign keys again.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::Value;
use crate::dialect::Renderer;
use crate::exec::step_error::StepCause;
use crate::exec::{Context, ExecError};
use crate::session::{Rows, Session, SessionError, SessionErrorKind, Statement, always};

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

/// Rows whose foreign keys lead nowhere, each with how often it is reported, and what the
/// database says of the tables whose foreign keys refer to no key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Strays {
    rows: BTreeMap<[String; 3], usize>,
    mismatches: BTreeSet<String>,
}

impl Strays {
    /// Reads them.
    pub(crate) fn read(
        renderer: &dyn Renderer,
        session: &mut dyn Session,
    ) -> Result<Self, SessionError> {
        let mut strays = Self::default();
        let Some(query) = renderer.stray_references() else {
            return Ok(strays);
        };
        match (session.query(&query), renderer.stray_references_by_table()) {
            (Ok(rows), _) => strays.add(&rows),
            (Err(error), Some(tables)) if error.kind == SessionErrorKind::Other => {
                strays.read_each(session, &tables)?;
            }
            (Err(error), _) => return Err(error),
        }
        Ok(strays)
    }

    /// Reads them table by table, so that one table in disorder hides none of another.
    fn read_each(
        &mut self,
        session: &mut dyn Session,
        tables: &Statement,
    ) -> Result<(), SessionError> {
        for row in &session.query(tables)? {
            let query: String = row.get(0).unwrap_or_default();
            match session.query(&Statement::new(query)) {
                Ok(rows) => self.add(&rows),
                Err(error) if error.kind == SessionErrorKind::Other => {
                    self.mismatches.insert(error.message);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn add(&mut self, rows: &Rows) {
        for row in rows {
            let part = |at: usize| row.get(at).map_or_else(|_| String::new(), text);
            *self.rows.entry([part(0), part(1), part(2)]).or_insert(0) += 1;
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.mismatches.is_empty()
    }

    /// Fails if there is a row, or a foreign key without a key, that was not among those before.
    pub(crate) fn check_against(&self, before: &Self) -> Result<(), StepCause> {
        if let Some(said) = self.mismatches.difference(&before.mismatches).next() {
            return Err(StepCause::NoKey { said: said.clone() });
        }
        let is_new = |stray: &[String; 3], count: usize| {
            before.rows.get(stray).copied().unwrap_or_default() < count
        };
        let mut new = self
            .rows
            .iter()
            .filter(|(stray, count)| is_new(stray, **count));
        let Some(([table, row, target], _)) = new.next() else {
            return Ok(());
        };
        Err(StepCause::StrayReferences {
            table: table.clone(),
            row: row.clone(),
            target: target.clone(),
            others: new.count(),
        })
    }
}

/// Writes down, in a script, what notes the rows whose foreign keys lead nowhere.
pub(crate) fn note_references(
    context: &Context<'_>,
    session: &mut dyn Session,
) -> Result<(), StepCause> {
    write(session, &context.renderer.shell().note_references())
}

/// Writes down, in a script, what fails if a row was not among the noted ones.
pub(crate) fn check_references(
    context: &Context<'_>,
    session: &mut dyn Session,
) -> Result<(), StepCause> {
    write(session, &context.renderer.shell().check_references())
}

fn write(session: &mut dyn Session, statements: &[Statement]) -> Result<(), StepCause> {
    let written = session.execute(statements, &mut always);
    written.map_err(|failed| StepCause::database(failed.error))
}

fn text(value: Value) -> String {
    match value {
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text,
        other => format!("{other:?}"),
    }
}
