//! Where scratch databases come from.

use crate::base::Dialect;
use crate::session::{Session, SessionError, sealed};

/// Makes scratch databases of one kind, and knows the database beside which they stand.
///
/// One session at a time: each is dropped before the next is asked for. A workshop that stands [apart](Workshop::apart)
/// has sessions, and connections, of its own beside them.
#[doc(hidden)]
pub trait Workshop {
    /// Returns the kind of database.
    fn dialect(&self) -> Dialect;

    /// Opens an empty database that is gone when the session is dropped.
    ///
    /// A session that is [joined](crate::session::Scope::Joined) is a part of the database itself, which is rolled
    /// back: what cannot be held there is refused before it is sent.
    ///
    /// # Errors
    /// If it cannot be made.
    fn scratch(&mut self) -> Result<Box<dyn Session + '_>, SessionError>;

    /// Opens the database itself, to be read from; `None` if there is none.
    ///
    /// # Errors
    /// If it cannot be opened.
    fn database(&mut self) -> Result<Option<Box<dyn Session + '_>>, SessionError>;

    /// Opens whatever can be asked about the server: it need not hold anything.
    ///
    /// # Errors
    /// If it cannot be opened.
    fn anything(&mut self) -> Result<Box<dyn Session + '_>, SessionError>;

    /// Returns a workshop whose scratch databases are like those of this one, to be used at the same time and on
    /// any thread; `None` if there can be but one.
    fn apart(&self) -> Option<Box<dyn Workshop + Send>> {
        None
    }

    /// Tells whether its kind of database says all about its scratch databases, so that what was read of one holds
    /// for another.
    fn is_plain(&self) -> bool {
        true
    }
}

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
