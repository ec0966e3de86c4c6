//! What a migration records, for tests.

use super::{Irreversible, Op, OpError, Operation, Query, Sink};
use crate::base::{Dialect, Location, Value};
use crate::session::Rows;

/// Keeps everything; answers each query with one row.
pub(crate) struct Recorded {
    dialect: Dialect,
    pub(crate) operations: Vec<(Operation, Location)>,
    pub(crate) queries: Vec<(Query, Location)>,
}

impl Recorded {
    /// Has a migration recorded for a dialect.
    pub(crate) fn of(dialect: Dialect, migration: impl FnOnce(&mut Op<'_>)) -> Self {
        let mut recorded = Self {
            dialect,
            operations: Vec::new(),
            queries: Vec::new(),
        };
        migration(&mut Op::new(&mut recorded));
        recorded
    }

    /// Returns the operations without their places.
    pub(crate) fn into_operations(self) -> Vec<Operation> {
        let operations = self.operations.into_iter();
        operations.map(|(operation, _)| operation).collect()
    }
}

impl Sink for Recorded {
    fn record(&mut self, operation: Operation, location: Location) {
        self.operations.push((operation, location));
    }

    fn query(&mut self, query: Query, location: Location) -> Result<Rows, OpError> {
        self.queries.push((query, location));
        Ok(Rows::new(
            vec!["n".to_owned()],
            vec![vec![Value::Integer(7)]],
        ))
    }

    #[cfg(feature = "raw-driver")]
    fn raw(
        &mut self,
        _work: &mut crate::session::RawWork<'_>,
        _location: Location,
    ) -> Result<(), OpError> {
        Ok(())
    }

    fn enter_autocommit(&mut self, _location: Location) {}

    fn leave_autocommit(&mut self) {}

    fn refuse(&mut self, _why: Irreversible, _location: Location) {}

    fn dialect(&self) -> Dialect {
        self.dialect
    }
}
