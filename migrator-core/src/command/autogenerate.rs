//! `check` and `propose`: the declared schema against the migrations.

use crate::autogen::{self, Autogenerate, Differences, Proposal, Squash};
use crate::command::Verbs;
use crate::declared::Declared;
use crate::error::{Error, Result};
use crate::exec::Options;
use crate::session::Ground;
use crate::set::{Loaded, Migrations};

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

impl Autogenerate<'_> {
    /// Tells what is different between the declared schema and what the migrations make. Nothing is written
    /// but scratch databases, which are gone afterwards.
    ///
    /// # Errors
    /// By [kind](crate::error::ErrorKind), `Set` and `Database` aside:
    ///
    /// | | |
    /// |---|---|
    /// | `Declared` | the declared schema cannot be made, or not be compared |
    /// | `Migration`, `Unsupported` | a migration does not run on an empty database, or not within a schema |
    /// | `NotAtHead`, `UnknownRevision` | the database itself is to be compared with, and stands elsewhere |
    ///
    /// # Panics
    /// If a migration panics; no scratch database is left behind.
    pub fn check<'g>(&self, ground: impl Ground<'g>) -> Result<Differences> {
        let mut workshop = ground.workshop();
        Ok(autogen::check(self, self.loaded()?, &mut *workshop)?)
    }

    /// Makes the revision that brings the migrations to what is declared; writes no file.
    ///
    /// With nothing to do it is [empty](Proposal::is_empty); with
    /// [questions](Differences::questions) it has nothing but them and the differences.
    ///
    /// # Errors
    /// As for [`check`](Self::check); of kind `Declared` also if no operation makes what is wanted.
    ///
    /// # Panics
    /// As for [`check`](Self::check).
    pub fn propose<'g>(&self, ground: impl Ground<'g>) -> Result<Proposal> {
        let mut workshop = ground.workshop();
        Ok(autogen::propose(self, self.loaded()?, &mut *workshop)?)
    }

    /// Makes the revision that stands for a range `a:b`, both ends included, and tries it; writes no file.
    ///
    /// What is declared does not matter. The range runs one by one on a scratch database; where only the
    /// schema changes the squash goes the shortest way to the same catalogue, and everything else it
    /// does as they do. Then it runs on another one, and must leave the same schema and the same rows;
    /// its downgrade must lead back.
    ///
    /// # Errors
    /// By [kind](crate::error::ErrorKind), `Set` and `Database` aside:
    ///
    /// | | |
    /// |---|---|
    /// | `Target` | the range means nothing |
    /// | `Unsupported` | what a migration of it does depends on the rows of the database, or runs outside a transaction |
    /// | `Migration` | a migration does not run on an empty database |
    ///
    /// # Panics
    /// As for [`check`](Self::check).
    pub fn squash<'g>(&self, ground: impl Ground<'g>, range: &str) -> Result<Squash> {
        let mut workshop = ground.workshop();
        Ok(autogen::squash(
            self,
            self.loaded()?,
            &mut *workshop,
            range,
        )?)
    }

    /// Returns the set, checked.
    fn loaded(&self) -> Result<&Loaded> {
        let set = self.set.as_ref();
        Ok(set.map_err(|error| Error::from(error.clone()))?.loaded()?)
    }
}
