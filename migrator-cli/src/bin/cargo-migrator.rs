//! `cargo migrator`: the command line beside an application.

fn main() -> std::process::ExitCode {
    migrator_cli::run_cargo()
}
