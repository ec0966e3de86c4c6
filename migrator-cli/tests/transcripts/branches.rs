//! `branches`.

use insta::assert_snapshot;

use crate::support::Place;

#[test]
fn both_doors_list_branch_points_with_their_children() {
    assert_snapshot!(Place::new().migrate("branches"), @r"
    $ migrate branches
    1975ea83b712 (branchpoint)
                 -> 27c6a30d7c24 (shoppingcart)
                 -> ae1027a6acf0
    ");
    assert_snapshot!(Place::with_example().cargo_migrator("branches"), @r"
    $ cargo migrator branches
    1975ea83b712 (branchpoint)
                 -> 27c6a30d7c24 (shoppingcart)
                 -> ae1027a6acf0
    ");
    assert_snapshot!(Place::with_example().cargo_migrator("branches -v"), @r"
    $ cargo migrator branches -v
    Rev: 1975ea83b712 (branchpoint)
    Parent: <base>
    Branches into: 27c6a30d7c24, ae1027a6acf0
    Path: migrations/1975ea83b712_create_account_table.rs

        create account table

                 -> 27c6a30d7c24 (shoppingcart), add shopping cart table
                 -> ae1027a6acf0, add a column
    ");
}

#[test]
fn the_newest_comes_first() {
    let place = Place::with_package()
        .revision("a1", "", "")
        .revision("b1", "a1", "")
        .revision("b2", "a1", "branch_labels: billing")
        .revision("c1", "b2", "branch_labels: monthly")
        .revision("c2", "b2", "branch_labels: yearly");
    assert_snapshot!(place.cargo_migrator("branches"), @r"
    $ cargo migrator branches
    b2 (billing) (branchpoint)
       -> c2 (billing, yearly) (head)
       -> c1 (billing, monthly) (head)

    a1 (branchpoint)
       -> b2 (billing) (branchpoint)
       -> b1 (head)
    ");
}

#[test]
fn a_line_has_none() {
    let place = Place::with_package().revision("a1", "", "");
    assert_snapshot!(place.cargo_migrator("branches"), @r"
    $ cargo migrator branches
    [stderr]
    The graph has no branch points.
    ");
    assert_snapshot!(place.cargo_migrator("branches --json"), @r#"
    $ cargo migrator branches --json
    {
      "version": 1,
      "verb": "branches",
      "revisions": []
    }
    "#);
}
