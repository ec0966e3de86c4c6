//! The database itself as the other side.

use migrator::prelude::*;
use migrator::sqlite::Memory;
use migrator::{Declared, ErrorKind};

use crate::backend::{Backend, autogenerate};
use crate::support::{Rev, set};

fn table() -> Table {
    Table::new("t").column(Column::new("a", integer()))
}

fn revisions() -> Vec<Rev> {
    vec![
        Rev::reversible("a1", &[], |op| {
            op.create_table(table());
            Ok(())
        }),
        Rev::sql("b2", &["a1"], "CREATE TABLE b (x INTEGER)").down("DROP TABLE b"),
    ]
}

fn declared() -> Declared {
    let b = Table::new("b").column(Column::new("x", integer()));
    Declared::new().table(table()).table(b)
}

#[test]
fn what_was_made_by_hand_is_seen() {
    for backend in Backend::all() {
        let set = set(revisions());
        backend.upgrade(set, "head");
        let compared = autogenerate(set, declared()).from_database();
        assert_eq!(backend.check(&compared).unwrap().lines(), [""; 0]);
        backend.run("ALTER TABLE t ADD COLUMN by_hand TEXT");
        let lines = backend.check(&compared).unwrap().lines();
        assert_eq!(lines, ["removed column t.by_hand"]);
        // Not by the migrations, which are the other side otherwise.
        let compared = autogenerate(set, declared());
        assert_eq!(backend.check(&compared).unwrap().lines(), [""; 0]);
    }
}

#[test]
fn a_database_elsewhere_than_at_head_is_not_compared_with() {
    for backend in Backend::all() {
        let set = set(revisions());
        let compared = autogenerate(set, declared()).from_database();
        let error = backend.check(&compared).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotAtHead);
        let text =
            "the database is not at head: it stands at base, and 2 revisions are not applied";
        assert_eq!(error.to_string(), text);
        backend.upgrade(set, "a1");
        let error = backend.check(&compared).unwrap_err();
        let text = "the database is not at head: it stands at `a1`, and 1 revision is not applied";
        assert_eq!(error.to_string(), text);
        assert_eq!(
            error.help().unwrap(),
            "run `upgrade heads` first, or compare with the migrations"
        );
        backend.run("UPDATE alembic_version SET version_num = 'ffff'");
        let error = backend.check(&compared).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownRevision);
    }
}

#[test]
fn memory_is_no_database_to_compare_with() {
    let compared = autogenerate(set(revisions()), declared()).from_database();
    let error = compared.check(Memory).unwrap_err();
    assert_eq!(error.to_string(), "there is no database to compare with");
}

#[test]
fn a_schema_of_the_version_table_is_nobodys() {
    for backend in Backend::all().into_iter().filter(|it| !it.is_sqlite()) {
        let options = || migrator::Options::new().version_table(("ops", "versions"));
        let set = set(revisions());
        let Backend::Postgres(database) = &backend else {
            continue;
        };
        set.with(options())
            .upgrade(&mut database.client(), "head")
            .unwrap();
        for compared in [
            set.with(options()).autogenerate(declared()),
            set.with(options()).autogenerate(declared()).from_database(),
        ] {
            let compared = compared.schemas(migrator::autogenerate::Schemas::All);
            assert_eq!(backend.check(&compared).unwrap().lines(), [""; 0]);
        }
    }
}
