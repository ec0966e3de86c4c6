//! One folder per database, with the same file names in each.
//!
//! Writing SQL needs no driver, so a backend's rendering exists in every build
//! that runs migrations; its `driver.rs` is a Cargo feature. Siblings never
//! import each other: what two backends share is in `dialect`.
//!
//! To add one: a folder here, a variant of [`Dialect`],
//! and the match arms the compiler then asks for.

pub mod postgres;
pub mod sqlite;

use crate::base::Dialect;
use crate::dialect::Renderer;

/// Returns how a database's SQL is written; `None` where there is no backend yet.
#[must_use]
pub fn renderer(dialect: Dialect) -> Option<&'static dyn Renderer> {
    match dialect {
        Dialect::Sqlite => Some(&const { sqlite::SqliteRenderer::new(true) }),
        Dialect::Postgres => Some(&postgres::PostgresRenderer),
    }
}
