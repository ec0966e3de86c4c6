//! `heads`.

use insta::assert_snapshot;

use crate::support::Place;

#[test]
fn both_doors_list_the_heads() {
    assert_snapshot!(Place::new().migrate("heads"), @r"
    $ migrate heads
    53fffde5ad50 (shoppingcart) (head)
    ");
    assert_snapshot!(Place::with_example().cargo_migrator("heads"), @r"
    $ cargo migrator heads
    53fffde5ad50 (shoppingcart) (head)
    ");
}

#[test]
fn verbose_tells_everything_about_each() {
    assert_snapshot!(Place::new().migrate("heads -v"), @r"
    $ migrate heads -v
    Rev: 53fffde5ad50 (head) (mergepoint)
    Merges: ae1027a6acf0, 27c6a30d7c24
    Branch names: shoppingcart
    Path: examples/migrations/53fffde5ad50_merge_both.rs

        merge ae1 and 27c
    ");
    assert_snapshot!(Place::with_example().cargo_migrator("heads -v"), @r"
    $ cargo migrator heads -v
    Rev: 53fffde5ad50 (head) (mergepoint)
    Merges: ae1027a6acf0, 27c6a30d7c24
    Branch names: shoppingcart
    Path: migrations/53fffde5ad50_merge_both.rs

        merge ae1 and 27c
    ");
}

/// `a1` and `b1` are two pull requests off one head; `c1` is a branch of its own, on which `d1` depends.
fn several() -> Place {
    Place::with_package()
        .revision("a0", "", "")
        .revision("a1", "a0", "")
        .revision("b1", "a0", "")
        .revision("c1", "", "branch_labels: billing")
        .revision("d1", "", "depends_on: c1\nbranch_labels: shop")
}

#[test]
fn an_effective_head_is_marked_and_can_be_left_out() {
    assert_snapshot!(several().cargo_migrator("heads"), @r"
    $ cargo migrator heads
    c1 (billing) (effective head)
    d1 (shop) (head)
    b1 (head)
    a1 (head)
    ");
    assert_snapshot!(several().cargo_migrator("heads --resolve-dependencies"), @r"
    $ cargo migrator heads --resolve-dependencies
    d1 (shop) (head)
    b1 (head)
    a1 (head)
    ");
}

#[test]
fn clashing_heads_are_a_conflict_for_those_who_ask() {
    assert_snapshot!(several().cargo_migrator("heads --exit-code"), @r"
    $ cargo migrator heads --exit-code
    c1 (billing) (effective head)
    d1 (shop) (head)
    b1 (head)
    a1 (head)
    [exit 4]
    ");
    let two_branches = Place::with_package()
        .revision("a1", "", "branch_labels: billing")
        .revision("b1", "", "branch_labels: shop");
    assert_snapshot!(two_branches.cargo_migrator("heads --exit-code"), @r"
    $ cargo migrator heads --exit-code
    b1 (shop) (head)
    a1 (billing) (head)
    ");
}

#[test]
fn json_has_the_heads_and_those_that_clash() {
    let place = Place::with_package()
        .revision("a1", "", "")
        .revision("b1", "", "");
    assert_snapshot!(place.cargo_migrator("heads --json --exit-code"), @r#"
    $ cargo migrator heads --json --exit-code
    {
      "version": 1,
      "verb": "heads",
      "revisions": [
        {
          "id": "b1",
          "message": "message of b1",
          "parents": [],
          "depends_on": [],
          "children": [],
          "labels": [],
          "file": "migrations/b1_message.sql",
          "is_head": true,
          "is_effective_head": false,
          "is_branch_point": false,
          "is_merge_point": false,
          "is_current": null
        },
        {
          "id": "a1",
          "message": "message of a1",
          "parents": [],
          "depends_on": [],
          "children": [],
          "labels": [],
          "file": "migrations/a1_message.sql",
          "is_head": true,
          "is_effective_head": false,
          "is_branch_point": false,
          "is_merge_point": false,
          "is_current": null
        }
      ],
      "clashing": [
        [
          "a1",
          "b1"
        ]
      ]
    }
    [exit 4]
    "#);
}

#[test]
fn without_revisions_there_is_nothing_on_stdout() {
    assert_snapshot!(Place::with_package().cargo_migrator("heads"), @r"
    $ cargo migrator heads
    [stderr]
    There are no revisions yet.
    ");
    assert_snapshot!(Place::with_package().cargo_migrator("heads --quiet"), @"$ cargo migrator heads --quiet");
}

#[test]
fn mistakes_of_the_folder_are_told_with_their_places() {
    let place = Place::with_package().revision("a1", "a0", "");
    assert_snapshot!(place.cargo_migrator("heads"), @r"
    $ cargo migrator heads
    [stderr]
    error: migrations/a1_message.sql:3:19: revision `a1`: its parent `a0` does not exist
    [exit 1]
    ");
    let place = place.revision("b2", "", "");
    place.write(
        "migrations/c1_broken.sql",
        "-- revision: c2\n-- down_revision:\n",
    );
    assert_snapshot!(place.cargo_migrator("heads"), @r"
    $ cargo migrator heads
    [stderr]
    error: the migrations have 3 mistakes
      migrations/a1_message.sql:3:19: revision `a1`: its parent `a0` does not exist
      migrations/c1_broken.sql:1:1: the file has no `-- migrate:up` section
        help: add a line `-- migrate:up` and the statements below it
      migrations/c1_broken.sql:1:14: the file of revision `c2` is not named after it
        help: rename the file to `c2_<what it does>.sql`, or give a copied file an id of its own
    [exit 1]
    ");
    assert_snapshot!(Place::new().cargo_migrator("heads"), @r"
    $ cargo migrator heads
    [stderr]
    error: there is no folder `migrations` with migrations
    help: go to a package that has one, or name it with `--manifest-path`; `cargo migrator init` makes one
    [exit 1]
    ");
}

#[test]
fn the_help_names_the_program() {
    let help = Place::new().migrate("heads --help");
    assert!(help.contains("Usage: migrate heads"), "{help}");
    assert!(help.contains("  migrate heads -v"), "{help}");
    let help = Place::new().cargo_migrator("heads --help");
    assert!(help.contains("Usage: cargo migrator heads"), "{help}");
    assert!(help.contains("  cargo migrator heads -v"), "{help}");
}
