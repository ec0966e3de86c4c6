//! Names of constraints: what has none, or the database's own, is no difference to what migrations give it.

use migrator::autogenerate::{Language, Proposal};
use migrator::prelude::*;
use migrator::{Declared, Migrations};

use crate::backend::{Backend, autogenerate};
use crate::support::{Rev, set};

/// Every kind of constraint, each without a name.
const TABLES: &str = "\
    CREATE TABLE parents (id INTEGER PRIMARY KEY, a INTEGER NOT NULL, b INTEGER NOT NULL, UNIQUE (a, b)); \
    CREATE TABLE pairs (a INTEGER NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a, b)); \
    CREATE TABLE children (id INTEGER NOT NULL PRIMARY KEY, code VARCHAR(9) UNIQUE CHECK (code <> ''), \
      parent INTEGER REFERENCES parents (id) ON DELETE CASCADE, up INTEGER REFERENCES children (id), \
      a INTEGER CHECK (a > 0) CHECK (a < 9), b INTEGER, UNIQUE (b), CHECK (a <> b), CHECK (a + b < 100), \
      FOREIGN KEY (a, b) REFERENCES parents (a, b), FOREIGN KEY (b, a) REFERENCES pairs (a, b)); \
    CREATE INDEX i ON children (a);";
const EXCLUSION: &str = "CREATE TABLE rooms (id INTEGER, at tsrange, EXCLUDE USING gist (at WITH &&), \
    UNIQUE NULLS NOT DISTINCT (id));";

fn script(backend: &Backend) -> String {
    match backend.is_sqlite() {
        true => TABLES.to_owned(),
        false => format!("{TABLES} {EXCLUSION}"),
    }
}

fn revision(id: &str, parents: &[&str], proposal: &Proposal) -> Rev {
    Rev::sql(id, parents, &proposal.upgrade_text).down(&proposal.downgrade_text)
}

/// Generates a revision, in SQL.
fn proposed(backend: &Backend, set: &'static Migrations, declared: &Declared) -> Proposal {
    let compared = autogenerate(set, declared.clone()).language(Language::Sql);
    let proposal = backend.propose(&compared).unwrap();
    assert_eq!(proposal.unproved(), [""; 0]);
    proposal
}

/// Generates the first revision, and one for a later change; after each nothing is left to do.
fn check(declared: impl Fn(&Backend) -> Declared) {
    for backend in Backend::all() {
        let now = declared(&backend);
        let first = proposed(&backend, set(Vec::new()), &now);
        let made = set(vec![revision("a1", &[], &first)]);
        assert_no_difference(&backend, made, &now);
        let later = now.sql(
            "later.sql",
            "CREATE TABLE later (id INTEGER PRIMARY KEY, a INTEGER UNIQUE REFERENCES parents (id) CHECK (a > 0))",
        );
        let second = proposed(&backend, made, &later);
        let made = set(vec![
            revision("a1", &[], &first),
            revision("b2", &["a1"], &second),
        ]);
        assert_no_difference(&backend, made, &later);
    }
}

fn assert_no_difference(backend: &Backend, made: &'static Migrations, declared: &Declared) {
    backend.upgrade(made, "head");
    let compared = autogenerate(made, declared.clone());
    for compared in [compared.clone(), compared.from_database()] {
        assert_eq!(backend.check(&compared).unwrap().lines(), [""; 0]);
    }
}

#[test]
fn constraints_without_names_are_no_difference_to_those_a_revision_names() {
    check(|backend| Declared::new().sql("schema.sql", script(backend)));
}

#[test]
fn neither_are_those_of_tables_beside_a_script() {
    check(|backend| {
        let table = Table::new("models")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("code", string(9)).unique().check("code <> ''"))
            .column(Column::new("parent", integer()).references("parents", "id"))
            .column(Column::new("other", integer()).references("children", "id"))
            .check(Check::new("parent <> other"))
            .unique(Unique::new(["parent", "other"]));
        Declared::new()
            .table(table)
            .sql("schema.sql", script(backend))
    });
}

#[test]
fn neither_are_those_of_tables_that_were_made_by_hand() {
    for backend in Backend::all() {
        let made = script(&backend);
        let made = set(vec![Rev::sql("a1", &[], &made)]);
        let declared = Declared::new().sql("schema.sql", script(&backend));
        assert_no_difference(&backend, made, &declared);
    }
}
