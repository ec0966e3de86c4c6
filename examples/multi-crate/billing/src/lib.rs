//! What accounts owe. Its first migration needs a table of the library `accounts`, and says so.

use rusqlite::Connection;

// What the set depends on belongs to it, so that `BILLING.upgrade` works by itself, as in the library's own tests. A set
// that comes in by two ways, here and in the application, counts once.
migrator::embed_migrations!(
    "migrations" as BILLING,
    library,
    combine = [&accounts::ACCOUNTS]
);

// Lets `cargo fmt` reach the migrations; never compiled.
#[cfg(any())]
#[path = "../migrations/mod.rs"]
mod migrations;

/// Bills an account.
///
/// # Errors
/// There is no such account.
pub fn bill(connection: &Connection, account: i64, cents: i64) -> rusqlite::Result<()> {
    let sql = "INSERT INTO invoices (account_id, cents) VALUES (?1, ?2)";
    connection.execute(sql, [account, cents])?;
    Ok(())
}
