//! What gives scratch databases.

use crate::session::{Workshop, sealed};

/// What `check` and `propose` accept: where scratch databases come from.
///
/// | feature | accepted | scratch databases |
/// |---|---|---|
/// | `sqlite` | `migrator::sqlite::Memory` | in memory; there is no database to compare with |
/// | `sqlite` | `migrator::sqlite::Memory::with(…)` | the same, with the application's own functions and collations |
/// | `sqlite` | `&rusqlite::Connection`, `&mut rusqlite::Connection` | in memory |
/// | `postgres` | `migrator::postgres::Server`, `&postgres::Config` | made on the server and dropped; without the right to do so, as below |
/// | `postgres` | `&mut postgres::Client` | a schema of the database, in a transaction that is rolled back |
/// | `r2d2` | `&mut r2d2::PooledConnection<…>` of such connections | as of the connection |
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot give scratch databases",
    label = "gives no scratch databases",
    note = "with the feature `sqlite`: `migrator::sqlite::Memory`, or a `&rusqlite::Connection`",
    note = "with the feature `postgres`: `migrator::postgres::Server::url(…)`, a `&postgres::Config`, or a `&mut postgres::Client`",
    note = "inside a transaction nothing can be compared: pass the connection itself"
)]
pub trait Ground<'g>: sealed::Sealed {
    /// Returns what makes scratch databases; nothing is sent yet.
    #[doc(hidden)]
    fn workshop(self) -> Box<dyn Workshop + 'g>;
}

/// A workshop that is open already: for the command line, which does not know its driver's type.
impl sealed::Sealed for Box<dyn Workshop + '_> {}

impl<'g> Ground<'g> for Box<dyn Workshop + 'g> {
    fn workshop(self) -> Box<dyn Workshop + 'g> {
        self
    }
}
