//! The declared schema is made in any order, and what cannot be made is named.

use migrator::prelude::*;
use migrator::sqlite::Memory;
use migrator::{Declared, ErrorKind};

use crate::backend::{Backend, autogenerate};
use crate::support::{Rev, set};

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
fn what_has_the_name_of_another_is_to_have_its_own() {
    for backend in Backend::all() {
        let declared = Declared::new()
            .sql("a.sql", "CREATE TABLE t (id INTEGER)")
            .sql("b.sql", "CREATE VIEW t AS SELECT 1");
        let compared = autogenerate(set(Vec::new()), declared);
        let help = backend.check(&compared).unwrap_err().help().unwrap();
        assert!(help.starts_with("give it another name: "), "{help}");
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

#[test]
fn scratch_databases_in_memory_can_be_prepared_by_the_application() {
    let declared = Declared::new().sql("i.sql", "CREATE INDEX i ON before (id)");
    let compared = autogenerate(set(Vec::new()), declared);
    compared.check(Memory).unwrap_err();
    let setup = |connection: &rusqlite::Connection| {
        connection.execute_batch("CREATE TABLE before (id INTEGER)")
    };
    let differences = compared.check(Memory::with(setup)).unwrap();
    assert_eq!(differences.lines(), ["added index i on before"]);
    // Beside a database, which is as it is.
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    let ground = Memory::with(setup).beside(&connection);
    let differences = compared.from_database().check(ground).unwrap();
    let expected = ["added table before", "added index i on before"];
    assert_eq!(differences.lines(), expected);
}

#[test]
fn a_dump_of_a_whole_schema_is_a_declared_one() {
    for backend in Backend::all().into_iter().filter(|it| !it.is_sqlite()) {
        let dump = "SET statement_timeout = 0;\n\
            SET standard_conforming_strings = on;\n\
            SELECT pg_catalog.set_config('search_path', '', false);\n\
            SET default_tablespace = '';\n\
            CREATE TABLE public.users (id integer NOT NULL, team integer);\n\
            CREATE TABLE public.teams (id integer NOT NULL);\n\
            ALTER TABLE ONLY public.users ADD CONSTRAINT of_team FOREIGN KEY (team) REFERENCES public.teams(id);\n\
            ALTER TABLE ONLY public.teams ADD CONSTRAINT teams_pkey PRIMARY KEY (id);\n\
            ALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);\n";
        // What is declared beside it is made as if there was no such script.
        let declared = Declared::new()
            .sql("dump.sql", dump)
            .table(table("others"))
            .sql("more.sql", "CREATE VIEW v AS SELECT id FROM users");
        let differences = backend.check(&autogenerate(set(Vec::new()), declared));
        let lines = differences.unwrap().lines();
        let expected = [
            "added table others",
            "added table teams",
            "added table users",
            "added view v",
        ];
        assert_eq!(lines, expected);
    }
}

#[test]
fn what_no_transaction_bears_is_made_outside_one() {
    for backend in Backend::all().into_iter().filter(|it| !it.is_sqlite()) {
        let declared = Declared::new()
            .sql(
                "i.sql",
                "CREATE INDEX CONCURRENTLY i ON t (id); CREATE INDEX j ON t (id)",
            )
            .table(table("t"));
        let differences = backend
            .check(&autogenerate(set(Vec::new()), declared))
            .unwrap();
        assert_eq!(differences.lines().len(), 3);
    }
}

#[test]
fn tables_of_another_schema_are_compared_where_they_are_declared() {
    for backend in Backend::all().into_iter().filter(|it| !it.is_sqlite()) {
        let revision = Rev::sql(
            "a1",
            &[],
            "CREATE SCHEMA app; CREATE SCHEMA other; \
            CREATE TABLE app.t (a INTEGER); CREATE TABLE app.u (a INTEGER); CREATE TABLE other.t (a INTEGER)",
        );
        let table = Table::new(("app", "t")).column(Column::new("a", integer()));
        let declared = Declared::new().schema("app").table(table);
        let compared = autogenerate(set(vec![revision]), declared);
        let lines = backend.check(&compared).unwrap().lines();
        assert_eq!(lines, ["removed table app.u"]);
    }
}
