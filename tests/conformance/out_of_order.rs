//! Revisions spliced in below what is applied, and histories that do not tell all.

use std::sync::{Arc, Mutex};

use migrator::{ErrorKind, Event, Migrations, Options, OutOfOrder};

use crate::backend::{Backend, history, upgrade, version_rows};
use crate::holder::Holder;
use crate::policies::refuses;
use crate::shown::assert_shown;
use crate::support::{Rev, line, set};

fn table(id: &str, parents: &[&str]) -> Rev {
    Rev::sql(id, parents, &format!("CREATE TABLE t_{id} (x TEXT)"))
        .down(&format!("DROP TABLE t_{id}"))
}

fn apply() -> Options {
    Options::new().out_of_order(OutOfOrder::Apply)
}

/// `line(2)` with `late` spliced in between, and one more on top.
fn spliced() -> &'static Migrations {
    let mut revisions = line(2);
    let second = revisions.pop().unwrap();
    revisions.push(table("late", &["r001"]));
    revisions.push(Rev {
        spec: second.spec.parent("late"),
        migration: second.migration,
    });
    revisions.push(table("r003", &["r002"]));
    set(revisions)
}

pub(crate) fn a_revision_spliced_in_below_is_refused_by_name(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(2)));
    let text = refuses(&*database, spliced(), ErrorKind::OutOfOrder);
    assert_shown!(text, @r#"
    below what is applied, and never ran on this database: `late`
    help: apply them now with `Options::out_of_order(OutOfOrder::Apply)`, or re-parent them onto the head
    "#);
}

pub(crate) fn a_revision_spliced_in_below_can_be_applied(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(2)));
    let report = upgrade(&*database, &spliced().with(apply()));
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["late", "r003"]);
    assert_eq!(
        history(&mut *database.connect())[2..],
        ["upgrade late -> r002", "upgrade r003 -> r003"]
    );
    assert!(database.tables().contains(&"t_late".to_owned()));
    // From then on it is like the others.
    assert_eq!(upgrade(&*database, spliced()).steps, []);
    let report = database.connect().downgrade(spliced(), "r001").unwrap();
    assert_eq!(
        report.revisions().collect::<Vec<_>>(),
        ["r003", "r002", "late"]
    );
}

pub(crate) fn a_revision_spliced_in_below_can_be_ignored(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(2)));
    let options = Options::new().out_of_order(OutOfOrder::Ignore);
    let report = upgrade(&*database, &spliced().with(options));
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["r003"]);
    assert_eq!(
        report.warnings,
        ["never ran on this database, and taken for applied: late"]
    );
    assert!(!database.tables().contains(&"t_late".to_owned()));
}

pub(crate) fn a_new_branch_beside_what_is_applied_is_not_out_of_order(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(2)));
    let mut revisions = line(2);
    revisions.push(table("side", &["r001"]));
    let report = upgrade(&*database, set(revisions));
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["side"]);
    assert_eq!(report.after, ["r002", "side"]);
}

pub(crate) fn rows_that_another_tool_moved_say_nothing_about_the_order(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(1)));
    database
        .connect()
        .execute("UPDATE alembic_version SET version_num = 'r002'");
    // Whether the other tool ran `late` nobody knows; its row says so.
    let report = upgrade(&*database, spliced());
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["r003"]);
    assert_eq!(report.warnings, [""; 0]);
    assert_eq!(
        history(&mut *database.connect())[1..],
        ["found r002 -> r002", "upgrade r003 -> r003"]
    );
}

/// `a1 <- a2 <- a9`, or `a1 <- a9` without the spliced one.
fn letters(middle: Option<Rev>) -> Vec<Rev> {
    let parent = if middle.is_some() { "a2" } else { "a1" };
    let all = [Some(table("a1", &[])), middle, Some(table("a9", &[parent]))];
    all.into_iter().flatten().collect()
}

