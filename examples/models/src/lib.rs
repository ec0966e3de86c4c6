//! What the application and its binary `migrate` share: the models and the migrations.

pub mod models;

migrator::embed_migrations!();

// Lets `cargo fmt` reach the migrations; never compiled.
#[cfg(any())]
#[path = "../migrations/mod.rs"]
mod migrations;
