//! The revision whose schema a database has, for one that nobody has noted anything in.
//!
//! The migrations are applied to a scratch database one after the other, which is read after each: so the states
//! that are compared are those of the graph's own order. Where branches make others, and none of these is equal, each
//! line is gone through by itself, and then what is nearest on each of them is compared together: branches seldom
//! change the same tables, so that each tells how far it has come.
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
use crate::graph::{Edges, Graph, Position, Revision, RevisionSet, Target};
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
    let graph = &set.graph;
    let all = graph.ancestors(graph.heads().map(Revision::position), Edges::All);
    let places = prefixes(graph, &all);
    let replayed = comparing.replayed(&places)?;
    let live = comparing.live(replayed.schemas)?;
    let mut seen = Seen::default();
    comparing.note(&mut seen, &places, &replayed.catalogs, &live)?;
    if seen.equal.is_empty() {
        // One that was not reached may be equal, or nearer.
        if let Some(failure) = replayed.failure {
            return Err(failure);
        }
        if graph.heads().nth(1).is_some() {
            comparing.lines(&mut seen, &live)?;
        }
    }
    Ok(match (seen.equal.is_empty(), seen.nearest) {
        (true, Some(nearest)) => Likeness::Near(nearest.place),
        _ => Likeness::Equal(seen.equal),
    })
}

/// Nothing, and what is applied after each of some revisions.
fn prefixes(graph: &Graph, revisions: &RevisionSet) -> Vec<RevisionSet> {
    let mut applied = RevisionSet::with_capacity(graph.len());
    let mut places = vec![applied.clone()];
    for position in revisions.iter() {
        applied.insert(position);
        places.push(applied.clone());
    }
    places
}

/// What came of comparing places.
#[derive(Default)]
struct Seen {
    equal: Vec<Vec<String>>,
    nearest: Option<Nearest>,
}

struct Nearest {
    place: Place,
    applied: RevisionSet,
}

impl Seen {
    /// Of places that are as near as each other the last counts.
    fn note(&mut self, set: &Loaded, applied: &RevisionSet, differences: Vec<String>) {
        let revisions = stands(set, applied);
        let nearest = self.nearest.as_ref();
        if differences.is_empty() {
            self.equal.push(revisions);
        } else if nearest.is_none_or(|it| differences.len() <= it.place.differences.len()) {
            self.nearest = Some(Nearest {
                place: Place::new(revisions, differences),
                applied: applied.clone(),
            });
        }
    }

    /// Takes what is nearer, or equal, of places elsewhere.
    fn merge(&mut self, other: Self) {
        self.equal.extend(other.equal);
        let n_differences = |it: &Nearest| it.place.differences.len();
        let own = self.nearest.as_ref().map_or(usize::MAX, n_differences);
        if let Some(nearer) = other.nearest.filter(|it| n_differences(it) < own) {
            self.nearest = Some(nearer);
        }
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
    let applied = set.graph.ancestors(place.iter().copied(), Edges::All);
    let replayed = comparing.replayed(&[applied])?;
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
        let new = self.replayed(&[RevisionSet::default()])?;
        let live = self.live(Schemas::Own)?;
        match new.catalogs.first() {
            Some(new) => Ok(self.differences(new, &live)?.is_empty()),
            None => Ok(false),
        }
    }

    /// Goes through each line by itself, and looks at what is nearest on each of them together.
    fn lines(&mut self, seen: &mut Seen, live: &Catalog) -> Result<(), AutogenError> {
        let graph = &self.making.set.graph;
        let mut together = Vec::new();
        for head in graph.heads() {
            let line = graph.ancestors([head.position()], Edges::All);
            let here = self.seen(&prefixes(graph, &line), live)?;
            let nearest = here.nearest.iter();
            together.extend(nearest.flat_map(|it| it.applied.iter()));
            seen.merge(here);
        }
        if seen.equal.is_empty() {
            let place = graph.ancestors(together, Edges::All);
            seen.merge(self.seen(&[place], live)?);
        }
        seen.equal.sort_unstable();
        seen.equal.dedup();
        Ok(())
    }

    /// Compares at the places that can be reached.
    fn seen(&mut self, places: &[RevisionSet], live: &Catalog) -> Result<Seen, AutogenError> {
        let mut seen = Seen::default();
        let catalogs = self.replayed(places)?.catalogs;
        self.note(&mut seen, places, &catalogs, live)?;
        Ok(seen)
    }

    fn note(
        &self,
        seen: &mut Seen,
        places: &[RevisionSet],
        catalogs: &[Catalog],
        live: &Catalog,
    ) -> Result<(), AutogenError> {
        for (applied, catalog) in places.iter().zip(catalogs) {
            let differences = self.differences(catalog, live)?;
            seen.note(self.making.set, applied, differences);
        }
        Ok(())
    }

    /// Reads what the migrations make up to each of the places.
    fn replayed(&mut self, places: &[RevisionSet]) -> Result<Replayed, AutogenError> {
        let making = self.making;
        let mut scratch = making.scratch(self.workshop)?;
        let is_within = scratch.scope() == Belonging::Joined;
        let scope = without(making.wanted_scope(is_within), self.strange);
        let mut catalogs = Vec::new();
        let mut failure = None;
        for place in places {
            let rows = making.set.graph.maximal(place);
            let reached = rows.into_iter().try_for_each(|position| {
                let target = Target::revision(making.set.graph.id_at(position));
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
