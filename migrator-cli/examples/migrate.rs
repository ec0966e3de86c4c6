//! The command line of an application, as its binary `migrate` would have it.
//!
//! Run it with `cargo run -p migrator-cli --example migrate -- --url sqlite:app.db upgrade head`.
//! The tests of this package run it, too.

migrator::embed_migrations!("examples/migrations");

fn main() -> std::process::ExitCode {
    migrator_cli::run(&MIGRATIONS)
}
