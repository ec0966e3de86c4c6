//! `current`.

use insta::assert_snapshot;

use crate::databases::{Scene, on_each};

#[test]
fn it_tells_where_the_database_stands() {
    on_each(|scene| {
        assert_snapshot!(scene.migrate("current"), @r"
        $ migrate current
        [stderr]
        Nothing is applied.
        ");
        assert_eq!(scene.tables(), "", "looking leaves nothing behind");
        scene.migrate("upgrade 1975");
        assert_snapshot!(scene.migrate("current"), @r"
        $ migrate current
        1975ea83b712 (branchpoint)
        ");
        scene.migrate("upgrade ae10");
        scene.migrate("upgrade 27c6");
        assert_snapshot!(scene.migrate("current"), @r"
        $ migrate current
        27c6a30d7c24
        ae1027a6acf0
        ");
        scene.migrate("upgrade head");
        assert_snapshot!(scene.migrate("current"), @r"
        $ migrate current
        53fffde5ad50 (head) (mergepoint)
        ");
    });
}

#[test]
fn details_are_shown_when_asked_for() {
    let scene = Scene::sqlite();
    scene.migrate("upgrade 1975");
    assert_snapshot!(scene.migrate("current -v"), @r"
    $ migrate current -v
    Current revision(s) for <url>:
    Rev: 1975ea83b712 (branchpoint) (current)
    Parent: <base>
    Branches into: 27c6a30d7c24, ae1027a6acf0
    Path: examples/migrations/1975ea83b712_create_account_table.rs

        create account table
    ");
}

#[test]
fn scripts_learn_whether_an_upgrade_is_missing() {
    on_each(|scene| {
        scene.migrate("upgrade 1975");
        assert_snapshot!(scene.migrate("current --check-heads"), @r"
        $ migrate current --check-heads
        1975ea83b712 (branchpoint)
        [stderr]
        error: the database does not stand on all heads
        help: run `migrate upgrade heads`
        [exit 1]
        ");
        assert_snapshot!(scene.migrate("current --exit-code"), @r"
        $ migrate current --exit-code
        1975ea83b712 (branchpoint)
        [exit 3]
        ");
        assert_snapshot!(scene.migrate("current --check-heads --exit-code"), @r"
        $ migrate current --check-heads --exit-code
        1975ea83b712 (branchpoint)
        [stderr]
        error: the database does not stand on all heads
        help: run `migrate upgrade heads`
        [exit 3]
        ");
        scene.migrate("upgrade heads");
        assert_snapshot!(scene.migrate("current --check-heads --exit-code"), @r"
        $ migrate current --check-heads --exit-code
        53fffde5ad50 (head) (mergepoint)
        ");
    });
}

#[test]
fn rows_of_another_program_are_a_conflict() {
    on_each(|scene| {
        scene.trouble("released", "upgrade head");
        assert_snapshot!(scene.migrate("current --exit-code"), @r"
        $ migrate current --exit-code
        b4d81e5f7a02 (unknown)
        [exit 4]
        ");
        assert_snapshot!(scene.migrate("current --check-heads"), @r"
        $ migrate current --check-heads
        b4d81e5f7a02 (unknown)
        [stderr]
        error: the database does not stand on all heads
        help: run `migrate status`, which tells what is in the way
        [exit 1]
        ");
    });
}

#[test]
fn the_answer_is_one_object() {
    on_each(|scene| {
        assert_snapshot!(scene.migrate("current --json"), @r#"
        $ migrate current --json
        {
          "version": 1,
          "verb": "current",
          "rows": [],
          "revisions": [],
          "unknown": [],
          "is_up_to_date": false
        }
        "#);
        scene.migrate("upgrade ae10");
        assert_snapshot!(scene.migrate("current --json"), @r#"
        $ migrate current --json
        {
          "version": 1,
          "verb": "current",
          "rows": [
            "ae1027a6acf0"
          ],
          "revisions": [
            {
              "id": "ae1027a6acf0",
              "message": "add a column",
              "parents": [
                "1975ea83b712"
              ],
              "depends_on": [],
              "children": [
                "53fffde5ad50"
              ],
              "labels": [],
              "file": "examples/migrations/ae1027a6acf0_add_a_column.sql",
              "is_head": false,
              "is_effective_head": false,
              "is_branch_point": false,
              "is_merge_point": false,
              "is_current": true
            }
          ],
          "unknown": [],
          "is_up_to_date": false
        }
        "#);
    });
}
