//! The SQL of a walk over a table: pure.
//!
//! A batch is a range of keys. What is asked before each is where it ends, and how many rows
//! are in it:
//!
//! ```text
//!  SELECT key, COUNT(*) OVER () FROM (SELECT key … WHERE key > last AND key <= end
//!      AND (condition) ORDER BY key LIMIT size) ORDER BY key DESC LIMIT 1
//! ```
//!
//! Invariant: every row that is there from the beginning to the end is in exactly one batch,
//! because the key of a row does not change.

use sea_query::{Alias, DeleteStatement, Expr, ExprTrait, Order, SelectStatement, TableRef};
use sea_query::{IntoTableRef, Query, UpdateStatement, Value as Theirs};

use crate::base::{TableName, Value};
use crate::dialect::{DialectError, Refusal, Renderer, check_expression};
use crate::ops::{BatchChange, Command, Execute, Expression, InBatches, Operation};
use crate::session::{Row, Rows, Statement};

/// What the subquery calls the key.
const KEY: &str = "migrator_key";

/// The key that a table is walked by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) column: String,
    pub(crate) may_be_null: bool,
}

/// A range of keys: behind the first, up to the second.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Range {
    pub(crate) after: Option<Value>,
    pub(crate) to: Value,
}

/// Writes the statements of an operation in batches.
pub(crate) struct Writer<'w> {
    renderer: &'w dyn Renderer,
    operation: &'w InBatches,
}

impl<'w> Writer<'w> {
    /// Takes an operation that makes sense.
    ///
    /// # Errors
    /// Batches of no rows, an update of nothing, and expressions that reach out of their places.
    pub(crate) fn new(
        renderer: &'w dyn Renderer,
        operation: &'w InBatches,
    ) -> Result<Self, DialectError> {
        let writer = Self {
            renderer,
            operation,
        };
        if operation.batches.rows() == 0 {
            let refusal = Refusal::invalid("a batch has no rows");
            return Err(writer.refused(refusal.help("give a size of at least one row")));
        }
        if matches!(&operation.change, BatchChange::Update(assignments) if assignments.is_empty()) {
            return Err(writer
                .refused(Refusal::invalid("nothing is set").help(
                    "say which columns get which values, as in `[(\"state\", \"'old'\")]`",
                )));
        }
        let probe = Key {
            column: KEY.to_owned(),
            may_be_null: false,
        };
        let nothing = Range {
            after: None,
            to: Value::Null,
        };
        writer.change(&probe, &nothing)?;
        Ok(writer)
    }

    /// Returns the error of a refusal.
    pub(crate) fn refused(&self, refusal: Refusal) -> DialectError {
        let object = self.table().to_string();
        refusal.of(self.renderer.dialect(), self.operation.called(), object)
    }

    fn table(&self) -> &TableName {
        self.operation.batches.table()
    }

    /// Returns the query whose answer [`key`](Self::key) takes.
    pub(crate) fn keys(&self) -> Result<Statement, DialectError> {
        self.renderer.keys(self.table())
    }

    /// Chooses the key.
    ///
    /// # Errors
    /// If there is no table, no such key, or the key is what changes.
    pub(crate) fn key(&self, columns: &Rows) -> Result<Key, DialectError> {
        let named = self.operation.batches.key();
        let key = choose(columns, named, self.renderer).map_err(|refusal| self.refused(refusal))?;
        if let BatchChange::Update(assignments) = &self.operation.change
            && let Some((name, _)) = assignments
                .iter()
                .find(|(name, _)| self.renderer.is_same_column(name, &key.column))
        {
            let what = format!("`{name}` is set, and it is the key by which the rows are found");
            return Err(self
                .refused(Refusal::invalid(what).help("name another unique column with `.by(…)`")));
        }
        Ok(key)
    }

