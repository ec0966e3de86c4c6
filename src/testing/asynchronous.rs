//! Async tests: a runtime for each, and connections that are driven by it.

use std::future::Future;

use migrator_core::error::{Error, Result};
use tokio_postgres::{Client, Config, NoTls};

use super::failing::given;
use super::fixture::Fixture;
use super::parameter::AsyncParameter;
use super::postgres::PostgresDatabase;

/// Runs a test on a runtime of its own, on this thread, with everything that the application's Tokio has.
#[track_caller]
pub fn block_on<F: Future>(test: F) -> F::Output {
    let mut builder = ::tokio::runtime::Builder::new_current_thread();
    given(builder.enable_all().build()).block_on(test)
}

impl AsyncParameter for Client {
    type Home = PostgresDatabase;

    fn home(fixture: Fixture) -> Result<PostgresDatabase> {
        fixture.postgres()
    }

    /// The connection is driven by the runtime of the test, and ends with it.
    async fn open(home: &PostgresDatabase) -> Result<Self> {
        let config: Config = home.url().parse().map_err(Error::other)?;
        let (client, connection) = config.connect(NoTls).await.map_err(Error::other)?;
        ::tokio::spawn(connection);
        Ok(client)
    }
}
