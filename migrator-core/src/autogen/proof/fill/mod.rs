//! A few rows in tables: what a revision is tried on.
//!
//! ```text
//!  a table as it is, and as it is to be ─► columns: what its values must be like
//!     conditions ─► search: the database tells which values meet them
//!        ─► rows: one with everything, one with as little as may be, one with other values
//! ```
//!
//! A row that is refused is made again with other values; where none is taken, the table stays empty, and
//! that is said.

mod columns;
mod domains;
mod groups;
mod hints;
mod order;
mod row;
mod search;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use self::columns::{ROWS, Recipe, recipe};
pub(super) use self::domains::named;
use self::row::{Row, Variant};
use self::search::{Choices, ask, search};
use crate::autogen::proof::names::Names;
use crate::base::TableName;
use crate::catalog::Catalog;
use crate::dialect::Renderer;
use crate::diff::Change;
use crate::session::{FailedAt, Session, SessionError, SessionErrorKind, Statement, always};

/// So often a row is made again with other values.
const VARIANTS: usize = 8;

/// What rows are made for.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'c> {
    pub renderer: &'c dyn Renderer,
    pub found: &'c Catalog,
    pub wanted: &'c Catalog,
    pub changes: &'c [Change],
    /// Whether every column gets a value.
    pub are_full: bool,
    /// How many rows tables have already: they get more, and others.
    pub there: &'c BTreeMap<TableName, usize>,
    /// Whether the values of a row differ from column to column, so that it is seen where one gets another's.
    pub are_apart: bool,
}

/// What became of it.
#[derive(Debug, Default)]
pub(crate) struct Filled {
    /// How many rows each table has.
    pub rows: BTreeMap<TableName, usize>,
    /// Which tables have none, and why.
    pub notes: Vec<String>,
}

/// Fills tables.
///
/// # Errors
/// If the connection is lost; what the database refuses is noted.
pub(crate) fn fill(
    session: &mut dyn Session,
    ground: Ground<'_>,
    tables: &BTreeSet<TableName>,
) -> Result<Filled, SessionError> {
    let names = Names::of(ground.changes);
    let mut filled = Filled {
        rows: ground.there.clone(),
        ..Filled::default()
    };
    let here = ground
        .found
        .tables
        .iter()
        .filter(|it| tables.contains(it.name()));
    let recipes: Vec<Recipe<'_>> = here
        .map(|table| {
            let (found, wanted) = (ground.found, ground.wanted);
            recipe(
                table,
                found,
                wanted,
                &names,
                ground.changes,
                ground.renderer.dialect(),
            )
        })
        .collect();
    for recipe in order::in_order(&recipes) {
        let choices = search(session, ground.renderer, recipe, ROWS * 2);
        let name = recipe.table.name();
        let n_there = ground.there.get(name).copied().unwrap_or_default();
        let mut table = Table {
            session,
            renderer: ground.renderer,
            recipe,
            choices,
            guesses: BTreeMap::new(),
            rows: &filled.rows,
            are_full: ground.are_full,
            are_apart: ground.are_apart,
            // Unlike all that were made, and tried, before.
            first: n_there.div_ceil(ROWS) * ROWS * VARIANTS,
        };
        match table.fill()? {
            Ok(n_rows) => {
                filled.rows.insert(name.clone(), n_there + n_rows);
            }
            Err(why) => {
                filled
                    .notes
                    .push(format!("no row could be made for {name}: {why}"));
            }
        }
    }
    Ok(filled)
}

/// A table that is filled.
struct Table<'t, 'c> {
    session: &'t mut dyn Session,
    renderer: &'t dyn Renderer,
    recipe: &'c Recipe<'c>,
    choices: Choices<'c>,
    /// What columns of types that nothing is known of take.
    guesses: BTreeMap<&'c str, Option<&'static str>>,
    rows: &'t BTreeMap<TableName, usize>,
    are_full: bool,
    are_apart: bool,
    /// The number of the first row.
    first: usize,
}

impl Table<'_, '_> {
    /// Returns the number of rows, or why there is none.
    fn fill(&mut self) -> Result<Result<usize, String>, SessionError> {
        self.guess()?;
        let are_full = self.are_full;
        let plain = |number| Variant {
            number,
            attempt: 0,
            is_full: are_full,
        };
        let all: Result<Vec<Statement>, String> =
            self.numbers().map(|it| self.row(plain(it))).collect();
        let all = match all {
            Ok(all) => all,
            Err(why) => return Ok(Err(why)),
        };
        if self.insert(&all)?.is_none() {
            return Ok(Ok(ROWS));
        }
        let (mut n_rows, mut refused) = (0, String::new());
        for number in self.numbers() {
            match self.one(number)? {
                None => n_rows += 1,
                Some(why) => refused = why,
            }
        }
        Ok(if n_rows > 0 { Ok(n_rows) } else { Err(refused) })
    }

    fn numbers(&self) -> Range<usize> {
        self.first..self.first + ROWS
    }

    /// Inserts one row; returns why that was refused the last time, if every time.
    fn one(&mut self, number: usize) -> Result<Option<String>, SessionError> {
        let mut refused = None;
        for attempt in 0..VARIANTS {
            let statement = match self.row(Variant {
                number,
                attempt,
                is_full: self.are_full,
            }) {
                Ok(statement) => statement,
                Err(why) => return Ok(Some(why)),
            };
            match self.insert(&[statement])? {
                None => return Ok(None),
                // The first refusal says the most: it is of the values that seemed best.
                why => refused = refused.or(why),
            }
        }
        Ok(refused)
    }

    fn row(&self, variant: Variant) -> Result<Statement, String> {
        let row = Row {
            renderer: self.renderer,
            recipe: self.recipe,
            choices: &self.choices,
            guesses: &self.guesses,
            rows: self.rows,
            are_apart: self.are_apart,
            variant,
        };
        row.statement()
    }

    /// Inserts rows, all or none; returns why they are refused.
    fn insert(&mut self, statements: &[Statement]) -> Result<Option<String>, SessionError> {
        self.session.begin()?;
        match self.session.execute_and_commit(statements, &mut always) {
            Ok(()) => Ok(None),
            Err(failed) => {
                let is_lost = failed.at == FailedAt::Unknown
                    || failed.error.kind == SessionErrorKind::Disconnected;
                if is_lost {
                    return Err(failed.error);
                }
                self.session.rollback()?;
                Ok(Some(failed.error.message))
            }
        }
    }

    /// Finds out what columns take of whose types nothing is known.
    fn guess(&mut self) -> Result<(), SessionError> {
        for filling in &self.recipe.columns {
            let column = filling.column;
            let is_left = column.is_nullable() || column.default_value().is_some();
            if is_left && !filling.is_needed || filling.value(0).is_some() {
                continue;
            }
            let mut taken = None;
            for guess in values::GUESSES {
                if self.takes(column.name(), guess)? {
                    taken = Some(guess);
                    break;
                }
            }
            self.guesses.insert(column.name(), taken);
        }
        Ok(())
    }

    fn takes(&mut self, column: &str, text: &str) -> Result<bool, SessionError> {
        let names = (
            self.renderer.quote(column),
            self.renderer.quote_table(self.recipe.table.name()),
        );
        let (Ok(column), Ok(table)) = names else {
            return Ok(false);
        };
        let sql = format!(
            "SELECT {column} FROM {table} WHERE 1 = 0 UNION ALL SELECT {}",
            self.renderer.placeholder(1)
        );
        let statement = Statement::new(sql).with_params(vec![text.into()]);
        Ok(ask(self.session, &statement)?.is_some())
    }
}
