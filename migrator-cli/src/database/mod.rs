//! The database that is meant, and the connection to it.
//!
//! `whereabouts` finds the URL, this file its kind, and the folder of that kind reads it and connects.
//! Nothing here prints a URL but through `mask`.

mod error;
pub(crate) mod mask;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;
mod whereabouts;

use migrator::{Dialect, Migrations, Options};
use migrator_core::command::Verbs;
use migrator_core::session::Session;
#[cfg(feature = "autogenerate")]
use migrator_core::session::Workshop;

use crate::context::Context;
use crate::door::Door;
use crate::failure::Failure;

use error::UrlError;
pub(crate) use whereabouts::Whereabouts;

/// A connection, of whichever kind.
pub(crate) struct Connection {
    /// Its URL without the password.
    url: String,
    database: Box<dyn Database>,
}

/// What a kind of database can do.
trait Database {
    /// Begins a session.
    fn session(&mut self) -> Result<Box<dyn Session + '_>, Failure>;

    /// Returns what opens another session on the same database, if there is something to learn on one.
    fn again(&self) -> Option<OpenAgain> {
        None
    }

    /// Returns what makes scratch databases of its kind.
    #[cfg(feature = "autogenerate")]
    fn workshop(&mut self) -> Result<Box<dyn Workshop + '_>, Failure>;
}

/// Opens another session on the same database, on another thread.
pub(crate) type OpenAgain = Box<dyn FnOnce() -> Result<Box<dyn Session>, Failure> + Send>;

/// What happens where an SQLite file does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Missing {
    Create,
    Refuse,
    /// An empty one in memory takes its place.
    Imagine,
}

/// Opens a database of one kind; a server is told the program's name.
type Open = fn(&Whereabouts, Missing, program: &str) -> Result<Box<dyn Database>, Failure>;

impl Connection {
    /// Opens the database for a verb that changes it: an SQLite file that does not exist is made.
    pub(crate) fn open(context: &Context) -> Result<Self, Failure> {
        Self::find(context, Missing::Create)
    }

    /// Opens the database for a verb that looks at it: an SQLite file that does not exist is an error.
    pub(crate) fn open_existing(context: &Context) -> Result<Self, Failure> {
        Self::find(context, Missing::Refuse)
    }

    /// Opens the database for what only asks what would be done: an SQLite file that does not exist
    /// is taken for an empty one, and not made.
    pub(crate) fn open_imagined(context: &Context) -> Result<Self, Failure> {
        Self::find(context, Missing::Imagine)
    }

    /// Opens what scratch databases are made beside: any server, and nothing for SQLite, which makes them
    /// in memory.
    #[cfg(feature = "autogenerate")]
    pub(crate) fn for_scratch(context: &Context) -> Result<Self, Failure> {
        match dialect_or_only(context)? {
            #[cfg(feature = "sqlite")]
            Dialect::Sqlite => Ok(Self {
                url: "sqlite::memory:".to_owned(),
                database: sqlite::memory()?,
            }),
            // That of another kind says itself what it lacks.
            _ => Self::open(context),
        }
    }

    /// Returns what makes scratch databases of its kind.
    #[cfg(feature = "autogenerate")]
    pub(crate) fn workshop(&mut self) -> Result<Box<dyn Workshop + '_>, Failure> {
        self.database.workshop()
    }

    fn find(context: &Context, missing: Missing) -> Result<Self, Failure> {
        let whereabouts = Whereabouts::find(context.config()?)?;
        let open = opener(dialect_of(&whereabouts.url)?)?;
        Ok(Self {
            url: mask::passwords(&whereabouts.url),
            database: open(&whereabouts, missing, &context.program())?,
        })
    }

    /// Returns the URL without its password.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Returns what opens another session, if there is something to learn on one.
    pub(crate) fn again(&self) -> Option<OpenAgain> {
        self.database.again()
    }

    /// Returns it as what the verbs take. On PostgreSQL each session is a connection of its own.
    pub(crate) fn session(&mut self) -> Result<Box<dyn Session + '_>, Failure> {
        self.database.session()
    }
}

/// Returns the kind of the database that is meant, if anything names one; asks no database.
pub(crate) fn dialect(context: &Context) -> Result<Option<Dialect>, Failure> {
    let config = context.config()?;
    if !Whereabouts::are_known(config)? {
        return Ok(None);
    }
    Ok(Some(dialect_of(&Whereabouts::find(config)?.url)?))
}

/// Returns the kind of the database that is meant, or the only one that needs no URL to be compared on.
#[cfg(feature = "autogenerate")]
fn dialect_or_only(context: &Context) -> Result<Dialect, Failure> {
    match dialect(context)? {
        Some(dialect) => Ok(dialect),
        None if cfg!(feature = "sqlite") && !cfg!(feature = "postgres") => Ok(Dialect::Sqlite),
        None => Ok(dialect_of(&Whereabouts::find(context.config()?)?.url)?),
    }
}

fn opener(dialect: Dialect) -> Result<Open, UrlError> {
    match dialect {
        #[cfg(feature = "sqlite")]
        Dialect::Sqlite => Ok(sqlite::open),
        #[cfg(feature = "postgres")]
        Dialect::Postgres => Ok(postgres::open),
        _ => Err(UrlError::NotCompiled { dialect }),
    }
}

/// Tells which kind of database a URL names.
fn dialect_of(url: &str) -> Result<Dialect, UrlError> {
    let Some(scheme) = scheme(url) else {
        // As `psql` takes them.
        return match url.contains('=') {
            true => Ok(Dialect::Postgres),
            false => Err(UrlError::NoScheme),
        };
    };
    match scheme.split_once('+') {
        Some((scheme @ ("sqlite" | "postgres" | "postgresql"), driver)) => Err(UrlError::Driver {
            scheme: scheme.to_owned(),
            driver: driver.to_owned(),
        }),
        _ => match scheme {
            "sqlite" => Ok(Dialect::Sqlite),
            "postgres" | "postgresql" => Ok(Dialect::Postgres),
            _ => Err(UrlError::UnknownScheme {
                scheme: scheme.to_owned(),
            }),
        },
    }
}

/// Returns what stands before the first colon, if it can be a scheme: `C:\app.db` has none.
fn scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let is_scheme = scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme.then_some(scheme)
}

/// Decodes `%41`.
#[cfg(any(feature = "postgres", feature = "sqlite"))]
fn decoded(text: &str, part: &'static str) -> Result<String, UrlError> {
    let decoded = percent_encoding::percent_decode_str(text).decode_utf8();
    decoded
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| UrlError::Unreadable {
            part,
            help: "write what is not ASCII in UTF-8, percent-encoded or as it is",
        })
}

/// Returns the migrations of the database that is meant.
pub(crate) fn migrations(context: &Context) -> Result<&'static Migrations, Failure> {
    match &context.door {
        Door::Application(cli) => {
            // Also checks the name.
            let name = context.config()?.name.as_deref();
            let named = cli
                .named
                .iter()
                .find(|(known, _)| Some(known.as_str()) == name);
            Ok(named.map_or(cli.migrations, |(_, migrations)| migrations))
        }
        #[cfg(feature = "cargo")]
        Door::Cargo => Err(Failure::new("only the application has its migrations")),
    }
}

/// Returns the verbs with the settings of the program, the configuration and the flags.
pub(crate) fn verbs(context: &Context, options: Options) -> Result<Verbs<'static>, Failure> {
    Ok(migrations(context)?.with(options))
}
