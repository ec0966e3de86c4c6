//! What whoever runs the migrations says to them.

use super::Op;

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
    pub fn tag(&self) -> Option<&'run str> {
        self.said().tag()
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
    pub fn argument(&self, key: &str) -> Option<&'run str> {
        self.said().get(key)
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
    pub fn arguments(&self) -> impl ExactSizeIterator<Item = (&'run str, &'run str)> + use<'run> {
        self.said().pairs()
    }
}
