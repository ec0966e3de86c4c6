//! PostgreSQL for a test: a copy of a template.

use migrator_core::backends::postgres::{
    Client, Config, Copy, Keeper, Template, connect, converted, ensure_template,
    is_inside_transaction,
};
use migrator_core::error::{Error, Result};
use migrator_core::kit::{KitError, Store, program};
use migrator_core::session::{SessionError, SessionErrorKind};

use super::fixture::Fixture;
use super::seed::Seed;
use super::server::{Named, found};

/// What this process has on each server.
static KEEPERS: Store<String, Keeper> = Store::new();

/// So often a template is made that somebody has dropped.
const ATTEMPTS: usize = 3;

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
        let Named { url, variable } = found(self.server.as_deref())?;
        let keeper = KEEPERS.get(url.clone(), || Keeper::open(&url));
        let keeper = keeper.map_err(|source| KitError::Server { variable, source })?;
        let template = self.template(&keeper)?;
        for _ in 0..ATTEMPTS {
            let made = ensure_template(&keeper, template, |config| self.make_template(config));
            made.map_err(refused)??;
            // Not there if somebody has dropped it just now, or since this process has looked.
            let copy = Copy::of_template(&keeper, template.key).map_err(refused)?;
            if let Some(copy) = copy {
                return Ok(PostgresDatabase { copy });
            }
        }
        let text = "its template is dropped by another program each time it is made";
        Err(refused(SessionError::new(SessionErrorKind::Other, text)))
    }

    fn template(&self, keeper: &Keeper) -> Result<Template> {
        let mut recipe = self.recipe("postgres")?;
        recipe = recipe.with("server", keeper.circumstances());
        if self.seeds.iter().any(Seed::is_function) {
            recipe = recipe.of_program(program());
        }
        let (key, line) = (recipe.key().0, recipe.line().0);
        Ok(Template { key, line })
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
            if is_inside_transaction(&mut client).map_err(refused)? {
                return Err(KitError::of_open_seed(seed.name()).into());
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

pub(super) fn refused(source: SessionError) -> Error {
    KitError::Database { source }.into()
}
