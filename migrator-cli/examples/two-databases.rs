//! The command line of an application with two databases, each with migrations of its own, and with
//! options that it also starts with.
//!
//! Run it with `cargo run -p migrator-cli --example two-databases -- -n billing upgrade head`, and with the
//! database's URL in `BILLING_DATABASE_URL`. The tests of this package run it, too.

use std::process::ExitCode;

migrator::embed_migrations!("examples/migrations");
migrator::embed_migrations!("examples/billing" as BILLING, library);

fn main() -> ExitCode {
    migrator_cli::Cli::new(&MIGRATIONS)
        .options(migrator::Options::new().version_table("program_version"))
        .database("billing", &BILLING)
        .run()
}
