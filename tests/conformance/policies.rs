//! What the history reveals, and what the policies make of it.

use migrator::{ChangedChecksum, ErrorKind, Migrations, NewerDatabase, Options, UnknownRevision};

use crate::backend::{Acts, Backend, Database, upgrade, version_rows};
use crate::shown::assert_shown;
use crate::support::{Rev, checksum, line, set};

/// Checks that every verb that would move the database refuses with `kind`, and
/// returns the error's text.
pub(crate) fn refuses(database: &dyn Database, set: &Migrations, kind: ErrorKind) -> String {
    let before = database.dump();
    let mut connection = database.connect();
    let error = connection.upgrade(set, "heads").unwrap_err();
    assert_eq!(error.kind(), kind, "{error:?}");
    let down = connection.downgrade(set, "base").unwrap_err();
    assert_eq!(down.kind(), kind, "{down:?}");
    assert_eq!(database.dump(), before);
    assert!(!connection.is_in_transaction());
    // Looking is always possible.
    connection.current(set).unwrap();
    format!("{error:?}")
}

/// Upgrades to the heads and checks that nothing was done but to warn.
fn leaves_alone(database: &dyn Database, what: &dyn Acts, warning: &str) {
    let before = database.footprint();
    let report = upgrade(database, what);
    assert_eq!(report.steps, []);
    assert_eq!(report.warnings, [warning]);
    assert!(database.footprint() == before);
}

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

pub(crate) fn a_changed_migration_is_refused_by_name(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(4)));
    let text = refuses(&*database, edited(4, &[2, 3]), ErrorKind::ChangedChecksum);
    assert_shown!(text, @r#"
    changed after being applied to this database: `r002`, `r003`
    help: restore the files as they were and put the change into a new revision; or accept them for good with `repair`, or for this run with `Options::changed_checksum(ChangedChecksum::Accept)`
    "#);
}

pub(crate) fn a_pending_migration_may_change(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(2)));
    let report = upgrade(&*database, edited(3, &[3]));
    assert_eq!(report.after, ["r003"]);
}

pub(crate) fn a_changed_migration_can_be_accepted(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(2)));
    let options = Options::new().changed_checksum(ChangedChecksum::Accept);
    let report = upgrade(&*database, &edited(3, &[1]).with(options));
    assert_eq!(report.warnings, ["changed since applied: r001"]);
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["r003"]);
}

pub(crate) fn a_migration_that_was_reverted_may_change(on: &dyn Backend) {
    let database = on.database();
    let original = set(line(2));
    upgrade(&*database, original);
    database.connect().downgrade(original, "-1").unwrap();
    upgrade(&*database, edited(2, &[2]));
    assert_eq!(version_rows(&mut *database.connect()), ["r002"]);
    // What counts is the text that ran last.
    refuses(&*database, original, ErrorKind::ChangedChecksum);
}

pub(crate) fn a_migration_that_was_only_stamped_may_change(on: &dyn Backend) {
    let database = on.database();
    database.connect().stamp(set(line(2)), &["head"]).unwrap();
    assert_eq!(upgrade(&*database, edited(2, &[1, 2])).steps, []);
}

pub(crate) fn a_migration_that_another_tool_took_back_may_change(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(2)));
    database
        .connect()
        .execute("DROP TABLE t_r002; UPDATE alembic_version SET version_num = 'r001'");
    let report = upgrade(&*database, edited(2, &[2]));
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["r002"]);
}

pub(crate) fn a_digest_that_cannot_be_read_is_not_taken_for_ours(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(2)));
    database
        .connect()
        .execute("UPDATE migrator_history SET graph_digest = 'of a later scheme'");
    let mut changed = line(2);
    changed[0].migration.checksum = checksum("changed");
    refuses(&*database, set(changed), ErrorKind::ChangedChecksum);
}

pub(crate) fn an_unknown_revision_is_refused_by_name(on: &dyn Backend) {
    let database = on.database();
    let lost = Rev::sql("lost", &[], "CREATE TABLE x (x TEXT)");
    upgrade(&*database, set(vec![lost]));
    let ours = set(line(2));
    let text = refuses(&*database, ours, ErrorKind::UnknownRevision);
    assert_shown!(text, @r#"
    the database stands on `lost`, which this program does not have
    help: run a version of the program that has the revision; if its file is gone for good, `stamp` the database with `Options::purge` to a revision whose schema it has
    "#);
    let mut connection = database.connect();
    assert_eq!(connection.current(ours).unwrap().unknown, ["lost"]);
    let error = connection.stamp(ours, &["head"]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnknownRevision);
    let leave = Options::new().unknown_revision(UnknownRevision::Leave);
    let warning = "left alone, being unknown to this program: lost";
    leaves_alone(&*database, &ours.with(leave), warning);
}

pub(crate) fn a_newer_database_is_told_from_an_unknown_one(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(4)));
    let text = refuses(&*database, set(line(2)), ErrorKind::NewerDatabase);
    assert_shown!(text, @r#"
    the database is newer than this program: it stands on `r004`, above every revision the program has
    help: start the newer version of the program; or leave the database as it is with `Options::newer_database(NewerDatabase::Leave)`
    "#);
    // The policy for unknown revisions is another one.
    let options = Options::new().unknown_revision(UnknownRevision::Leave);
    let verbs = set(line(2)).with(options);
    let error = database.connect().upgrade(&verbs, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NewerDatabase);
    // A program that lacks a revision in the middle is not older: it is another.
    let mut strange = line(2);
    strange.push(Rev::sql("mine", &["r002"], ""));
    refuses(&*database, set(strange), ErrorKind::UnknownRevision);
    let leave = Options::new().newer_database(NewerDatabase::Leave);
    let warning = "left alone, being newer than this program: r004";
    leaves_alone(&*database, &set(line(2)).with(leave), warning);
}

pub(crate) fn a_newer_program_is_recognized_also_by_a_branch_of_its_own(on: &dyn Backend) {
    let database = on.database();
    let newer = set(vec![
        Rev::sql("a1", &[], "CREATE TABLE a1 (x TEXT)"),
        Rev::sql("b1", &[], "CREATE TABLE b1 (x TEXT)").label("b"),
        Rev::sql("b2", &["b1"], "CREATE TABLE b2 (x TEXT)"),
    ]);
    upgrade(&*database, newer);
    let a1 = || Rev::sql("a1", &[], "CREATE TABLE a1 (x TEXT)");
    let older = set(vec![a1()]);
    let error = database.connect().upgrade(older, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NewerDatabase);
    let leave = Options::new().newer_database(NewerDatabase::Leave);
    assert_eq!(upgrade(&*database, &older.with(leave)).steps, []);
    // Not newer: the program has something that the database lacks.
    let other = set(vec![
        a1(),
        Rev::sql("a2", &["a1"], "CREATE TABLE a2 (x TEXT)"),
    ]);
    let error = database.connect().upgrade(other, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnknownRevision);
}
