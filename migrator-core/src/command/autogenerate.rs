//! `check` and `propose`: the declared schema against the migrations.

use crate::autogen::Autogenerate;
use crate::command::Verbs;
use crate::declared::Declared;
use crate::exec::Options;
use crate::set::Migrations;

impl<'m> Verbs<'m> {
    /// Compares a declared schema with what the migrations make; nothing happens before
    /// [`check`](Autogenerate::check) or [`propose`](Autogenerate::propose).
    pub fn autogenerate(self, declared: Declared) -> Autogenerate<'m> {
        let (set, options) = self.into_parts();
        Autogenerate::new(set, options, declared)
    }
}

impl Migrations {
    /// Compares a declared schema with what the migrations make. See [`Verbs::autogenerate`].
    pub fn autogenerate(&self, declared: Declared) -> Autogenerate<'_> {
        self.with(Options::new()).autogenerate(declared)
    }
}
