//! The examples of `docs/json.md`: each `$ migrate …` there prints what stands below it. With `MODELS=…` in front it is
//! the application that declares such models.

use crate::support::{Place, example};

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
    const OPEN: &str = "```console\n";
    let mut blocks = document.split(OPEN);
    let mut text = blocks.next().unwrap().to_owned();
    for block in blocks {
        let (block, after) = block.split_once("```").unwrap();
        let place = Place::new();
        text.push_str(OPEN);
        for line in block.lines().map_while(|line| line.strip_prefix("$ ")) {
            text.push_str(&answer(&place, line));
        }
        text.push_str("```");
        text.push_str(after);
    }
    text
}

fn answer(place: &Place, line: &str) -> String {
    if let Some(line) = line.strip_prefix("migrate ") {
        return place.migrate(line);
    }
    let typed = line.strip_prefix("MODELS=").expect("a variable");
    let (models, line) = typed.split_once(" migrate ").expect("a call");
    let mut command = place.command(&example("models"));
    command
        .env("DATABASE_URL", "sqlite:app.db")
        .env("MIGRATOR_PROGRAM", "migrate")
        .env("MODELS", models)
        .env("CACHE", place.path("cache"));
    let seen = place.transcript(&format!("MODELS={models} migrate"), line, command);
    // What is on stdout is the example.
    let (stdout, _) = seen.split_once("[stderr]\n").unwrap_or((&seen, ""));
    stdout.to_owned()
}
