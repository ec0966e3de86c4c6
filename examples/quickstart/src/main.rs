//! An application that upgrades its own SQLite file when it starts.
//!
//! Run it twice: `cargo run -p quickstart`. The first run creates `quickstart.db`
//! and brings it to `head`; the second finds nothing to do. An argument names
//! another file. Left out: everything an application does after it has started.

use migrator::{Event, Options};
use rusqlite::Connection;

migrator::embed_migrations!();

// Every revision up, down and up again, and more: `cargo test -p quickstart`.
#[cfg(test)]
migrator::testing::checks!();

// Lets `cargo fmt` reach the migrations; never compiled.
#[cfg(any())]
#[path = "../migrations/mod.rs"]
mod migrations;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "quickstart.db".to_owned());
    let connection = Connection::open(&path)?;
    connection.pragma_update(None, "foreign_keys", true)?;

    println!(
        "{path} stands on {}",
        standing(&migrator::current(&connection)?.rows)
    );
    let report = migrator::with(Options::new().observer(progress)).upgrade(&connection, "head")?;
    match report.steps.len() {
        0 => println!("nothing to do"),
        n_steps => println!("{n_steps} migrations applied"),
    }

    println!("\nhistory, newest first:");
    for revision in migrator::history(":")? {
        println!("  {revision}");
    }

    println!("\nusers and what they owe:");
    let mut statement = connection.prepare(
        "SELECT trim(u.first_name || ' ' || u.last_name), coalesce(sum(i.cents), 0) \
         FROM users u LEFT JOIN invoices i ON i.user_id = u.id GROUP BY u.id ORDER BY u.id",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (name, cents): (String, i64) = (row.get(0)?, row.get(1)?);
        println!("  {name}: {}.{:02}", cents / 100, cents % 100);
    }
    Ok(())
}

fn progress(event: &Event<'_>) {
    match event {
        Event::Planned { n_steps: 0, .. } => {}
        Event::Planned { n_steps, .. } => println!("upgrading, {n_steps} steps:"),
        Event::StepStarted {
            revision,
            message,
            step,
            n_steps,
            ..
        } => {
            println!("  {step}/{n_steps} {revision} {message}");
        }
        Event::Waiting { .. } => println!("  waiting for another process"),
        _ => {}
    }
}

fn standing(rows: &[String]) -> String {
    if rows.is_empty() {
        "base".to_owned()
    } else {
        rows.join(", ")
    }
}
