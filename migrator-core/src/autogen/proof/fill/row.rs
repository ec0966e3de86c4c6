//! One row as a statement. Pure.

use std::collections::BTreeMap;

use super::columns::{Filling, ROWS, Recipe, Reference};
use super::order::is_needed;
use super::search::Choices;
use crate::base::{TableName, Value};
use crate::dialect::{DialectError, Renderer};
use crate::session::Statement;

/// Which row of a table, and which attempt to make it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Variant {
    pub number: usize,
    pub attempt: usize,
    /// Whether every column gets a value.
    pub is_full: bool,
}

impl Variant {
    /// Tells whether the row says no more than it must.
    fn is_sparse(self) -> bool {
        !self.is_full && self.number % ROWS == 1 && self.attempt < 2
    }

    /// Returns a number that no other row and no other attempt has.
    fn unlike(self) -> usize {
        self.number + ROWS * self.attempt
    }
}

/// A row of a table.
pub(super) struct Row<'r, 'c> {
    pub renderer: &'r dyn Renderer,
    pub recipe: &'r Recipe<'c>,
    pub choices: &'r Choices<'c>,
    pub guesses: &'r BTreeMap<&'c str, Option<&'static str>>,
    pub rows: &'r BTreeMap<TableName, usize>,
    pub are_apart: bool,
    pub variant: Variant,
}

/// What stands at a column's place.
enum Cell {
    Left,
    Value(Value),
    Sql(String),
}

impl Row<'_, '_> {
    /// Returns the statement that inserts it, or why there is no such row.
    pub(super) fn statement(&self) -> Result<Statement, String> {
        let (mut names, mut values, mut params) = (Vec::new(), Vec::new(), Vec::new());
        for filling in &self.recipe.columns {
            let value = match self.cell(filling)? {
                Cell::Left => continue,
                Cell::Value(Value::Null) => "NULL".to_owned(),
                Cell::Value(value) => {
                    params.push(value);
                    self.renderer.placeholder(params.len())
                }
                Cell::Sql(sql) => sql,
            };
            names.push(self.renderer.quote(filling.column.name()).map_err(text)?);
            values.push(value);
        }
        let table = self
            .renderer
            .quote_table(self.recipe.table.name())
            .map_err(text)?;
        let sql = match names.is_empty() {
            true => format!("INSERT INTO {table} DEFAULT VALUES"),
            false => format!(
                "INSERT INTO {table} ({}) VALUES ({})",
                names.join(", "),
                values.join(", ")
            ),
        };
        Ok(Statement::new(sql).with_params(params))
    }

    fn cell(&self, filling: &Filling<'_>) -> Result<Cell, String> {
        let column = filling.column;
        if filling.refers_to_new && column.is_nullable() {
            return Ok(Cell::Value(Value::Null));
        }
        let key = self
            .recipe
            .keys
            .iter()
            .find(|it| it.columns.iter().any(|name| name == column.name()));
        if let Some(key) = key {
            return self.reference(filling, key);
        }
        if self.counts_by_itself(filling) {
            return Ok(Cell::Left);
        }
        if self.variant.is_sparse() {
            if filling.is_given() {
                return Ok(Cell::Left);
            }
            let is_bound = self.choices.contains_key(column.name());
            if column.is_nullable() && !filling.is_needed && !is_bound {
                return Ok(Cell::Value(Value::Null));
            }
        }
        if let Some(values) = self.choices.get(column.name()).filter(|it| !it.is_empty()) {
            let at = self
                .variant
                .unlike()
                .checked_rem(values.len())
                .unwrap_or_default();
            return Ok(Cell::Value(values.get(at).cloned().unwrap_or(Value::Null)));
        }
        self.free(filling)
    }

