//! What `#[migrator::test]` gives to a function.
//!
//! What is opened and where it lives are two things: the home is kept while the function runs, and outlives what it
//! was given, also where that panics.

#[cfg(feature = "postgres")]
use migrator_core::backends::postgres::Client;
#[cfg(feature = "sqlite")]
use migrator_core::backends::sqlite::Connection;
use migrator_core::error::Result;

use super::fixture::Fixture;
#[cfg(feature = "postgres")]
use super::postgres::PostgresDatabase;
#[cfg(feature = "sqlite")]
use super::sqlite::SqliteFile;

/// What a function under [`#[migrator::test]`](macro@crate::test) may take, by value, by `&` or by `&mut`.
///
/// | feature | parameter | the database |
/// |---|---|---|
/// | `sqlite` | `rusqlite::Connection` | in memory |
/// | `sqlite` | [`SqliteFile`] | a file |
/// | `postgres` | `postgres::Client` | on the server |
/// | `postgres` | [`PostgresDatabase`] | on the server, to be connected to |
#[diagnostic::on_unimplemented(
    message = "a test cannot be given `{Self}`",
    label = "no database of a fixture",
    note = "with the feature `sqlite`: `rusqlite::Connection`, or `migrator::testing::SqliteFile`",
    note = "with the feature `postgres`: `postgres::Client`, or `migrator::testing::PostgresDatabase`",
    note = "with the feature `tokio`, in an `async fn`: `tokio_postgres::Client`",
    note = "if it is one of these types: turn the feature on in `Cargo.toml`, and see with `cargo tree -d` that there is one version of the driver"
)]
pub trait Parameter: Sized {
    /// What must live as long as the test.
    #[doc(hidden)]
    type Home;

    #[doc(hidden)]
    fn home(fixture: Fixture) -> Result<Self::Home>;

    #[doc(hidden)]
    fn open(home: &Self::Home) -> Result<Self>;
}

/// What an `async fn` under [`#[migrator::test]`](macro@crate::test) may take, by value, by `&` or by `&mut`.
///
/// | feature | parameter | the database |
/// |---|---|---|
/// | `sqlite` | `rusqlite::Connection` | in memory |
/// | `sqlite` | [`SqliteFile`] | a file |
/// | `tokio` | `tokio_postgres::Client` | on the server |
/// | `postgres` | [`PostgresDatabase`] | on the server, to be connected to by its URL |
#[diagnostic::on_unimplemented(
    message = "an async test cannot be given `{Self}`",
    label = "no database of a fixture",
    note = "on PostgreSQL: `tokio_postgres::Client` with the feature `tokio`, or `migrator::testing::PostgresDatabase` and its `url()`; a `postgres::Client` blocks, and panics where a runtime is being driven",
    note = "with the feature `sqlite`: `rusqlite::Connection`, or `migrator::testing::SqliteFile`",
    note = "if it is one of these types: turn the feature on in `Cargo.toml`, and see with `cargo tree -d` that there is one version of the driver"
)]
pub trait AsyncParameter: Sized {
    /// What must live as long as the test.
    #[doc(hidden)]
    type Home;

    #[doc(hidden)]
    fn home(fixture: Fixture) -> Result<Self::Home>;

    #[doc(hidden)]
    fn open(home: &Self::Home) -> impl Future<Output = Result<Self>>;
}

#[cfg(feature = "sqlite")]
impl Parameter for Connection {
    type Home = Fixture;

    fn home(fixture: Fixture) -> Result<Fixture> {
        Ok(fixture)
    }

    fn open(home: &Fixture) -> Result<Self> {
        home.sqlite()
    }
}

#[cfg(feature = "sqlite")]
impl Parameter for SqliteFile {
    type Home = Fixture;

    fn home(fixture: Fixture) -> Result<Fixture> {
        Ok(fixture)
    }

    fn open(home: &Fixture) -> Result<Self> {
        home.sqlite_file()
    }
}

#[cfg(feature = "postgres")]
impl Parameter for Client {
    type Home = PostgresDatabase;

    fn home(fixture: Fixture) -> Result<PostgresDatabase> {
        fixture.postgres()
    }

    fn open(home: &PostgresDatabase) -> Result<Self> {
        home.client()
    }
}

#[cfg(feature = "postgres")]
impl Parameter for PostgresDatabase {
    type Home = Fixture;

    fn home(fixture: Fixture) -> Result<Fixture> {
        Ok(fixture)
    }

    fn open(home: &Fixture) -> Result<Self> {
        home.postgres()
    }
}

#[cfg(feature = "sqlite")]
impl AsyncParameter for Connection {
    type Home = Fixture;

    fn home(fixture: Fixture) -> Result<Fixture> {
        Ok(fixture)
    }

    async fn open(home: &Fixture) -> Result<Self> {
        home.sqlite()
    }
}

#[cfg(feature = "sqlite")]
impl AsyncParameter for SqliteFile {
    type Home = Fixture;

    fn home(fixture: Fixture) -> Result<Fixture> {
        Ok(fixture)
    }

    async fn open(home: &Fixture) -> Result<Self> {
        home.sqlite_file()
    }
}

#[cfg(feature = "postgres")]
impl AsyncParameter for PostgresDatabase {
    type Home = Fixture;

    fn home(fixture: Fixture) -> Result<Fixture> {
        Ok(fixture)
    }

    async fn open(home: &Fixture) -> Result<Self> {
        home.postgres()
    }
}

/// Stands where an async test needs a feature that is off.
#[cfg(not(feature = "tokio"))]
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "an async test needs the feature `tokio` of `migrator`",
    label = "a runtime is needed to run it",
    note = "write `migrator = {{ version = \"…\", features = [\"testing\", \"tokio\", …] }}` under `[dev-dependencies]`"
)]
pub trait Runtime {}

/// Does not compile: without a runtime nothing runs.
#[cfg(not(feature = "tokio"))]
pub fn block_on<F: Future + Runtime>(_test: F) -> F::Output {
    super::failing::fail("an async test needs the feature `tokio` of `migrator`")
}
