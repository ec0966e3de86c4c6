//! The migrations of the quickstart.

use migrator::Options;

use crate::shells::{Database, check_upgrade, on_sqlite, plain};
use crate::tools::assert_same;

migrator::embed_migrations!("examples/quickstart/migrations" as QUICKSTART, library);

#[test]
fn the_script_of_the_quickstart_does_what_the_program_does() {
    on_sqlite(|dialect| check_upgrade(dialect, &QUICKSTART, &Options::new()));
}

#[test]
fn the_quickstart_goes_down_by_a_script_too() {
    on_sqlite(|dialect| {
        let (online, offline) = (Database::new(dialect), Database::new(dialect));
        for database in [&online, &offline] {
            database.upgrade(&plain(&QUICKSTART), "head");
        }
        for range in ["e9f0372c5ab8:5d02be71c8aa", "5d02be71c8aa:base"] {
            let (_, target) = range.split_once(':').unwrap();
            online.downgrade(&plain(&QUICKSTART), target);
            offline.run(&QUICKSTART.sql(dialect).downgrade(range).unwrap());
            assert_same(&offline.dump(), &online.dump(), range);
        }
    });
}

#[test]
fn a_script_begins_where_the_database_stands() {
    on_sqlite(|dialect| {
        let (online, offline) = (Database::new(dialect), Database::new(dialect));
        for database in [&online, &offline] {
            database.upgrade(&plain(&QUICKSTART), "8c41f6e0a9d3");
        }
        online.upgrade(&plain(&QUICKSTART), "head");
        let script = QUICKSTART
            .sql(dialect)
            .upgrade("8c41f6e0a9d3:head")
            .unwrap();
        assert!(!script.contains("upgrade 5d02be71c8aa"), "{script}");
        offline.run(&script);
        assert_same(&offline.dump(), &online.dump(), &script);
    });
}
