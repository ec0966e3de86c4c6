//! Merge points.

use insta::assert_snapshot;
use migrator_core::graph::Revision;

use super::{MOMENT, Package, shown};
use crate::authoring::{NewRevision, merge};

fn check(graph: &str, revisions: &[&str], splice: bool) -> String {
    let package = Package::new(graph);
    let mut new = NewRevision::new("99ff", "", MOMENT);
    new.heads = revisions.iter().map(|&it| it.to_owned()).collect();
    new.splice = splice;
    let changes = merge(&package.read(), &new);
    let mut shown = shown(&changes);
    if let Ok(changes) = changes {
        changes.apply().unwrap();
        let compiled = package.compile();
        let merged = compiled.graph.find("99ff").unwrap();
        let parents: Vec<&str> = merged.parents().map(Revision::id).collect();
        shown += &format!("\n{}: {}", merged.message(), parents.join(", "));
    }
    shown
}

#[test]
fn all_heads_are_merged_by_default() {
    assert_snapshot!(check("a1; ae1027a6acf0 <- a1; 27c6a30d7c24 <- a1", &[], false), @r"
    create `migrations/99ff_merge_ae10_and_27c6.rs`
    merge ae10 and 27c6: ae1027a6acf0, 27c6a30d7c24
    ");
    assert_snapshot!(check("a1; b1 <- a1; c1 <- a1; d1", &["heads"], false), @r"
    create `migrations/99ff_merge_d1_c1_and_b1.rs`
    merge d1, c1 and b1: d1, c1, b1
    ");
    assert_snapshot!(check("abcdef1; abcdef2", &[], false), @r"
    create `migrations/99ff_merge_abcdef2_and_abcdef1.rs`
    merge abcdef2 and abcdef1: abcdef2, abcdef1
    ");
}

#[test]
fn a_head_that_others_depend_on_is_merged_too() {
    assert_snapshot!(check("a1; b1 <- a1; c1 <- a1 ^b1", &[], false), @r"
    create `migrations/99ff_merge_b1_and_c1.rs`
    merge b1 and c1: b1, c1
    ");
    assert_snapshot!(check("a1; b1 <- a1; c1 <- a1 ^b1", &["heads"], false), @r"
    create `migrations/99ff_merge_b1_and_c1.rs`
    merge b1 and c1: b1, c1
    ");
    assert_snapshot!(check("a1; b1 <- a1; c1 <- a1 ^b1", &["c1", "b1"], false), @r"
    create `migrations/99ff_merge_c1_and_b1.rs`
    merge c1 and b1: c1, b1
    ");
}

#[test]
fn what_cannot_be_merged_is_said() {
    assert_snapshot!(check("a1; b1 <- a1", &[], false), @r"
    error: there is nothing to merge: `b1` is the only head
    help: use `cargo migrator revision` for the next revision
    ");
    assert_snapshot!(check("a1; b1 <- a1", &["head"], false), @r"
    error: there is nothing to merge: `b1` is the only head
    help: use `cargo migrator revision` for the next revision
    ");
    assert_snapshot!(check("a1; b1", &["b1"], false), @r"
    error: `b1` alone cannot be merged
    help: name another head too, or none to merge all of them
    ");
    assert_snapshot!(check("a1; b1", &["head"], false), @r"
    error: `head` means one head, and there are several: `a1` (Make a1.), `b1` (Make b1.)
    help: choose one, `a1` or `b1`, or `heads` for all of them; or merge them with `cargo migrator merge heads`
    ");
    assert_snapshot!(check("a1; b1", &["b1", "b1"], false), @r"
    error: revision `b1` is named twice
    help: name it once
    ");
    assert_snapshot!(check("a1; b1; c1 <- b1", &["a1", "b1"], false), @r"
    error: revision `b1` is not a head: `c1` stands on it
    help: add `--splice` to begin another branch from it, or choose a head
    ");
    assert_snapshot!(check("a1; b1; c1 <- b1", &["a1", "b1"], true), @r"
    create `migrations/99ff_merge_a1_and_b1.rs`
    note: there are now several heads, `99ff` and `c1`, and the compiler refuses them until `cargo migrator merge` or `cargo migrator rebase` makes them one, or a branch label tells them apart
    merge a1 and b1: a1, b1
    ");
    assert_snapshot!(check("a1; b1; c1 <- b1", &["c1", "b1"], true), @r"
    error: `b1` is already covered by `c1`
    help: leave out `b1`
    ");
    let empty = Package::empty();
    let new = NewRevision::new("99ff", "", MOMENT);
    assert_snapshot!(shown(&merge(&empty.read(), &new)), @"error: there is nothing to merge: there are no revisions");
}