pub(crate) fn of_two_spliced_revisions_the_second_is_still_seen_if_it_failed(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(letters(None)));
    let spliced = set(vec![
        table("a1", &[]),
        table("a2", &["a1"]),
        Rev::sql("a3", &["a2"], "INSERT INTO missing VALUES ('x')"),
        table("a9", &["a3"]),
    ]);
    let mut connection = database.connect();
    connection
        .upgrade(&spliced.with(apply()), "head")
        .unwrap_err();
    assert!(database.tables().contains(&"t_a2".to_owned()));
    let error = connection.upgrade(spliced, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutOfOrder);
    assert_eq!(
        error.to_string(),
        "below what is applied, and never ran on this database: `a3`"
    );
    connection.execute("CREATE TABLE missing (x TEXT)");
    let report = connection.upgrade(&spliced.with(apply()), "head").unwrap();
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["a3"]);
    assert_eq!(connection.upgrade(spliced, "head").unwrap().steps, []);
    assert_eq!(version_rows(&mut *connection), ["a9"]);
}

pub(crate) fn a_nearer_target_does_not_hide_another_spliced_revision(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(letters(None)));
    let spliced = set(vec![
        table("a1", &[]),
        table("a2", &["a1"]),
        table("a3", &["a2"]),
        table("a9", &["a3"]),
    ]);
    let mut connection = database.connect();
    connection.upgrade(&spliced.with(apply()), "a2").unwrap();
    let error = connection.upgrade(spliced, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutOfOrder);
}

pub(crate) fn a_spliced_revision_is_still_seen_after_another_branch_went_on(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(letters(None)));
    let mut revisions = letters(Some(table("a2", &["a1"])));
    revisions.push(table("b1", &[]).label("b"));
    let spliced = set(revisions);
    let mut connection = database.connect();
    connection
        .upgrade(&spliced.with(apply()), "b@head")
        .unwrap();
    let report = connection.upgrade(&spliced.with(apply()), "heads").unwrap();
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["a2"]);
}

pub(crate) fn a_stamp_on_another_branch_says_nothing_of_a_spliced_revision(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(letters(None)));
    let mut revisions = letters(Some(table("a2", &["a1"])));
    revisions.push(table("b1", &[]).label("b"));
    let spliced = set(revisions);
    let mut connection = database.connect();
    connection.stamp(spliced, &["b1"]).unwrap();
    let error = connection.upgrade(spliced, "heads").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutOfOrder);
    // The way to say that it is applied.
    connection.stamp(spliced, &["a1"]).unwrap();
    connection.stamp(spliced, &["a9"]).unwrap();
    assert_eq!(connection.upgrade(spliced, "heads").unwrap().steps, []);
}

pub(crate) fn a_downgrade_passes_over_what_never_ran(on: &dyn Backend) {
    for policy in [OutOfOrder::Apply, OutOfOrder::Ignore] {
        let database = on.database();
        upgrade(&*database, set(letters(None)));
        let spliced = set(letters(Some(table("a2", &["a1"]))));
        let options = Options::new().out_of_order(policy);
        let mut connection = database.connect();
        let report = connection
            .downgrade(&spliced.with(options), "base")
            .unwrap();
        assert_eq!(report.revisions().collect::<Vec<_>>(), ["a9", "a1"]);
        assert_eq!(version_rows(&mut *connection), [""; 0]);
    }
}

pub(crate) fn a_history_without_its_beginning_does_not_make_old_revisions_new(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(4)));
    database
        .connect()
        .execute("DELETE FROM migrator_history WHERE revision < 'r003'");
    let report = upgrade(&*database, set(line(5)));
    assert_eq!(report.revisions().collect::<Vec<_>>(), ["r005"]);
}

pub(crate) fn a_spliced_revision_runs_once_when_two_apply_it(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(2)));
    let both = spliced();
    let holder = Mutex::new(Some(Holder::new(&database, set(line(3)))));
    let other = Arc::clone(&database);
    let options = apply().observer(move |event: &Event<'_>| {
        if let Event::Waiting { .. } = event
            && let Some(holder) = holder.lock().unwrap().take()
        {
            holder.let_go();
            upgrade(&*other, &both.with(apply()));
        }
    });
    let report = upgrade(&*database, &both.with(options));
    assert_eq!(report.steps, []);
}
