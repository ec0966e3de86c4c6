//! What is drawn, as tables: a graph on the left, text on the right.

use anstream::adapter::strip_str;
use insta::assert_snapshot;
use migrator_core::command::infos;
use migrator_core::graph::{Graph, Position, Revision, RevisionSpec};

use super::{Picture, ascii, dot, mermaid, svg};

/// Reads a graph: one revision per line, `id: parents / dependencies / labels / message`.
fn picture(text: &str) -> Picture {
    let words = |text: Option<&str>| -> Vec<String> {
        let words = text.unwrap_or_default().split_whitespace();
        words.map(str::to_owned).collect()
    };
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    drawn(lines.map(|line| {
        let (id, rest) = line.split_once(':').unwrap();
        let mut parts = rest.splitn(4, '/');
        let mut spec = RevisionSpec::new(id);
        spec.parents = words(parts.next());
        spec.depends_on = words(parts.next());
        spec.labels = words(parts.next());
        spec.message(parts.next().unwrap_or_default().trim())
    }))
}

fn drawn(specs: impl Iterator<Item = RevisionSpec>) -> Picture {
    let graph = Graph::build(specs).unwrap();
    let everything: Vec<Position> = graph.revisions().map(Revision::position).collect();
    let order = graph.newest_first(&everything.into_iter().collect());
    Picture::of(infos(&graph, &|_| "migrations/it.rs", &order, &[]))
}

fn stars(text: &str) -> String {
    let drawing = ascii::draw(&picture(text), None);
    strip_str(&drawing).to_string()
}

