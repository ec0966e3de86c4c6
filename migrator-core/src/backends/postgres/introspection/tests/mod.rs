//! What is read from a real PostgreSQL.
//!
//! The strongest test is `round_trip`: what is read of one database is made by operations in another
//! one, and must be read there as the same.

use super::PostgresIntrospection;
use crate::backends::postgres::tests::Database;
use crate::catalog::{Catalog, Introspection, Schemas, Scope};
use crate::session::{Connect, Rows};

mod beyond;
mod conversions;
mod making;
mod names;
mod needs;
mod portrait;
mod round_trip;
mod scopes;
mod settings;
mod tables;

/// Runs statements in a database of its own; `None` if there is no server.
fn database(sql: &str) -> Option<Database> {
    let mut database = Database::new()?;
    database.rows(sql);
    Some(database)
}

/// Reads the connection's own schema.
fn own(database: &Database) -> Catalog {
    read(&mut database.connect(), &Scope::default())
}

fn read<'c>(connection: impl Connect<'c>, scope: &Scope) -> Catalog {
    let questions = PostgresIntrospection.questions(scope);
    assert!(questions.len() <= 8);
    let mut session = connection.session().unwrap();
    let answers = questions.iter().map(|question| session.read(question));
    let answers: Vec<Rows> = answers.collect::<Result<_, _>>().unwrap();
    PostgresIntrospection.catalog(scope, &answers).unwrap()
}

/// Returns the scope of all schemas.
fn all() -> Scope {
    Scope {
        schemas: Schemas::All,
        ..Scope::default()
    }
}
