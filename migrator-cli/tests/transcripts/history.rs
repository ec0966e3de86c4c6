//! `history`.

use insta::assert_snapshot;

use crate::support::Place;

#[test]
fn both_doors_list_the_newest_first() {
    assert_snapshot!(Place::new().migrate("history"), @r"
    $ migrate history
    ae1027a6acf0, 27c6a30d7c24 -> 53fffde5ad50 (shoppingcart) (head) (mergepoint), merge ae1 and 27c
    1975ea83b712 -> ae1027a6acf0, add a column
    1975ea83b712 -> 27c6a30d7c24 (shoppingcart), add shopping cart table
    <base> -> 1975ea83b712 (branchpoint), create account table
    ");
    assert_snapshot!(Place::with_example().cargo_migrator("history"), @r"
    $ cargo migrator history
    ae1027a6acf0, 27c6a30d7c24 -> 53fffde5ad50 (shoppingcart) (head) (mergepoint), merge ae1 and 27c
    1975ea83b712 -> ae1027a6acf0, add a column
    1975ea83b712 -> 27c6a30d7c24 (shoppingcart), add shopping cart table
    <base> -> 1975ea83b712 (branchpoint), create account table
    ");
}

#[test]
fn a_range_includes_both_ends() {
    assert_snapshot!(Place::new().migrate("history -r 1975:27c6"), @r"
    $ migrate history -r 1975:27c6
    1975ea83b712 -> 27c6a30d7c24 (shoppingcart), add shopping cart table
    <base> -> 1975ea83b712 (branchpoint), create account table
    ");
    assert_snapshot!(Place::with_example().cargo_migrator("history -r ae1027a6acf0:"), @r"
    $ cargo migrator history -r ae1027a6acf0:
    ae1027a6acf0, 27c6a30d7c24 -> 53fffde5ad50 (shoppingcart) (head) (mergepoint), merge ae1 and 27c
    1975ea83b712 -> ae1027a6acf0, add a column
    ");
    assert_snapshot!(Place::with_example().cargo_migrator("history --rev-range=:shoppingcart@27c6 -v"), @r"
    $ cargo migrator history --rev-range=:shoppingcart@27c6 -v
    Rev: 27c6a30d7c24
    Parent: 1975ea83b712
    Branch names: shoppingcart
    Path: migrations/27c6a30d7c24_add_shopping_cart_table.rs

        add shopping cart table

    Rev: 1975ea83b712 (branchpoint)
    Parent: <base>
    Branches into: 27c6a30d7c24, ae1027a6acf0
    Path: migrations/1975ea83b712_create_account_table.rs

        create account table
    ");
}

#[test]
fn the_database_is_asked_only_if_it_must_be() {
    let place = Place::new();
    assert_snapshot!(place.migrate("history -r 1975:27c6"), @r"
    $ migrate history -r 1975:27c6
    1975ea83b712 -> 27c6a30d7c24 (shoppingcart), add shopping cart table
    <base> -> 1975ea83b712 (branchpoint), create account table
    ");
    assert!(!place.path("app.db").exists());
    assert_snapshot!(place.migrate("upgrade 27c6 --quiet"), @"$ migrate upgrade 27c6 --quiet");
    assert_snapshot!(place.migrate("history -i"), @r"
    $ migrate history -i
    ae1027a6acf0, 27c6a30d7c24 -> 53fffde5ad50 (shoppingcart) (head) (mergepoint), merge ae1 and 27c
    1975ea83b712 -> ae1027a6acf0, add a column
    1975ea83b712 -> 27c6a30d7c24 (shoppingcart) (current), add shopping cart table
    <base> -> 1975ea83b712 (branchpoint), create account table
    ");
    assert_snapshot!(place.migrate("history -r current:"), @r"
    $ migrate history -r current:
    ae1027a6acf0, 27c6a30d7c24 -> 53fffde5ad50 (shoppingcart) (head) (mergepoint), merge ae1 and 27c
    1975ea83b712 -> 27c6a30d7c24 (shoppingcart) (current), add shopping cart table
    ");
    assert_snapshot!(place.migrate("history -r-1:current"), @r"
    $ migrate history -r-1:current
    1975ea83b712 -> 27c6a30d7c24 (shoppingcart) (current), add shopping cart table
    <base> -> 1975ea83b712 (branchpoint), create account table
    ");
    assert_snapshot!(place.migrate("history -r -1:current --json"), @r#"
    $ migrate history -r -1:current --json
    {
      "version": 1,
      "verb": "history",
      "revisions": [
        {
          "id": "27c6a30d7c24",
          "message": "add shopping cart table",
          "parents": [
            "1975ea83b712"
          ],
          "depends_on": [],
          "children": [
            "53fffde5ad50"
          ],
          "labels": [
            "shoppingcart"
          ],
          "file": "examples/migrations/27c6a30d7c24_add_shopping_cart_table.rs",
          "is_head": false,
          "is_effective_head": false,
          "is_branch_point": false,
          "is_merge_point": false,
          "is_current": true
        },
        {
          "id": "1975ea83b712",
          "message": "create account table",
          "parents": [],
          "depends_on": [],
          "children": [
            "27c6a30d7c24",
            "ae1027a6acf0"
          ],
          "labels": [],
          "file": "examples/migrations/1975ea83b712_create_account_table.rs",
          "is_head": false,
          "is_effective_head": false,
          "is_branch_point": true,
          "is_merge_point": false,
          "is_current": false
        }
      ]
    }
    "#);
}

#[test]
fn a_row_that_is_not_in_the_graph_is_warned_of() {
    let place = Place::new();
    let connection = rusqlite::Connection::open(place.path("app.db")).unwrap();
    connection
        .execute_batch(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
             INSERT INTO alembic_version VALUES ('1975ea83b712'), ('gone');",
        )
        .unwrap();
    assert_snapshot!(place.migrate("history -i -r :1975"), @r"
    $ migrate history -i -r :1975
    <base> -> 1975ea83b712 (current) (branchpoint), create account table
    [stderr]
    warning: the database stands on `gone`, which is not among the revisions
    ");
}

#[test]
fn json_does_not_say_what_is_current_if_no_database_was_asked() {
    assert_snapshot!(Place::with_example().cargo_migrator("history -r 1975:1975 --json"), @r#"
    $ cargo migrator history -r 1975:1975 --json
    {
      "version": 1,
      "verb": "history",
      "revisions": [
        {
          "id": "1975ea83b712",
          "message": "create account table",
          "parents": [],
          "depends_on": [],
          "children": [
            "27c6a30d7c24",
            "ae1027a6acf0"
          ],
          "labels": [],
          "file": "migrations/1975ea83b712_create_account_table.rs",
          "is_head": false,
          "is_effective_head": false,
          "is_branch_point": true,
          "is_merge_point": false,
          "is_current": null
        }
      ]
    }
    "#);
}

#[test]
fn what_is_misspelt_gets_a_suggestion() {
    assert_snapshot!(Place::new().migrate("history -r 1975ea83b721:"), @r"
    $ migrate history -r 1975ea83b721:
    [stderr]
    error: no revision or label is called `1975ea83b721`
    help: did you mean `1975ea83b712`?
    [exit 1]
    ");
    assert_snapshot!(Place::with_example().cargo_migrator("history -r shopingcart@head:"), @r"
    $ cargo migrator history -r shopingcart@head:
    [stderr]
    error: no branch is called `shopingcart`
    help: did you mean `shoppingcart`?
    [exit 1]
    ");
    assert_snapshot!(Place::with_example().cargo_migrator("history -r zzzz:"), @r"
    $ cargo migrator history -r zzzz:
    [stderr]
    error: no revision or label is called `zzzz`
    help: look at `cargo migrator history`, which lists the revisions there are
    [exit 1]
    ");
    assert_snapshot!(Place::new().migrate("history -r zzzz@head:"), @r"
    $ migrate history -r zzzz@head:
    [stderr]
    error: no branch is called `zzzz`
    help: look at `migrate history`, which lists the revisions with their labels
    [exit 1]
    ");
    assert_snapshot!(Place::new().migrate("history -r 1975"), @r"
    $ migrate history -r 1975
    [stderr]
    error: `1975` is no range
    help: write a range as `start:end`, `start:` or `:end`
    [exit 1]
    ");
    assert_snapshot!(Place::new().migrate("history -r head:1975"), @r"
    $ migrate history -r head:1975
    [stderr]
    error: the range `head:1975` is empty: `53fffde5ad50` is not an ancestor of its end
    help: write the older revision first
    [exit 1]
    ");
    assert_snapshot!(Place::new().migrate("histroy"), @r"
    $ migrate histroy
    [stderr]
    error: unrecognized subcommand 'histroy'

      tip: a similar subcommand exists: 'history'

    Usage: migrate [OPTIONS] <COMMAND>

    For more information, try '--help'.
    [exit 2]
    ");
}

#[cfg(unix)]
#[test]
fn what_asks_a_database_is_left_to_the_application() {
    let place = Place::with_example();
    assert_snapshot!(place.cargo_migrator_forwards("history -i"), @r"
    $ cargo migrator history -i
    cargo run --quiet --bin migrate -- history -i (called as cargo migrator)
    ");
    assert_snapshot!(place.cargo_migrator_forwards("history -r -3:current"), @r"
    $ cargo migrator history -r -3:current
    cargo run --quiet --bin migrate -- history -r -3:current (called as cargo migrator)
    ");
    assert_snapshot!(place.cargo_migrator_forwards("history -r 5ff:"), @r"
    $ cargo migrator history -r 5ff:
    [stderr]
    error: no revision or label is called `5ff`
    help: look at `cargo migrator history`, which lists the revisions there are
    [exit 1]
    ");
}
