//! No two modules of a crate need each other, neither straight nor by way of others.
//!
//! What a module needs is found by `source`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::source::Crate;

#[test]
fn no_modules_of_a_crate_need_each_other() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let crates = [
        "src",
        "migrator-build/src",
        "migrator-core/src",
        "migrator-macros/src",
    ];
    let rings: Vec<String> = crates
        .iter()
        .filter_map(|folder| ring(&Crate::read(&root.join(folder)).needs()))
        .map(|ring| ring.join("\n  needs "))
        .map(|ring| ring.replace(&format!("{}/", root.display()), ""))
        .collect();
    assert!(rings.is_empty(), "{}", rings.join("\n\n"));
}

/// Returns files that need each other in this order, the first again at the end.
fn ring(needs: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    let mut left = needs.clone();
    loop {
        let standing: BTreeSet<String> = left.keys().cloned().collect();
        for needed in left.values_mut() {
            needed.retain(|it| standing.contains(it));
        }
        left.retain(|_, needed| !needed.is_empty());
        if left.len() == standing.len() {
            break;
        }
    }
    // Each of those left needs another of them, so that whoever walks comes back.
    let mut walked = vec![left.keys().next()?.clone()];
    loop {
        let next = left[walked.last()?].first()?.clone();
        let seen = walked.iter().position(|it| *it == next);
        walked.push(next);
        if let Some(start) = seen {
            return Some(walked.split_off(start));
        }
    }
}
