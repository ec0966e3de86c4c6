//! Revisions that stand for others: old, half-way and new databases end in the same place.

use migrator::{ErrorKind, Migrations};

use crate::backend::{Backend, Database, column, history, upgrade, version_rows};
use crate::policies::refuses;
use crate::shown::assert_shown;
use crate::support::{Rev, set};

const REPLACED: [&str; 3] = ["r1", "r2", "r3"];

/// `a <- r1 <- r2 <- r3`, by which a column comes, is filled, and gets an index.
fn range() -> Vec<Rev> {
    vec![
        Rev::sql(
            "a",
            &[],
            "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
        )
        .down("DROP TABLE users"),
        Rev::sql("r1", &["a"], "CREATE TABLE roles (name TEXT NOT NULL)").down("DROP TABLE roles"),
        Rev::sql("r2", &["r1"], "INSERT INTO roles VALUES ('admin')")
            .down("DELETE FROM roles WHERE name = 'admin'"),
        Rev::sql("r3", &["r2"], "CREATE INDEX ix_roles_name ON roles (name)")
            .down("DROP INDEX ix_roles_name"),
    ]
}

fn squash() -> Rev {
    let up = "CREATE TABLE roles (name TEXT NOT NULL); INSERT INTO roles VALUES ('admin'); \
              CREATE INDEX ix_roles_name ON roles (name)";
    let mut squash = Rev::sql("squash", &["a"], up).down("DROP TABLE roles");
    squash.spec.replaces = REPLACED.map(str::to_owned).to_vec();
    squash
}

fn next() -> Rev {
    Rev::sql("c", &["r3"], "ALTER TABLE users ADD COLUMN role TEXT")
        .down("ALTER TABLE users DROP COLUMN role")
}

/// The program before there was a squash.
fn old() -> &'static Migrations {
    set(range())
}

/// The one that has the squash beside what it replaces, and goes on.
fn both() -> &'static Migrations {
    set([range(), vec![squash(), next()]].concat_revisions())
}

/// The one that has the squash alone.
fn alone() -> &'static Migrations {
    let mut revisions = [range(), vec![squash(), next()]].concat_revisions();
    revisions.retain(|it| !REPLACED.contains(&it.spec.id.as_str()));
    set(revisions)
}

trait Concat {
    fn concat_revisions(self) -> Vec<Rev>;
}

impl Concat for [Vec<Rev>; 2] {
    fn concat_revisions(self) -> Vec<Rev> {
        self.into_iter().flatten().collect()
    }
}

/// Everything but the history, from the catalogue and by queries.
fn content(database: &dyn Database) -> Vec<String> {
    let mut connection = database.connect();
    let mut content = Vec::new();
    for table in database.tables() {
        if table == "migrator_history" {
            continue;
        }
        let mut rows = connection.lines(&format!("SELECT * FROM {table}"));
        rows.sort_unstable();
        content.push(format!("{table} {rows:?} {:?}", database.columns(&table)));
        let (indexes, keys) = (database.indexes(&table), database.keys(&table));
        content.push(format!("{indexes:?} {keys:?}"));
    }
    content
}

pub(crate) fn old_half_way_and_new_databases_end_alike(on: &dyn Backend) {
    let new = on.database();
    let report = upgrade(&*new, both());
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["a", "squash", "c"]);
    let expected = content(&*new);
    for start in ["base", "a", "r1", "r2", "r3"] {
        for last in [both(), alone()] {
            let database = on.database();
            if start != "base" {
                database.connect().upgrade(old(), start).unwrap();
            }
            if ["r1", "r2"].contains(&start) {
                database.connect().upgrade(both(), "r3").unwrap();
            }
            let report = upgrade(&*database, last);
            assert_eq!(report.after, ["c"], "{start}");
            assert_eq!(content(&*database), expected, "{start}");
            assert_eq!(upgrade(&*database, both()).steps, [], "{start}");
            assert_eq!(upgrade(&*database, alone()).steps, [], "{start}");
            assert!(database.connect().current(alone()).unwrap().is_up_to_date);
        }
    }
}

