//! Runs a folder with refinery, as a program that embeds it would: `peer-refinery DATABASE FOLDER`.
//!
//! The database is a `postgres://` URL or a SQLite file.

use std::error::Error;

use refinery_core::{Runner, load_sql_migrations};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(database), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("usage: peer-refinery DATABASE FOLDER".into());
    };
    let runner = Runner::new(&load_sql_migrations(folder)?);
    if database.starts_with("postgres") {
        runner.run(&mut postgres::Client::connect(&database, postgres::NoTls)?)?;
    } else {
        runner.run(&mut rusqlite::Connection::open(&database)?)?;
    }
    Ok(())
}
