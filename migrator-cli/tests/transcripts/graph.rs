//! `graph`.

use insta::assert_snapshot;

use crate::support::Place;

#[test]
fn both_doors_draw_the_graph() {
    assert_snapshot!(Place::new().migrate("graph"), @r#"
    $ migrate graph
    *  53fffde5ad50 (shoppingcart) (head), merge ae1 and 27c
    |\
    * | ae1027a6acf0, add a column
    | * 27c6a30d7c24 (shoppingcart), add shopping cart table
    |/
    * 1975ea83b712, create account table
    "#);
    assert_snapshot!(Place::with_example().cargo_migrator("graph"), @r#"
    $ cargo migrator graph
    *  53fffde5ad50 (shoppingcart) (head), merge ae1 and 27c
    |\
    * | ae1027a6acf0, add a column
    | * 27c6a30d7c24 (shoppingcart), add shopping cart table
    |/
    * 1975ea83b712, create account table
    "#);
}

#[test]
fn the_database_says_what_is_current() {
    let place = Place::new();
    place.migrate("upgrade 27c6");
    assert_snapshot!(place.migrate("graph -i"), @r#"
    $ migrate graph -i
    *  53fffde5ad50 (shoppingcart) (head), merge ae1 and 27c
    |\
    * | ae1027a6acf0, add a column
    | * 27c6a30d7c24 (shoppingcart) (current), add shopping cart table
    |/
    * 1975ea83b712, create account table
    "#);
    assert_snapshot!(place.migrate("graph -r current:"), @r"
    $ migrate graph -r current:
    * 53fffde5ad50 (shoppingcart) (head), merge ae1 and 27c
    * 27c6a30d7c24 (shoppingcart) (current), add shopping cart table
    ");
}

#[test]
fn each_format_is_drawn() {
    let place = Place::with_package()
        .revision("a1", "", "branch_labels: billing")
        .revision("b1", "a1", "")
        .revision("c1", "", "depends_on: b1\nbranch_labels: shop");
    assert_snapshot!(place.cargo_migrator("graph"), @r"
    $ cargo migrator graph
    * c1 (depends on b1) (shop) (head), message of c1

    * b1 (billing) (effective head), message of b1
    * a1 (billing), message of a1
    ");
    assert_snapshot!(place.cargo_migrator("graph --format mermaid"), @r#"
    $ cargo migrator graph --format mermaid
    flowchart BT
        r_a1["a1 (billing)<br/>message of a1"]
        r_b1["b1 (billing) (effective head)<br/>message of b1"]
        class r_b1 head
        r_c1["c1 (depends on b1) (shop) (head)<br/>message of c1"]
        class r_c1 head
        r_a1 --> r_b1
        r_b1 -.-> r_c1
        classDef head stroke-width:3px
    "#);
    assert_snapshot!(place.cargo_migrator("graph --format dot"), @r#"
    $ cargo migrator graph --format dot
    digraph migrations {
        rankdir = BT;
        node [shape = box, fontname = "monospace"];
        "a1" [label = "a1 (billing)\nmessage of a1"];
        "b1" [label = "b1 (billing) (effective head)\nmessage of b1", penwidth = 2];
        "c1" [label = "c1 (depends on b1) (shop) (head)\nmessage of c1", penwidth = 2];
        "a1" -> "b1";
        "b1" -> "c1" [style = dotted];
    }
    "#);
    assert_snapshot!(place.cargo_migrator("graph --format svg -r a1:b1"), @r#"
    $ cargo migrator graph --format svg -r a1:b1
    <svg xmlns="http://www.w3.org/2000/svg" width="446" height="88" viewBox="0 0 446 88">
    <style>
      svg { color: #1f2328; background: #ffffff; }
      @media (prefers-color-scheme: dark) { svg { color: #e6edf3; background: #0d1117; } }
      text { font: 14px ui-monospace, monospace; fill: currentColor; }
      .marks { fill: #0969da; }
      path { fill: none; stroke: #8c959f; stroke-width: 2; }
      .dependency { stroke-dasharray: 2 4; }
      circle { fill: #8c959f; stroke: currentColor; stroke-width: 1; }
      .head { fill: #2da44e; }
      .current { fill: #ffbf00; }
    </style>
    <path d="M16 30C16 44 16 44 16 58V58"/>
    <circle class="head" cx="16" cy="30" r="5"><title>migrations/b1_message.sql</title></circle>
    <text x="34" y="35">b1 <tspan class="marks">(billing) (effective head)</tspan>, message of b1</text>
    <circle cx="16" cy="58" r="5"><title>migrations/a1_message.sql</title></circle>
    <text x="34" y="63">a1 <tspan class="marks">(billing)</tspan>, message of a1</text>
    </svg>
    "#);
    assert_snapshot!(place.cargo_migrator("graph --json -r b1:b1"), @r#"
    $ cargo migrator graph --json -r b1:b1
    {
      "version": 1,
      "verb": "graph",
      "revisions": [
        {
          "id": "b1",
          "message": "message of b1",
          "parents": [
            "a1"
          ],
          "depends_on": [],
          "children": [],
          "labels": [
            "billing"
          ],
          "file": "migrations/b1_message.sql",
          "is_head": true,
          "is_effective_head": true,
          "is_branch_point": false,
          "is_merge_point": false,
          "is_current": null
        }
      ]
    }
    "#);
}

#[test]
fn what_is_misspelt_gets_a_suggestion() {
    assert_snapshot!(Place::with_example().cargo_migrator("graph -r sopingcart:"), @r"
    $ cargo migrator graph -r sopingcart:
    [stderr]
    error: no revision or label is called `sopingcart`
    help: did you mean `shoppingcart`?
    [exit 1]
    ");
    assert_snapshot!(Place::with_example().cargo_migrator("graph --format svgg"), @r"
    $ cargo migrator graph --format svgg
    [stderr]
    error: invalid value 'svgg' for '--format <FORMAT>'
      [possible values: ascii, mermaid, dot, svg]

      tip: a similar value exists: 'svg'

    For more information, try '--help'.
    [exit 2]
    ");
    assert_snapshot!(Place::with_package().cargo_migrator("graph"), @r"
    $ cargo migrator graph
    [stderr]
    There are no revisions yet.
    ");
}

#[cfg(unix)]
#[test]
fn what_asks_a_database_is_left_to_the_application() {
    let place = Place::with_example();
    assert_snapshot!(place.cargo_migrator_forwards("graph -i --format svg"), @r"
    $ cargo migrator graph -i --format svg
    cargo run --quiet --bin migrate -- graph -i --format svg (called as cargo migrator)
    ");
}
