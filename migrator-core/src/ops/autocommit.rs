//! Runs a part of a migration outside its transaction.

use std::panic::Location as Caller;

use super::Op;
use crate::base::Location;

impl Op<'_> {
    /// Runs a part of the migration outside its transaction, as Alembic's
    /// `autocommit_block` does: for statements that refuse to run inside one.
    ///
    /// What was recorded before the block is committed first. In the block each statement
    /// runs by itself, and is noted in the history when it is done. What comes after the block is in a
    /// transaction again, together with the version row. So the migration is not
    /// all-or-nothing any more: if it is interrupted, the next run calls it again,
    /// passes over the statements that are noted, and goes on; it must therefore ask for
    /// the same statements when it is called again, and what it reads before the block with
    /// [`query`](Op::query) must not write. To be sure of that before anything is kept, a migration that has read
    /// is called a second time when it comes to the block; a setting made, or a row of a temporary
    /// table written, by such a query does not last then. Do that with [`execute`](Op::execute).
    ///
    /// Settings that a part of the migration makes with `SET` end with that part.
    ///
    /// For a migration that consists of such statements alone, write
    /// `pub const TRANSACTION: Transaction = Transaction::None;` instead. In a run that shares one transaction, or joins
    /// the application's, the block is an error of kind `Unsupported`, and nothing of the migration is kept.
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::{ops::Op, schema::*};
    /// fn upgrade(op: &mut Op) {
    ///     op.add_column("users", Column::new("email", text()));
    ///     op.autocommit(|op| {
    ///         op.execute("VACUUM");
    ///     });
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn autocommit<T>(&mut self, block: impl FnOnce(&mut Op<'_>) -> T) -> T {
        let location = Location::of_caller(Caller::caller());
        self.sink().enter_autocommit(location);
        let outcome = block(self);
        self.sink().leave_autocommit();
        outcome
    }
}
