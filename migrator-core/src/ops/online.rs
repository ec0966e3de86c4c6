//! What a migration does only where there is a database to ask.

use std::panic::Location as Caller;

use super::Op;
use crate::base::Location;

/// What a part of a migration returns that may be left out: nothing, or whether it failed.
#[diagnostic::on_unimplemented(
    message = "a part that may be left out cannot return `{Self}`",
    note = "return nothing, or a `Result<(), E>`"
)]
pub trait LeftOut {
    /// Returns what a part returns that was left out.
    fn left_out() -> Self;
}

impl LeftOut for () {
    fn left_out() -> Self {}
}

impl<E> LeftOut for Result<(), E> {
    fn left_out() -> Self {
        Ok(())
    }
}

impl Op<'_> {
    /// Tells whether the migration is written down as a script, by
    /// [`Verbs::sql`](crate::command::Verbs::sql), instead of run: there is then no database to
    /// read from.
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::{error::Result, ops::Op};
    /// fn upgrade(op: &mut Op) -> Result {
    ///     if op.is_offline() {
    ///         op.execute("UPDATE users SET first_name = substr(name, 1, instr(name, ' ') - 1)");
    ///         return Ok(());
    ///     }
    ///     for user in op.query("SELECT id, name FROM users")? {
    ///         // …
    /// #       let _ = user;
    ///     }
    ///     Ok(())
    /// }
    /// ```
    #[must_use]
    pub fn is_offline(&self) -> bool {
        self.sink_ref().is_offline()
    }

    /// Does a part of the migration that is left out of scripts: it reads, or it does what does
    /// not matter to whoever runs the script by hand.
    ///
    /// The script has a comment in its place, with the line of this call. A migration that
    /// reads outside such a part cannot be written as a script.
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::{error::Result, ops::Op};
    /// fn upgrade(op: &mut Op) -> Result {
    ///     op.online(|op| -> Result {
    ///         for user in op.query("SELECT id, name FROM users")? {
    ///             let (id, name): (i64, String) = (user.get("id")?, user.get("name")?);
    ///             op.bulk_insert("names", ["user_id", "name"], [(id, name)]);
    ///         }
    ///         Ok(())
    ///     })
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn online<T: LeftOut>(&mut self, part: impl FnOnce(&mut Op<'_>) -> T) -> T {
        if !self.is_offline() {
            return part(self);
        }
        let location = Location::of_caller(Caller::caller());
        self.sink().leave_out(location);
        T::left_out()
    }
}
