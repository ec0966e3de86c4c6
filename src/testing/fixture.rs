//! What the database of a test is made of.

use migrator_core::command::Verbs;
use migrator_core::error::{Error, Result};
use migrator_core::exec::Options;
use migrator_core::kit::Recipe;
use migrator_core::session::Connect;
use migrator_core::set::{Migrations, SetError};

use super::seed::{Seed, SeedFunction};
#[cfg(feature = "sqlite")]
use super::setup::{Setup, SetupFunction};
use crate::registry;

/// A database for a test: which migrations, up to where, and what is in it.
///
/// Nothing happens before one of the methods that open a database. What is the same for several tests is made once
/// and copied, so a fixture is to be made anew in each test, from a function say.
///
/// ```standalone_crate
/// use migrator::testing::Fixture;
///
/// migrator::embed_migrations!("docs/guide/migrations");
///
/// # /*
/// #[test]
/// # */
/// fn a_customer_is_found() -> Result<(), Box<dyn std::error::Error>> {
///     let connection = Fixture::new(&MIGRATIONS)
///         .seed_sql("INSERT INTO customers (name, last_name) VALUES ('Grace Hopper', 'Hopper')")
///         .sqlite()?;
///     let sql = "SELECT name FROM customers WHERE last_name = 'Hopper'";
///     let name: String = connection.query_row(sql, [], |row| row.get(0))?;
///     assert_eq!(name, "Grace Hopper");
///     Ok(())
/// }
/// # fn main() { a_customer_is_found().unwrap() }
/// ```
#[derive(Debug, Clone)]
#[must_use = "no database is made before a method is called that opens one"]
pub struct Fixture {
    set: std::result::Result<&'static Migrations, SetError>,
    options: Options,
    target: String,
    pub(super) seeds: Vec<Seed>,
    #[cfg(feature = "sqlite")]
    pub(super) setup: Option<Setup>,
    #[cfg(feature = "postgres")]
    pub(super) server: Option<String>,
}

impl Fixture {
    /// Takes a set of migrations, all of them.
    pub fn new(migrations: &'static Migrations) -> Self {
        Self::of(Ok(migrations))
    }

    /// Takes the application's one embedded set. That there is none, or several, is an error of what opens a database.
    ///
    /// A file in `tests/` finds it only if it names the application's library: `use app as _;`.
    pub fn registered() -> Self {
        Self::of(registry::application())
    }

    fn of(set: std::result::Result<&'static Migrations, SetError>) -> Self {
        Self {
            set,
            options: Options::new(),
            target: "heads".to_owned(),
            seeds: Vec::new(),
            #[cfg(feature = "sqlite")]
            setup: None,
            #[cfg(feature = "postgres")]
            server: None,
        }
    }

    /// Stops at a revision, to test the migration behind it; `"base"` is an empty database.
    ///
    /// Whatever [`upgrade`](crate::upgrade) takes will do, as `"5b2d81e3f046-1"`, the revision before that one.
    pub fn at(mut self, target: impl Into<String>) -> Self {
        self.target = target.into();
        self
    }

    /// Runs SQL after the migrations; several seeds run in the order in which they are named.
    pub fn seed_sql(mut self, sql: impl Into<String>) -> Self {
        self.seeds.push(Seed::Sql(sql.into()));
        self
    }

    /// Calls a function after the migrations: `fn(&rusqlite::Connection) -> Result<(), _>`, or
    /// `fn(&mut postgres::Client) -> Result<(), _>`.
    ///
    /// It runs once, and its rows are copied: what it does outside the database happens once for many tests. It must
    /// not capture anything, because nobody could tell whether that is the same for the next test:
    ///
    /// ```compile_fail,E0080
    /// # use migrator::testing::Fixture;
    /// let sql = std::env::var("SEED").unwrap();
    /// let fixture = Fixture::registered().seed(move |it: &rusqlite::Connection| it.execute_batch(&sql));
    /// ```
    ///
    /// ```no_run
    /// # use migrator::testing::Fixture;
    /// fn customers(connection: &rusqlite::Connection) -> rusqlite::Result<()> {
    ///     connection.execute_batch("INSERT INTO customers (name) VALUES ('Cher')")
    /// }
    ///
    /// let fixture = Fixture::registered().seed(customers);
    /// ```
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | SQLite | once in a process |
    /// | PostgreSQL | once on a server, and again after the program was built anew |
    pub fn seed<M>(mut self, function: impl SeedFunction<M>) -> Self {
        self.seeds.push(function.seed());
        self
    }

    /// Migrates with these options, as with another version table.
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Prepares each connection that the fixture opens, before it migrates too: with the functions and collations
    /// that migrations need, or `PRAGMA foreign_keys = ON`. It must not capture anything.
    #[cfg(feature = "sqlite")]
    pub fn setup(mut self, function: impl SetupFunction) -> Self {
        self.setup = Some(Setup::new(function));
        self
    }

    /// Names the PostgreSQL server; unless named, `MIGRATOR_TEST_DATABASE_URL` does, or `DATABASE_URL`.
    ///
    /// The database in the URL is left alone: templates and copies are made beside it.
    #[cfg(feature = "postgres")]
    pub fn server(mut self, url: impl Into<String>) -> Self {
        self.server = Some(url.into());
        self
    }

    /// Migrates an empty database.
    pub(super) fn migrate<'c>(&self, connection: impl Connect<'c>) -> Result {
        if self.target != "base" {
            let verbs = Verbs::new(self.set.clone(), self.options.clone());
            verbs.upgrade(connection, self.target.as_str())?;
        }
        Ok(())
    }

    /// Returns what decides what is in the database, whatever kind of database it is.
    pub(super) fn recipe(&self, kind: &str) -> Result<Recipe> {
        let loaded = self.set.clone().map_err(Error::from)?.loaded()?;
        let recipe = Recipe::new(kind, loaded.digest).with("at", &self.target);
        let seeds = self.seeds.iter();
        Ok(seeds.fold(recipe.run_with(&self.options), |recipe, seed| {
            recipe.with(seed.about(), seed.decides())
        }))
    }
}
