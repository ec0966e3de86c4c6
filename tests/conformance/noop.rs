//! A start with nothing to do: one exchange, no write, whatever the connection.

use migrator::{ChangedChecksum, ErrorKind, Migrations, Options, Transaction};

use crate::backend::{Backend, Database, End, history, upgrade};
use crate::support::{Rev, line, set};

/// Runs a no-op upgrade twice and checks that each took `n_exchanges` and wrote nothing.
fn check(database: &dyn Database, set: &Migrations, n_exchanges: usize) {
    let before = database.footprint();
    let (mut connection, watch) = database.connect_watched();
    watch.take();
    for _ in 0..2 {
        let report = connection.upgrade(set, "heads").unwrap();
        let seen = watch.take();
        assert_eq!(report.steps, []);
        assert_eq!(report.before, report.after);
        assert!(seen.n_exchanges <= n_exchanges, "{seen:#?}");
    }
    assert!(!connection.is_in_transaction());
    assert!(before == database.footprint(), "something was written");
    check_read_only(database, set);
}

/// The same with connections that may not write.
fn check_read_only(database: &dyn Database, set: &Migrations) {
    let connections = database.connect_read_only();
    let before = database.dump();
    for mut connection in connections {
        let report = connection.upgrade(set, "heads").unwrap();
        assert_eq!(report.steps, []);
        assert_eq!(report.before, report.after);
    }
    assert_eq!(database.dump(), before);
}

pub(crate) fn a_start_with_nothing_to_do_takes_one_exchange(on: &dyn Backend) {
    let database = on.database();
    let set = set(line(3));
    upgrade(&*database, set);
    check(&*database, set, 1);
}

pub(crate) fn a_thousand_revisions_take_no_more(on: &dyn Backend) {
    let database = on.database();
    let revisions = (1..=1000).map(|at| {
        let parent = format!("n{:04}", at - 1);
        let parents: &[&str] = if at == 1 { &[] } else { &[&parent] };
        Rev::sql(&format!("n{at:04}"), parents, "SELECT 1")
    });
    let set = set(revisions.collect());
    // One transaction: only the rows matter here.
    let whole = Options::new().transaction(Transaction::WholeRun);
    upgrade(&*database, &set.with(whole));
    assert_eq!(history(&mut *database.connect()).len(), 1000);
    check(&*database, set, 1);
}

pub(crate) fn a_database_of_alembic_takes_no_history(on: &dyn Backend) {
    let database = on.database();
    database.connect().execute(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, \
         CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)); \
         INSERT INTO alembic_version VALUES ('ae1027a6acf0'), ('5b3f6c0a9d21')",
    );
    let set = set(vec![
        Rev::sql("27c6a30d7c24", &[], ""),
        Rev::sql("ae1027a6acf0", &["27c6a30d7c24"], ""),
        Rev::sql("5b3f6c0a9d21", &["27c6a30d7c24"], ""),
    ]);
    // Where a missing table is an error of the server, it has to be asked again.
    check(&*database, set, 3);
    assert_eq!(database.tables(), ["alembic_version"]);
}

pub(crate) fn an_empty_set_writes_nothing(on: &dyn Backend) {
    let database = on.database();
    database.connect().execute("CREATE TABLE x (x TEXT)");
    check(&*database, set(vec![]), 2);
    // Nor at base.
    let one = set(line(1));
    upgrade(&*database, one);
    database.connect().downgrade(one, "base").unwrap();
    check(&*database, set(vec![]), 1);
}

pub(crate) fn the_reading_verbs_take_two_exchanges_at_most(on: &dyn Backend) {
    let database = on.database();
    let set = set(line(3));
    upgrade(&*database, set);
    let before = database.footprint();
    let (mut connection, watch) = database.connect_watched();
    watch.take();
    assert!(connection.current(set).unwrap().is_up_to_date);
    let seen = watch.take();
    assert!(seen.n_exchanges <= 2, "{seen:#?}");
    let of = connection.history_of(set, "current:").unwrap();
    let seen = watch.take();
    assert!(seen.n_exchanges <= 2, "{seen:#?}");
    assert_eq!(of.len(), 1);
    assert!(of[0].is_current);
    assert!(before == database.footprint());
}

pub(crate) fn inside_the_applications_transaction_nothing_is_written_either(on: &dyn Backend) {
    let database = on.database();
    let set = set(line(2));
    upgrade(&*database, set);
    let before = database.footprint();
    database.connect().join(End::Commit, &mut |transaction| {
        assert_eq!(transaction.upgrade(set, "head").unwrap().steps, []);
        assert!(transaction.is_in_transaction());
    });
    assert!(before == database.footprint());
}

pub(crate) fn pending_work_where_nothing_may_be_written_says_so(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(2)));
    let connections = database.connect_read_only();
    let before = database.dump();
    let newer = set(line(3));
    for mut connection in connections {
        for (verb, error) in [
            ("upgrade", connection.upgrade(newer, "head").unwrap_err()),
            ("stamp", connection.stamp(newer, &["head"]).unwrap_err()),
            ("downgrade", connection.downgrade(newer, "-1").unwrap_err()),
        ] {
            assert_eq!(error.kind(), ErrorKind::ReadOnly, "{verb}: {error:?}");
            assert_eq!(
                error.to_string(),
                "the database is read-only, and there is something to write"
            );
            assert!(error.help().is_some());
        }
        assert!(!connection.is_in_transaction());
    }
    assert_eq!(database.dump(), before);
}

pub(crate) fn pending_work_on_an_empty_read_only_database_says_so(on: &dyn Backend) {
    let database = on.database();
    database.connect().execute("CREATE TABLE x (x TEXT)");
    for mut connection in database.connect_read_only() {
        let error = connection.upgrade(set(line(1)), "head").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ReadOnly, "{error:?}");
    }
    assert_eq!(database.tables(), ["x"]);
}

/// The same heads with another digest: as after a revision was moved or a
/// comment in a header was changed.
fn same_heads_other_digest() -> &'static Migrations {
    let mut revisions = line(2);
    let extra = Rev::sql("extra", &["r001"], "CREATE TABLE extra (x TEXT)");
    let merge = revisions.pop().unwrap();
    revisions.push(extra);
    revisions.push(Rev {
        spec: merge.spec.parent("extra"),
        migration: merge.migration,
    });
    set(revisions)
}

pub(crate) fn another_digest_with_equal_heads_costs_one_more_read_and_no_write(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, same_heads_other_digest());
    // Lacks `extra`, and stands on the same head.
    check(&*database, set(line(2)), 2);
}

pub(crate) fn two_programs_side_by_side_never_write_in_turn(on: &dyn Backend) {
    let database = on.database();
    let old = set(line(2));
    let mut revisions = line(2);
    let second = revisions.pop().unwrap();
    revisions.push(second.edited());
    let newer = set(revisions);
    upgrade(&*database, old);
    let before = database.footprint();
    let accept = || Options::new().changed_checksum(ChangedChecksum::Accept);
    let (mut connection, watch) = database.connect_watched();
    watch.take();
    for _ in 0..3 {
        connection.upgrade(old, "head").unwrap();
        assert_eq!(watch.take().n_exchanges, 1);
        let accepting = newer.with(accept());
        connection.upgrade(&accepting, "head").unwrap();
        assert_eq!(watch.take().n_exchanges, 2);
    }
    assert!(before == database.footprint());
}
