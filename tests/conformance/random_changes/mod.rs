//! What is applied and then undone by `op.reverse_of` leaves everything as it was: random
//! tables with rows, and random changes of them.
//!
//! A case is a list of numbers that [`random`] reads as changes of a [`model`], so that a
//! failure shrinks to the changes that matter, and is printed with them. What a failure has
//! taught stands in [`found`] as a case of its own.
//!
//! `scripts/soak` runs many more cases with a new seed: `MIGRATOR_SOAK` raises their number, and
//! `MIGRATOR_SOAK_SEED` repeats a seed that was printed.

pub(crate) mod found;
mod look;
mod model;
mod random;
mod step;

use std::cell::RefCell;
use std::sync::Arc;

use migrator::__private::{Migration, Outcome, Script};
use migrator::prelude::*;
use migrator_core::set::RustFunction;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use self::model::Model;
use self::step::Step;
use crate::backend::{Backend, Connection, Database};
use crate::support::{Rev, leak, set};

/// How many cases an ordinary run tries on each database.
const N_CASES: u32 = 16;

/// Random numbers: one for each table, and two for each change.
type Numbers = (Vec<u32>, Vec<(u8, u32)>);

/// A migration that records steps, or undoes those it has recorded.
#[derive(Debug)]
struct Steps {
    steps: &'static [Step],
    is_back: bool,
}

impl RustFunction for Steps {
    fn run(&self, op: &mut Op<'_>) -> Outcome {
        let forth = |op: &mut Op<'_>| -> Outcome {
            self.steps.iter().for_each(|step| step.record(op));
            Ok(())
        };
        if self.is_back {
            op.reverse_of(forth)
        } else {
            forth(op)
        }
    }
}

/// A revision that does the steps, and undoes them.
fn revision(id: &str, parents: &[&str], steps: &[Step]) -> Rev {
    let steps = leak(steps.to_vec()).as_slice();
    let script = |is_back| Script::Rust(leak(Steps { steps, is_back }));
    let revision = Rev::sql(id, parents, &format!("{steps:?}"));
    Rev {
        migration: Migration {
            upgrade: script(false),
            downgrade: Some(script(true)),
            ..revision.migration
        },
        ..revision
    }
}

/// What is done to an empty database: tables, their rows, and then what must be undone.
struct Case {
    tables: Vec<Step>,
    rows: String,
    changes: Vec<Step>,
}

/// Runs a case on a database without tables; the error says what is not as it was.
fn check(database: &dyn Database, dialect: Dialect, case: &Case) -> Result<(), String> {
    let all = set(vec![
        revision("a1", &[], &case.tables),
        revision("b2", &["a1"], &case.changes),
    ]);
    let mut connection = database.connect();
    let connection = &mut *connection;
    let look = |connection: &mut dyn Connection| look::whole(connection, dialect);
    connection
        .upgrade(all, "a1")
        .map_err(|it| format!("{it:?}"))?;
    connection.execute(&case.rows);
    let (before, dump) = (look(connection), dumped(database, dialect));
    let mut after = Vec::new();
    for _ in 0..2 {
        let there = connection.upgrade(all, "b2");
        there.map_err(|it| format!("there: {it:?}"))?;
        after.push(look(connection));
        let back = connection.downgrade(all, "a1");
        back.map_err(|it| format!("back: {it:?}"))?;
        look::compare("after the way back", &before, &look(connection))?;
    }
    look::compare("after the second way there", &after[0], &after[1])?;
    look::compare("as dumped", &dump, &dumped(database, dialect))?;
    let back = connection.downgrade(all, "base");
    back.map_err(|it| format!("to the base: {it:?}"))?;
    look::compare("at the base", &[], &look(connection))
}

fn dumped(database: &dyn Database, dialect: Dialect) -> Vec<String> {
    match dialect {
        Dialect::Postgres => look::dumped(database),
        _ => Vec::new(),
    }
}

/// A database without tables. To make one takes longer than to run a case: it is used again.
struct Databases<'b> {
    on: &'b dyn Backend,
    dialect: Dialect,
    clean: RefCell<Option<Arc<dyn Database>>>,
}

impl<'b> Databases<'b> {
    fn new(on: &'b dyn Backend) -> Self {
        let is_postgres = on.name() == "postgres";
        Self {
            on,
            dialect: if is_postgres {
                Dialect::Postgres
            } else {
                Dialect::Sqlite
            },
            clean: RefCell::default(),
        }
    }

    fn check(&self, case: &Case) -> Result<(), String> {
        let kept = self.clean.borrow_mut().take();
        let database = kept.unwrap_or_else(|| self.on.database());
        let outcome = check(&*database, self.dialect, case);
        if self.dialect == Dialect::Postgres {
            let empty = "DROP SCHEMA public CASCADE; CREATE SCHEMA public";
            database.connect().execute(empty);
        }
        if self.dialect == Dialect::Postgres || outcome.is_ok() {
            *self.clean.borrow_mut() = Some(database);
        }
        outcome
    }
}

fn numbers() -> impl Strategy<Value = Numbers> {
    let changes = prop::collection::vec(any::<(u8, u32)>(), 1..12);
    (prop::collection::vec(any::<u32>(), 1..4), changes)
}

fn case(dialect: Dialect, (tables, changes): &Numbers) -> Case {
    let mut model = Model::new(dialect);
    let tables = tables
        .iter()
        .map(|it| random::table(&mut model, *it))
        .collect();
    let rows = model.rows();
    let changes = random::changes(&mut model, changes);
    Case {
        tables,
        rows,
        changes,
    }
}

fn number_of(variable: &str) -> Option<u64> {
    let value = std::env::var(variable).ok()?;
    Some(value.parse().expect("a number"))
}

pub(crate) fn what_is_applied_and_undone_leaves_everything_as_it_was(on: &dyn Backend) {
    let seed = number_of("MIGRATOR_SOAK_SEED").unwrap_or(20_240_117);
    let n_cases = number_of("MIGRATOR_SOAK").map_or(N_CASES, |it| 10 * u32::try_from(it).unwrap());
    println!("{n_cases} cases, MIGRATOR_SOAK_SEED={seed}");
    let databases = Databases::new(on);
    let config = Config {
        cases: n_cases,
        failure_persistence: None,
        max_shrink_iters: 100,
        ..Config::default()
    };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let outcome = TestRunner::new_with_rng(config, random).run(&numbers(), |numbers| {
        let case = case(databases.dialect, &numbers);
        databases.check(&case).map_err(|what| {
            TestCaseError::fail(format!(
                "{what}\ntables:\n{}\nrows:\n{}changes:\n{}",
                step::shown(&case.tables),
                case.rows,
                step::shown(&case.changes)
            ))
        })
    });
    outcome.unwrap_or_else(|failure| panic!("MIGRATOR_SOAK_SEED={seed}: {failure}"));
}
