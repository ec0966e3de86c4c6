//! What the history reveals and what the policies make of it; and `stamp`.

mod support;

use migrator::{
    ChangedChecksum, ErrorKind, Event, Migrations, NewerDatabase, Options, OutOfOrder,
    UnknownRevision,
};
use rusqlite::Connection;
use support::file::File;
use support::look::{dump, history};
use support::{Rev, column, line, set, tables, version_rows};

/// An in-memory database that `set` has brought to its heads.
fn at_heads_of(set: &Migrations) -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    set.upgrade(&connection, "heads").unwrap();
    connection
}

/// Checks that every verb that would move the database refuses with `kind`, and
/// returns the error's text.
fn refuses(connection: &Connection, set: &Migrations, kind: ErrorKind) -> String {
    let before = dump(connection);
    let error = set.upgrade(connection, "heads").unwrap_err();
    assert_eq!(error.kind(), kind);
    let down = set.downgrade(connection, "base").unwrap_err();
    assert_eq!(down.kind(), kind);
    assert_eq!(dump(connection), before);
    // Looking is always possible.
    set.current(connection).unwrap();
    format!("{error:?}")
}

/// `line(n)` with some revisions edited after they ran.
fn edited(n: usize, which: &[usize]) -> &'static Migrations {
    let revisions = line(n).into_iter().enumerate();
    set(revisions
        .map(|(at, revision)| {
            if which.contains(&(at + 1)) {
                revision.edited()
            } else {
                revision
            }
        })
        .collect())
}

#[test]
fn a_changed_migration_is_refused_by_name() {
    let connection = at_heads_of(set(line(4)));
    let text = refuses(&connection, edited(4, &[2, 3]), ErrorKind::ChangedChecksum);
    insta::assert_snapshot!(text, @r#"
    changed after being applied to this database: `r002`, `r003`
    help: restore the files as they were and put the change into a new revision; or accept them with `Options::changed_checksum(ChangedChecksum::Accept)`
    "#);
    // A pending migration may change as it likes.
    let connection = at_heads_of(set(line(2)));
    edited(3, &[3]).upgrade(&connection, "head").unwrap();
    assert_eq!(version_rows(&connection), ["r003"]);
}

#[test]
fn a_changed_migration_can_be_accepted() {
    let connection = at_heads_of(set(line(2)));
    let options = Options::new().changed_checksum(ChangedChecksum::Accept);
    let report = edited(3, &[1])
        .with(options)
        .upgrade(&connection, "head")
        .unwrap();
    assert_eq!(report.warnings, ["changed since applied: r001"]);
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["r003"]);
}

#[test]
fn a_migration_that_was_reverted_may_change() {
    let original = set(line(2));
    let connection = at_heads_of(original);
    original.downgrade(&connection, "-1").unwrap();
    edited(2, &[2]).upgrade(&connection, "head").unwrap();
    assert_eq!(version_rows(&connection), ["r002"]);
    // What counts is the text that ran last.
    refuses(&connection, original, ErrorKind::ChangedChecksum);
}

#[test]
fn a_migration_that_was_only_stamped_may_change() {
    let connection = Connection::open_in_memory().unwrap();
    set(line(2)).stamp(&connection, "head").unwrap();
    assert_eq!(
        edited(2, &[1, 2])
            .upgrade(&connection, "head")
            .unwrap()
            .steps,
        []
    );
}

