//! One SQL statement on its way to a database.

use std::borrow::Cow;

use crate::base::{Location, Value};

/// A statement with its parameters and the place that asked for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Exactly one statement, without a trailing semicolon.
    pub sql: Cow<'static, str>,
    /// Values for the placeholders, in order; empty for DDL.
    pub params: Vec<Value>,
    /// The `op.` call or the line of the SQL file; `None` for our own bookkeeping.
    pub location: Option<Location>,
    /// Whether it must change a row: meeting none is then a failure.
    pub must_change_rows: bool,
    /// Whether its author says that running it twice does no harm.
    pub repeatable: bool,
}

impl Statement {
    /// Creates a statement without parameters and without a place.
    #[must_use]
    pub fn new(sql: impl Into<Cow<'static, str>>) -> Self {
        Self {
            sql: sql.into(),
            params: Vec::new(),
            location: None,
            must_change_rows: false,
            repeatable: false,
        }
    }

    /// Sets the place the statement comes from.
    #[must_use]
    pub fn at(mut self, location: Option<Location>) -> Self {
        self.location = location;
        self
    }

    /// Makes it a failure to change no row.
    #[must_use]
    pub fn changing_rows(mut self) -> Self {
        self.must_change_rows = true;
        self
    }

    /// Says that running it twice does no harm.
    #[must_use]
    pub fn repeatable(mut self, repeatable: bool) -> Self {
        self.repeatable = repeatable;
        self
    }

    /// Sets the parameters.
    #[must_use]
    pub fn with_params(mut self, params: Vec<Value>) -> Self {
        self.params = params;
        self
    }
}
