//! `repair`: the history put right by somebody's word, and nothing else; `ensure_version`: the tables
//! it is kept in.

use std::sync::{Arc, Barrier, Mutex};
use std::time::Duration;

use migrator::{ErrorKind, Event, LogAction, Migrations, Options, Repair, Transaction};

use crate::backend::{
    Backend, Connection, Database, End, column, history, journal, upgrade, version_rows,
};
use crate::holder::Holder;
use crate::shown::assert_shown;
use crate::support::{Rev, line, set};

/// `line(n)` with some revisions edited after they ran.
fn edited(n: usize, which: &[usize]) -> &'static Migrations {
    let revisions = line(n).into_iter().enumerate();
    set(revisions
        .map(|(at, revision)| match which.contains(&(at + 1)) {
            true => revision.edited(),
            false => revision,
        })
        .collect())
}

/// Checks that a start finds nothing to say, in one exchange, and writes nothing.
fn is_quiet(database: &dyn Database, set: &Migrations) {
    let before = database.footprint();
    let (mut connection, watch) = database.connect_watched();
    watch.take();
    let report = connection.upgrade(set, "head").unwrap();
    assert_eq!((report.steps, report.warnings), (vec![], vec![]));
    assert_eq!(watch.take().n_exchanges, 1);
    assert!(database.footprint() == before);
}

fn repair(database: &dyn Database, set: &Migrations, repair: Repair) -> Vec<String> {
    let repaired = database.connect().repair(set, repair).unwrap();
    [repaired.accepted, repaired.abandoned].concat()
}

/// Everything but the history.
fn all_but_history(database: &dyn Database) -> Vec<String> {
    let mut dump = database.dump();
    dump.retain(|line| !line.contains("migrator_history: "));
    dump
}

pub(crate) fn a_changed_migration_is_accepted_for_good(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(3)));
    let set = edited(3, &[1, 3]);
    let before = all_but_history(&*database);
    assert_eq!(
        repair(&*database, set, Repair::new().accept_changed("r001")),
        ["r001"]
    );
    // What is not accepted is refused as before.
    let error = database.connect().upgrade(set, "head").unwrap_err();
    assert_eq!(
        error.to_string(),
        "changed after being applied to this database: `r003`"
    );
    assert_eq!(
        repair(&*database, set, Repair::new().accept_changed(["r003"])),
        ["r003"]
    );
    is_quiet(&*database, set);
    assert_eq!(all_but_history(&*database), before);
    assert_eq!(
        history(&mut *database.connect())[3..],
        ["repair r001 -> r003", "repair r003 -> r003"]
    );
    let log = database.connect().log(set).unwrap();
    assert_eq!(log[0].action, LogAction::Repair);
    assert_eq!(log[0].revisions, ["r003"]);
    assert_eq!(log[0].application, "test 1.0.0");
    let mut ran = log.iter().filter(|it| it.action == LogAction::Upgrade);
    assert!(ran.all(|it| it.is_unchanged == Some(true)));
    // A later change is seen again, and what comes next runs.
    let error = database.connect().upgrade(edited(3, &[2]), "head");
    assert_eq!(error.unwrap_err().kind(), ErrorKind::ChangedChecksum);
    let mut connection = database.connect();
    let report = connection.upgrade(edited(4, &[1, 3]), "head").unwrap();
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["r004"]);
    connection.downgrade(edited(4, &[1, 3]), "base").unwrap();
    assert_eq!(version_rows(&mut *connection), [""; 0]);
}

pub(crate) fn all_that_changed_is_accepted_at_once_and_only_once(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(3)));
    let set = edited(3, &[2, 3]);
    let all = || Repair::new().accept_all_changed();
    assert_eq!(repair(&*database, set, all()), ["r002", "r003"]);
    is_quiet(&*database, set);
    let before = database.footprint();
    assert_eq!(repair(&*database, set, all()), [""; 0]);
    assert!(database.footprint() == before, "something was written");
    // Also where nothing may be written, and where nothing is.
    for mut connection in database.connect_read_only() {
        assert!(connection.repair(set, all()).unwrap().is_empty());
    }
    let empty = on.database();
    assert_eq!(repair(&*empty, set, all()), [""; 0]);
    assert_eq!(empty.tables(), [""; 0]);
}

