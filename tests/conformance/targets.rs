//! What the verbs make of a target: the right revisions, or an error that says
//! what to write instead. The grammar itself is tested with the graph.

use migrator::{Error, ErrorKind, Migrations, Report};

use crate::backend::{Backend, Connection, version_rows};
use crate::shown::assert_shown;
use crate::support::{Rev, set};

/// Two branches above one trunk, and a prefix that two ids share.
fn branches() -> &'static Migrations {
    let revision = |id: &str, parents: &[&str]| {
        let up = format!("CREATE TABLE t_{id} (x TEXT)");
        Rev::sql(id, parents, &up).down(&format!("DROP TABLE t_{id}"))
    };
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

pub(crate) fn a_target_that_means_nothing_says_what_to_write(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    let mut refused = |target: &str| {
        let error = connection.upgrade(branches(), target).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Target);
        assert_eq!(database.tables(), [""; 0]);
        format!("{error:?}")
    };
    assert_shown!(refused(""), @r#"
    the target is empty
    help: name a revision, `head`, `base` or a number of steps such as `+1`
    "#);
    assert_shown!(refused("ae1203c8"), @r#"
    no revision or label is called `ae1203c8`
    help: did you mean `ae1203c9`, `ae12ff01`?
    "#);
    assert_shown!(refused("biling@head"), @r#"
    no branch is called `biling`
    help: did you mean `billing`?
    "#);
    assert_shown!(refused("zzz"), @r#"
    no revision or label is called `zzz`
    help: look at `history(":")`, which lists the revisions there are
    "#);
    assert_shown!(refused("ae12"), @r#"
    revision `ae12` matches more than one: `ae1203c9` (add users), `ae12ff01` (add posts)
    help: type more characters: `ae120` or `ae12f`
    "#);
    assert_shown!(refused("head"), @r#"
    `head` means one head, and there are several: `ae12ff01` (add posts), `b0c4d2e8` (add bills)
    help: choose one, `users@head` or `billing@head`, or `heads` for all of them
    "#);
    assert_shown!(refused("+9"), @r#"
    `+9` is ambiguous: `trunk1` leads to `ae1203c9` (add users), `b0c4d2e8` (add bills)
    help: name the revision itself, or restrict the way to a branch: `users@+9` or `billing@+9`
    "#);
    assert_shown!(refused("billing@ae1203c9"), @r#"
    revision `ae1203c9` is not in the branch `billing`
    help: write `ae1203c9` without a branch
    "#);
    assert_shown!(refused("-1"), @r#"
    `-1` is no target for an upgrade
    help: run a downgrade, or name a revision above
    "#);
    assert_shown!(refused("base"), @r#"
    `base` is no target for an upgrade
    help: run a downgrade, or name a revision above
    "#);
    assert_shown!(refused("trunk1:head"), @r#"
    `trunk1:head` is a range, and one target is expected
    help: name one revision without a colon
    "#);
    assert_shown!(refused("a b"), @r#"
    the target `a b` is not understood: `a b` cannot be an id or a label
      caused by: the character ' ' is not allowed
    "#);
}

pub(crate) fn a_downgrade_from_several_heads_must_name_the_branch(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    connection.upgrade(branches(), "heads").unwrap();
    let mut refused = |target: &str| {
        let error = connection.downgrade(branches(), target).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Target);
        assert_eq!(version_rows(&mut *connection), ["ae12ff01", "b0c4d2e8"]);
        format!("{error:?}")
    };
    assert_shown!(refused("-1"), @r#"
    `-1` counts from the current revision, and there are several: `ae12ff01` (add posts), `b0c4d2e8` (add bills)
    help: choose one, `users@-1` or `billing@-1`
    "#);
    assert_shown!(refused("users@-9"), @r#"`users@-9` goes too far: there are only 3 steps"#);
    assert_shown!(refused("+1"), @r#"
    `+1` is no target for a downgrade
    help: run an upgrade, or name a revision below
    "#);
    assert_shown!(refused("head"), @r#"
    `head` means one head, and there are several: `ae12ff01` (add posts), `b0c4d2e8` (add bills)
    help: choose one, `users@head` or `billing@head`, or `heads` for all of them
    "#);
    connection.downgrade(branches(), "users@-1").unwrap();
    assert_eq!(version_rows(&mut *connection), ["ae1203c9", "b0c4d2e8"]);
}

pub(crate) fn a_branch_goes_up_and_down_alone(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    let mut check = |verb: Verb, target: &str, steps: &[&str], rows: &[&str]| {
        let ran = verb(&mut *connection, branches(), target).unwrap();
        assert_eq!(ran.revisions().collect::<Vec<_>>(), steps);
        assert_eq!(version_rows(&mut *connection), rows);
    };
    let up: Verb = |connection, set, target| connection.upgrade(set, target);
    let down: Verb = |connection, set, target| connection.downgrade(set, target);
    check(up, "billing@head", &["trunk1", "b0c4d2e8"], &["b0c4d2e8"]);
    check(up, "users@+1", &["ae1203c9"], &["ae1203c9", "b0c4d2e8"]);
    check(up, "ae12f", &["ae12ff01"], &["ae12ff01", "b0c4d2e8"]);
    check(down, "billing@-1", &["b0c4d2e8"], &["ae12ff01"]);
}

type Verb = fn(&mut dyn Connection, &'static Migrations, &str) -> Result<Report, Error>;
