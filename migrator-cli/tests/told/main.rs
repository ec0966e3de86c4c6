//! The documents that tell a session at a terminal: every command in them is run, in order, and what is
//! seen is compared with what they show.
//!
//! `UPDATE_TOLD=1 cargo test -p migrator-cli --test told` writes what is seen into them, for you to read.

mod console;
mod session;

use console::Document;

#[test]
fn the_readme_leads_from_an_empty_project_to_a_migrated_database() {
    Document::new("README.md").check();
}

#[test]
fn the_tutorial() {
    Document::new("docs/guide/tutorial.md").check();
}

#[test]
fn two_developers_off_one_head() {
    Document::new("docs/guide/teams.md").check();
}

#[test]
fn from_models_to_revisions() {
    Document::new("docs/guide/autogenerate.md").check();
}
