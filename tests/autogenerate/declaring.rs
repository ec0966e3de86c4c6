//! The declared schema is made in any order, and what cannot be made is named.

use migrator::prelude::*;
use migrator::{Declared, ErrorKind};

use crate::backend::{Backend, autogenerate};
use crate::support::set;

fn table(name: &str) -> Table {
    Table::new(name).column(Column::new("id", integer()).primary_key())
}

fn refers(name: &str, target: &str) -> Table {
    table(name).column(Column::new("other", integer()).references(target, "id"))
}

#[test]
fn the_order_of_declaration_does_not_matter() {
    for backend in Backend::all() {
        let declared = Declared::new()
            .sql(
                "views.sql",
                "CREATE VIEW v AS SELECT id FROM w; CREATE VIEW w AS SELECT id FROM last",
            )
            .index(Index::of("first", ["other"]))
            .table(refers("first", "second"))
            .table(refers("second", "third"))
            .table(refers("third", "second"))
            .sql("tables.sql", "CREATE TABLE last (id INTEGER)");
        let differences = backend
            .check(&autogenerate(set(Vec::new()), declared))
            .unwrap();
        let tables: Vec<String> = differences.lines();
        let tables = tables.iter().filter(|it| it.starts_with("added table"));
        assert_eq!(tables.count(), 4, "{differences}");
    }
}

#[test]
fn what_cannot_be_made_is_named_with_its_place() {
    for backend in Backend::all() {
        let sql = "CREATE TABLE a (id INTEGER);\n\nCREATE INDEX i ON a (nothing);";
        let declared = Declared::new().sql("schema.sql", sql);
        let error = backend
            .check(&autogenerate(set(Vec::new()), declared))
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Declared);
        let text = "the declared statement (schema.sql:3) cannot be made";
        assert_eq!(error.to_string(), text);
        assert_eq!(error.statement(), Some("CREATE INDEX i ON a (nothing)"));
    }
}

#[test]
fn the_cause_is_named_and_not_what_waits_for_it() {
    for backend in Backend::all() {
        let declared = Declared::new()
            .sql("a.sql", "CREATE INDEX waits ON broken (id)")
            .table(table("broken").check("no_such_function(id)"));
        let error = backend
            .check(&autogenerate(set(Vec::new()), declared))
            .unwrap_err();
        let text = error.to_string();
        assert!(
            text.starts_with("the declared table `broken` (tests/autogenerate/declaring.rs:"),
            "{text}"
        );
        assert!(
            text.ends_with("cannot be made, and 1 other that may need it"),
            "{text}"
        );
    }
}

#[test]
fn what_is_there_before_the_first_migration_is_prepared() {
    for backend in Backend::all() {
        let declared = Declared::new().sql("i.sql", "CREATE INDEX i ON before (id)");
        let compared = autogenerate(set(Vec::new()), declared);
        let error = backend.check(&compared).unwrap_err();
        assert!(error.help().unwrap().contains("`prepare`"));
        let prepared = compared.clone().prepare("CREATE TABLE before (id INTEGER)");
        backend.check(&prepared).unwrap();
        let error = backend
            .check(&compared.prepare("CREATE TABLE"))
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Database);
        assert_eq!(error.to_string(), "a scratch database cannot be prepared");
    }
}

#[test]
fn nothing_declared_is_an_error() {
    for backend in Backend::all() {
        let error = backend
            .check(&autogenerate(set(Vec::new()), Declared::new()))
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Declared);
        assert_eq!(error.to_string(), "nothing is declared");
    }
}

#[test]
fn a_script_of_many_statements_may_hold_broken_order_in_several_places() {
    for backend in Backend::all() {
        let mut sql = String::new();
        for number in (0..250).rev() {
            let other = number / 2;
            sql.push_str(&format!("CREATE INDEX i{number} ON t{other} (id);\n"));
        }
        for number in 0..125 {
            sql.push_str(&format!("CREATE TABLE t{number} (id INTEGER);\n"));
        }
        let declared = Declared::new().sql("schema.sql", sql);
        let differences = backend
            .check(&autogenerate(set(Vec::new()), declared))
            .unwrap();
        assert_eq!(differences.changes.len(), 125 + 250);
    }
}
