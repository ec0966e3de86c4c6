//! What is put into the database of a test.

use std::any::type_name;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

#[cfg(feature = "postgres")]
use migrator_core::backends::postgres::Client;
#[cfg(feature = "sqlite")]
use migrator_core::backends::sqlite::Connection;
use migrator_core::kit::{KitError, identity};

/// What a function of the application returns.
type Outcome = Result<(), Box<dyn StdError + Send + Sync>>;

/// One thing that is put into the database.
#[derive(Clone)]
pub(super) enum Seed {
    /// SQL, as it is.
    Sql(String),
    /// A function.
    Function(Function),
}

/// A function of the application.
#[derive(Clone)]
pub(super) struct Function {
    name: &'static str,
    identity: [u8; 8],
    call: Call,
}

/// What it takes.
#[derive(Clone)]
enum Call {
    #[cfg(feature = "sqlite")]
    Sqlite(Arc<dyn Fn(&Connection) -> Outcome + Send + Sync>),
    #[cfg(feature = "postgres")]
    Postgres(Arc<dyn Fn(&mut Client) -> Outcome + Send + Sync>),
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sql(sql) => f.debug_tuple("Sql").field(sql).finish(),
            Self::Function(it) => f.debug_tuple("Function").field(&it.name).finish(),
        }
    }
}

impl Seed {
    /// Says what [`decides`](Self::decides) is.
    pub(super) fn about(&self) -> &'static str {
        match self {
            Self::Sql(_) => "seed in SQL",
            Self::Function(_) => "seed",
        }
    }

    /// Returns what tells it from others.
    pub(super) fn decides(&self) -> &[u8] {
        match self {
            Self::Sql(sql) => sql.as_bytes(),
            Self::Function(function) => &function.identity,
        }
    }

    /// Returns what it is called in an error: its SQL, or its path.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Sql(sql) => sql,
            Self::Function(function) => function.name,
        }
    }

    /// Tells whether only the program knows what it does.
    pub(super) fn is_function(&self) -> bool {
        matches!(self, Self::Function(_))
    }
}

impl Function {
    fn new<F: 'static>(call: Call) -> Self {
        Self {
            name: type_name::<F>(),
            identity: identity::<F>(),
            call,
        }
    }

    #[cfg(feature = "sqlite")]
    pub(super) fn on_sqlite(&self, connection: &Connection) -> Result<(), KitError> {
        match &self.call {
            Call::Sqlite(call) => call(connection).map_err(|source| self.failed(source)),
            #[cfg(feature = "postgres")]
            Call::Postgres(_) => Err(self.of_other_kind("SQLite")),
        }
    }

    #[cfg(feature = "postgres")]
    pub(super) fn on_postgres(&self, client: &mut Client) -> Result<(), KitError> {
        match &self.call {
            Call::Postgres(call) => call(client).map_err(|source| self.failed(source)),
            #[cfg(feature = "sqlite")]
            Call::Sqlite(_) => Err(self.of_other_kind("PostgreSQL")),
        }
    }

    fn failed(&self, source: Box<dyn StdError + Send + Sync>) -> KitError {
        KitError::Seed {
            function: self.name,
            source,
        }
    }

    #[cfg(all(feature = "postgres", feature = "sqlite"))]
    fn of_other_kind(&self, kind: &'static str) -> KitError {
        KitError::SeedOfOtherKind {
            function: self.name,
            kind,
        }
    }
}

/// What [`Fixture::seed`](super::Fixture::seed) accepts: `fn(&rusqlite::Connection) -> Result<(), _>`, or
/// `fn(&mut postgres::Client) -> Result<(), _>`.
///
/// A function's name, or a closure that captures nothing and names the types of what it takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a seed",
    label = "puts nothing into a database",
    note = "write `fn seed(connection: &rusqlite::Connection) -> rusqlite::Result<()>` (feature `sqlite`), or \
            `fn seed(client: &mut postgres::Client) -> Result<(), postgres::Error>` (feature `postgres`), with any error type",
    note = "in a closure name the types: `|connection: &rusqlite::Connection| …`"
)]
pub trait SeedFunction<M> {
    #[doc(hidden)]
    #[allow(private_interfaces, reason = "nobody else implements or calls it")]
    fn seed(self) -> Seed;
}

/// Tells functions on SQLite from others.
#[cfg(feature = "sqlite")]
#[doc(hidden)]
#[derive(Debug)]
pub struct OnSqlite<E>(std::marker::PhantomData<E>);

#[cfg(feature = "sqlite")]
impl<F, E> SeedFunction<OnSqlite<E>> for F
where
    F: Fn(&Connection) -> Result<(), E> + Send + Sync + 'static,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    #[allow(private_interfaces, reason = "nobody else implements or calls it")]
    fn seed(self) -> Seed {
        const { super::captures_nothing::<F>() };
        let call = move |connection: &Connection| self(connection).map_err(Into::into);
        Seed::Function(Function::new::<F>(Call::Sqlite(Arc::new(call))))
    }
}

/// Tells functions on PostgreSQL from others.
#[cfg(feature = "postgres")]
#[doc(hidden)]
#[derive(Debug)]
pub struct OnPostgres<E>(std::marker::PhantomData<E>);

#[cfg(feature = "postgres")]
impl<F, E> SeedFunction<OnPostgres<E>> for F
where
    F: Fn(&mut Client) -> Result<(), E> + Send + Sync + 'static,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    #[allow(private_interfaces, reason = "nobody else implements or calls it")]
    fn seed(self) -> Seed {
        const { super::captures_nothing::<F>() };
        let call = move |client: &mut Client| self(client).map_err(Into::into);
        Seed::Function(Function::new::<F>(Call::Postgres(Arc::new(call))))
    }
}