#[test]
fn a_line_is_a_column_of_stars() {
    assert_snapshot!(stars("a1:\n b1: a1\n c1: b1"), @r"
    * c1 (head)
    * b1
    * a1
    ");
}

#[test]
fn a_diamond_parts_and_meets() {
    assert_snapshot!(stars("a1:\n b1: a1\n c1: a1\n m1: b1 c1"), @r#"
    *  m1 (head)
    |\
    * | b1
    | * c1
    |/
    * a1
    "#);
}

#[test]
fn three_heads_stand_beside_each_other() {
    assert_snapshot!(stars("a1:\n b1: a1\n c1: a1\n d1: a1\n d2: d1"), @r"
    * b1 (head)
    | * c1 (head)
    |/
    | * d2 (head)
    | * d1
    |/
    * a1
    ");
}

#[test]
fn two_bases_do_not_look_connected() {
    assert_snapshot!(stars("a1:\n a2: a1\n b1:\n b2: b1"), @r"
    * a2 (head)
    * a1

    * b2 (head)
    * b1
    ");
    assert_snapshot!(stars("a1:\n b1:\n c1:\n m1: a1 b1\n m2: m1 c1"), @r#"
    *  m2 (head)
    |\
    * |  m1
    |\ \
    * | | a1
     / /
    | * c1
    * b1
    "#);
}

#[test]
fn a_merge_of_four_parts_step_by_step() {
    assert_snapshot!(stars("a1:\n b1: a1\n c1: a1\n d1: a1\n e1: a1\n m1: b1 c1 d1 e1"), @r#"
    *      m1 (head)
    |\
    | |\
    | | |\
    * | | | b1
    | * | | c1
    |/ / /
    | * | d1
    |/ /
    | * e1
    |/
    * a1
    "#);
}

#[test]
fn lines_cross_where_branches_meet_far_away() {
    let graph = "a1:\n b1: a1\n b2: b1\n c1: a1\n c2: c1\n d1: a1\n d2: d1\n m1: b1 d1\n m2: d1 b1\n \
                 x1: m1 c2\n y1: b2 m2";
    assert_snapshot!(stars(graph), @r#"
    * d2 (head)
    | *  x1 (head)
    | |\
    | * | m1
    |/| |
    | | | *  y1 (head)
    | | | |\
    | | | * | b2
    | | |/ /
    | |/| |
    | | | * m2
    | |_|/|
    |/| | |
    | | |/
    | |/|
    | | * c2
    | | * c1
    * | | d1
    | |/
    |/|
    | * b1
    |/
    * a1
    "#);
}

#[test]
fn dependencies_labels_and_messages_are_said() {
    let graph = "a1: / / billing / create invoices\n b1: a1\n c1: / b1 / shop / create carts";
    assert_snapshot!(stars(graph), @r"
    * c1 (depends on b1) (shop) (head), create carts

    * b1 (billing) (effective head)
    * a1 (billing), create invoices
    ");
    assert_snapshot!(mermaid::draw(&picture(graph)), @r#"
    flowchart BT
        r_a1["a1 (billing)<br/>create invoices"]
        r_b1["b1 (billing) (effective head)"]
        class r_b1 head
        r_c1["c1 (depends on b1) (shop) (head)<br/>create carts"]
        class r_c1 head
        r_a1 --> r_b1
        r_b1 -.-> r_c1
        classDef head stroke-width:3px
    "#);
    assert_snapshot!(dot::draw(&picture(graph)), @r#"
    digraph migrations {
        rankdir = BT;
        node [shape = box, fontname = "monospace"];
        "a1" [label = "a1 (billing)\ncreate invoices"];
        "b1" [label = "b1 (billing) (effective head)", penwidth = 2];
        "c1" [label = "c1 (depends on b1) (shop) (head)\ncreate carts", penwidth = 2];
        "a1" -> "b1";
        "b1" -> "c1" [style = dotted];
    }
    "#);
}

#[test]
fn an_image_is_drawn_of_a_branch_and_a_dependency() {
    let graph = "a1:\n b1: a1\n c1: a1\n m1: b1 c1\n d1: / b1 / shop /";
    assert_snapshot!(svg::draw(&picture(graph)), @r#"
    <svg xmlns="http://www.w3.org/2000/svg" width="374" height="172" viewBox="0 0 374 172">
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
    <path class="dependency" d="M16 30C34 44 34 100 16 114"/>
    <path d="M16 58C16 72 16 72 16 86V114"/>
    <path d="M16 58C16 72 34 72 34 86V86"/>
    <path d="M34 86C34 100 34 100 34 114V142"/>
    <path d="M16 114C16 128 34 128 34 142V142"/>
    <circle class="head" cx="16" cy="30" r="5"><title>migrations/it.rs</title></circle>
    <text x="52" y="35">d1 <tspan class="marks">(depends on b1) (shop) (head)</tspan></text>
    <circle class="head" cx="16" cy="58" r="5"><title>migrations/it.rs</title></circle>
    <text x="52" y="63">m1 <tspan class="marks">(head)</tspan></text>
    <circle cx="34" cy="86" r="5"><title>migrations/it.rs</title></circle>
    <text x="52" y="91">c1</text>
    <circle cx="16" cy="114" r="5"><title>migrations/it.rs</title></circle>
    <text x="52" y="119">b1</text>
    <circle cx="34" cy="142" r="5"><title>migrations/it.rs</title></circle>
    <text x="52" y="147">a1</text>
    </svg>
    "#);
}

/// What somebody might write to break out of the drawing.
const HOSTILE: &str = "\"]; <script>alert('&')</script> `x` \\ \u{1b}[31m --> #35; 初期化";

#[test]
fn hostile_messages_stay_text() {
    let graph = picture(&format!(
        "a1: / / / 1. {HOSTILE}\n ü_1: a1 / / / - {HOSTILE}"
    ));
    assert_snapshot!(strip_str(&ascii::draw(&graph, None)), @r#"
    * ü_1 (head), - "]; <script>alert('&')</script> `x` \ [31m --> #35; 初期化
    * a1, 1. "]; <script>alert('&')</script> `x` \ [31m --> #35; 初期化
    "#);
    assert_snapshot!(mermaid::draw(&graph), @r#"
    flowchart BT
        r_a1["a1<br/>1#46; #34;]#59; #60;script#62;alert('#38;')#60;/script#62; #96;x#96; #92; [31m --#62; #35;35#59; 初期化"]
        r__fc__5f_1["ü#95;1 (head)<br/>#45; #34;]#59; #60;script#62;alert('#38;')#60;/script#62; #96;x#96; #92; [31m --#62; #35;35#59; 初期化"]
        class r__fc__5f_1 head
        r_a1 --> r__fc__5f_1
        classDef head stroke-width:3px
    "#);
    assert_snapshot!(dot::draw(&graph), @r#"
    digraph migrations {
        rankdir = BT;
        node [shape = box, fontname = "monospace"];
        "a1" [label = "a1\n1. \"]; <script>alert('&amp;')</script> `x` \\ [31m --> #35; 初期化"];
        "ü_1" [label = "ü_1 (head)\n- \"]; <script>alert('&amp;')</script> `x` \\ [31m --> #35; 初期化", penwidth = 2];
        "a1" -> "ü_1";
    }
    "#);
    let image = svg::draw(&graph);
    let document = roxmltree::Document::parse(&image).unwrap();
    let is_script = |node: &roxmltree::Node<'_, '_>| node.has_tag_name("script");
    assert!(!document.descendants().any(|node| is_script(&node)));
    let texts = document.descendants().filter_map(|node| node.text());
    assert!(
        texts
            .into_iter()
            .any(|text| text.contains("<script>alert('&')</script>"))
    );
}

#[test]
fn messages_are_cut_at_the_width_of_the_terminal() {
    let graph =
        picture("a1: / / billing / 初期化する tables\n b1: a1 / / / create all the other tables");
    let narrow = |columns| strip_str(&ascii::draw(&graph, Some(columns))).to_string();
    assert_snapshot!(narrow(30), @r"
    * b1 (billing) (head), create…
    * a1 (billing), 初期化する ta…
    ");
    assert_snapshot!(narrow(24), @r"
    * b1 (billing) (head), …
    * a1 (billing), 初期化…
    ");
    // Ids and marks are never cut.
    assert_snapshot!(narrow(5), @r"
    * b1 (billing) (head)
    * a1 (billing)
    ");
}

/// A graph of pseudo-random merges and branches, as wide as there are lines.
fn tangle(n_revisions: usize, n_lines: usize) -> Picture {
    let mut state = 42_usize;
    let mut random = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % below
    };
    let mut tips: Vec<String> = Vec::new();
    drawn((0..n_revisions).map(|index| {
        let id = format!("r{index:05}");
        let mut spec = RevisionSpec::new(&id);
        if tips.len() < n_lines {
            if !tips.is_empty() {
                spec.parents.push(tips[random(tips.len())].clone());
            }
            tips.push(id);
            return spec;
        }
        let (line, other) = (random(n_lines), random(n_lines));
        spec.parents.push(tips[line].clone());
        if random(4) == 0 && tips[other] != tips[line] {
            spec.parents.push(tips[other].clone());
        }
        tips[line] = id;
        spec
    }))
}

#[test]
fn every_revision_has_one_star_in_a_tangle() {
    for (n_revisions, n_lines) in [(300, 2), (300, 5), (300, 12), (5_000, 3), (5_000, 60)] {
        let picture = tangle(n_revisions, n_lines);
        let drawing = strip_str(&ascii::draw(&picture, None)).to_string();
        let n_stars = drawing.lines().filter(|line| line.contains('*')).count();
        assert_eq!(n_stars, n_revisions);
        let last = drawing.lines().last().unwrap();
        assert!(last.starts_with("* r00000"), "{last}");
        assert!(roxmltree::Document::parse(&svg::draw(&picture)).is_ok());
        assert_eq!(mermaid::draw(&picture), mermaid::draw(&picture));
    }
}

#[test]
fn a_small_tangle_reads_well() {
    let drawing = ascii::draw(&tangle(24, 4), None);
    assert_snapshot!(strip_str(&drawing), @r#"
    * r00019 (head)
    | * r00022 (head)
    | *  r00017
    | |\
    | * | r00015
    | * | r00014
    | * | r00005
    | * | r00003
    |/ /
    | | * r00023 (head)
    | |/|
    | | * r00021
    | | * r00020
    | | * r00018
    | | * r00016
    | |/|
    |/| |
    | | * r00013
    | | * r00012
    | | * r00007
    | | * r00006
    | | * r00004
    | | * r00002
    | |/
    |/|
    | * r00011
    | * r00010
    | * r00009
    | * r00008
    | * r00001
    |/
    * r00000
    "#);
}