    /// Returns the query for a row without a key; `None` if there can be none.
    pub(crate) fn without_key(&self, key: &Key) -> Result<Option<Statement>, DialectError> {
        if !key.may_be_null {
            return Ok(None);
        }
        let mut select = self.select();
        let is_null = Expr::col(Alias::new(&key.column)).is_null();
        select.expr(Expr::cust("1")).and_where(is_null).limit(1);
        self.statement(Command::Select(Box::new(select))).map(Some)
    }

    /// Returns the query for the last key.
    pub(crate) fn end(&self, key: &Key) -> Result<Statement, DialectError> {
        let mut select = self.select();
        select
            .column(Alias::new(&key.column))
            .and_where(Expr::col(Alias::new(&key.column)).is_not_null())
            .order_by(Alias::new(&key.column), Order::Desc)
            .limit(1);
        self.statement(Command::Select(Box::new(select)))
    }

    /// Returns the query for the last key of the next batch and how many rows are in it; it has
    /// no row if none are left.
    pub(crate) fn next(&self, key: &Key, left: &Range) -> Result<Statement, DialectError> {
        let mut batch = self.select();
        batch
            .expr_as(Expr::col(Alias::new(&key.column)), Alias::new(KEY))
            .order_by(Alias::new(&key.column), Order::Asc)
            .limit(self.operation.batches.rows());
        for condition in self.conditions(key, left)? {
            batch.and_where(condition);
        }
        let select = Query::select()
            .column(Alias::new(KEY))
            .expr(Expr::cust("COUNT(*) OVER ()"))
            .from_subquery(batch, Alias::new("migrator_batch"))
            .order_by(Alias::new(KEY), Order::Desc)
            .limit(1)
            .to_owned();
        self.statement(Command::Select(Box::new(select)))
    }

    /// Returns the statement that does a batch.
    pub(crate) fn change(&self, key: &Key, range: &Range) -> Result<Statement, DialectError> {
        self.change_where(self.conditions(key, range)?)
    }

    /// Returns the statement that does all batches at once, for where no key is known.
    pub(crate) fn change_all(&self) -> Result<Statement, DialectError> {
        let conditions = self.operation.batches.conditions().iter();
        let conditions = conditions.map(|condition| self.enclosed(condition));
        self.change_where(conditions.collect::<Result<_, _>>()?)
    }

    fn change_where(&self, conditions: Vec<Expr>) -> Result<Statement, DialectError> {
        let command = match &self.operation.change {
            BatchChange::Update(assignments) => {
                let mut update = UpdateStatement::new();
                update.table(self.table_ref());
                for (name, value) in assignments {
                    update.value(Alias::new(name), self.expression(value)?);
                }
                for condition in conditions {
                    update.and_where(condition);
                }
                Command::Update(Box::new(update))
            }
            BatchChange::Delete => {
                let mut delete = DeleteStatement::new();
                delete.from_table(self.table_ref());
                for condition in conditions {
                    delete.and_where(condition);
                }
                Command::Delete(Box::new(delete))
            }
        };
        self.statement(command)
    }

    fn select(&self) -> SelectStatement {
        Query::select().from(self.table_ref()).to_owned()
    }

    fn table_ref(&self) -> TableRef {
        let name = Alias::new(self.table().name());
        match self.table().schema() {
            Some(schema) => (Alias::new(schema), name).into_table_ref(),
            None => name.into_table_ref(),
        }
    }

    fn conditions(&self, key: &Key, range: &Range) -> Result<Vec<Expr>, DialectError> {
        let column = || Expr::col(Alias::new(&key.column));
        let after = range.after.iter().map(|after| column().gt(theirs(after)));
        let within = after.chain([column().lte(theirs(&range.to))]);
        let conditions = self.operation.batches.conditions().iter();
        let conditions = conditions.map(|condition| self.enclosed(condition));
        within.map(Ok).chain(conditions).collect()
    }

    /// In parentheses, so that an `OR` does not reach out of it.
    fn enclosed(&self, condition: &Expression) -> Result<Expr, DialectError> {
        match condition {
            Expression::Sql(_) => self.expression(condition),
            Expression::Query(condition) => Ok(Expr::tuple([(**condition).clone()])),
        }
    }

