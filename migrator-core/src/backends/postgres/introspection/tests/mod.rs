//! What is read from a real PostgreSQL.
//!
//! The strongest test is [`made_again`]: what is read of one database is made by operations in another
//! one, and must be read there as the same.

use postgres::Client;

use super::PostgresIntrospection;
use crate::backends::postgres::tests::Database;
use crate::catalog::{Catalog, Introspection, Schemas, Scope};
use crate::ops::{Op, Sequence};
use crate::schema::Table;
use crate::session::{Connect, Rows};

mod conversions;
mod names;
mod round_trip;
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

fn read(client: &mut Client, scope: &Scope) -> Catalog {
    let questions = PostgresIntrospection.questions(scope);
    assert!(questions.len() <= 8);
    let mut session = client.session().unwrap();
    let answers = questions.iter().map(|question| session.read(question));
    let answers: Vec<Rows> = answers.collect::<Result<_, _>>().unwrap();
    PostgresIntrospection.catalog(scope, &answers).unwrap()
}

/// Makes what was read by operations in another database, and reads it there.
fn made_again(catalog: &Catalog, scope: &Scope) -> Catalog {
    let mut other = Database::new().unwrap();
    other.migrate(|op| make(op, catalog)).unwrap();
    read(&mut other.connect(), scope)
}

/// Makes a catalog from nothing; functions before tables, views after all, each in its order.
fn make(op: &mut Op<'_>, catalog: &Catalog) {
    op.execute("SET check_function_bodies = off");
    for schema in &catalog.schemas {
        op.create_schema(schema.clone());
    }
    for extension in &catalog.extensions {
        op.create_extension(extension.clone());
    }
    for enumeration in &catalog.enums {
        op.create_enum(enumeration.clone());
    }
    for sequence in &catalog.sequences {
        op.create_sequence(free(sequence));
    }
    for table in &catalog.tables {
        op.create_table(bare(table));
    }
    for sequence in &catalog.sequences {
        if sequence.options().owner.is_some() {
            op.alter_sequence(sequence.clone());
        }
    }
    for table in &catalog.tables {
        for check in table.checks().iter().filter(|check| check.is_not_valid()) {
            op.add_constraint(table.name(), check.clone());
        }
        for key in table.foreign_keys() {
            op.add_constraint(table.name(), key.clone());
        }
    }
    for index in &catalog.indexes {
        op.create_index(index.clone());
    }
}

/// Returns a sequence without its owner, whose table is yet to come.
fn free(sequence: &Sequence) -> Sequence {
    let (name, options) = (sequence.name(), sequence.options());
    let mut free = Sequence::new(name);
    if let Some(kind) = &options.kind {
        free = free.of(kind.clone());
    }
    free
}

/// Returns a table without what is added when all tables are there.
fn bare(table: &Table) -> Table {
    let mut bare = Table::new(table.name());
    for column in table.columns() {
        bare = bare.column(column.clone());
    }
    if let Some(key) = table.table_primary_key() {
        bare = bare.primary_key(key.clone());
    }
    for unique in table.uniques() {
        bare = bare.unique(unique.clone());
    }
    for check in table.checks().iter().filter(|check| !check.is_not_valid()) {
        bare = bare.check(check.clone());
    }
    for exclude in table.excludes() {
        bare = bare.exclude(exclude.clone());
    }
    match table.comment_text() {
        Some(comment) => bare.comment(comment),
        None => bare,
    }
}

/// Returns the scope of all schemas.
fn all() -> Scope {
    Scope {
        schemas: Schemas::All,
        ..Scope::default()
    }
}
