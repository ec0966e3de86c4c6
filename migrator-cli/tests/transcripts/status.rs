//! `status`.

use insta::assert_snapshot;

use crate::databases::on_each;
use crate::support::Place;

#[test]
fn it_tells_what_is_pending_and_what_to_do() {
    on_each(|scene| {
        assert_snapshot!(scene.migrate("status"), @r"
        $ migrate status
        <url> is at base: 0 of 4 revisions applied
        pending  1975ea83b712, create account table
        pending  27c6a30d7c24, add shopping cart table
        pending  ae1027a6acf0, add a column
        pending  53fffde5ad50, merge ae1 and 27c
        [stderr]
        Next: `migrate upgrade head` runs 4 revisions
        ");
        assert_eq!(scene.tables(), "", "looking leaves nothing behind");
        scene.migrate("upgrade ae10");
        assert_snapshot!(scene.migrate("status --exit-code"), @r"
        $ migrate status --exit-code
        <url> is at ae1027a6acf0: 2 of 4 revisions applied
        pending  27c6a30d7c24, add shopping cart table
        pending  53fffde5ad50, merge ae1 and 27c
        [stderr]
        Next: `migrate upgrade head` runs 2 revisions
        [exit 3]
        ");
        assert_snapshot!(scene.migrate("status -v"), @r"
        $ migrate status -v
        <url> is at ae1027a6acf0: 2 of 4 revisions applied
        applied  1975ea83b712, create account table (<date>)
        pending  27c6a30d7c24, add shopping cart table
        applied  ae1027a6acf0, add a column (<date>)
        pending  53fffde5ad50, merge ae1 and 27c
        [stderr]
        Next: `migrate upgrade head` runs 2 revisions
        ");
        scene.migrate("upgrade head");
        assert_snapshot!(scene.migrate("status --exit-code"), @r"
        $ migrate status --exit-code
        <url> is at 53fffde5ad50: 4 of 4 revisions applied
        [stderr]
        Next: nothing, the database is up to date
        ");
    });
}

#[test]
fn changed_migrations_are_a_conflict() {
    on_each(|scene| {
        scene.trouble("released", "upgrade head");
        assert_snapshot!(scene.trouble("edited", "status --exit-code"), @r"
        $ migrate status --exit-code
        <url> is at b4d81e5f7a02: 2 of 3 revisions applied
        changed since applied  0f21c6a3d9e8, create account (<date>)
        pending                c93e07d5b164, create invoice
        [stderr]
        Next: restore the files that have changed; if they are right as they are, `migrate repair --accept-changed`
        [exit 4]
        ");
    });
}

#[test]
fn revisions_below_the_applied_ones_are_a_conflict() {
    on_each(|scene| {
        scene.trouble("released", "upgrade head");
        assert_snapshot!(scene.trouble("spliced", "status --exit-code"), @r"
        $ migrate status --exit-code
        <url> is at b4d81e5f7a02: 2 of 3 revisions applied
        out of order  75a0b3c2e6f1, create country
        [stderr]
        Next: `migrate upgrade head --out-of-order apply`, or rebase what was added below
        [exit 4]
        ");
    });
}

#[test]
fn a_newer_or_another_program_is_a_conflict() {
    on_each(|scene| {
        scene.trouble("edited", "upgrade head");
        assert_snapshot!(scene.trouble("released", "status --exit-code"), @r"
        $ migrate status --exit-code
        <url> is at c93e07d5b164: 2 of 2 revisions applied
        newer  c93e07d5b164
        [stderr]
        Next: start the newer version of the program, which has upgraded the database
        [exit 4]
        ");
        scene.migrate("stamp --purge head");
        assert_snapshot!(scene.trouble("released", "status --exit-code"), @r"
        $ migrate status --exit-code
        <url> is at 53fffde5ad50: 0 of 2 revisions applied
        unknown  53fffde5ad50
        pending  0f21c6a3d9e8, create account
        pending  b4d81e5f7a02, add email
        [stderr]
        Next: run a version of the program that has 53fffde5ad50; if its file is gone for good, `migrate stamp --purge REVISION`
        [exit 4]
        ");
    });
}

#[test]
fn what_is_half_done_is_a_conflict() {
    on_each(|scene| {
        scene.trouble("outside", "upgrade head");
        assert_snapshot!(scene.trouble("outside", "status --exit-code"), @r"
        $ migrate status --exit-code
        <url> is at 0f21c6a3d9e8: 1 of 2 revisions applied
        upgrade half-done, 1 of 2 statements  f60d93b7e285, outside a transaction
        [stderr]
        Next: `migrate upgrade head` goes on with f60d93b7e285; `migrate repair --abandon f60d93b7e285` gives it up
        [exit 4]
        ");
    });
}

#[test]
fn the_answer_is_one_object() {
    on_each(|scene| {
        scene.trouble("outside", "upgrade head");
        assert_snapshot!(scene.trouble("outside", "status --json"), @r#"
        $ migrate status --json
        {
          "version": 1,
          "verb": "status",
          "rows": [
            "0f21c6a3d9e8"
          ],
          "unknown": [],
          "is_newer": false,
          "is_up_to_date": false,
          "pending": [
            "f60d93b7e285"
          ],
          "revisions": [
            {
              "id": "0f21c6a3d9e8",
              "message": "create account",
              "parents": [],
              "depends_on": [],
              "children": [
                "f60d93b7e285"
              ],
              "labels": [],
              "file": "examples/troubles/outside/0f21c6a3d9e8_create_account.sql",
              "is_head": false,
              "is_effective_head": false,
              "is_branch_point": false,
              "is_merge_point": false,
              "is_current": true,
              "state": "applied",
              "applied_at": "<date>",
              "half_done": null
            },
            {
              "id": "f60d93b7e285",
              "message": "outside a transaction",
              "parents": [
                "0f21c6a3d9e8"
              ],
              "depends_on": [],
              "children": [],
              "labels": [],
              "file": "examples/troubles/outside/f60d93b7e285_outside_a_transaction.sql",
              "is_head": true,
              "is_effective_head": false,
              "is_branch_point": false,
              "is_merge_point": false,
              "is_current": false,
              "state": "half_done",
              "applied_at": null,
              "half_done": {
                "direction": "upgrade",
                "n_done": 1,
                "n_total": 2
              }
            }
          ]
        }
        "#);
    });
}

#[test]
fn a_file_that_does_not_exist_is_not_made() {
    let place = Place::new();
    assert_snapshot!(place.migrate("status"), @r"
    $ migrate status
    [stderr]
    error: there is no database `<folder>/app.db`
    help: name another file, or make this one with `migrate upgrade head`
    [exit 1]
    ");
    assert!(!place.path("app.db").exists());
}
