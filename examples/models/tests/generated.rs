//! The revisions are what is generated from the models: nothing in them was edited.
//!
//! `UPDATE_MIGRATIONS=1` writes them, for when the generator writes something better.

#[path = "before/models.rs"]
mod before;

use std::fs;
use std::path::Path;

use migrator::autogenerate::{Autogenerate, Proposal};
use migrator::sqlite::Memory;
use migrator::{Declared, Migrations};
// Links the models of the application.
use models as _;

// The first revision alone, as the program knew it when the second was written.
migrator::embed_migrations!("tests/before/migrations" as BEFORE, library);

const FIRST: &str = "3b9f0d51c7a2_create_authors_and_books.rs";
const SECOND: &str = "8e64a2d90f1c_lend_books.rs";

#[test]
fn the_migrations_make_what_the_models_declare() {
    migrator::testing::assert_schema_matches(Memory);
}

#[test]
fn the_first_revision_is_generated_from_the_models_as_they_were() {
    let nothing = Migrations::combine([]).expect("a set of no migrations");
    let declared = Declared::new()
        .model::<before::Author>()
        .model::<before::Book>();
    check("migrations", FIRST, &nothing.autogenerate(declared.clone()));
    check(
        "tests/before/migrations",
        FIRST,
        &nothing.autogenerate(declared),
    );
}

#[test]
fn the_second_revision_is_generated_from_how_they_have_changed() {
    check(
        "migrations",
        SECOND,
        &BEFORE.autogenerate(Declared::registered()),
    );
}

/// Compares what is proposed with what stands in a file.
fn check(folder: &str, file: &str, autogenerate: &Autogenerate<'_>) {
    let proposal = autogenerate.propose(Memory).expect("a proposal");
    assert_eq!(proposal.unproved(), [""; 0]);
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(folder)
        .join(file);
    let text = fs::read_to_string(&path).expect("a file");
    let (header, _) = text.split_once("pub fn upgrade").expect("an upgrade");
    let expect = format!("{header}{}", functions(&proposal));
    if std::env::var_os("UPDATE_MIGRATIONS").is_some() {
        fs::write(&path, &expect).expect("written");
    }
    assert_eq!(text, expect);
}

fn functions(proposal: &Proposal) -> String {
    let function = |name: &str, body: &str| {
        format!(
            "pub fn {name}(op: &mut Op) -> Result {{\n{}\n    Ok(())\n}}\n",
            body.trim_end()
        )
    };
    let upgrade = function("upgrade", &proposal.upgrade_text);
    let downgrade = function("downgrade", &proposal.downgrade_text);
    format!("{upgrade}\n{downgrade}")
}
