//! Who may log in. The library ships the migrations of its tables as a branch with the label `accounts`.

use rusqlite::Connection;

// `library`: the free verbs of an application do not find this set. The application combines it with its own.
migrator::embed_migrations!("migrations" as ACCOUNTS, library);

// Lets `cargo fmt` reach the migrations; never compiled.
#[cfg(any())]
#[path = "../migrations/mod.rs"]
mod migrations;

/// Adds an account and returns its id.
///
/// # Errors
/// The name is taken.
pub fn add(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    connection.execute("INSERT INTO accounts (name) VALUES (?1)", [name])?;
    Ok(connection.last_insert_rowid())
}
