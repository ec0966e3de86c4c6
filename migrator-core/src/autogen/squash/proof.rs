//! The squash, tried: it must leave what the range leaves, and its downgrade what was there before.

use crate::autogen::AutogenError;
use crate::autogen::making::Making;
use crate::autogen::squash::SquashError;
use crate::autogen::squash::walk::{Content, Expected, content, opened, run};
use crate::backends;
use crate::base::Dialect;
use crate::diff::differences;
use crate::graph::RevisionSpec;
use crate::ops::Operation;
use crate::session::Workshop;

/// A squash, and what it is to do.
pub(super) struct Tried<'t, 'm> {
    pub(super) making: Making<'m>,
    pub(super) expected: &'t Expected,
    pub(super) up: Vec<Operation>,
    pub(super) down: Option<Vec<Operation>>,
}

impl Tried<'_, '_> {
    /// Runs it on a scratch database that stands where the range begins.
    ///
    /// # Errors
    /// [`SquashError::Different`].
    pub(super) fn prove(
        &self,
        workshop: &mut dyn Workshop,
        header: &RevisionSpec,
    ) -> Result<(), AutogenError> {
        let mut session = opened(self.making, workshop, header)?;
        run(self.making, &mut *session, &self.up)?;
        let dialect = session.dialect();
        let end = content(self.making, &mut *session)?;
        same(&end, &self.expected.end, dialect)?;
        let Some(down) = &self.down else {
            return Ok(());
        };
        run(self.making, &mut *session, down)?;
        let start = content(self.making, &mut *session)?;
        same(&start, &self.expected.start, dialect)
    }
}

fn same(found: &Content, wanted: &Content, dialect: Dialect) -> Result<(), AutogenError> {
    let introspection = backends::introspection(dialect);
    let mut different = differences(&found.catalog, &wanted.catalog, introspection)?;
    let tables = wanted.rows.iter().filter(|(table, rows)| {
        let found = found.rows.get(*table);
        found.is_some_and(|found| found != *rows)
    });
    different.extend(tables.map(|(table, _)| format!("other rows in `{table}`")));
    match different.is_empty() {
        true => Ok(()),
        false => {
            let what = different.join("; ");
            Err(SquashError::Different { what }.into())
        }
    }
}
