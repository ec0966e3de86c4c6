//! What a range means, and what is none.

use migrator::{Dialect, ErrorKind, Migrations, Options};

use crate::shells::{Database, on_each, plain};
use crate::support::{Rev, line, set};
use crate::tools::assert_same;

const KINDS: [Dialect; 2] = [Dialect::Sqlite, Dialect::Postgres];

/// `a <- b1 <- c1`, `a <- b2 <- c2`, `c1 + c2 <- m`
fn branches() -> &'static Migrations {
    let table = |id: &str, parents: &[&str]| {
        Rev::sql(id, parents, &format!("CREATE TABLE t_{id} (x TEXT)"))
            .down(&format!("DROP TABLE t_{id}"))
    };
    set(vec![
        table("a", &[]),
        table("b1", &["a"]),
        table("c1", &["b1"]),
        table("b2", &["a"]),
        table("c2", &["b2"]),
        table("m", &["c1", "c2"]),
    ])
}

/// The script creates the same tables as the verb, also where one of them is there.
#[test]
fn a_script_creates_our_own_tables_and_nothing_else() {
    on_each(|dialect| {
        let script = set(line(1)).sql(dialect).ensure_version().unwrap();
        let (by_script, by_verb) = (Database::new(dialect), Database::new(dialect));
        by_script.run(&script);
        by_script.run(&script);
        match &by_verb {
            Database::Sqlite(file) => set(line(1)).ensure_version(&file.open()).unwrap(),
            Database::Postgres(it) => set(line(1)).ensure_version(&mut it.client()).unwrap(),
        };
        assert_eq!(by_script.dump(), by_verb.dump());
        by_script.execute("DROP TABLE migrator_history");
        by_script.run(&script);
        assert_eq!(by_script.dump(), by_verb.dump());
    });
}

#[test]
fn a_script_goes_through_branches_and_merges() {
    on_each(|dialect| {
        let set = branches();
        let (online, offline) = (Database::new(dialect), Database::new(dialect));
        let go = |range: &str, target: &str| {
            online.upgrade(&plain(set), target);
            offline.run(&set.sql(dialect).upgrade(range).unwrap());
            assert_same(&offline.dump(), &online.dump(), range);
        };
        go("b1", "b1");
        go("b1:c1", "c1");
        go("c1:heads", "heads");
        online.downgrade(&plain(set), "m-1");
        offline.run(&set.sql(dialect).downgrade("m:-1").unwrap());
        assert_same(&offline.dump(), &online.dump(), "m:-1");
        online.downgrade(&plain(set), "a");
        offline.run(&set.sql(dialect).downgrade("c1,c2:a").unwrap());
        assert_same(&offline.dump(), &online.dump(), "c1,c2:a");
    });
}

#[test]
fn a_script_stamps() {
    on_each(|dialect| {
        let set = branches();
        let (online, offline) = (Database::new(dialect), Database::new(dialect));
        let go = |range: &str, targets: &str| {
            online.stamp(&plain(set), targets);
            offline.run(&set.sql(dialect).stamp(range).unwrap());
            assert_same(&offline.dump(), &online.dump(), range);
        };
        go("b1", "b1");
        go("b1:c1", "c1");
        go("c1:b2", "b2");
        go("b2,c1:heads", "heads");
        go("m:base", "base");
        let purge = || set.with(Options::new().purge(true));
        offline.execute("INSERT INTO alembic_version VALUES ('unknown')");
        offline.run(&purge().sql(dialect).stamp("c2").unwrap());
        assert_eq!(
            offline.lines("SELECT version_num FROM alembic_version"),
            ["c2"]
        );
    });
}

#[test]
fn with_nothing_to_do_a_script_says_so_and_does_nothing() {
    on_each(|dialect| {
        let set = set(line(2));
        let sql = || set.sql(dialect);
        let database = Database::new(dialect);
        for script in [
            sql().upgrade("r002:r002").unwrap(),
            sql().upgrade("r001:r001").unwrap(),
            sql().downgrade("r001:r001").unwrap(),
            sql().stamp("r001:r001").unwrap(),
        ] {
            assert!(script.contains("-- Nothing to do."), "{script}");
            database.run(&script);
            assert_eq!(database.dump(), [""; 0]);
        }
    });
}

#[test]
fn a_range_that_leads_the_other_way_is_an_error() {
    for dialect in KINDS {
        let set = branches();
        let check = |error: migrator::Error, expect: &str| {
            assert_eq!(error.kind(), ErrorKind::Target);
            assert_eq!(error.to_string(), expect);
            assert!(error.help().is_some(), "{error}");
        };
        check(
            set.sql(dialect).upgrade("c1:a").unwrap_err(),
            "the range `c1:a` is empty: `c1` is not an ancestor of its end",
        );
        check(
            set.sql(dialect).upgrade("b1:c2").unwrap_err(),
            "the range `b1:c2` is empty: `b1` is not an ancestor of its end",
        );
        check(
            set.sql(dialect).downgrade("a:c1").unwrap_err(),
            "`c1` is not below the current revisions `a`",
        );
        check(
            set.sql(dialect).downgrade("c1").unwrap_err(),
            "`c1` is no range",
        );
        check(
            set.sql(dialect).upgrade("a:b1,b2").unwrap_err(),
            "the range `a:b1,b2` has more than one end",
        );
        check(
            set.sql(dialect).upgrade("").unwrap_err(),
            "the target is empty",
        );
        check(
            set.sql(dialect).upgrade("a:b:c").unwrap_err(),
            "the range `a:b:c` has more than one colon",
        );
        let error = set.sql(dialect).upgrade("nope:head").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Target);
        let error = set.sql(dialect).stamp("b1,c1").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Target);
    }
}

#[test]
fn a_revision_without_a_downgrade_is_an_error() {
    let set = set(vec![Rev::sql("a1", &[], "CREATE TABLE t (x TEXT)")]);
    for dialect in KINDS {
        let error = set.sql(dialect).downgrade("a1:base").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Irreversible);
    }
}
