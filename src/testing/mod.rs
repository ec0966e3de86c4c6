//! For the tests of an application: databases that are migrated already, and what has to be true of the migrations.
//!
//! | to | see |
//! |---|---|
//! | give a test its own database | [`#[migrator::test]`](macro@crate::test), or [`sqlite`], [`sqlite_file`], [`postgres`], [`Fixture`] |
//! | try every migration both ways | [`checks!`] |
//! | compare the models with the migrations | [`assert_schema_matches`] |
//!
//! The chapter is [`guide::testing`](crate::guide::testing).

// | file | |
// |---|---|
// | `fixture` | what a test's database is made of |
// | `seed`, `setup` | functions of the application that take part |
// | `sqlite`, `postgres` | how each kind is made once and copied |
// | `parameter`, `asynchronous` | what `#[migrator::test]` gives to a function |
// | `checks` | what the tests do that `checks!` makes |
// | `matching` | the assertion about the declared schema |
// | `server` | which PostgreSQL server tests use |
// | `failing` | how a test ends without a database |

#[cfg(all(feature = "testing", feature = "tokio"))]
mod asynchronous;
#[cfg(feature = "testing")]
mod checks;
mod failing;
#[cfg(feature = "testing")]
#[cfg_attr(
    not(any(feature = "postgres", feature = "sqlite")),
    allow(dead_code, reason = "nothing can be opened without a database")
)]
mod fixture;
mod matching;
#[cfg(feature = "testing")]
mod parameter;
#[cfg(all(feature = "postgres", feature = "testing"))]
mod postgres;
#[cfg(feature = "testing")]
#[cfg_attr(
    not(any(feature = "postgres", feature = "sqlite")),
    allow(dead_code, reason = "nothing can be opened without a database")
)]
mod seed;
#[cfg(all(feature = "postgres", feature = "testing"))]
mod server;
#[cfg(all(feature = "sqlite", feature = "testing"))]
mod setup;
#[cfg(all(feature = "sqlite", feature = "testing"))]
mod sqlite;

#[cfg(feature = "testing")]
pub use fixture::Fixture;
pub use matching::assert_schema_matches;
#[cfg(feature = "testing")]
pub use migrator_macros::checks;
#[cfg(feature = "testing")]
pub use parameter::{AsyncParameter, Parameter};
#[cfg(all(feature = "postgres", feature = "testing"))]
pub use postgres::PostgresDatabase;
#[cfg(feature = "testing")]
pub use seed::SeedFunction;
#[cfg(all(feature = "sqlite", feature = "testing"))]
pub use setup::SetupFunction;
#[cfg(all(feature = "sqlite", feature = "testing"))]
pub use sqlite::SqliteFile;

/// What the tests call that [`checks!`] makes.
#[doc(hidden)]
#[cfg(feature = "testing")]
pub mod __checks {
    pub use super::checks::*;
}

/// What the code that `#[migrator::test]` writes calls. Not public surface.
#[doc(hidden)]
#[cfg(feature = "testing")]
pub mod __private {
    #[cfg(feature = "tokio")]
    pub use super::asynchronous::block_on;
    pub use super::failing::{given, told};
    #[cfg(not(feature = "tokio"))]
    pub use super::parameter::block_on;
}

/// Opens a database in memory with the application's migrations. See [`Fixture::sqlite`].
///
/// # Errors
/// Those of [`Fixture::sqlite`].
#[cfg(all(feature = "sqlite", feature = "testing"))]
pub fn sqlite() -> crate::Result<migrator_core::backends::sqlite::Connection> {
    Fixture::registered().sqlite()
}

/// Makes an SQLite file with the application's migrations. See [`Fixture::sqlite_file`].
///
/// # Errors
/// Those of [`Fixture::sqlite_file`].
#[cfg(all(feature = "sqlite", feature = "testing"))]
pub fn sqlite_file() -> crate::Result<SqliteFile> {
    Fixture::registered().sqlite_file()
}

/// Makes a PostgreSQL database with the application's migrations. See [`Fixture::postgres`].
///
/// # Errors
/// Those of [`Fixture::postgres`].
#[cfg(all(feature = "postgres", feature = "testing"))]
pub fn postgres() -> crate::Result<PostgresDatabase> {
    Fixture::registered().postgres()
}

/// Does not compile for what captures something.
#[cfg(all(feature = "testing", any(feature = "postgres", feature = "sqlite")))]
const fn captures_nothing<F>() {
    assert!(
        size_of::<F>() == 0,
        "a seed or a set-up must not capture anything: write it as a function, and pass its name"
    );
}