#[test]
fn an_unknown_revision_is_refused_by_name() {
    let connection = at_heads_of(set(vec![Rev::sql("lost", &[], "CREATE TABLE x (x)")]));
    let ours = set(line(2));
    let text = refuses(&connection, ours, ErrorKind::UnknownRevision);
    insta::assert_snapshot!(text, @r#"
    the database stands on `lost`, which this program does not have
    help: run a version of the program that has the revision; if its file is gone for good, `stamp` the database with `Options::purge` to a revision whose schema it has
    "#);
    assert_eq!(ours.current(&connection).unwrap().unknown, ["lost"]);
    let error = ours.stamp(&connection, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnknownRevision);
}

#[test]
fn an_unknown_revision_can_be_left_alone() {
    let connection = at_heads_of(set(vec![Rev::sql("lost", &[], "CREATE TABLE x (x)")]));
    let before = dump(&connection);
    let options = Options::new().unknown_revision(UnknownRevision::Leave);
    let report = set(line(2))
        .with(options)
        .upgrade(&connection, "head")
        .unwrap();
    assert_eq!(report.steps, []);
    assert_eq!(
        report.warnings,
        ["left alone, being unknown to this program: lost"]
    );
    assert_eq!(dump(&connection), before);
}

#[test]
fn a_newer_database_is_told_from_an_unknown_one() {
    let connection = at_heads_of(set(line(4)));
    let text = refuses(&connection, set(line(2)), ErrorKind::NewerDatabase);
    insta::assert_snapshot!(text, @r#"
    the database is newer than this program: it stands on `r004`, above every revision the program has
    help: start the newer version of the program; or leave the database as it is with `Options::newer_database(NewerDatabase::Leave)`
    "#);
    // The policy for unknown revisions is another one.
    let options = Options::new().unknown_revision(UnknownRevision::Leave);
    let error = set(line(2))
        .with(options)
        .upgrade(&connection, "head")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NewerDatabase);
    // A program that lacks a revision in the middle is not older: it is another.
    let mut strange = line(2);
    strange.push(Rev::sql("mine", &["r002"], ""));
    refuses(&connection, set(strange), ErrorKind::UnknownRevision);
}

#[test]
fn a_newer_database_can_be_left_alone() {
    let connection = at_heads_of(set(line(4)));
    let before = dump(&connection);
    let options = Options::new().newer_database(NewerDatabase::Leave);
    let report = set(line(2))
        .with(options)
        .upgrade(&connection, "head")
        .unwrap();
    assert_eq!(report.steps, []);
    assert_eq!(
        report.warnings,
        ["left alone, being newer than this program: r004"]
    );
    assert_eq!(dump(&connection), before);
}

/// `line(2)` with `late` spliced in between, and one more on top.
fn spliced() -> &'static Migrations {
    let mut revisions = line(2);
    let second = revisions.pop().unwrap();
    revisions.push(Rev::sql("late", &["r001"], "CREATE TABLE late (x)").down("DROP TABLE late"));
    revisions.push(Rev {
        spec: second.spec.parent("late"),
        migration: second.migration,
    });
    revisions
        .push(Rev::sql("r003", &["r002"], "CREATE TABLE t_r003 (x)").down("DROP TABLE t_r003"));
    set(revisions)
}

#[test]
fn a_revision_spliced_in_below_is_refused_by_name() {
    let connection = at_heads_of(set(line(2)));
    let text = refuses(&connection, spliced(), ErrorKind::OutOfOrder);
    insta::assert_snapshot!(text, @r#"
    below what is applied, and never ran on this database: `late`
    help: apply them now with `Options::out_of_order(OutOfOrder::Apply)`, or re-parent them onto the head
    "#);
}

#[test]
fn a_revision_spliced_in_below_can_be_applied() {
    let connection = at_heads_of(set(line(2)));
    let options = || Options::new().out_of_order(OutOfOrder::Apply);
    let report = spliced()
        .with(options())
        .upgrade(&connection, "head")
        .unwrap();
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["late", "r003"]);
    assert_eq!(
        history(&connection)[2..],
        ["upgrade late -> r002", "upgrade r003 -> r003"]
    );
    assert!(tables(&connection).contains(&"late".to_owned()));
    // From then on it is like the others.
    assert_eq!(spliced().upgrade(&connection, "head").unwrap().steps, []);
    let report = spliced().downgrade(&connection, "r001").unwrap();
    assert_eq!(
        report.revisions().collect::<Vec<_>>(),
        ["r003", "r002", "late"]
    );
}

