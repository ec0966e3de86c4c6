//! Async tests: a runtime for each, and connections that are driven by it.

use std::future::Future;

use migrator_core::backends::postgres::{Pauses, is_crowded, no_connection};
use migrator_core::error::{Error, Result};
use tokio_postgres::{Client, Config, NoTls};

use super::failing::given;
use super::fixture::Fixture;
use super::parameter::AsyncParameter;
use super::postgres::{PostgresDatabase, refused};

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

    /// The connection is driven by the runtime of the test, and ends with it. Where too many tests have one, this waits.
    async fn open(home: &PostgresDatabase) -> Result<Self> {
        let config: Config = home.url().parse().map_err(Error::other)?;
        let mut pauses = Pauses::default();
        loop {
            let pause = match config.connect(NoTls).await {
                Ok((client, connection)) => {
                    ::tokio::spawn(connection);
                    return Ok(client);
                }
                Err(error) if is_crowded(&error) => pauses.next().ok_or(error),
                Err(error) => Err(error),
            };
            let pause = pause.map_err(|error| refused(no_connection(error)))?;
            ::tokio::time::sleep(pause).await;
        }
    }
}
