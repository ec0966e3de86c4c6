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
    for (name, cents) in balances(&connection)? {
        println!("  {name}: {}.{:02}", cents / 100, cents % 100);
    }
    Ok(())
}

/// What each user owes, in cents.
fn balances(connection: &Connection) -> rusqlite::Result<Vec<(String, i64)>> {
    let mut statement = connection.prepare(
        "SELECT trim(u.first_name || ' ' || u.last_name), coalesce(sum(i.cents), 0) \
         FROM users u LEFT JOIN invoices i ON i.user_id = u.id GROUP BY u.id ORDER BY u.id",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
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

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    /// Given a database of its own, which is at `head` already: `cargo test -p quickstart`.
    #[migrator::test(seed_sql = "INSERT INTO invoices (user_id, cents) VALUES (2, 250), (2, 50)")]
    fn invoices_of_a_user_are_added_up(connection: Connection) -> rusqlite::Result<()> {
        let balances = super::balances(&connection)?;
        assert_eq!(balances[1], ("Grace Hopper".to_owned(), 300));
        Ok(())
    }
}
