//! What whoever runs the migrations says to them.

use std::panic::Location as Caller;

use super::Op;
use crate::base::{Arguments, Location};

impl<'run> Op<'run> {
    /// Returns the text of [`Options::tag`](crate::exec::Options::tag): what whoever runs the migrations calls
    /// this run. `None` if nothing is said.
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::Op;
    /// fn upgrade(op: &mut Op) {
    ///     if op.tag() != Some("rehearsal") {
    ///         op.execute("ANALYZE");
    ///     }
    /// }
    /// ```
    #[must_use]
    #[track_caller]
    pub fn tag(&self) -> Option<&'run str> {
        self.asks(Caller::caller()).tag()
    }

    /// Returns the value of a key of [`Options::argument`](crate::exec::Options::argument), of several
    /// the last; `None` if there is none.
    ///
    /// What a migration does by it is not part of its checksum. In a script it is what was said when
    /// the script was written.
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::{error::Result, ops::{Op, Schema}};
    /// fn upgrade(op: &mut Op) -> Result {
    ///     let tenant = op.argument("tenant").ok_or("say which tenant: `-x tenant=…`")?;
    ///     op.create_schema(Schema::new(tenant));
    ///     Ok(())
    /// }
    /// ```
    #[must_use]
    #[track_caller]
    pub fn argument(&self, key: &str) -> Option<&'run str> {
        self.asks(Caller::caller()).get(key)
    }

    /// Iterates over all keys and values of [`Options::argument`](crate::exec::Options::argument), in the
    /// order in which they were given.
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::Op;
    /// fn upgrade(op: &mut Op) {
    ///     for (_, role) in op.arguments().filter(|(key, _)| *key == "reader") {
    ///         op.execute(format!("GRANT SELECT ON users TO {role}"));
    ///     }
    /// }
    /// ```
    #[track_caller]
    pub fn arguments(&self) -> impl ExactSizeIterator<Item = (&'run str, &'run str)> + use<'run> {
        self.asks(Caller::caller()).pairs()
    }

    /// Returns what is said, and tells who records that the migration goes by it.
    fn asks(&self, caller: &'static Caller<'static>) -> &'run Arguments {
        self.sink_ref().asked(Location::of_caller(caller));
        self.said()
    }
}
