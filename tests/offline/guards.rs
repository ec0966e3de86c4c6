//! A script for another database changes nothing, and the shell says so.

use migrator::{Options, Transaction};

use crate::shells::{Database, on_each, on_postgres, plain};
use crate::support::{Rev, line, set};
use crate::tools::assert_same;

/// Expects a script to be refused with this text and to leave the database as it was.
fn check_refused(database: &Database, script: &str, expect: &str) {
    let before = database.dump();
    let ended = database.try_run(script);
    assert!(ended.code.is_some_and(|code| code != 0), "{ended:?}");
    assert!(ended.error.contains(expect), "{}", ended.error);
    assert_same(&database.dump(), &before, script);
}

#[test]
fn at_the_wrong_revision_nothing_changes() {
    on_each(|dialect| {
        let set = set(line(4));
        let scripts = [
            set.sql(dialect).upgrade("r002:r004").unwrap(),
            set.sql(dialect).downgrade("r002:base").unwrap(),
            set.sql(dialect).stamp("r002:r004").unwrap(),
        ];
        let database = Database::new(dialect);
        for script in &scripts {
            let ended = database.try_run(script);
            assert!(ended.code.is_some_and(|code| code != 0), "{ended:?}");
            assert_eq!(database.dump(), [""; 0]);
        }
        for target in ["r001", "r003", "r004"] {
            database.upgrade(&plain(set), target);
            for script in &scripts {
                check_refused(&database, script, "expected the version rows");
            }
        }
        database.downgrade(&plain(set), "base");
        for script in &scripts {
            check_refused(&database, script, "expected the version rows");
        }
    });
}

#[test]
fn a_script_from_base_runs_once() {
    on_each(|dialect| {
        let set = set(line(2));
        let script = set.sql(dialect).upgrade("heads").unwrap();
        let database = Database::new(dialect);
        database.run(&script);
        check_refused(&database, &script, "expected the version rows");
    });
}

#[test]
fn the_tables_of_an_earlier_life_are_in_nobodys_way() {
    on_each(|dialect| {
        let set = set(line(2));
        let (online, offline) = (Database::new(dialect), Database::new(dialect));
        for database in [&online, &offline] {
            database.upgrade(&plain(set), "heads");
            database.downgrade(&plain(set), "base");
        }
        online.upgrade(&plain(set), "heads");
        offline.run(&set.sql(dialect).upgrade("heads").unwrap());
        assert_same(&offline.dump(), &online.dump(), "after a downgrade to base");
    });
}

#[test]
fn one_row_too_many_is_another_database() {
    on_each(|dialect| {
        let set = set(line(2));
        let database = Database::new(dialect);
        database.upgrade(&plain(set), "r001");
        database.execute("INSERT INTO alembic_version VALUES ('stranger')");
        let script = set.sql(dialect).upgrade("r001:r002").unwrap();
        check_refused(&database, &script, "expected the version rows");
    });
}

#[test]
fn a_row_that_is_null_is_another_database() {
    on_each(|dialect| {
        let set = set(line(2));
        let database = Database::new(dialect);
        database.execute(
            "CREATE TABLE alembic_version (version_num VARCHAR(32)); \
             INSERT INTO alembic_version VALUES (NULL)",
        );
        let script = set.sql(dialect).upgrade("r001").unwrap();
        check_refused(&database, &script, "expected the version rows");
        let stamp = set.sql(dialect).stamp("r001").unwrap();
        check_refused(&database, &stamp, "expected the version rows");
    });
}

#[test]
fn a_failure_keeps_the_revisions_before_it_and_stops_the_shell() {
    on_each(|dialect| {
        let mut revisions = line(1);
        let broken = "CREATE TABLE b (x TEXT); INSERT INTO missing VALUES (1); DROP TABLE log";
        revisions.push(Rev::sql("b2", &["r001"], broken));
        revisions.push(Rev::sql("c3", &["b2"], "DROP TABLE log"));
        let set = set(revisions);
        let (online, offline) = (Database::new(dialect), Database::new(dialect));
        online.upgrade(&plain(set), "r001");
        let ended = offline.try_run(&set.sql(dialect).upgrade("heads").unwrap());
        assert!(ended.code.is_some_and(|code| code != 0), "{ended:?}");
        assert!(ended.error.contains("missing"), "{}", ended.error);
        assert_same(&offline.dump(), &online.dump(), "after a failure");
    });
}

#[test]
fn in_one_transaction_a_failure_keeps_nothing() {
    on_each(|dialect| {
        let mut revisions = line(1);
        revisions.push(Rev::sql("b2", &["r001"], "INSERT INTO missing VALUES (1)"));
        let options = Options::new().transaction(Transaction::WholeRun);
        let script = set(revisions).with(options).sql(dialect).upgrade("heads");
        let database = Database::new(dialect);
        let ended = database.try_run(&script.unwrap());
        assert!(ended.code.is_some_and(|code| code != 0), "{ended:?}");
        assert_eq!(database.dump(), [""; 0]);
    });
}

#[test]
fn a_half_done_step_is_left_to_the_program() {
    on_each(|dialect| {
        let mut revisions = line(1);
        let broken = "CREATE TABLE b (x TEXT); INSERT INTO missing VALUES (1)";
        revisions.push(Rev::sql("b2", &["r001"], broken).transaction(Transaction::None));
        let set = set(revisions);
        let database = Database::new(dialect);
        let upgraded = match &database {
            Database::Sqlite(file) => set.upgrade(&file.open(), "heads"),
            Database::Postgres(database) => set.upgrade(&mut database.client(), "heads"),
        };
        upgraded.unwrap_err();
        for script in [
            set.sql(dialect).upgrade("r001:b2").unwrap(),
            set.sql(dialect).downgrade("r001:base").unwrap(),
        ] {
            check_refused(&database, &script, "half-done");
        }
        // A stamp says that somebody has put the database in order.
        database.run(&set.sql(dialect).stamp("r001:b2").unwrap());
        let status = "SELECT count(*) FROM migrator_history WHERE status = 'started'";
        assert_eq!(database.lines(status), ["0"]);
    });
}

#[test]
fn a_script_does_not_run_beside_a_program() {
    on_postgres(|dialect| {
        let set = set(line(1));
        let database = Database::new(dialect);
        let script = set.sql(dialect).upgrade("heads").unwrap();
        let (_, key) = script.split_once("pg_try_advisory_lock(").unwrap();
        let (key, _) = key.split_once(')').unwrap();
        let Database::Postgres(server) = &database else {
            unreachable!("PostgreSQL")
        };
        let mut other = server.client();
        other
            .batch_execute(&format!("SELECT pg_advisory_lock({key})"))
            .unwrap();
        check_refused(&database, &script, "another process is migrating");
        drop(other);
        server.settled();
        database.run(&script);
    });
}