#[test]
fn a_revision_spliced_in_below_can_be_ignored() {
    let connection = at_heads_of(set(line(2)));
    let options = Options::new().out_of_order(OutOfOrder::Ignore);
    let report = spliced()
        .with(options)
        .upgrade(&connection, "head")
        .unwrap();
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["r003"]);
    assert_eq!(
        report.warnings,
        ["never ran on this database, and taken for applied: late"]
    );
    assert!(!tables(&connection).contains(&"late".to_owned()));
}

#[test]
fn rows_that_another_tool_moved_say_nothing_about_the_order() {
    let connection = at_heads_of(set(line(1)));
    connection
        .execute_batch("UPDATE alembic_version SET version_num = 'r002'")
        .unwrap();
    // Whether the other tool ran `late` nobody knows; its row says so.
    let report = spliced().upgrade(&connection, "head").unwrap();
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["r003"]);
    assert_eq!(report.warnings, [""; 0]);
    assert_eq!(
        history(&connection)[1..],
        ["found r002 -> r002", "upgrade r003 -> r003"]
    );
}

#[test]
fn a_new_branch_beside_what_is_applied_is_not_out_of_order() {
    let connection = at_heads_of(set(line(2)));
    let mut revisions = line(2);
    revisions.push(Rev::sql("side", &["r001"], "CREATE TABLE side (x)"));
    let report = set(revisions).upgrade(&connection, "heads").unwrap();
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["side"]);
    assert_eq!(version_rows(&connection), ["r002", "side"]);
}

/// `trunk <- a1 <- a2` and `trunk <- b1`.
fn branches() -> &'static Migrations {
    set(vec![
        Rev::sql("trunk", &[], "CREATE TABLE trunk (x)"),
        Rev::sql("a1", &["trunk"], "CREATE TABLE a1 (x)").label("a"),
        Rev::sql("a2", &["a1"], "CREATE TABLE a2 (x)"),
        Rev::sql("b1", &["trunk"], "CREATE TABLE b1 (x)").label("b"),
    ])
}

#[test]
fn a_stamp_sets_the_rows_and_runs_nothing() {
    let connection = Connection::open_in_memory().unwrap();
    let check = |targets: &[&str], before: &[&str], after: &[&str]| {
        let report = branches().stamp(&connection, targets).unwrap();
        assert_eq!(report.steps, []);
        assert_eq!(report.before, before, "{targets:?}");
        assert_eq!(report.after, after, "{targets:?}");
        assert_eq!(version_rows(&connection), after, "{targets:?}");
    };
    check(&["heads"], &[], &["a2", "b1"]);
    check(&["a1"], &["a2", "b1"], &["a1", "b1"]);
    check(&["base"], &["a1", "b1"], &[]);
    check(&["a@head", "b1"], &[], &["a2", "b1"]);
    check(&["trunk"], &["a2", "b1"], &["trunk"]);
    assert_eq!(tables(&connection), ["alembic_version", "migrator_history"]);
    assert_eq!(
        history(&connection),
        [
            "stamp a2,b1 -> a2,b1",
            "stamp a1,b1 -> a1,b1",
            "stamp  -> ",
            "stamp a2,b1 -> a2,b1",
            "stamp trunk -> trunk",
        ]
    );
}

#[test]
fn a_stamp_of_where_the_database_stands_writes_nothing() {
    let connection = at_heads_of(branches());
    let before = dump(&connection);
    branches().stamp(&connection, "heads").unwrap();
    assert_eq!(dump(&connection), before);
    let empty = Connection::open_in_memory().unwrap();
    branches().stamp(&empty, "base").unwrap();
    assert_eq!(tables(&empty), [""; 0]);
}