pub(crate) fn what_is_not_to_be_repaired_is_an_error_that_names_what_is(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(3)));
    let before = database.dump();
    let check = |set: &Migrations, repair: Repair| {
        let error = database.connect().repair(set, repair).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Target, "{error:?}");
        assert_eq!(database.dump(), before);
        format!("{error:?}")
    };
    let one = edited(4, &[3, 4]);
    let shown = [
        check(one, Repair::new().accept_changed(["r002", "r003", "r004"])),
        check(set(line(3)), Repair::new().accept_changed("head")),
        check(one, Repair::new().abandon("r003")),
        check(one, Repair::new()),
        check(one, Repair::new().accept_changed("r03")),
        check(
            one,
            Repair::new().accept_changed("a b").accept_all_changed(),
        ),
    ];
    assert_shown!(shown.join("\n\n"), @r"
    not changed since applied to this database: `r002`, `r004`
    help: name one of those that are changed: `r003`

    not changed since applied to this database: `r003`
    help: leave it out: nothing is changed

    no step of a revision `r003` is half-done
    help: leave it out: nothing is half-done

    nothing is named that is to be repaired
    help: say what: `Repair::new().accept_changed(…)`, `accept_all_changed()` or `abandon(…)`

    no revision or label is called `r03`
    help: did you mean `r003`?

    the target `a b` is not understood: `a b` cannot be an id or a label
      caused by: the character ' ' is not allowed
    ");
}

pub(crate) fn nothing_is_repaired_where_nothing_may_be_written(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(2)));
    let read_only = database.connect_read_only();
    let before = database.dump();
    for mut connection in read_only {
        let repair = Repair::new().accept_all_changed();
        let error = connection.repair(edited(2, &[1]), repair).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ReadOnly, "{error:?}");
        let error =
            connection.ensure_version(&set(vec![]).with(Options::new().version_table("other")));
        assert_eq!(error.unwrap_err().kind(), ErrorKind::ReadOnly);
        assert!(!connection.is_in_transaction());
    }
    assert_eq!(database.dump(), before);
}

pub(crate) fn a_repair_joins_the_applications_transaction(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(2)));
    let set = edited(2, &[1]);
    let before = database.dump();
    let join = |end: End| {
        database.connect().join(end, &mut |transaction| {
            let repair = Repair::new().accept_all_changed();
            assert_eq!(transaction.repair(set, repair).unwrap().accepted, ["r001"]);
            assert!(transaction.is_in_transaction());
            assert_eq!(transaction.upgrade(set, "head").unwrap().warnings, [""; 0]);
        });
    };
    join(End::Rollback);
    assert_eq!(database.dump(), before);
    join(End::Commit);
    is_quiet(&*database, set);
    // A plain connection inside one is refused.
    let mut connection = database.connect();
    connection.execute("BEGIN");
    let repair = Repair::new().accept_changed("r001");
    let error = connection.repair(set, repair).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InsideTransaction, "{error:?}");
    let error = connection.ensure_version(set).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InsideTransaction, "{error:?}");
    connection.execute("ROLLBACK");
}

/// Lets go when somebody waits for it.
fn letting_go(holder: Holder) -> Options {
    let holder = Mutex::new(Some(holder));
    Options::new().observer(move |event: &Event<'_>| {
        if let Event::Waiting { .. } = event
            && let Some(holder) = holder.lock().unwrap().take()
        {
            holder.let_go();
        }
    })
}

pub(crate) fn a_repair_waits_for_whoever_migrates(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(2)));
    // Somebody is in the middle of an upgrade, and is then done with it.
    let holder = Holder::new(&database, set(line(3)));
    let impatient = edited(2, &[1]).with(Options::new().lock_wait(Duration::from_millis(100)));
    let all = || Repair::new().accept_all_changed();
    let error = database.connect().repair(&impatient, all()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Busy, "{error:?}");
    let other = Arc::clone(&database);
    let verbs = edited(3, &[1]).with(letting_go(holder));
    let repaired = database.connect().repair(&verbs, all()).unwrap();
    assert_eq!(repaired.accepted, ["r001"]);
    upgrade(&*other, edited(3, &[1]));
    is_quiet(&*database, edited(3, &[1]));
}

