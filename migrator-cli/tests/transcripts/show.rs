//! `show`.

use insta::assert_snapshot;

use crate::support::Place;

#[test]
fn both_doors_show_a_revision() {
    assert_snapshot!(Place::new().migrate("show 1975"), @r"
    $ migrate show 1975
    Rev: 1975ea83b712 (branchpoint)
    Parent: <base>
    Branches into: 27c6a30d7c24, ae1027a6acf0
    Path: examples/migrations/1975ea83b712_create_account_table.rs

        create account table
    ");
    assert_snapshot!(Place::with_example().cargo_migrator("show head"), @r"
    $ cargo migrator show head
    Rev: 53fffde5ad50 (head) (mergepoint)
    Merges: ae1027a6acf0, 27c6a30d7c24
    Branch names: shoppingcart
    Path: migrations/53fffde5ad50_merge_both.rs

        merge ae1 and 27c
    ");
}

#[test]
fn several_are_shown_in_their_order_and_each_once() {
    assert_snapshot!(Place::with_example().cargo_migrator("show shoppingcart ae10 27c6"), @r"
    $ cargo migrator show shoppingcart ae10 27c6
    Rev: 27c6a30d7c24
    Parent: 1975ea83b712
    Branch names: shoppingcart
    Path: migrations/27c6a30d7c24_add_shopping_cart_table.rs

        add shopping cart table

    Rev: ae1027a6acf0
    Parent: 1975ea83b712
    Path: migrations/ae1027a6acf0_add_a_column.sql

        add a column
    ");
    assert_snapshot!(Place::with_example().cargo_migrator("show -1"), @r"
    $ cargo migrator show -1
    [stderr]
    error: `-1` is ambiguous: `53fffde5ad50` leads to `27c6a30d7c24` (add shopping cart table), `ae1027a6acf0` (add a column)
    help: name the revision itself, or restrict the way to a branch: `27c6a30d7c24` or `ae1027a6acf0`
    [exit 1]
    ");
    assert_snapshot!(Place::with_example().cargo_migrator("show base"), @r"
    $ cargo migrator show base
    [stderr]
    No revision is named by that: nothing stands before the first one.
    ");
}

#[test]
fn current_asks_the_database() {
    let place = Place::new();
    place.migrate("upgrade ae10");
    assert_snapshot!(place.migrate("show current"), @r"
    $ migrate show current
    Rev: ae1027a6acf0 (current)
    Parent: 1975ea83b712
    Path: examples/migrations/ae1027a6acf0_add_a_column.sql

        add a column
    ");
    assert_snapshot!(place.migrate("show current --json"), @r#"
    $ migrate show current --json
    {
      "version": 1,
      "verb": "show",
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
      ]
    }
    "#);
    assert_snapshot!(place.migrate("show +1"), @r"
    $ migrate show +1
    Rev: 53fffde5ad50 (head) (mergepoint)
    Merges: ae1027a6acf0, 27c6a30d7c24
    Branch names: shoppingcart
    Path: examples/migrations/53fffde5ad50_merge_both.rs

        merge ae1 and 27c
    ");
}

#[test]
fn what_is_misspelt_gets_a_suggestion() {
    assert_snapshot!(Place::with_example().cargo_migrator("show ae1027a6acf1"), @r"
    $ cargo migrator show ae1027a6acf1
    [stderr]
    error: no revision or label is called `ae1027a6acf1`
    help: did you mean `ae1027a6acf0`?
    [exit 1]
    ");
    assert_snapshot!(Place::with_example().cargo_migrator("show hed"), @r"
    $ cargo migrator show hed
    [stderr]
    error: no revision or label is called `hed`
    help: did you mean `head`, `heads`?
    [exit 1]
    ");
    assert_snapshot!(Place::with_example().cargo_migrator("show zzzz"), @r"
    $ cargo migrator show zzzz
    [stderr]
    error: no revision or label is called `zzzz`
    help: look at `cargo migrator history`, which lists the revisions there are
    [exit 1]
    ");
    assert_snapshot!(Place::new().migrate("show head-1"), @r"
    $ migrate show head-1
    [stderr]
    error: `head-1` is ambiguous: `53fffde5ad50` leads to `27c6a30d7c24` (add shopping cart table), `ae1027a6acf0` (add a column)
    help: name the revision itself, or restrict the way to a branch: `27c6a30d7c24` or `ae1027a6acf0`
    [exit 1]
    ");
    assert_snapshot!(Place::new().migrate("show"), @r"
    $ migrate show
    [stderr]
    error: the following required arguments were not provided:
      <REVISION>...

    Usage: migrate show <REVISION>...

    For more information, try '--help'.
    [exit 2]
    ");
}

#[cfg(unix)]
#[test]
fn what_asks_a_database_is_left_to_the_application() {
    let place = Place::with_example();
    assert_snapshot!(place.cargo_migrator_forwards("show current head --json"), @r"
    $ cargo migrator show current head --json
    cargo run --quiet --bin migrate -- show current head --json (called as cargo migrator)
    ");
}
