//! Runs operations on a scratch database as one step of a migration would, without a migration.
//!
//! The same recorder, renderer, look-ups and foreign keys as in a step, and one transaction; but no lock, no version
//! row and no history: the scratch database need not have these tables.

use std::error::Error;
use std::fmt;

use crate::base::Location;
use crate::dialect::Renderer;
use crate::exec::delivery::{Delivery, Wrap};
use crate::exec::recorder::Recorder;
use crate::exec::references::References;
use crate::exec::running::Running;
use crate::exec::step_error::{Kept, StepCause};
use crate::exec::stop::Stop;
use crate::exec::strays::Strays;
use crate::exec::transaction::Guarded;
use crate::exec::{Context, ExecError, Options};
use crate::ops::{Operation, Sink};
use crate::plan::{Direction, RowChange, Step};
use crate::session::Session;
use crate::set::Loaded;

/// Stands where the file of a migration would; the line is the operation's number.
const PLACE: &str = "operation";

const NO_STEP: ExecError = ExecError::Bug {
    what: "a graph of one revision that is none",
};

/// Why operations could not be run.
///
/// Its message contains the cause's, so its source is the cause's source.
#[derive(Debug)]
#[non_exhaustive]
pub enum TrialError {
    /// One of them failed, and nothing of them is kept.
    Failed {
        /// Its position, from 0; `None` if it is not known which.
        at: Option<usize>,
        /// What it is, as in ``drop_column of `users.nick` ``.
        name: Option<String>,
        /// How.
        cause: Box<StepCause>,
    },
    /// Nothing could be run.
    Run(ExecError),
}

impl fmt::Display for TrialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed { name, cause, .. } => {
                let name = name.as_deref().unwrap_or("one of the operations");
                write!(f, "{name} {cause}")
            }
            Self::Run(error) => error.fmt(f),
        }
    }
}

impl Error for TrialError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Failed { cause, .. } => cause.source(),
            Self::Run(error) => error.source(),
        }
    }
}

/// Runs operations in one transaction, as a step of a migration would.
///
/// The session is configured, and no transaction of ours is open on it.
///
/// # Errors
/// [`TrialError`]; nothing is kept then.
pub fn try_out(
    options: &Options,
    renderer: &dyn Renderer,
    session: &mut dyn Session,
    operations: &[Operation],
) -> Result<(), TrialError> {
    let set = Loaded::nameless().map_err(|_| TrialError::Run(NO_STEP))?;
    let mut context = Context::new(&set, options, renderer).map_err(TrialError::Run)?;
    context.is_silent = true;
    let outcome = attempt(&context, &mut References::kept(session), operations);
    let Err(Stop::MustDetach) = outcome else {
        return outcome.map_err(|stop| explained(stop, operations));
    };
    let before = Strays::read(renderer, session);
    let before = before.map_err(|error| TrialError::Run(ExecError::database(error)))?;
    context.strays_before = Some(before);
    let mut references = References::off(session).map_err(TrialError::Run)?;
    let outcome = attempt(&context, &mut references, operations);
    outcome.map_err(|stop| explained(stop, operations))
}

fn attempt(
    context: &Context<'_>,
    references: &mut References<'_>,
    operations: &[Operation],
) -> Result<(), Stop> {
    let Some(revision) = context.set.graph.revisions().next() else {
        return Err(Stop::run(NO_STEP));
    };
    let step = Step {
        position: revision.position(),
        direction: Direction::Up,
        rows: RowChange::default(),
        is_below_rows: false,
        is_counted_only: false,
    };
    let running = Running::new(context, &step).map_err(Stop::run)?;
    let guarded = Guarded::new(references.session());
    let delivery = Delivery::begin(&running, guarded, Wrap::Own, &[], Vec::new())?;
    let mut recorder = Recorder::new(delivery);
    for (line, operation) in (1..).zip(operations) {
        recorder.record(operation.clone(), Location::new(PLACE, line, 0));
    }
    let mut delivery = recorder
        .finish(Ok(()))
        .map_err(|(stop, _): (Stop, Kept)| stop)?;
    delivery.finish_unrecorded()
}

