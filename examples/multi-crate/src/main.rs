//! A shop whose tables come from three crates: two libraries ship their own migrations, and the application combines
//! them with its own into one graph.
//!
//! Run it: `cargo run -p multi-crate`. Each set is a branch; a revision that needs a table of another crate names that
//! crate's revision in `DEPENDS_ON`. The goal is `heads`, all of them. An argument names the database's file; without
//! one it is in memory. Left out: the command line, which `examples/models` has.

use rusqlite::Connection;

migrator::embed_migrations!(combine = [&accounts::ACCOUNTS, &billing::BILLING]);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let connection = match std::env::args().nth(1) {
        Some(path) => Connection::open(path)?,
        None => Connection::open_in_memory()?,
    };
    connection.pragma_update(None, "foreign_keys", true)?;

    let report = migrator::upgrade(&connection, "heads")?;
    for step in &report.steps {
        println!("{} {}", step.revision, step.message);
    }
    println!(
        "stands on {}",
        migrator::current(&connection)?.rows.join(", ")
    );

    let ada = accounts::add(&connection, "Ada")?;
    billing::bill(&connection, ada, 1200)?;

    // One library's tables can go, with all that depends on them; the rest stays.
    let report = migrator::downgrade(&connection, "billing@base")?;
    println!(
        "without billing: reverted {}",
        report.revisions().collect::<Vec<_>>().join(", ")
    );
    migrator::upgrade(&connection, "heads")?;
    Ok(())
}
