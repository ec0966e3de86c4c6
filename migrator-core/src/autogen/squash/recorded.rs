//! What the migrations of a range ask for, without running it.

use std::cell::Cell;

use crate::autogen::squash::SquashError;
use crate::autogen::squash::dropped::Dropped;
use crate::autogen::squash::shape::{is_shape, local_setting};
use crate::base::{Arguments, Dialect, Location, Transaction};
use crate::graph::{Revision, RevisionSpec};
use crate::ops::{Command, Execute, Irreversible, Op, OpError, Operation, Query, Sink, Sql};
use crate::session::Rows;
use crate::set::{Loaded, Migration, Script};

/// A revision of the range.
pub(super) struct Member {
    pub(super) id: String,
    pub(super) up: Vec<Operation>,
    /// The way back, or why there is none.
    pub(super) down: Result<Vec<Operation>, String>,
    /// Whether all that it leaves can be seen in the catalogue.
    pub(super) is_shape: bool,
    /// Whether it runs in a transaction, as the squash will.
    pub(super) is_wrapped: bool,
    /// What it sets for the rest of its transaction.
    pub(super) local_setting: Option<String>,
    /// The same of the way back.
    pub(super) local_setting_down: Option<String>,
    pub(super) file: &'static str,
}

/// Records what a range does, in the order in which it runs.
///
/// # Errors
/// [`SquashError::Unknown`] for the first migration that depends on the database.
pub(super) fn members(
    set: &Loaded,
    arguments: &Arguments,
    dialect: Dialect,
    range: &RevisionSpec,
) -> Result<Vec<Member>, SquashError> {
    let found = range.replaces.iter().filter_map(|id| set.graph.find(id));
    // Of a squash whose files are there nothing runs: it is counted.
    let is_counted = |it: &Revision<'_>| {
        let squash = set.graph.squash_at(it.position());
        squash.is_some_and(|squash| !squash.is_alone())
    };
    let found = found.filter(|it| !is_counted(it));
    let member = |revision: Revision<'_>| {
        let migration = set.migration(revision.position().index());
        migration.map(|it| member(revision.id(), it, arguments, dialect))
    };
    found.filter_map(member).collect()
}

fn member(
    id: &str,
    migration: &Migration,
    arguments: &Arguments,
    dialect: Dialect,
) -> Result<Member, SquashError> {
    let up = record(&migration.upgrade, migration.file, arguments, dialect);
    let up = up.map_err(|(place, what)| SquashError::Unknown {
        revision: id.to_owned(),
        place,
        what,
    })?;
    let down = match &migration.downgrade {
        None => Err(format!("`{id}` has no downgrade")),
        Some(script) => record(script, migration.file, arguments, dialect)
            .map(|recorded| recorded.operations)
            .map_err(|(place, what)| {
                format!("the downgrade of `{id}` cannot be written down ({place}): {what}")
            }),
    };
    let mut dropped = Dropped::default();
    let mut again = up.operations.iter().map(|it| dropped.take(it, dialect));
    let comes_again = again.any(|it| it);
    let setting = |operations: &[Operation]| {
        let mut settings = operations.iter();
        settings.find_map(|it| local_setting(it, dialect))
    };
    Ok(Member {
        id: id.to_owned(),
        is_shape: !comes_again && up.operations.iter().all(|it| is_shape(it, dialect)),
        local_setting: setting(&up.operations),
        local_setting_down: down.as_deref().ok().and_then(setting),
        is_wrapped: migration.transaction != Transaction::None && !up.has_block,
        up: up.operations,
        down,
        file: migration.file,
    })
}

/// What a script asks for, or the place where that is not known, and why.
type Recorded = Result<Recording, (String, String)>;

fn record(script: &Script, file: &str, arguments: &Arguments, dialect: Dialect) -> Recorded {
    let mut recording = Recording {
        dialect,
        operations: Vec::new(),
        has_block: false,
        failure: None,
        asked: Cell::new(None),
    };
    match script {
        Script::Sql(sql) => {
            let statements = sql
                .get(dialect)
                .map_err(|why| (file.to_owned(), why.to_owned()))?;
            recording.operations = statements.iter().map(|it| raw(it.sql)).collect();
        }
        Script::Rust(function) => {
            let outcome = function.run(&mut Op::with(&mut recording, arguments));
            if let Some((place, what)) = recording.failure.take() {
                return Err((place.to_string(), what));
            }
            if let Some(place) = recording.asked.take() {
                let what = "it goes by what is said to the run".to_owned();
                return Err((place.to_string(), what));
            }
            outcome.map_err(|error| (file.to_owned(), error.to_string()))?;
        }
    }
    Ok(recording)
}

/// Returns the operation that runs a statement.
pub(super) fn raw(sql: &str) -> Operation {
    let command = Command::Sql(Sql::new(sql));
    Operation::Execute(Execute { command })
}

/// Keeps what a migration asks for.
struct Recording {
    dialect: Dialect,
    operations: Vec<Operation>,
    has_block: bool,
    failure: Option<(Location, String)>,
    /// Where it first asked for what is said to the run.
    asked: Cell<Option<Location>>,
}

impl Recording {
    fn fail(&mut self, location: Location, what: &str) -> OpError {
        self.failure.get_or_insert((location, what.to_owned()));
        let message = what.to_owned();
        OpError { message }
    }
}

impl Sink for Recording {
    fn record(&mut self, operation: Operation, _location: Location) {
        self.operations.push(operation);
    }

    fn query(&mut self, _query: Query, location: Location) -> Result<Rows, OpError> {
        Err(self.fail(location, "it reads from the database"))
    }

    #[cfg(feature = "raw-driver")]
    fn raw(
        &mut self,
        _work: &mut crate::session::RawWork<'_>,
        location: Location,
    ) -> Result<(), OpError> {
        Err(self.fail(location, "it uses the driver itself"))
    }

    fn asked(&self, location: Location) {
        self.asked.set(self.asked.take().or(Some(location)));
    }

    fn enter_autocommit(&mut self, _location: Location) {
        self.has_block = true;
    }

    fn leave_autocommit(&mut self) {}

    fn refuse(&mut self, why: Irreversible, location: Location) {
        self.fail(location, &why.to_string());
    }

    fn dialect(&self) -> Dialect {
        self.dialect
    }
}