fn explained(stop: Stop, operations: &[Operation]) -> TrialError {
    match stop {
        Stop::Failed(cause) => {
            let at = position(&cause, operations);
            TrialError::Failed {
                at,
                name: at.and_then(|at| operations.get(at)).map(named),
                cause: Box::new(cause.without_location()),
            }
        }
        Stop::Run(error) => TrialError::Run(*error),
        Stop::Overtaken | Stop::MustDetach | Stop::MustOnlyRead { .. } => {
            TrialError::Run(ExecError::Bug {
                what: "a step of nobody that is to run again",
            })
        }
    }
}

fn named(operation: &Operation) -> String {
    match operation.object() {
        object if object.is_empty() => operation.name().to_owned(),
        object => format!("{} of `{object}`", operation.name()),
    }
}

/// Returns the position of the operation that failed.
fn position(cause: &StepCause, operations: &[Operation]) -> Option<usize> {
    let line = usize::try_from(cause.location()?.line).ok()?;
    line.checked_sub(1).filter(|at| *at < operations.len())
}

#[cfg(test)]
#[cfg(feature = "sqlite")]
mod tests {
    use super::{TrialError, try_out};
    use crate::backends;
    use crate::base::Dialect;
    use crate::exec::Options;
    use crate::ops::recorded::Recorded;
    use crate::ops::{Op, Operation};
    use crate::schema::{AlterColumn, Column, Table, integer, text};
    use crate::session::{Session, Statement};

    fn recorded(migration: impl FnOnce(&mut Op<'_>)) -> Vec<Operation> {
        Recorded::of(Dialect::Sqlite, migration).into_operations()
    }

    fn run(session: &mut dyn Session, migration: fn(&mut Op<'_>)) -> Result<(), TrialError> {
        let renderer = backends::renderer(Dialect::Sqlite);
        try_out(&Options::new(), renderer, session, &recorded(migration))
    }

    fn parent_and_child(op: &mut Op<'_>) {
        op.create_table(
            Table::new("parents")
                .column(Column::new("id", integer()).primary_key())
                .column(Column::new("name", text())),
        );
        op.create_table(
            Table::new("children")
                .column(Column::new("parent", integer()).references("parents", "id")),
        );
        op.execute("INSERT INTO parents VALUES (1, '7'); INSERT INTO children VALUES (1)");
    }

    #[test]
    fn a_table_that_others_refer_to_is_built_anew() {
        let mut session = backends::scratch(Dialect::Sqlite).unwrap();
        session.obey_references(true).unwrap();
        run(&mut *session, parent_and_child).unwrap();
        run(&mut *session, |op| {
            op.alter_column("parents", AlterColumn::new("name").kind(integer()));
        })
        .unwrap();
        assert!(session.obeys_references().unwrap());
        let rows = session.query(&Statement::new(
            "SELECT typeof(name) FROM parents, children",
        ));
        assert_eq!(
            rows.unwrap().first().unwrap().get::<String>(0).unwrap(),
            "integer"
        );
    }

    #[test]
    fn what_fails_is_named_and_leaves_nothing() {
        let mut session = backends::scratch(Dialect::Sqlite).unwrap();
        let error = run(&mut *session, |op| {
            op.create_table(Table::new("t").column(Column::new("a", integer())));
            op.execute("INSERT INTO t VALUES (1)");
            op.drop_column("t", "b");
        });
        let error = error.unwrap_err();
        assert_eq!(
            error.to_string(),
            "drop_column of `t.b` asks for what cannot be done"
        );
        assert!(matches!(error, TrialError::Failed { at: Some(2), .. }));
        let tables = session.query(&Statement::new("SELECT name FROM sqlite_schema"));
        assert!(tables.unwrap().is_empty());
    }
}
