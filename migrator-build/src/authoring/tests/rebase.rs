//! Lines that move.

use insta::assert_snapshot;
use migrator_core::graph::Revision;

use super::{Package, added, shown};
use crate::authoring::{Rebase, rebase};

/// Says what changes, and what the graph is then.
fn check(graph: &str, request: &str) -> String {
    check_with(graph, request, None)
}

fn check_with(graph: &str, request: &str, base_branch: Option<&[&str]>) -> String {
    let package = Package::new(graph);
    let (revision, onto) = request.split_once('>').unwrap_or((request, ""));
    let named = |target: &str| Some(target.trim().to_owned()).filter(|target| !target.is_empty());
    let request = Rebase {
        revision: named(revision),
        onto: named(onto),
        base_branch: base_branch.map(|ids| ids.iter().map(|&id| id.to_owned()).collect()),
    };
    let changes = rebase(&package.read(), &request);
    let mut shown = shown(&changes);
    if let Ok(changes) = changes {
        for change in &changes {
            let (old, new) = change.texts();
            shown += &format!("\n{}", added(old.unwrap(), new).concat().trim_end());
        }
        changes.apply().unwrap();
        let compiled = package.compile();
        let heads: Vec<&str> = compiled.graph.heads().map(Revision::id).collect();
        shown += &format!("\nheads: {}", heads.join(", "));
    }
    shown
}

const TWO: &str = "a1; b1 <- a1; c1 <- b1; x1 <- a1; y1 <- x1";

