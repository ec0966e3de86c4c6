//! The revision whose schema a database has, for one that nobody has noted anything in.
//!
//! The migrations are applied to a scratch database one after the other, which is read after each: so the states
//! that are compared are those of the graph's own order. With branches there are others, which are not tried.
//! Invariant: the database itself is only read.

use crate::autogen::bench::{FOUND, LIVE, schemas, with_declared};
use crate::autogen::making::Making;
use crate::autogen::reading::{ask, understand};
use crate::autogen::replay::advance;
use crate::autogen::{AutogenError, Autogenerate};
use crate::backends;
use crate::base::TableName;
use crate::catalog::{Catalog, Introspection, Schemas, Scope};
use crate::diff;
use crate::graph::{Position, RevisionSet, Target};
use crate::session::{Scope as Belonging, Workshop};
use crate::set::{Likeness, Loaded, Place};

/// Finds the places in the graph whose schema the database of the workshop has.
///
/// The tables in `strange` belong to nobody.
///
/// # Errors
/// As for [`check`](crate::autogen::check) of a live database.
pub fn likeness(
    settings: &Autogenerate<'_>,
    set: &Loaded,
    workshop: &mut dyn Workshop,
    strange: &[TableName],
) -> Result<Likeness, AutogenError> {
    let mut comparing = Comparing::new(settings, set, workshop, strange);
    if comparing.is_empty()? {
        return Ok(Likeness::Nothing);
    }
    let targets: Vec<Vec<Position>> = set
        .graph
        .revisions()
        .map(|it| vec![it.position()])
        .collect();
    let Replayed {
        catalogs,
        schemas,
        failure,
    } = comparing.replayed(&targets)?;
    let live = comparing.live(schemas)?;
    let mut equal = Vec::new();
    let mut nearest: Option<Place> = None;
    let mut applied = RevisionSet::with_capacity(set.graph.len());
    for (revision, catalog) in set.graph.revisions().zip(&catalogs) {
        applied.insert(revision.position());
        let differences = comparing.differences(catalog, &live)?;
        let revisions = stands(set, &applied);
        if differences.is_empty() {
            equal.push(revisions);
        } else if nearest
            .as_ref()
            .is_none_or(|it| differences.len() <= it.differences.len())
        {
            nearest = Some(Place::new(revisions, differences));
        }
    }
    match (equal.is_empty(), failure, nearest) {
        (false, _, _) => Ok(Likeness::Equal(equal)),
        // One that was not reached may be equal, or nearer.
        (true, Some(failure), _) => Err(failure),
        (true, None, Some(nearest)) => Ok(Likeness::Near(nearest)),
        (true, None, None) => Ok(Likeness::Equal(vec![Vec::new()])),
    }
}

/// Returns what the database of the workshop has otherwise than the migrations make up to a place; a line each.
///
/// # Errors
/// As for [`likeness`].
pub fn difference(
    settings: &Autogenerate<'_>,
    set: &Loaded,
    workshop: &mut dyn Workshop,
    strange: &[TableName],
    place: &[Position],
) -> Result<Vec<String>, AutogenError> {
    let mut comparing = Comparing::new(settings, set, workshop, strange);
    let replayed = comparing.replayed(&[place.to_vec()])?;
    let live = comparing.live(replayed.schemas)?;
    match (replayed.failure, replayed.catalogs.first()) {
        (Some(failure), _) => Err(failure),
        (None, Some(catalog)) => comparing.differences(catalog, &live),
        (None, None) => Ok(Vec::new()),
    }
}

/// The rows of a database where these are applied.
fn stands(set: &Loaded, applied: &RevisionSet) -> Vec<String> {
    let rows = set.graph.maximal(applied).into_iter();
    let mut rows: Vec<String> = rows.map(|it| set.graph.id_at(it).to_owned()).collect();
    rows.sort_unstable();
    rows
}

/// What the migrations make up to some places.
struct Replayed {
    /// For each place in turn.
    catalogs: Vec<Catalog>,
    /// In which schemas that is.
    schemas: Schemas,
    /// Why there are none for the places behind.
    failure: Option<AutogenError>,
}

struct Comparing<'c> {
    making: Making<'c>,
    workshop: &'c mut dyn Workshop,
    introspection: &'static dyn Introspection,
    strange: &'c [TableName],
}

impl<'c> Comparing<'c> {
    fn new(
        settings: &'c Autogenerate<'c>,
        set: &'c Loaded,
        workshop: &'c mut dyn Workshop,
        strange: &'c [TableName],
    ) -> Self {
        Self {
            making: Making { settings, set },
            introspection: backends::introspection(workshop.dialect()),
            workshop,
            strange,
        }
    }

    /// Tells whether the database has no more than a new one.
    fn is_empty(&mut self) -> Result<bool, AutogenError> {
        let new = self.replayed(&[Vec::new()])?;
        let live = self.live(Schemas::Own)?;
        match new.catalogs.first() {
            Some(new) => Ok(self.differences(new, &live)?.is_empty()),
            None => Ok(false),
        }
    }

    /// Reads what the migrations make up to each of the places.
    fn replayed(&mut self, places: &[Vec<Position>]) -> Result<Replayed, AutogenError> {
        let making = self.making;
        let mut scratch = making.scratch(self.workshop)?;
        let is_within = scratch.scope() == Belonging::Joined;
        let scope = without(making.wanted_scope(is_within), self.strange);
        let mut catalogs = Vec::new();
        let mut failure = None;
        for place in places {
            let reached = place.iter().try_for_each(|position| {
                let target = Target::revision(making.set.graph.id_at(*position));
                advance(&mut *scratch, making.set, &making.settings.options, target)
            });
            if let Err(error) = reached {
                failure = Some(error);
                break;
            }
            let answers = ask(&mut *scratch, self.introspection, &scope, FOUND)?;
            catalogs.push(understand(&answers, self.introspection, &scope, FOUND)?);
        }
        let named: Vec<String> = catalogs.last().into_iter().flat_map(schemas).collect();
        let schemas = match is_within {
            true => Schemas::Own,
            false => with_declared(&making.settings.schemas, named.into_iter()),
        };
        Ok(Replayed {
            catalogs,
            schemas,
            failure,
        })
    }

    /// Reads what the database holds.
    fn live(&mut self, schemas: Schemas) -> Result<Catalog, AutogenError> {
        let unreadable = |source| AutogenError::Unreadable { side: LIVE, source };
        let scope = without(self.making.scope(schemas), self.strange);
        let opened = self.workshop.database().map_err(unreadable)?;
        let mut database = opened.ok_or(AutogenError::NoDatabase)?;
        let answers = ask(&mut *database, self.introspection, &scope, LIVE)?;
        understand(&answers, self.introspection, &scope, LIVE)
    }

    /// Returns what would have to change for the one to be the other.
    fn differences(&self, found: &Catalog, wanted: &Catalog) -> Result<Vec<String>, AutogenError> {
        Ok(diff::differences(found, wanted, self.introspection)?)
    }
}

/// Leaves out the tables of nobody, on both sides: a dump that has become a migration makes them, too.
fn without(mut scope: Scope, strange: &[TableName]) -> Scope {
    scope.leave_out.extend(strange.iter().cloned());
    scope
}
