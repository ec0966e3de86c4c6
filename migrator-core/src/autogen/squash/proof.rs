//! The squash, tried: it must leave what the range leaves, and its downgrade what was there before.

use crate::autogen::AutogenError;
use crate::autogen::making::Making;
use crate::autogen::squash::SquashError;
use crate::autogen::squash::recorded::Member;
use crate::autogen::squash::walk::{Content, Expected, Walk, content, opened, run};
use crate::backends;
use crate::base::Dialect;
use crate::diff::differences;
use crate::graph::RevisionSpec;
use crate::ops::Operation;
use crate::session::{Session, Workshop};

/// A squash, and what it is to do.
pub(super) struct Tried<'t, 'm> {
    pub(super) making: Making<'m>,
    pub(super) header: &'t RevisionSpec,
    pub(super) expected: &'t Expected,
    pub(super) members: &'t [Member],
    pub(super) up: Vec<Operation>,
    pub(super) down: Option<Vec<Operation>>,
    /// Whether the way back has parts that the range has as they are.
    pub(super) is_carried: bool,
}

/// What a squash leaves, and its way back.
struct Reached {
    end: Content,
    start: Option<Result<Content, AutogenError>>,
}

impl Tried<'_, '_> {
    /// Runs it on a scratch database that stands where the range begins. Returns why it cannot have a way back: the
    /// ways back of the range need not lead there.
    ///
    /// # Errors
    /// [`SquashError::Fails`], [`SquashError::Different`].
    pub(super) fn prove(
        &self,
        workshop: &mut dyn Workshop,
    ) -> Result<Option<String>, AutogenError> {
        let Reached { end, start } = self.reached(workshop)?;
        let mut again = None;
        self.same_rows(workshop, &mut again, &end, |it| &it.end)?;
        let same_start =
            |start: Content| self.same_rows(workshop, &mut again, &start, |it| &it.start);
        match start.map_or(Ok(()), |start| start.and_then(same_start)) {
            Ok(()) => Ok(None),
            Err(error) => self.without_way_back(error),
        }
    }

    /// Compares the rows. The clock and chance write other values whenever the range runs, so that it runs a second
    /// time if any are others.
    fn same_rows(
        &self,
        workshop: &mut dyn Workshop,
        again: &mut Option<Expected>,
        found: &Content,
        side: fn(&Expected) -> &Content,
    ) -> Result<(), AutogenError> {
        let wanted = side(self.expected);
        if unlike(found, wanted, None).is_empty() {
            return Ok(());
        }
        let again = match again {
            Some(again) => again,
            None => {
                let new = Walk::through(self.making, workshop, self.header, self.members)?;
                again.insert(new)
            }
        };
        let tables = unlike(found, wanted, Some(side(again)));
        let others = tables
            .iter()
            .map(|table| format!("other rows in `{table}`"));
        different(others.collect())
    }

    fn reached(&self, workshop: &mut dyn Workshop) -> Result<Reached, AutogenError> {
        let mut session = opened(self.making, workshop, self.header)?;
        run(self.making, &mut *session, &self.up)?;
        let end = content(self.making, &mut *session)?;
        same_schema(&end, &self.expected.end, session.dialect())?;
        let down = self.down.as_ref();
        let start = down.map(|down| self.back(&mut *session, down));
        Ok(Reached { end, start })
    }

    fn back(&self, session: &mut dyn Session, down: &[Operation]) -> Result<Content, AutogenError> {
        run(self.making, session, down)?;
        let start = content(self.making, session)?;
        same_schema(&start, &self.expected.start, session.dialect())?;
        Ok(start)
    }

    fn without_way_back(&self, error: AutogenError) -> Result<Option<String>, AutogenError> {
        match error {
            AutogenError::Squash(SquashError::Fails { what } | SquashError::Different { what })
                if self.is_carried =>
            {
                Ok(Some(without_way_back(&what)))
            }
            error => Err(error),
        }
    }
}

/// Says why there is no way back: those of the range need not lead there.
pub(super) fn without_way_back(what: &str) -> String {
    format!("with the downgrades that are carried over it does not lead back: {what}")
}

/// Returns the tables with other rows. Columns do not count in which the range itself writes something else the second
/// time.
fn unlike<'e>(found: &Content, wanted: &'e Content, again: Option<&Content>) -> Vec<&'e str> {
    let tables = wanted.rows.iter().filter(|(table, rows)| {
        let again = again.and_then(|it| it.rows.get(*table));
        let but = again.map(|again| rows.columns_unlike(again));
        let found = found.rows.get(*table);
        found.is_some_and(|found| !found.are(rows, &but.unwrap_or_default()))
    });
    tables.map(|(table, _)| table.as_str()).collect()
}

fn same_schema(found: &Content, wanted: &Content, dialect: Dialect) -> Result<(), AutogenError> {
    let introspection = backends::introspection(dialect);
    different(differences(&found.catalog, &wanted.catalog, introspection)?)
}

fn different(what: Vec<String>) -> Result<(), AutogenError> {
    match what.is_empty() {
        true => Ok(()),
        false => {
            let what = what.join("; ");
            Err(SquashError::Different { what }.into())
        }
    }
}