#[test]
fn a_line_moves_onto_the_other_head() {
    assert_snapshot!(check(TWO, "y1"), @r#"
    edit `migrations/x1_make_x1.rs`
    note: a database that has `x1` applied already, as your own may, lacks what is below `x1` now: run `cargo migrator upgrade head --out-of-order apply` there
    pub const DOWN_REVISION: &[&str] = &["c1"]; // as written
    heads: y1
    "#);
    assert_snapshot!(check(TWO, "x1"), @r#"
    edit `migrations/x1_make_x1.rs`
    note: a database that has `x1` applied already, as your own may, lacks what is below `x1` now: run `cargo migrator upgrade head --out-of-order apply` there
    pub const DOWN_REVISION: &[&str] = &["c1"]; // as written
    heads: y1
    "#);
    assert_snapshot!(check(TWO, "> c1"), @r#"
    edit `migrations/x1_make_x1.rs`
    note: a database that has `x1` applied already, as your own may, lacks what is below `x1` now: run `cargo migrator upgrade head --out-of-order apply` there
    pub const DOWN_REVISION: &[&str] = &["c1"]; // as written
    heads: y1
    "#);
    assert_snapshot!(check(TWO, "y1 > b1"), @r#"
    edit `migrations/x1_make_x1.rs`
    note: a database that has `x1` applied already, as your own may, lacks what is below `x1` now: run `cargo migrator upgrade head --out-of-order apply` there
    pub const DOWN_REVISION: &[&str] = &["b1"]; // as written
    heads: y1, c1
    "#);
    assert_snapshot!(check("a1; b1", "b1"), @r#"
    edit `migrations/b1_make_b1.rs`
    note: a database that has `b1` applied already, as your own may, lacks what is below `b1` now: run `cargo migrator upgrade head --out-of-order apply` there
    pub const DOWN_REVISION: &[&str] = &["a1"]; // as written
    heads: b1
    "#);
    assert_snapshot!(check("a1; b1; c1", "b1 > a1"), @r#"
    edit `migrations/b1_make_b1.rs`
    note: a database that has `b1` applied already, as your own may, lacks what is below `b1` now: run `cargo migrator upgrade head --out-of-order apply` there
    pub const DOWN_REVISION: &[&str] = &["a1"]; // as written
    heads: c1, b1
    "#);
}

#[test]
fn the_base_branch_tells_whose_line_moves() {
    assert_snapshot!(check_with(TWO, "", Some(&["a1", "b1", "c1"])), @r#"
    edit `migrations/x1_make_x1.rs`
    note: a database that has `x1` applied already, as your own may, lacks what is below `x1` now: run `cargo migrator upgrade head --out-of-order apply` there
    pub const DOWN_REVISION: &[&str] = &["c1"]; // as written
    heads: y1
    "#);
    assert_snapshot!(check_with(TWO, "", Some(&["a1"])), @r"
    error: it cannot be told which line to move: the heads are `c1`, `y1`
    help: name your own, with `cargo migrator rebase c1` or `cargo migrator rebase y1`
    ");
    assert_snapshot!(check_with(TWO, "", Some(&["a1", "b1", "c1", "x1", "y1"])), @r"
    error: it cannot be told which line to move: the heads are `c1`, `y1`
    help: name your own, with `cargo migrator rebase c1` or `cargo migrator rebase y1`
    ");
}

#[test]
fn what_cannot_be_told_is_asked() {
    assert_snapshot!(check(TWO, ""), @r"
    error: it cannot be told which line to move: the heads are `c1`, `y1`
    help: name your own, with `cargo migrator rebase c1` or `cargo migrator rebase y1`
    ");
    assert_snapshot!(check("a1; b1; c1", "b1"), @r"
    error: it cannot be told where to move `b1`: the other heads are `a1`, `c1`
    help: name one, with `cargo migrator rebase b1 --onto a1` or `cargo migrator rebase b1 --onto c1`
    ");
    assert_snapshot!(check("a1; b1; c1", "> a1"), @r"
    error: it cannot be told which line to move: the heads are `b1`, `c1`
    help: name your own, with `cargo migrator rebase b1` or `cargo migrator rebase c1`
    ");
    assert_snapshot!(check("a1; b1 <- a1", ""), @"error: there is nothing to rebase: `b1` is the only head");
    assert_snapshot!(check("a1; b1 <- a1", "b1"), @"error: there is nothing to rebase: `b1` is the only head");
    assert_snapshot!(check(TWO, "heads"), @r"
    error: `heads` names several revisions: `y1`, `c1`
    help: name one of them
    ");
    assert_snapshot!(check(TWO, "base"), @"error: `base` names no revision");
    assert_snapshot!(check(TWO, "zz"), @r"
    error: no revision or label is called `zz`
    help: look at `cargo migrator history`, which lists the revisions there are
    ");
}

#[test]
fn a_line_that_stands_there_or_below_stays() {
    assert_snapshot!(check(TWO, "y1 > a1"), @"error: `y1` already stands on `a1`");
    assert_snapshot!(check(TWO, "c1 > b1"), @"error: `c1` already stands on `b1`");
    assert_snapshot!(check(TWO, "b1 > c1"), @r"
    error: `b1` is already below `c1`
    help: name another revision to move or to move onto
    ");
    assert_snapshot!(check(TWO, "a1 > a1"), @r"
    error: `a1` cannot move onto itself
    help: name another revision to move or to move onto
    ");
}

#[test]
fn a_merge_in_the_line_is_refused() {
    let graph = "a1; b1 <- a1; x1 <- a1; y1 <- a1; m1 <- x1, y1; n1 <- m1";
    assert_snapshot!(check(graph, "n1"), @r"
    error: the line below `n1` is not one line: `m1` merges `x1`, `y1`, and it cannot be told which of them is to move
    help: move one of the lines below it, with `cargo migrator rebase x1` or `cargo migrator rebase y1`, or merge with `cargo migrator merge`
    ");
    assert_snapshot!(check(graph, "x1 > b1"), @r#"
    edit `migrations/x1_make_x1.rs`
    note: a database that has `x1` applied already, as your own may, lacks what is below `x1` now: run `cargo migrator upgrade head --out-of-order apply` there
    pub const DOWN_REVISION: &[&str] = &["b1"]; // as written
    heads: n1
    "#);
}

#[test]
fn a_line_that_the_target_depends_on_cannot_move_onto_it() {
    assert_snapshot!(check("a1; b1 <- a1 ^x1; x1 <- a1; y1 <- x1", "y1"), @r"
    error: the folder could not be compiled then: revisions need each other: `b1` needs `x1` needs `b1`
    help: remove one of these parents or dependencies
    ");
}

#[test]
fn the_other_bytes_stay_as_they_are() {
    let package = Package::new("a1; b1 <- a1");
    let rust = "\u{feff}//! Words.\r\npub const REVISION: &str = \"x1\";\r\npub const DOWN_REVISION: &[&str]\r\n  = & [ /* old */ r#\"a1\"# , ];\r\npub fn upgrade(op: &mut Op) -> Result { Ok(()) }";
    package.write("x1.rs", rust);
    let request = Rebase {
        revision: Some("x1".to_owned()),
        ..Rebase::new()
    };
    rebase(&package.read(), &request).unwrap().apply().unwrap();
    assert_eq!(package.text("x1.rs"), rust.replace("r#\"a1\"#", "\"b1\""));

    for (old, new) in [
        ("-- ä  down_revision", "-- ä  down_revision"),
        ("--  down_revision : a1 ", "--  down_revision : b1 "),
        ("-- down_revision:a1", "-- down_revision:b1"),
    ] {
        let sql = |line: &str| {
            format!(
                "\u{feff}-- Wörter.\r\n{line}\r\n-- revision: x1\r\n--DOWN_revision:\ta1\r\n-- migrate:up\r\n"
            )
        };
        let (old, new) = if old == new {
            (sql(old), sql(old).replace("\ta1", "\tb1"))
        } else {
            let without = |line: &str| sql(line).replace("--DOWN_revision:\ta1\r\n", "");
            (without(old), without(new))
        };
        let _ = std::fs::remove_file(package.folder().join("x1.rs"));
        package.write("x1.sql", &old);
        rebase(&package.read(), &request).unwrap().apply().unwrap();
        assert_eq!(package.text("x1.sql"), new);
    }
}

#[test]
fn an_empty_list_is_filled() {
    for (old, new) in [
        ("-- down_revision:\n", "-- down_revision: a1\n"),
        ("-- down_revision: \n", "-- down_revision: a1\n"),
        ("-- down_revision:", "-- down_revision: a1"),
    ] {
        let package = Package::new("a1");
        let sql = |line: &str| format!("-- revision: x1\n-- x\n{line}\n-- migrate:up\n");
        package.write("x1.sql", &sql(old));
        let request = Rebase {
            revision: Some("x1".to_owned()),
            ..Rebase::new()
        };
        rebase(&package.read(), &request).unwrap().apply().unwrap();
        assert_eq!(package.text("x1.sql"), sql(new));
    }
    let package = Package::new("a1");
    let rust = |list: &str| {
        format!(
            "pub const REVISION: &str = \"x1\";\npub const DOWN_REVISION: &[&str] = {list};\npub fn upgrade(op: &mut Op) -> Result {{ Ok(()) }}"
        )
    };
    package.write("x1.rs", &rust("&/* ä */[ /* none */ ]"));
    let request = Rebase {
        revision: Some("x1".to_owned()),
        ..Rebase::new()
    };
    rebase(&package.read(), &request).unwrap().apply().unwrap();
    assert_eq!(package.text("x1.rs"), rust("&/* ä */[\"a1\" /* none */ ]"));
}
