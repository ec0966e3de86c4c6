//! What is read of a database is what was made, and makes it again.

use super::Database;
use crate::backends::sqlite::SqliteIntrospection;
use crate::catalog::{Catalog, CatalogError, Introspection, Scope};

mod changes;
mod files;
mod objects;
mod random;
mod spellings;
mod tables;

/// Returns the catalog of what statements make.
fn read(sql: &str) -> Catalog {
    let database = Database::new();
    database.connection.execute_batch(sql).unwrap();
    database.catalog().unwrap()
}

impl Database {
    /// Reads the catalog.
    fn catalog(&self) -> Result<Catalog, CatalogError> {
        let scope = Scope::default();
        let questions = SqliteIntrospection.questions(&scope);
        assert!(questions.len() <= 6);
        let answers: Vec<_> = questions.iter().map(|it| self.answer(it)).collect();
        SqliteIntrospection.catalog(&scope, &answers)
    }
}

/// Makes everything that a catalog has, by operations, in another database.
fn made_again(catalog: &Catalog) -> Database {
    let database = Database::new();
    let made = database.migrate(|op| {
        for table in &catalog.tables {
            op.create_table(table.clone());
        }
        for index in &catalog.indexes {
            op.create_index(index.clone());
        }
        for view in &catalog.views {
            op.create_view(view.clone());
        }
        for trigger in &catalog.triggers {
            op.create_trigger(trigger.clone());
        }
    });
    made.unwrap();
    database
}

/// Checks that what is read makes the same again.
#[track_caller]
fn check_round_trip(sql: &str) -> Catalog {
    let catalog = read(sql);
    let again = made_again(&catalog).catalog().unwrap();
    assert_eq!(again, catalog, "{sql}");
    catalog
}
