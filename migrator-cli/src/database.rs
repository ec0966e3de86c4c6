//! The database that is meant, and the connection to it.

use migrator::{Migrations, Options};
use migrator_core::command::Verbs;
use migrator_core::session::{Connect, Session};

use crate::context::Context;
use crate::door::Door;
use crate::failure::Failure;

/// A connection, of whichever kind.
pub(crate) enum Connection {
    #[cfg(feature = "postgres")]
    Postgres(postgres::Client),
    #[cfg(feature = "sqlite")]
    Sqlite(rusqlite::Connection),
}

impl Connection {
    /// Opens the database that the flags, the environment or the configuration name.
    pub(crate) fn open(context: &Context) -> Result<Self, Failure> {
        let url = context
            .globals
            .url
            .clone()
            .or_else(|| std::env::var("DATABASE_URL").ok());
        let Some(url) = url else {
            return Err(Failure::usage("no database is named")
                .help("set DATABASE_URL, or write `--url sqlite:app.db`"));
        };
        #[cfg(feature = "sqlite")]
        if let Some(path) = url.strip_prefix("sqlite:") {
            return rusqlite::Connection::open(path)
                .map(Self::Sqlite)
                .map_err(|error| Failure::new("the database cannot be opened").because(&error));
        }
        #[cfg(feature = "postgres")]
        if url.starts_with("postgres") {
            return postgres::Client::connect(&url, postgres::NoTls)
                .map(Self::Postgres)
                .map_err(|error| Failure::new("the database cannot be reached").because(&error));
        }
        Err(Failure::usage(
            "the URL names no kind of database that this program knows",
        ))
    }

    /// Returns it as what the verbs take.
    pub(crate) fn session(&mut self) -> Result<Box<dyn Session + '_>, Failure> {
        let session = match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(client) => client.session(),
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => (&*connection).session(),
        };
        session.map_err(|error| Failure::new("the database cannot be reached").because(&error))
    }
}

/// Returns the migrations of the database that is meant.
pub(crate) fn migrations(context: &Context) -> Result<&'static Migrations, Failure> {
    match &context.door {
        Door::Application(cli) => Ok(cli.migrations),
        #[cfg(feature = "cargo")]
        Door::Cargo => Err(Failure::new("only the application has its migrations")),
    }
}

/// Returns the verbs with the settings of the program, the configuration and the flags.
pub(crate) fn verbs(context: &Context, options: Options) -> Result<Verbs<'static>, Failure> {
    Ok(migrations(context)?.with(options))
}
