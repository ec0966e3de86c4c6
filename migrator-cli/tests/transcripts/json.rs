//! The examples of `docs/json.md`: each `$ migrate …` there prints what stands below it.

use crate::support::Place;

#[test]
fn the_documents_examples_are_what_is_printed() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/json.md");
    let document = std::fs::read_to_string(path).unwrap();
    let wanted = with_answers(&document);
    if std::env::var_os("UPDATE_EXAMPLES").is_some() {
        std::fs::write(path, &wanted).unwrap();
    }
    assert!(document == wanted, "docs/json.md should be:\n\n{wanted}");
}

/// Runs the lines at the top of each block, one after the other, and replaces what follows.
fn with_answers(document: &str) -> String {
    const PROMPT: &str = "$ migrate ";
    const OPEN: &str = "```console\n";
    let mut blocks = document.split(OPEN);
    let mut text = blocks.next().unwrap().to_owned();
    for block in blocks {
        let (block, after) = block.split_once("```").unwrap();
        let place = Place::new();
        text.push_str(OPEN);
        for line in block.lines().map_while(|line| line.strip_prefix(PROMPT)) {
            text.push_str(&place.migrate(line));
        }
        text.push_str("```");
        text.push_str(after);
    }
    text
}