#[test]
fn a_stamp_refuses_targets_that_cover_each_other() {
    let connection = Connection::open_in_memory().unwrap();
    let error = branches().stamp(&connection, ["a2", "trunk"]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Target);
    insta::assert_snapshot!(format!("{error:?}"), @r#"
    `trunk` is already covered by `a2`
    help: leave out `trunk`
    "#);
    let error = branches().stamp(&connection, "+1").unwrap_err();
    insta::assert_snapshot!(format!("{error:?}"), @r#"`+1` cannot be used here"#);
    assert_eq!(tables(&connection), [""; 0]);
}

#[test]
fn a_stamp_with_purge_forgets_unknown_rows() {
    let connection = at_heads_of(set(vec![Rev::sql("lost", &[], "CREATE TABLE x (x)")]));
    let purge = || Options::new().purge(true);
    let report = branches().with(purge()).stamp(&connection, "a1").unwrap();
    assert_eq!(
        (report.before, report.after),
        (vec!["lost".to_owned()], vec!["a1".to_owned()])
    );
    assert_eq!(version_rows(&connection), ["a1"]);
    assert_eq!(
        history(&connection),
        ["upgrade lost -> lost", "stamp a1 -> a1"]
    );
    // The schema is the user's own business; here it lacks what `a1` stands on.
    assert_eq!(column(&connection, "SELECT count(*) FROM x"), ["0"]);
    let report = branches().upgrade(&connection, "a2").unwrap();
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["a2"]);
    branches().with(purge()).stamp(&connection, "base").unwrap();
    assert_eq!(version_rows(&connection), [""; 0]);
}

#[test]
fn after_a_stamp_nothing_below_it_is_out_of_order() {
    let connection = Connection::open_in_memory().unwrap();
    set(line(2)).stamp(&connection, "head").unwrap();
    // A stamp says that everything below it is there, `late` included.
    let report = spliced().upgrade(&connection, "head").unwrap();
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["r003"]);
}

fn late_ones() -> &'static Migrations {
    let mut revisions = line(2);
    let second = revisions.pop().unwrap();
    revisions.push(Rev::sql("late1", &["r001"], "CREATE TABLE late1 (x)"));
    revisions.push(Rev::sql(
        "late2",
        &["late1"],
        "INSERT INTO wanted VALUES (1)",
    ));
    revisions.push(Rev {
        spec: second.spec.parent("late2"),
        migration: second.migration,
    });
    set(revisions)
}

#[test]
fn a_spliced_revision_that_failed_is_not_forgotten() {
    let c = Connection::open_in_memory().unwrap();
    set(line(2)).upgrade(&c, "head").unwrap();
    let apply = || Options::new().out_of_order(OutOfOrder::Apply);
    late_ones().with(apply()).upgrade(&c, "head").unwrap_err();
    c.execute_batch("CREATE TABLE wanted (x)").unwrap();
    let r = late_ones().with(apply()).upgrade(&c, "head").unwrap();
    assert_eq!(r.revisions().collect::<Vec<_>>(), ["late2"]);
}

#[test]
fn a_nearer_target_does_not_hide_another_spliced_revision() {
    let c = Connection::open_in_memory().unwrap();
    set(line(2)).upgrade(&c, "head").unwrap();
    c.execute_batch("CREATE TABLE wanted (x)").unwrap();
    let apply = || Options::new().out_of_order(OutOfOrder::Apply);
    late_ones().with(apply()).upgrade(&c, "late1").unwrap();
    let e = late_ones().upgrade(&c, "head");
    assert_eq!(e.unwrap_err().kind(), ErrorKind::OutOfOrder);
}

#[test]
fn a_spliced_revision_runs_once_when_two_processes_apply_it() {
    let file = File::new();
    let c = file.open_impatient();
    set(line(2)).upgrade(&c, "head").unwrap();
    c.execute_batch("CREATE TABLE wanted (x)").unwrap();
    let holder = file.open();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let holder = std::sync::Mutex::new(Some(holder));
    let options =
        Options::new()
            .out_of_order(OutOfOrder::Apply)
            .observer(move |event: &Event<'_>| {
                if let Event::Waiting { .. } = event
                    && let Some(holder) = holder.lock().unwrap().take()
                {
                    holder.execute_batch("ROLLBACK").unwrap();
                    late_ones()
                        .with(Options::new().out_of_order(OutOfOrder::Apply))
                        .upgrade(&holder, "head")
                        .unwrap();
                }
            });
    let r = late_ones().with(options).upgrade(&c, "head").unwrap();
    assert_eq!(r.steps, []);
}
