//! A scratch database on its way through a range.

use std::collections::BTreeMap;

use crate::autogen::AutogenError;
use crate::autogen::making::Making;
use crate::autogen::reading::{ask, understand};
use crate::autogen::replay::on_scratch;
use crate::autogen::squash::SquashError;
use crate::autogen::squash::error::with_causes;
use crate::autogen::squash::recorded::Member;
use crate::autogen::squash::rows::{Row, Rows};
use crate::backends;
use crate::base::{Dialect, TableName, Value};
use crate::catalog::{Catalog, Introspection, Scope};
use crate::dialect::Renderer;
use crate::exec::{self, Context, Goal, try_out};
use crate::graph::{RevisionSpec, Target};
use crate::ops::Operation;
use crate::session::{Scope as Belonging, Session, Statement, Workshop};

/// What messages call what is read.
const SIDE: &str = "what the range makes";

/// What a database holds: its schema, and the rows of each table.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) catalog: Catalog,
    pub(super) rows: BTreeMap<String, Rows>,
}

/// A scratch database that goes through a range, revision by revision.
pub(super) struct Walk<'w, 'm> {
    making: Making<'m>,
    session: Box<dyn Session + 'w>,
    start: Content,
}

/// What a range makes of a database.
pub(super) struct Expected {
    pub(super) start: Content,
    pub(super) end: Content,
}

impl<'w, 'm> Walk<'w, 'm> {
    /// Begins where the range begins.
    pub(super) fn begin(
        making: Making<'m>,
        workshop: &'w mut dyn Workshop,
        header: &RevisionSpec,
    ) -> Result<Self, AutogenError> {
        let mut session = opened(making, workshop, header)?;
        let start = content(making, &mut *session)?;
        Ok(Self {
            making,
            session,
            start,
        })
    }

    /// Returns how the two catalogues of a part of the range are compared and changed.
    pub(super) fn introspection(&self) -> &'static dyn Introspection {
        backends::introspection(self.session.dialect())
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.session.dialect()
    }

    pub(super) const fn making(&self) -> Making<'m> {
        self.making
    }

    /// Applies the next revision.
    pub(super) fn to(&mut self, revision: &str) -> Result<(), AutogenError> {
        upgrade(self.making, &mut *self.session, revision)
    }

    pub(super) fn catalog(&mut self) -> Result<Catalog, AutogenError> {
        catalog(self.making, &mut *self.session)
    }

    /// Goes through all of the range.
    pub(super) fn through(
        making: Making<'m>,
        workshop: &'w mut dyn Workshop,
        header: &RevisionSpec,
        members: &[Member],
    ) -> Result<Expected, AutogenError> {
        let mut walk = Self::begin(making, workshop, header)?;
        members.iter().try_for_each(|member| walk.to(&member.id))?;
        walk.end()
    }

    /// Ends, with what the range has made.
    pub(super) fn end(mut self) -> Result<Expected, AutogenError> {
        let end = content(self.making, &mut *self.session)?;
        Ok(Expected {
            start: self.start,
            end,
        })
    }
}

/// Opens a scratch database where a range begins.
pub(super) fn opened<'w>(
    making: Making<'_>,
    workshop: &'w mut dyn Workshop,
    header: &RevisionSpec,
) -> Result<Box<dyn Session + 'w>, AutogenError> {
    let mut session = making.scratch(workshop)?;
    for needed in header.parents.iter().chain(&header.depends_on) {
        upgrade(making, &mut *session, needed)?;
    }
    Ok(session)
}

fn upgrade(
    making: Making<'_>,
    session: &mut dyn Session,
    revision: &str,
) -> Result<(), AutogenError> {
    let is_within = session.scope() == Belonging::Joined;
    let failed = |source| AutogenError::Replay {
        is_within,
        source: Box::new(source),
    };
    let options = on_scratch(&making.settings.options);
    let renderer = backends::renderer(session.dialect());
    let mut context = Context::new(making.set, &options, renderer).map_err(failed)?;
    context.is_silent = true;
    let goal = Goal::Upgrade(Target::revision(revision));
    exec::run(&mut context, session, &goal).map_err(failed)
}

/// Runs operations as one step.
pub(super) fn run(
    making: Making<'_>,
    session: &mut dyn Session,
    operations: &[Operation],
) -> Result<(), AutogenError> {
    let options = on_scratch(&making.settings.options);
    let renderer = backends::renderer(session.dialect());
    let ran = try_out(&options, renderer, session, operations);
    ran.map_err(|error| {
        let what = with_causes(&error);
        SquashError::Fails { what }.into()
    })
}

/// Reads what a scratch database holds.
pub(super) fn content(
    making: Making<'_>,
    session: &mut dyn Session,
) -> Result<Content, AutogenError> {
    let catalog = catalog(making, session)?;
    let renderer = backends::renderer(session.dialect());
    let mut rows = BTreeMap::new();
    for table in &catalog.tables {
        let read = table_rows(session, renderer, table.name())?;
        rows.insert(table.name().to_string(), Rows::new(read));
    }
    Ok(Content { catalog, rows })
}

fn catalog(making: Making<'_>, session: &mut dyn Session) -> Result<Catalog, AutogenError> {
    let introspection = backends::introspection(session.dialect());
    let scope: Scope = making.wanted_scope(session.scope() == Belonging::Joined);
    let answers = ask(session, introspection, &scope, SIDE)?;
    understand(&answers, introspection, &scope, SIDE)
}

/// Reads the rows of a table: of each the values by their columns, whatever the order of these.
fn table_rows(
    session: &mut dyn Session,
    renderer: &dyn Renderer,
    table: &TableName,
) -> Result<Vec<Row>, AutogenError> {
    let quoted = renderer.quote_table(table).map_err(|error| {
        let what = error.to_string();
        SquashError::Different { what }
    })?;
    let all = Statement::new(format!("SELECT * FROM {quoted}"));
    let rows = session.query(&all);
    let rows = rows.map_err(|source| AutogenError::Unreadable { side: SIDE, source })?;
    let shown = |(name, value): (&String, &Value)| (name.clone(), format!("{value:?}"));
    let read = rows.iter().map(|row| {
        let values = row.columns().iter().zip(row.values());
        values.map(shown).collect()
    });
    Ok(read.collect())
}
