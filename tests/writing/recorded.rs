//! What a function records, without a database.

use migrator::{Dialect, Op};
use migrator_core::base::Location;
use migrator_core::ops::{Irreversible, OpError, Operation, Query, Sink};
use migrator_core::session::{RawWork, Rows};

/// A list of operations that takes what is recorded.
#[derive(Default)]
struct Recorded(Vec<Operation>);

/// Returns the operations that a migration's function records.
pub(crate) fn recorded<R>(function: impl FnOnce(&mut Op<'_>) -> R) -> Vec<Operation> {
    let mut recorded = Recorded::default();
    function(&mut Op::new(&mut recorded));
    recorded.0
}

impl Sink for Recorded {
    fn record(&mut self, operation: Operation, _: Location) {
        self.0.push(operation);
    }

    fn query(&mut self, _: Query, _: Location) -> Result<Rows, OpError> {
        unreachable!("nothing is asked")
    }

    fn raw(&mut self, _: &mut RawWork<'_>, _: Location) -> Result<(), OpError> {
        unreachable!("nothing is asked")
    }

    fn enter_autocommit(&mut self, _: Location) {}

    fn leave_autocommit(&mut self) {}

    fn refuse(&mut self, _: Irreversible, _: Location) {}

    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }
}
