//! The guide shows the migrations that its examples run.

use std::fs;
use std::path::Path;

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
