//! Operations as the source of a migration: what is written is what was meant, and is formatted.
//!
//! ```text
//!  operations ─► text ─► the file in `written/`, compiled into this program ─► operations
//!                  └───► rustfmt --check
//! ```
//!
//! `MIGRATOR_WRITING_FILES=400` has `rustfmt` read that many. A file in `written/` that differs from what is written now fails; `MIGRATOR_ACCEPT=1` writes it anew.

mod as_sql;
mod every;
mod idiom;
mod random;
mod recorded;
mod rustfmt;
#[path = "../support/mod.rs"]
mod support;
#[path = "written/every.rs"]
mod written_every;
#[path = "written/random.rs"]
mod written_random;

use std::fs;
use std::path::Path;

use migrator_core::ops::Operation;
use migrator_core::writing::{Line, body};

use random::{operations, plain};
use recorded::recorded;

/// How many random operations are compiled.
const N_COMPILED: usize = 120;

/// Returns a whole file with these operations, in functions of twenty.
fn file(operations: &[Operation], comments: &dyn Fn(usize) -> Vec<String>) -> String {
    let mut text = String::from("//! Written by `tests/writing`.\n\nuse migrator::prelude::*;\n");
    for (n, part) in operations.chunks(20).enumerate() {
        let lines = part.iter().enumerate().map(|(at, operation)| Line {
            operation,
            comments: comments(n * 20 + at),
        });
        let lines: Vec<Line<'_>> = lines.collect();
        let body = body(&lines).unwrap();
        text += &format!(
            "\nfn part_{n}(op: &mut Op) -> Result {{\n{}\n    Ok(())\n}}\n",
            body.text
        );
    }
    let parts = operations.len().div_ceil(20);
    text += "\npub(crate) fn upgrade(op: &mut Op) -> Result {\n";
    for n in 0..parts {
        text += &format!("    part_{n}(op)?;\n");
    }
    text + "    Ok(())\n}\n"
}

fn check_file(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/writing/written");
    let path = path.join(name);
    if std::env::var_os("MIGRATOR_ACCEPT").is_some() {
        fs::write(&path, text).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap();
    if let Some((at, (found, now))) =
        (found.lines().zip(text.lines()).enumerate()).find(|(_, (found, now))| found != now)
    {
        panic!("line {} of {name}:\n{found}\nis now\n{now}", at + 1);
    }
    assert_eq!(found.len(), text.len(), "{name} is longer or shorter now");
}

fn check_same(wanted: &[Operation], found: &[Operation]) {
    for (wanted, found) in wanted.iter().zip(found) {
        assert_eq!(wanted, found);
    }
    assert_eq!(wanted.len(), found.len());
}

fn none(_: usize) -> Vec<String> {
    Vec::new()
}

#[test]
fn every_operation_is_recorded_as_it_was_written() {
    let operations = recorded(every::every);
    check_file("every.rs", &file(&operations, &none));
    check_same(&operations, &recorded(written_every::upgrade));
}

#[test]
fn random_operations_are_recorded_as_they_were_written() {
    let operations = operations(plain(), 7, N_COMPILED);
    check_file("random.rs", &file(&operations, &none));
    check_same(&operations, &recorded(written_random::upgrade));
}

#[test]
fn rustfmt_changes_nothing() {
    let comments = |at: usize| match at % 5 {
        0 => vec!["Drops rows: those of `users`.".to_owned()],
        1 => vec![format!(
            "Not proved: {}\nthe second line ",
            "long ".repeat(40)
        )],
        _ => Vec::new(),
    };
    let mut files = vec![file(&recorded(every::every), &comments)];
    let n_files = std::env::var("MIGRATOR_WRITING_FILES").map_or(40, |n| n.parse().unwrap());
    for seed in 0..n_files {
        let taste = if seed % 2 == 0 {
            plain()
        } else {
            random::hostile()
        };
        files.push(file(&operations(taste, seed + 100, 100), &comments));
    }
    rustfmt::check(&files);
}
