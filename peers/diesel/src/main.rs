//! Runs a folder with diesel's migrations: `peer-diesel DATABASE FOLDER`.
//!
//! The database is a `postgres://` URL or a SQLite file.

use std::error::Error;

use diesel::{Connection as _, PgConnection, SqliteConnection};
use diesel_migrations::{FileBasedMigrations, MigrationHarness as _};
// Only so that SQLite is compiled in.
use libsqlite3_sys as _;

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(database), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("usage: peer-diesel DATABASE FOLDER".into());
    };
    let migrations = FileBasedMigrations::from_path(folder)?;
    if database.starts_with("postgres") {
        PgConnection::establish(&database)?.run_pending_migrations(migrations)?;
    } else {
        SqliteConnection::establish(&database)?.run_pending_migrations(migrations)?;
    }
    Ok(())
}
