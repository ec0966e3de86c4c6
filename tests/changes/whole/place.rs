//! A kind of database, and an empty database of it.

use migrator::autogenerate::{Autogenerate, Differences, Proposal, ProposedStep};
use migrator::{Dialect, Result, Verbs};

/// A kind of database.
pub(super) trait Server {
    /// What the files call it.
    fn name(&self) -> &'static str;

    fn dialect(&self) -> Dialect;

    fn propose(&self, autogenerate: &Autogenerate<'_>) -> Result<Proposal>;

    /// Makes an empty database.
    fn place(&self) -> Box<dyn Place>;
}

/// A database.
pub(super) trait Place {
    /// Runs a script as the database's own program would.
    fn fill(&mut self, sql: &str);

    /// Runs operations.
    fn run(&mut self, steps: &[ProposedStep]) -> std::result::Result<(), String>;

    fn upgrade(&mut self, verbs: &Verbs<'_>) -> Result<()>;

    fn downgrade(&mut self, verbs: &Verbs<'_>) -> Result<()>;

    fn stamp(&mut self, verbs: &Verbs<'_>) -> Result<()>;

    /// Compares beside this database.
    fn check(&self, autogenerate: &Autogenerate<'_>) -> Result<Differences>;

    /// The schema, in the words of the database.
    fn schema(&mut self) -> Vec<String>;

    fn rows(&mut self) -> Vec<String>;
}
