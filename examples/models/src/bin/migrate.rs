//! The command line of the migrations: `cargo run --bin migrate -- --help`.

use models::MIGRATIONS;

fn main() -> std::process::ExitCode {
    migrator_cli::run(&MIGRATIONS)
}