pub(crate) fn the_history_tells_which_way_a_database_went(on: &dyn Backend) {
    let lines = |start: &str| {
        let database = on.database();
        let mut connection = database.connect();
        connection.upgrade(old(), start).unwrap();
        connection.upgrade(both(), "squash").unwrap();
        assert_eq!(version_rows(&mut *connection), ["squash"]);
        let n_statements = "SELECT statements_done || ' ' || (checksum IS NOT NULL) FROM migrator_history \
                            WHERE revision = 'squash'";
        (
            history(&mut *connection),
            column(&mut *connection, n_statements),
        )
    };
    let (new, counted) = lines("a");
    assert_eq!(new, ["upgrade a -> a", "upgrade squash -> squash"]);
    assert!(counted[0].starts_with("3 "), "{counted:?}");
    let (half_way, counted) = lines("r2");
    assert_eq!(
        half_way[3..],
        ["upgrade r3 -> r3", "upgrade squash -> squash"]
    );
    assert!(counted[0].starts_with("0 "), "{counted:?}");
}

pub(crate) fn a_database_inside_of_a_squash_needs_the_files(on: &dyn Backend) {
    let database = on.database();
    database.connect().upgrade(old(), "r2").unwrap();
    let text = refuses(&*database, alone(), ErrorKind::UnknownRevision);
    assert_shown!(text, @r"
    the database is at `r2`, which `squash` replaces together with what follows, up to `r3`
    help: first run a version of the program that has the files up to `r3`: the last one before they were deleted, which has `squash`, too
    ");
    let current = database.connect().current(alone()).unwrap();
    assert_eq!(current.unknown, ["r2"]);
    assert!(!current.is_up_to_date);
}

pub(crate) fn an_old_program_leaves_a_database_alone_that_counts_a_squash(on: &dyn Backend) {
    for start in ["a", "r2", "r3"] {
        for new in [both(), alone()] {
            let database = on.database();
            let mut connection = database.connect();
            connection.upgrade(old(), start).unwrap();
            if start == "r2" {
                connection.upgrade(both(), "r3").unwrap();
            }
            connection.upgrade(new, "squash").unwrap();
            refuses(&*database, old(), ErrorKind::NewerDatabase);
            // Also one that knows a part of what is replaced.
            let mut part = range();
            part.truncate(3);
            refuses(&*database, set(part), ErrorKind::NewerDatabase);
        }
    }
}

/// What stood on the last replaced revision before there was a squash.
pub(crate) fn a_program_without_the_squash_goes_on_above_it(on: &dyn Backend) {
    let mut revisions = range();
    revisions.push(next());
    let before = set(revisions);
    for new in [both(), alone()] {
        let database = on.database();
        upgrade(&*database, new);
        assert_eq!(upgrade(&*database, before).steps, []);
        let footprint = database.footprint();
        assert_eq!(upgrade(&*database, new).steps, []);
        assert_eq!(database.footprint(), footprint);
        // And one that has run the old ones is at home in the new program.
        let other = on.database();
        upgrade(&*other, before);
        assert_eq!(upgrade(&*other, new).steps, []);
        assert_eq!(content(&*other), content(&*database));
    }
}

pub(crate) fn a_squash_is_reverted_as_a_whole_or_one_by_one(on: &dyn Backend) {
    for start in ["a", "r2", "r3"] {
        let database = on.database();
        let mut connection = database.connect();
        connection.upgrade(old(), "a").unwrap();
        let empty = content(&*database);
        connection.upgrade(old(), start).unwrap();
        connection.upgrade(both(), "head").unwrap();
        let report = connection.downgrade(both(), "a").unwrap();
        assert_eq!(report.revisions().collect::<Vec<_>>(), ["c", "squash"]);
        assert_eq!(content(&*database), empty);
        connection.upgrade(both(), "head").unwrap();
        let report = connection.downgrade(both(), "r1").unwrap();
        let reverted: Vec<&str> = report.revisions().collect();
        assert_eq!(reverted, ["c", "squash", "r3", "r2"]);
        assert_eq!(version_rows(&mut *connection), ["r1"]);
        connection.upgrade(both(), "head").unwrap();
        let report = connection.downgrade(alone(), "base").unwrap();
        assert_eq!(report.revisions().collect::<Vec<_>>(), ["c", "squash", "a"]);
        assert_eq!(version_rows(&mut *connection), [""; 0]);
    }
}

pub(crate) fn a_squash_can_be_stamped_shown_and_planned(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    connection.upgrade(old(), "r3").unwrap();
    let plan = connection.plan_upgrade(both(), "squash").unwrap();
    assert_eq!(plan.steps.len(), 1);
    assert!(plan.steps[0].statements.is_empty());
    let status = connection.status(both()).unwrap();
    assert_eq!(status.pending, ["squash", "c"]);
    let current = connection.current(alone()).unwrap();
    assert_eq!(
        (current.rows, current.unknown),
        (vec!["r3".to_owned()], vec![])
    );
    assert_eq!(current.revisions[0].id, "squash");
    let mut until = [range(), vec![squash()]].concat_revisions();
    until.retain(|it| !REPLACED.contains(&it.spec.id.as_str()));
    // The row is still to be given its name.
    assert!(!connection.current(set(until)).unwrap().is_up_to_date);
    connection.stamp(alone(), &["squash"]).unwrap();
    assert_eq!(version_rows(&mut *connection), ["squash"]);
    assert_eq!(connection.status(both()).unwrap().pending, ["c"]);
    upgrade(&*database, alone());
    connection.stamp(both(), &["r3"]).unwrap();
    assert_eq!(connection.status(alone()).unwrap().pending, ["squash", "c"]);
}

pub(crate) fn what_ran_in_part_is_not_run_again_by_a_squash(on: &dyn Backend) {
    let unwrapped = |fails: bool| {
        let insert = if fails {
            "INSERT INTO missing VALUES (1)"
        } else {
            "SELECT 1"
        };
        let up = format!("CREATE TABLE roles (name TEXT NOT NULL); {insert}");
        let mut first = Rev::sql("r1", &["a"], &up).transaction(migrator::Transaction::None);
        first.migration.checksum = crate::support::checksum("r1");
        let mut revisions = range();
        revisions[1] = first;
        revisions
    };
    let database = on.database();
    let mut connection = database.connect();
    connection.upgrade(set(unwrapped(true)), "r3").unwrap_err();
    assert!(database.tables().contains(&"roles".to_owned()));
    let mut revisions = unwrapped(true);
    revisions.push(squash());
    let says = |error: &migrator::Error, help: &str| {
        assert_eq!(error.kind(), ErrorKind::HalfDone, "{error:?}");
        assert!(error.help().unwrap().starts_with(help), "{error:?}");
    };
    let error = connection.upgrade(set(revisions), "head").unwrap_err();
    says(&error, "finish it first, by an upgrade to `r1`; or put");
    let error = connection.upgrade(alone(), "head").unwrap_err();
    says(
        &error,
        "finish the upgrade with the last version of the program that has the file of `r1`; or put",
    );
    // Nor what it replaces, if it is the squash that ran in part.
    let database = on.database();
    let mut connection = database.connect();
    let mut revisions = range();
    let up = "CREATE TABLE roles (name TEXT NOT NULL); INSERT INTO missing VALUES (1)";
    let mut half_way = Rev::sql("squash", &["a"], up).transaction(migrator::Transaction::None);
    half_way.spec.replaces = REPLACED.map(str::to_owned).to_vec();
    revisions.push(half_way);
    let set = set(revisions);
    connection.upgrade(set, "head").unwrap_err();
    let error = connection.upgrade(set, "r1").unwrap_err();
    says(&error, "finish it first, by an upgrade to `squash`; or put");
}

pub(crate) fn what_was_reverted_in_part_is_finished_the_same_way(on: &dyn Backend) {
    let unwrapped = |mut revision: Rev| {
        revision = revision.down("DROP INDEX ix_roles_name; DROP TABLE missing");
        revision.transaction(migrator::Transaction::None)
    };
    let half_done = |error: &migrator::Error, help: &str| {
        assert_eq!(error.kind(), ErrorKind::HalfDone, "{error:?}");
        assert!(error.help().unwrap().starts_with(help), "{error:?}");
    };
    // A squash: not one by one.
    let database = on.database();
    let mut connection = database.connect();
    let mut revisions = range();
    revisions.push(unwrapped(squash()));
    let whole = set(revisions);
    connection.upgrade(whole, "head").unwrap();
    connection.downgrade(whole, "a").unwrap_err();
    let error = connection.downgrade(whole, "r1").unwrap_err();
    half_done(
        &error,
        "finish it first, by a downgrade to what `squash` stands on",
    );
    assert_eq!(version_rows(&mut *connection), ["squash"]);
    // The last that one replaces: not by the squash, and it does not count.
    let database = on.database();
    let mut connection = database.connect();
    let mut revisions = range();
    let last = revisions.pop().unwrap();
    revisions.push(unwrapped(last));
    let before = set(revisions);
    connection.upgrade(before, "head").unwrap();
    connection.downgrade(before, "r2").unwrap_err();
    for is_up in [true, false] {
        let error = match is_up {
            true => connection.upgrade(alone(), "head").unwrap_err(),
            false => connection.downgrade(alone(), "a").unwrap_err(),
        };
        half_done(
            &error,
            "finish the downgrade with the last version of the program",
        );
        assert_eq!(version_rows(&mut *connection), ["r3"]);
    }
}
