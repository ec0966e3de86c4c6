//! Runs the migrations of `migrations.rs` with SeaORM: `peer-sea-orm DATABASE`.
//!
//! The database is a `postgres://` URL or a SQLite file. SeaORM's migrations are Rust, so there is no folder to be
//! given; `folders/sea_orm` has what an application that goes on with revisions of ours would write instead.

mod migrations;

use std::error::Error;

use sea_orm_migration::MigratorTrait as _;
use sea_orm_migration::sea_orm::Database;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let Some(mut database) = std::env::args().nth(1) else {
        return Err("usage: peer-sea-orm DATABASE".into());
    };
    if !database.starts_with("postgres") {
        database = format!("sqlite://{database}?mode=rwc");
    }
    let connection = Database::connect(database).await?;
    migrations::Migrator::up(&connection, None).await?;
    Ok(())
}
