//! What the verbs make of a target: the right revisions, or an error that says
//! what to write instead. The grammar itself is tested with the graph.

mod support;

use migrator::{ErrorKind, Migrations};
use rusqlite::Connection;
use support::{Rev, line, set, tables, version_rows};

/// Two branches above one trunk, and a prefix that two ids share.
fn branches() -> &'static Migrations {
    let up = |id: &str| format!("CREATE TABLE t_{id} (x)");
    let down = |id: &str| format!("DROP TABLE t_{id}");
    let revision = |id: &str, parents: &[&str]| Rev::sql(id, parents, &up(id)).down(&down(id));
    set(vec![
        revision("trunk1", &[]),
        revision("ae1203c9", &["trunk1"])
            .label("users")
            .message("add users"),
        revision("ae12ff01", &["ae1203c9"]).message("add posts"),
        revision("b0c4d2e8", &["trunk1"])
            .label("billing")
            .message("add bills"),
    ])
}

/// Upgrades a fresh database to a target that means nothing.
fn refused(target: &str) -> String {
    let connection = Connection::open_in_memory().unwrap();
    let error = branches().upgrade(&connection, target).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Target);
    assert_eq!(tables(&connection), [""; 0]);
    format!("{error:?}")
}

#[test]
fn a_target_that_means_nothing_says_what_to_write() {
    insta::assert_snapshot!(refused(""), @r#"
    the target is empty
    help: name a revision, `head`, `base` or a number of steps such as `+1`
    "#);
    insta::assert_snapshot!(refused("ae1203c8"), @r#"
    no revision or label is called `ae1203c8`
    help: did you mean `ae1203c9`, `ae12ff01`?
    "#);
    insta::assert_snapshot!(refused("biling@head"), @r#"
    no branch is called `biling`
    help: did you mean `billing`?
    "#);
    insta::assert_snapshot!(refused("zzz"), @r#"no revision or label is called `zzz`"#);
    insta::assert_snapshot!(refused("ae12"), @r#"
    revision `ae12` matches more than one: `ae1203c9` (add users), `ae12ff01` (add posts)
    help: type more characters: `ae120` or `ae12f`
    "#);
    insta::assert_snapshot!(refused("head"), @r#"
    `head` means one head, and there are several: `ae12ff01` (add posts), `b0c4d2e8` (add bills)
    help: choose one, `users@head` or `billing@head`, or `heads` for all of them
    "#);
    insta::assert_snapshot!(refused("+9"), @r#"
    `+9` is ambiguous: `trunk1` leads to `ae1203c9` (add users), `b0c4d2e8` (add bills)
    help: name the revision itself, or restrict the way to a branch: `users@+9` or `billing@+9`
    "#);
    insta::assert_snapshot!(refused("billing@ae1203c9"), @r#"
    revision `ae1203c9` is not in the branch `billing`
    help: write `ae1203c9` without a branch
    "#);
    insta::assert_snapshot!(refused("-1"), @r#"
    `-1` is no target for an upgrade
    help: run a downgrade, or name a revision above
    "#);
    insta::assert_snapshot!(refused("base"), @r#"
    `base` is no target for an upgrade
    help: run a downgrade, or name a revision above
    "#);
    insta::assert_snapshot!(refused("trunk1:head"), @r#"
    `trunk1:head` is a range, and one target is expected
    help: name one revision without a colon
    "#);
    insta::assert_snapshot!(refused("a b"), @r#"
    the target `a b` is not understood: `a b` cannot be an id or a label
      caused by: the character ' ' is not allowed
    "#);
}

/// Runs `verb` on a database that stands on both heads.
fn refused_above(verb: impl Fn(&Connection) -> migrator::Error) -> String {
    let connection = Connection::open_in_memory().unwrap();
    branches().upgrade(&connection, "heads").unwrap();
    let error = verb(&connection);
    assert_eq!(error.kind(), ErrorKind::Target);
    assert_eq!(version_rows(&connection), ["ae12ff01", "b0c4d2e8"]);
    format!("{error:?}")
}

#[test]
fn a_downgrade_from_several_heads_must_name_the_branch() {
    insta::assert_snapshot!(
        refused_above(|it| branches().downgrade(it, "-1").unwrap_err()),
        @r#"
        `-1` counts from the current revision, and there are several: `ae12ff01` (add posts), `b0c4d2e8` (add bills)
        help: choose one, `users@-1` or `billing@-1`
        "#
    );
    insta::assert_snapshot!(
        refused_above(|it| branches().downgrade(it, "users@-9").unwrap_err()),
        @r#"`users@-9` goes too far: there are only 3 steps"#
    );
    insta::assert_snapshot!(
        refused_above(|it| branches().downgrade(it, "+1").unwrap_err()),
        @r#"
        `+1` is no target for a downgrade
        help: run an upgrade, or name a revision below
        "#
    );
    insta::assert_snapshot!(
        refused_above(|it| branches().downgrade(it, "head").unwrap_err()),
        @r#"
        `head` means one head, and there are several: `ae12ff01` (add posts), `b0c4d2e8` (add bills)
        help: choose one, `users@head` or `billing@head`, or `heads` for all of them
        "#
    );
    let connection = Connection::open_in_memory().unwrap();
    branches().upgrade(&connection, "heads").unwrap();
    branches().downgrade(&connection, "users@-1").unwrap();
    assert_eq!(version_rows(&connection), ["ae1203c9", "b0c4d2e8"]);
}

#[test]
fn a_branch_goes_up_and_down_alone() {
    let connection = Connection::open_in_memory().unwrap();
    let check = |ran: migrator::Report, steps: &[&str], rows: &[&str]| {
        assert_eq!(ran.revisions().collect::<Vec<_>>(), steps);
        assert_eq!(version_rows(&connection), rows);
    };
    let set = branches();
    check(
        set.upgrade(&connection, "billing@head").unwrap(),
        &["trunk1", "b0c4d2e8"],
        &["b0c4d2e8"],
    );
    check(
        set.upgrade(&connection, "users@+1").unwrap(),
        &["ae1203c9"],
        &["ae1203c9", "b0c4d2e8"],
    );
    check(
        set.upgrade(&connection, "ae12f").unwrap(),
        &["ae12ff01"],
        &["ae12ff01", "b0c4d2e8"],
    );
    check(
        set.downgrade(&connection, "billing@-1").unwrap(),
        &["b0c4d2e8"],
        &["ae12ff01"],
    );
}

#[test]
fn a_merge_point_goes_down_to_its_parents() {
    let connection = Connection::open_in_memory().unwrap();
    let mut revisions = line(1);
    revisions.push(Rev::sql("left", &["r001"], "CREATE TABLE l (x)").down("DROP TABLE l"));
    revisions.push(Rev::sql("right", &["r001"], "CREATE TABLE r (x)").down("DROP TABLE r"));
    revisions.push(Rev::sql("merge", &["left", "right"], "").down(""));
    let set = set(revisions);
    set.upgrade(&connection, "head").unwrap();
    assert_eq!(version_rows(&connection), ["merge"]);
    set.downgrade(&connection, "-1").unwrap();
    assert_eq!(version_rows(&connection), ["left", "right"]);
    set.upgrade(&connection, "head").unwrap();
    assert_eq!(version_rows(&connection), ["merge"]);
}

#[test]
fn a_target_already_passed_is_nothing_to_do() {
    let connection = Connection::open_in_memory().unwrap();
    let set = set(line(3));
    set.upgrade(&connection, "head").unwrap();
    for target in ["r001", "head", "head-1"] {
        assert_eq!(
            set.upgrade(&connection, target).unwrap().steps,
            [],
            "{target}"
        );
    }
    assert_eq!(set.downgrade(&connection, "r003").unwrap().steps, []);
    assert_eq!(version_rows(&connection), ["r003"]);
}
