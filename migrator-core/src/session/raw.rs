//! The driver's own connection, for what no operation can say.

use std::fmt;
use std::marker::PhantomData;

/// The driver's own connection, inside the transaction of the migration.
///
/// Its types are those of the driver, whose versions follow no promise of this library.
#[non_exhaustive]
pub enum Raw<'c, 't> {
    /// A connection to SQLite.
    #[cfg(feature = "sqlite")]
    Sqlite(&'c rusqlite::Connection),
    /// A connection to PostgreSQL.
    #[cfg(feature = "postgres")]
    Postgres(&'c mut postgres::Client),
    /// The application's transaction on PostgreSQL, which the run joins.
    #[cfg(feature = "postgres")]
    PostgresTransaction(&'c mut postgres::Transaction<'t>),
    /// Never made: it keeps the type the same in builds without a driver.
    #[doc(hidden)]
    None(PhantomData<&'c &'t ()>),
}

impl fmt::Debug for Raw<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(_) => "Sqlite",
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => "Postgres",
            #[cfg(feature = "postgres")]
            Self::PostgresTransaction(_) => "PostgresTransaction",
            Self::None(_) => "None",
        })
    }
}

/// What is done with a driver's connection; called once.
pub type RawWork<'w> = dyn FnMut(Raw<'_, '_>) + 'w;