    fn free(&self, filling: &Filling<'_>) -> Result<Cell, String> {
        let column = filling.column;
        let apart = match self.are_apart {
            true => self.place(column.name()),
            false => 0,
        };
        if let Some(value) = filling.value(self.variant.unlike() + apart) {
            return Ok(Cell::Value(value));
        }
        match self.guesses.get(column.name()) {
            Some(Some(guess)) => Ok(Cell::Value(Value::Text((*guess).to_owned()))),
            _ if column.default_value().is_some() => Ok(Cell::Left),
            _ if column.is_nullable() => Ok(Cell::Value(Value::Null)),
            _ => Err(format!("nothing is known of the type of {}", column.name())),
        }
    }

    fn place(&self, column: &str) -> usize {
        let mut columns = self.recipe.columns.iter();
        let place = columns.position(|it| it.column.name() == column);
        place.unwrap_or_default()
    }

    /// Tells whether the column's values are the database's affair; but a row that refers to itself must know its own.
    fn counts_by_itself(&self, filling: &Filling<'_>) -> bool {
        let column = filling.column;
        let is_counter = column.identity_options().is_some();
        let own = self.recipe.table.name();
        let mut keys = self.recipe.keys.iter();
        let refers_to_itself = keys.any(|key| {
            key.target == *own
                && is_needed(self.recipe, key)
                && key.target_columns.iter().any(|it| it == column.name())
        });
        is_counter && !refers_to_itself
    }

    /// Returns the value of a column that refers to another table.
    fn reference(&self, filling: &Filling<'_>, key: &Reference) -> Result<Cell, String> {
        let column = filling.column;
        let must = !column.is_nullable() || filling.is_needed;
        let at = key
            .columns
            .iter()
            .position(|it| it == column.name())
            .unwrap_or_default();
        let Some(target_column) = key.target_columns.get(at) else {
            return Err(format!(
                "nothing is known of what {} refers to",
                column.name()
            ));
        };
        if key.target == *self.recipe.table.name() {
            return self.reference_to_itself(filling, key, target_column);
        }
        let n_rows = self.rows.get(&key.target).copied().unwrap_or_default();
        if n_rows == 0 && must {
            return Err(format!("{} has none, to which it refers", key.target));
        }
        if n_rows == 0 || (self.variant.is_sparse() && !must) {
            return Ok(Cell::Value(Value::Null));
        }
        let row = self
            .variant
            .unlike()
            .checked_rem(n_rows)
            .unwrap_or_default();
        self.row_of(key, target_column, row)
    }

    /// The first row refers to nothing or to itself, the others to one before.
    fn reference_to_itself(
        &self,
        filling: &Filling<'_>,
        key: &Reference,
        target_column: &str,
    ) -> Result<Cell, String> {
        let must = is_needed(self.recipe, key);
        let is_first = self.variant.number == 0 || self.variant.attempt > 2;
        if !must && (is_first || self.variant.is_sparse()) {
            return Ok(Cell::Value(Value::Null));
        }
        if !is_first {
            return self.row_of(key, target_column, 0);
        }
        let target = self
            .recipe
            .columns
            .iter()
            .find(|it| it.column.name() == target_column);
        match target {
            Some(target) if !self.refers(target) => self.cell(target),
            _ => self.free(filling),
        }
    }

    fn refers(&self, filling: &Filling<'_>) -> bool {
        let mut keys = self.recipe.keys.iter();
        keys.any(|key| key.columns.iter().any(|it| it == filling.column.name()))
    }

    /// Returns the value of a row that is there already.
    fn row_of(&self, key: &Reference, column: &str, row: usize) -> Result<Cell, String> {
        let quoted = |name: &str| self.renderer.quote(name).map_err(text);
        let table = self.renderer.quote_table(&key.target).map_err(text)?;
        let order = key.target_columns.iter().map(|it| quoted(it));
        let order = order.collect::<Result<Vec<_>, _>>()?.join(", ");
        Ok(Cell::Sql(format!(
            "(SELECT {} FROM {table} ORDER BY {order} LIMIT 1 OFFSET {row})",
            quoted(column)?
        )))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` gives")]
fn text(error: DialectError) -> String {
    error.to_string()
}