/// Fails at its second statement.
fn failing() -> &'static Migrations {
    set(vec![
        Rev::sql("a1", &[], "CREATE TABLE a1 (x TEXT)").down("DROP TABLE a1"),
        Rev::sql(
            "b1",
            &["a1"],
            "CREATE TABLE b1 (x TEXT); CREATE TABLE a1 (x TEXT)",
        )
        .down("DROP TABLE b1")
        .transaction(Transaction::None),
    ])
}

/// The same revision, as it should have been.
fn mended() -> &'static Migrations {
    set(vec![
        Rev::sql("a1", &[], "CREATE TABLE a1 (x TEXT)").down("DROP TABLE a1"),
        Rev::sql(
            "b1",
            &["a1"],
            "CREATE TABLE other (x TEXT); CREATE TABLE b1 (x TEXT)",
        )
        .down("DROP TABLE b1")
        .transaction(Transaction::None),
    ])
}

pub(crate) fn a_half_done_step_is_given_up(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    connection.upgrade(failing(), "head").unwrap_err();
    let error = connection.upgrade(mended(), "head").unwrap_err();
    assert!(
        error.to_string().contains("is no longer what ran"),
        "{error}"
    );
    // By the beginning of its id, and also by a program that no longer has the revision.
    let without = set(vec![Rev::sql("a1", &[], "CREATE TABLE a1 (x TEXT)")]);
    let repaired = connection
        .repair(without, Repair::new().abandon("b"))
        .unwrap();
    assert_eq!(
        (repaired.accepted, repaired.abandoned),
        (vec![], vec!["b1".to_owned()])
    );
    assert_eq!(
        journal(&mut *connection),
        ["a1 done 1", "b1 abandoned 1", "b1 done 0"]
    );
    assert_eq!(version_rows(&mut *connection), ["a1"]);
    let error = connection
        .repair(mended(), Repair::new().abandon("b1"))
        .unwrap_err();
    assert_shown!(format!("{error:?}"), @r"
    no step of a revision `b1` is half-done
    help: leave it out: nothing is half-done
    ");
    connection.execute("DROP TABLE b1");
    let report = connection.upgrade(mended(), "head").unwrap();
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["b1"]);
    is_quiet(&*database, mended());
}

/// A row says that `b1` is applied, and half of it is gone.
fn half_reverted(connection: &mut dyn Connection) -> &'static Migrations {
    let set = set(vec![
        Rev::sql("a1", &[], "CREATE TABLE a1 (x TEXT)"),
        Rev::sql(
            "b1",
            &["a1"],
            "CREATE TABLE b1 (x TEXT); CREATE TABLE b2 (x TEXT)",
        )
        .down("DROP TABLE b1; DROP TABLE missing")
        .transaction(Transaction::None),
    ]);
    connection.upgrade(set, "head").unwrap();
    connection.downgrade(set, "a1").unwrap_err();
    set
}

pub(crate) fn what_stays_half_done_is_still_seen_after_a_repair(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    half_reverted(&mut *connection);
    let changed = set(vec![
        Rev::sql("a1", &[], "CREATE TABLE a1 (x TEXT)").edited(),
        Rev::sql(
            "b1",
            &["a1"],
            "CREATE TABLE b1 (x TEXT); CREATE TABLE b2 (x TEXT)",
        )
        .down("DROP TABLE b1; DROP TABLE missing")
        .transaction(Transaction::None),
    ]);
    let all = Repair::new().accept_all_changed();
    assert_eq!(connection.repair(changed, all).unwrap().accepted, ["a1"]);
    let error = connection.upgrade(changed, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::HalfDone, "{error:?}");
    let repaired = connection
        .repair(changed, Repair::new().abandon("b1"))
        .unwrap();
    assert_eq!(repaired.abandoned, ["b1"]);
    is_quiet(&*database, changed);
}

pub(crate) fn rows_of_another_tool_are_noted_before_a_repair(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(3)));
    let mut connection = database.connect();
    connection.execute("DROP TABLE t_r003; UPDATE alembic_version SET version_num = 'r002'");
    let set = edited(2, &[1]);
    connection
        .repair(set, Repair::new().accept_all_changed())
        .unwrap();
    assert_eq!(
        history(&mut *connection)[3..],
        ["found r002 -> r002", "repair r001 -> r002"]
    );
    is_quiet(&*database, set);
}

