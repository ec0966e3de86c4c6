//! `merge`.

use insta::assert_snapshot;

use crate::package::Package;

fn two_heads() -> Package {
    Package::new().sql("a1", "").sql("b2", "a1").sql("c3", "a1")
}

#[test]
fn all_heads_become_one() {
    let package = two_heads();
    assert_snapshot!(package.run("merge --rev-id d4"), @r"
    $ cargo migrator merge --rev-id d4
    migrations/d4_merge_c3_and_b2.rs
    [stderr]
    created c3, b2 -> d4, merge c3 and b2
    ");
    assert_snapshot!(package.read("migrations/d4_merge_c3_and_b2.rs"), @r#"
    //! merge c3 and b2
    use migrator::prelude::*;

    pub const REVISION: &str = "d4";
    pub const DOWN_REVISION: &[&str] = &["c3", "b2"];

    pub fn upgrade(op: &mut Op) -> Result {
        let _ = op;
        Ok(())
    }

    pub fn downgrade(op: &mut Op) -> Result {
        let _ = op;
        Ok(())
    }
    "#);
    assert_snapshot!(package.run("merge"), @r"
    $ cargo migrator merge
    [stderr]
    error: there is nothing to merge: `d4` is the only head
    help: use `cargo migrator revision` for the next revision
    [exit 1]
    ");
}

#[test]
fn the_heads_may_be_named_and_the_message_given() {
    let package = two_heads().sql("e5", "a1");
    assert_snapshot!(package.run("merge b2 e5 -m 'both of them' --rev-id d4 --sql"), @r"
    $ cargo migrator merge b2 e5 -m 'both of them' --rev-id d4 --sql
    migrations/d4_both_of_them.sql
    [stderr]
    created b2, e5 -> d4, both of them
    warning: there are now several heads, `c3` and `d4`, and the compiler refuses them until `cargo migrator merge` or `cargo migrator rebase` makes them one, or a branch label tells them apart
    ");
    assert_snapshot!(package.read("migrations/d4_both_of_them.sql"), @r"
    -- both of them
    -- revision: d4
    -- down_revision: b2, e5

    -- migrate:up

    -- migrate:down
    ");
    assert_snapshot!(package.run("merge heads --rev-id f6 --branch-label one"), @r"
    $ cargo migrator merge heads --rev-id f6 --branch-label one
    migrations/f6_merge_d4_and_c3.rs
    [stderr]
    created d4, c3 -> f6, merge d4 and c3
    ");
}

#[test]
fn a_dry_run_shows_the_file() {
    let package = two_heads();
    assert_snapshot!(package.run("merge --rev-id d4 --dry-run"), @r#"
    $ cargo migrator merge --rev-id d4 --dry-run
    create migrations/d4_merge_c3_and_b2.rs
    //! merge c3 and b2
    use migrator::prelude::*;

    pub const REVISION: &str = "d4";
    pub const DOWN_REVISION: &[&str] = &["c3", "b2"];

    pub fn upgrade(op: &mut Op) -> Result {
        let _ = op;
        Ok(())
    }

    pub fn downgrade(op: &mut Op) -> Result {
        let _ = op;
        Ok(())
    }
    "#);
    assert_eq!(
        package.migrations(),
        "a1_make_a1.sql\nb2_make_b2.sql\nc3_make_c3.sql"
    );
}

#[test]
fn the_answer_is_one_object() {
    assert_snapshot!(two_heads().run("merge --rev-id d4 --json"), @r#"
    $ cargo migrator merge --rev-id d4 --json
    {
      "version": 1,
      "verb": "merge",
      "dry_run": false,
      "revision": "d4",
      "files": [
        {
          "path": "migrations/d4_merge_c3_and_b2.rs",
          "change": "created",
          "from": null
        }
      ],
      "warnings": []
    }
    "#);
}

#[test]
fn what_cannot_be_merged_is_refused() {
    let package = two_heads();
    assert_snapshot!(package.run("merge b2"), @r"
    $ cargo migrator merge b2
    [stderr]
    error: `b2` alone cannot be merged
    help: name another head too, or none to merge all of them
    [exit 1]
    ");
    assert_snapshot!(package.run("merge a1 c3"), @r"
    $ cargo migrator merge a1 c3
    [stderr]
    error: revision `a1` is not a head: `b2`, `c3` stand on it
    help: add `--splice` to begin another branch from it, or choose a head
    [exit 1]
    ");
    assert_snapshot!(package.run("merge a1 c3 --splice"), @r"
    $ cargo migrator merge a1 c3 --splice
    [stderr]
    error: `a1` is already covered by `c3`
    help: leave out `a1`
    [exit 1]
    ");
    assert_snapshot!(package.run("merge b2 d4"), @r"
    $ cargo migrator merge b2 d4
    [stderr]
    error: no revision or label is called `d4`
    help: look at `cargo migrator history`, which lists the revisions there are
    [exit 1]
    ");
    assert_snapshot!(Package::new().run("merge"), @r"
    $ cargo migrator merge
    [stderr]
    error: there is nothing to merge: there are no revisions
    [exit 1]
    ");
}
