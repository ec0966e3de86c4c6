//! The committed corpora of the fuzz targets, on a stable compiler.
//!
//! `scripts/soak` looks for more of them with `cargo fuzz`.

#[path = "../../fuzz/invariants/mod.rs"]
mod invariants;

use std::fs;
use std::path::Path;

/// Checks every file of a target's corpus.
fn check(target: &str, invariants: fn(&str)) {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = package.join("../fuzz/corpus").join(target);
    let mut n_files = 0;
    for entry in fs::read_dir(corpus).expect("a corpus") {
        let path = entry.expect("an entry").path();
        // The test's output names the text that broke something.
        println!("{}", path.display());
        let bytes = fs::read(&path).expect("a text");
        invariants(&String::from_utf8_lossy(&bytes));
        n_files += 1;
    }
    assert!(n_files > 10, "{target} has {n_files} files");
}

#[test]
fn every_text_is_a_migration_or_a_problem_in_it() {
    check("header", invariants::header::check);
}

#[test]
fn statements_are_parts_of_the_text_and_stay_whole() {
    check("split", invariants::split::check);
}

#[test]
fn targets_print_as_they_were_read_and_plans_arrive() {
    check("target", invariants::target::check);
}