    /// A text is put in parentheses.
    fn expression(&self, expression: &Expression) -> Result<Expr, DialectError> {
        let sql = match expression {
            Expression::Query(expression) => return Ok((**expression).clone()),
            Expression::Sql(sql) => sql,
        };
        let dialect = self.renderer.dialect();
        if !sql.params().is_empty() {
            let refusal = Refusal::invalid("an expression as text cannot have parameters");
            let help = "use an expression of sea-query, such as `Expr::cust_with_values(…)`";
            return Err(self.refused(refusal.help(help)));
        }
        let text = sql.text(dialect);
        let text = text.ok_or(DialectError::MissingSql { dialect })?;
        check_expression(dialect, text).map_err(|refusal| self.refused(refusal))?;
        Ok(Expr::tuple([Expr::cust(text.to_owned())]))
    }

    fn statement(&self, command: Command) -> Result<Statement, DialectError> {
        let execute = Operation::Execute(Execute { command });
        let statements = self.renderer.render(&execute);
        let statements = statements.map_err(|error| match error {
            DialectError::Unsupported { what, help, .. } => {
                self.refused(Refusal::Unsupported { what, help })
            }
            DialectError::Invalid { what, help, .. } => {
                self.refused(Refusal::Invalid { what, help })
            }
            error => error,
        })?;
        let count = statements.len();
        let mut statements = statements.into_iter();
        match (statements.next(), count) {
            (Some(statement), 1) => Ok(statement),
            _ => Err(DialectError::NotOneStatement { count }),
        }
    }
}

/// Tells what is true of a column; our own queries may answer in text.
fn flag(row: &Row, at: usize) -> bool {
    matches!(
        row.get::<Value>(at),
        Ok(Value::Integer(1) | Value::Boolean(true))
    ) || row.get::<String>(at).is_ok_and(|text| text == "1")
}

fn choose(columns: &Rows, named: Option<&str>, renderer: &dyn Renderer) -> Result<Key, Refusal> {
    if columns.is_empty() {
        return Err(Refusal::invalid("there is no such table"));
    }
    let name = |row: &Row| row.get::<String>(0).unwrap_or_default();
    let key = |row: &Row| Key {
        column: name(row),
        may_be_null: flag(row, 3),
    };
    let Some(named) = named else {
        let primary = columns.iter().find(|row| flag(row, 1));
        let refusal = Refusal::invalid("the table has no primary key of one column");
        return primary
            .map(key)
            .ok_or_else(|| refusal.help("name a unique column with `.by(…)`"));
    };
    let row = columns
        .iter()
        .find(|row| renderer.is_same_column(&name(row), named));
    let row = row.ok_or_else(|| no_column(named, columns.iter().map(name)))?;
    if !flag(row, 1) && !flag(row, 2) {
        let what = format!("`{named}` has no unique index of its own, for all rows");
        return Err(Refusal::invalid(what).help("create one before, or name another column"));
    }
    Ok(key(row))
}

fn no_column(named: &str, there: impl Iterator<Item = String>) -> Refusal {
    let there: Vec<String> = there.map(|name| format!("`{name}`")).collect();
    Refusal::invalid(format!("there is no column `{named}`"))
        .help(format!("name one of {}", there.join(", ")))
}

fn theirs(value: &Value) -> Theirs {
    match value {
        Value::Null => Theirs::String(None),
        Value::Boolean(truth) => Theirs::Bool(Some(*truth)),
        Value::Integer(number) => Theirs::BigInt(Some(*number)),
        Value::Real(number) => Theirs::Double(Some(*number)),
        Value::Text(text) => Theirs::String(Some(text.clone())),
        Value::Bytes(bytes) => Theirs::Bytes(Some(bytes.clone())),
    }
}

#[cfg(all(test, feature = "postgres", feature = "sqlite"))]
mod tests;
