//! PostgreSQL for a test: a copy of a template.

use migrator_core::backends::postgres::{
    Client, Config, Copy, Keeper, connect, converted, ensure_template,
};
use migrator_core::error::{Error, Result};
use migrator_core::kit::{KitError, Store, program};

use super::fixture::Fixture;
use super::seed::Seed;
use super::server::found;

/// What this process has on each server.
static KEEPERS: Store<String, Keeper> = Store::new();

impl Fixture {
    /// Makes a database on the server: a copy of a template, which the first test on the server migrates.
    ///
    /// The copy is dropped with what is returned, also where the test panics, and whoever is still connected. What a killed
    /// process has left is dropped by the next one. A template serves all programs with the same migrations, seeds and options,
    /// until nobody has used it for three days.
    ///
    /// Blocks the thread, but may be called where an async runtime is being driven.
    ///
    /// # Errors
    /// If migrating fails, or a seed; of kind [`Set`](crate::ErrorKind::Set) without migrations; of kind
    /// [`Database`](crate::ErrorKind::Database) if there is no server, or its role may not create databases.
    pub fn postgres(&self) -> Result<PostgresDatabase> {
        let url = found(self.server.as_deref())?;
        let keeper = KEEPERS
            .get(url.clone(), || Keeper::open(&url))
            .map_err(refused)?;
        let mut recipe = self.recipe("postgres")?;
        if self.seeds.iter().any(Seed::is_function) {
            recipe = recipe.of_program(program());
        }
        let key = recipe.with("server", keeper.circumstances()).key().0;
        ensure_template(&keeper, key, |config| self.make_template(config)).map_err(refused)??;
        let copy = Copy::of_template(&keeper, key).map_err(refused)?;
        Ok(PostgresDatabase { copy })
    }

    /// Migrates, and puts in what is to be there.
    fn make_template(&self, config: &Config) -> Result {
        let mut client = connect(config).map_err(refused)?;
        // Whoever finds the template half-made makes it anew.
        let hasty = client.batch_execute("SET synchronous_commit = off");
        hasty.map_err(|error| refused(converted(error)))?;
        self.migrate(&mut client)?;
        for seed in &self.seeds {
            match seed {
                Seed::Sql(sql) => client
                    .batch_execute(sql)
                    .map_err(|error| KitError::of_seed(sql, converted(error)))?,
                Seed::Function(function) => function.on_postgres(&mut client)?,
            }
        }
        // An error on the way out would be one of the connection alone.
        let _ = client.close();
        Ok(())
    }
}

/// A PostgreSQL database of a test, which is dropped with this value, whoever is still connected to it.
#[derive(Debug)]
pub struct PostgresDatabase {
    copy: Copy,
}

impl PostgresDatabase {
    /// Returns the URL by which it is reached, with the password of the server's.
    #[must_use]
    pub fn url(&self) -> &str {
        self.copy.url()
    }

    /// Returns its name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.copy.name()
    }

    /// Returns the configuration by which it is reached.
    #[must_use]
    pub fn config(&self) -> &Config {
        self.copy.config()
    }

    /// Connects to it; waits for up to a minute where too many tests have a connection.
    ///
    /// Each call opens another connection. From async code connect with the [`url`](Self::url).
    ///
    /// # Errors
    /// What the server says.
    pub fn client(&self) -> Result<Client> {
        self.copy.client().map_err(refused)
    }
}

pub(super) fn refused(source: migrator_core::session::SessionError) -> Error {
    KitError::Database { source }.into()
}
