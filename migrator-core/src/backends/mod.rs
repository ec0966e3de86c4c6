//! One folder per database; what is in both has the same file name in both.
//!
//! Writing SQL needs no driver, so a backend's rendering exists in every build
//! that runs migrations; its `driver` is a Cargo feature. Siblings never
//! import each other: what two backends share is in `dialect`.
//!
//! To add one: a variant of [`Dialect`], the match arms the compiler then asks for, and a folder
//! here. `CONTRIBUTING.md` has the steps.

pub mod postgres;
pub mod sqlite;
#[cfg(test)]
#[cfg(all(feature = "postgres", feature = "sqlite"))]
mod tests;

use crate::base::Dialect;
#[cfg(feature = "autogenerate")]
use crate::catalog::Introspection;
use crate::dialect::Renderer;
use crate::session::{Session, SessionError, SessionErrorKind};

/// Returns how a database's SQL is written; no driver is needed for it.
#[must_use]
pub fn renderer(dialect: Dialect) -> &'static dyn Renderer {
    match dialect {
        Dialect::Sqlite => &const { sqlite::SqliteRenderer::new(true) },
        Dialect::Postgres => &postgres::PostgresRenderer,
    }
}

/// Returns how a database is read; no driver is needed for it.
#[cfg(feature = "autogenerate")]
#[must_use]
pub fn introspection(dialect: Dialect) -> &'static dyn Introspection {
    match dialect {
        Dialect::Sqlite => &sqlite::SqliteIntrospection,
        Dialect::Postgres => &postgres::PostgresIntrospection,
    }
}

/// Opens such a database with the tables of another one, and none of its rows.
///
/// # Errors
/// As for [`scratch`]; also if the other cannot be read, or has what this build lacks.
pub fn scratch_like(original: &mut dyn Session) -> Result<Box<dyn Session>, SessionError> {
    let mut session = scratch(original.dialect())?;
    match original.dialect() {
        Dialect::Sqlite => sqlite::copy_schema(original, &mut *session)?,
        // There is no scratch database.
        Dialect::Postgres => {}
    }
    Ok(session)
}

/// Opens an empty database that is gone when the session is dropped.
///
/// # Errors
/// Where there is none without a server, or the driver is not in this build.
pub fn scratch(dialect: Dialect) -> Result<Box<dyn Session>, SessionError> {
    let refused = |message: &str, help| {
        Err(SessionError {
            help: Some(help),
            ..SessionError::new(SessionErrorKind::Unsupported, message)
        })
    };
    match dialect {
        #[cfg(feature = "sqlite")]
        Dialect::Sqlite => sqlite::scratch(),
        #[cfg(not(feature = "sqlite"))]
        Dialect::Sqlite => refused(
            "the earlier revisions are replayed on a database in memory, and this build has none",
            "enable the Cargo feature `sqlite` or `sqlite-bundled` of `migrator`",
        ),
        Dialect::Postgres => refused(
            "PostgreSQL has no databases in memory",
            "name what the operation is to look up",
        ),
    }
}
