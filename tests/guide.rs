//! What the guide says in tables, and that it shows the migrations that its examples run.

use std::fs;
use std::path::Path;

use migrator::{Dialect, ErrorKind};
use rusqlite::Connection;

// The chapter on targets is about the quickstart's graph.
migrator::embed_migrations!("examples/quickstart/migrations");

const WRITING: &str = include_str!("../docs/guide/writing.md");

/// The blocks of code that say in their first line which file they are, with that file's name.
fn shown() -> Vec<(&'static str, &'static str)> {
    let blocks = WRITING.split("```").skip(1).step_by(2);
    let files = blocks.filter_map(|block| {
        let (_, block) = block.split_once('\n')?;
        let (path, text) = block.split_once('\n')?;
        let (_, name) = path.split_once(" migrations/")?;
        Some((name, text))
    });
    files.collect()
}

#[test]
fn the_chapter_shows_the_folder_that_it_runs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guide/migrations");
    let files = shown();
    for (name, text) in &files {
        assert_eq!(fs::read_to_string(folder.join(name)).unwrap(), *text);
    }
    assert_eq!(fs::read_dir(folder).unwrap().count(), files.len());
}

/// Tells whether a verb takes a target.
#[track_caller]
fn takes<T>(result: migrator::Result<T>) -> bool {
    match result {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Target, "{error:?}");
            false
        }
    }
}

/// A database that stands on a revision.
fn on(revision: &str) -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    MIGRATIONS.upgrade(&connection, revision).unwrap();
    connection
}

#[test]
fn the_verbs_take_the_targets_that_the_table_says() {
    let check = |target: &str, expect: [bool; 4]| {
        let found = [
            takes(MIGRATIONS.upgrade(&on("8c4"), target)),
            takes(MIGRATIONS.downgrade(&on("d268"), target)),
            takes(MIGRATIONS.stamp(&on("8c4"), target)),
            takes(MIGRATIONS.show(target)),
        ];
        assert_eq!(found, expect, "{target}");
    };
    check("8c41f6e0a9d3", [true; 4]);
    check("8c4", [true; 4]);
    check("billing", [true; 4]);
    check("head-2", [false; 4]); // two ways lead down from the merge
    check("heads", [true, false, true, true]); // not below
    check("base", [false, true, true, true]);
    check("+1", [true, false, false, false]);
    check("-1", [false, true, false, false]); // of the head, which is a merge
    check("base+1", [true; 4]);
    check("8c4-1", [true; 4]);
    check("current", [false; 4]);
    check("8c4+9", [false; 4]);
    check("", [false; 4]);
}

#[test]
fn scripts_take_the_ranges_that_the_table_says() {
    let sql = || MIGRATIONS.sql(Dialect::Sqlite);
    for range in [
        ":",
        "5d02:",
        ":5d02",
        "5d02:head",
        "b7e9,d268:head",
        "8c4:+1",
    ] {
        assert!(takes(sql().upgrade(range)), "{range}");
    }
    for range in [":", "head:", "head:5d02"] {
        assert!(takes(sql().downgrade(range)), "{range}");
    }
    assert!(!takes(sql().upgrade("head:5d02")));
    assert!(!takes(sql().downgrade("5d02:head")));
    assert!(!takes(sql().downgrade("5d02")));
}
