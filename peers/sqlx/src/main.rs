//! Runs a folder with sqlx: `peer-sqlx DATABASE FOLDER`.
//!
//! The database is a `postgres://` URL or a SQLite file.

use std::error::Error;
use std::path::PathBuf;

use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{PgPool, SqlitePool};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(database), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("usage: peer-sqlx DATABASE FOLDER".into());
    };
    let migrator = Migrator::new(PathBuf::from(folder)).await?;
    if database.starts_with("postgres") {
        migrator.run(&PgPool::connect(&database).await?).await?;
    } else {
        let file = SqliteConnectOptions::new()
            .filename(database)
            .create_if_missing(true);
        migrator.run(&SqlitePool::connect_with(file).await?).await?;
    }
    Ok(())
}