/// A program of before there were repairs skips the row, whose direction it does not know, and compares
/// what the rows before it say.
pub(crate) fn a_program_that_knows_no_repairs_is_not_disturbed(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(2)));
    let set = edited(2, &[1]);
    let mut connection = database.connect();
    connection
        .repair(set, Repair::new().accept_all_changed())
        .unwrap();
    connection
        .execute("UPDATE migrator_history SET direction = 'unheard of' WHERE direction = 'repair'");
    is_quiet(&*database, set);
    let mut second = line(2).remove(1);
    second.spec = Rev::sql("r002", &["late"], "").spec;
    let late = Rev::sql("late", &["r001"], "CREATE TABLE late (x TEXT)");
    let spliced = crate::support::set(vec![line(1).remove(0).edited(), late, second]);
    let error = connection.upgrade(spliced, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutOfOrder, "{error:?}");
    let report = connection.upgrade(edited(3, &[1]), "head").unwrap();
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["r003"]);
}

pub(crate) fn the_tables_are_created_and_nothing_else(on: &dyn Backend) {
    let database = on.database();
    let set = set(line(1));
    let mut connection = database.connect();
    assert!(connection.ensure_version(set).unwrap());
    assert_eq!(database.tables(), ["alembic_version", "migrator_history"]);
    assert_eq!(version_rows(&mut *connection), [""; 0]);
    assert_eq!(
        column(&mut *connection, "SELECT count(*) FROM migrator_history"),
        ["0"]
    );
    let before = database.footprint();
    assert!(!connection.ensure_version(set).unwrap());
    assert!(database.footprint() == before);
    for mut connection in database.connect_read_only() {
        assert!(!connection.ensure_version(set).unwrap());
    }
    // They are those that a run creates.
    let other = on.database();
    upgrade(&*other, set);
    other.connect().execute("DROP TABLE t_r001; DROP TABLE log; DELETE FROM alembic_version; DELETE FROM migrator_history");
    let mut dump = database.dump();
    dump.retain(|line| !line.starts_with("GRANT "));
    assert_eq!(dump, other.dump());
    connection.upgrade(set, "head").unwrap();
}

pub(crate) fn one_missing_table_is_created_beside_the_other(on: &dyn Backend) {
    let database = on.database();
    let set = set(line(1));
    let mut connection = database.connect();
    connection.execute(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, \
         CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)); \
         INSERT INTO alembic_version VALUES ('r001')",
    );
    assert!(connection.ensure_version(set).unwrap());
    assert_eq!(version_rows(&mut *connection), ["r001"]);
    assert_eq!(
        column(&mut *connection, "SELECT count(*) FROM migrator_history"),
        ["0"]
    );
    connection.execute("DROP TABLE alembic_version");
    assert!(connection.ensure_version(set).unwrap());
    assert_eq!(version_rows(&mut *connection), [""; 0]);
    database.connect().join(End::Rollback, &mut |transaction| {
        transaction.execute("DROP TABLE migrator_history");
        assert!(transaction.ensure_version(set).unwrap());
    });
    assert!(!connection.ensure_version(set).unwrap());
}

pub(crate) fn the_tables_are_created_once_by_all_who_start_at_once(on: &dyn Backend) {
    let database = on.database();
    let set = set(line(2));
    let start = Barrier::new(6);
    let created = std::thread::scope(|scope| {
        let tried: Vec<_> = (0..6)
            .map(|at| {
                let (database, start) = (&database, &start);
                scope.spawn(move || {
                    let mut connection = database.connect();
                    start.wait();
                    // Whoever comes to upgrade creates them, too.
                    if at == 0 {
                        connection.upgrade(set, "head").unwrap();
                        return false;
                    }
                    let created = connection.ensure_version(set).unwrap();
                    assert!(!connection.is_in_transaction());
                    created
                })
            })
            .collect();
        let ended = tried.into_iter().map(|it| it.join().unwrap());
        ended.filter(|created| *created).count()
    });
    assert!(created <= 1, "{created} have created them");
    assert_eq!(version_rows(&mut *database.connect()), ["r002"]);
    assert_eq!(history(&mut *database.connect()).len(), 2);
}
