//! An application with a thousand tables, which its only revision makes: for the benchmark `autogenerate`.
//!
//! Run it with `cargo run --release -p migrator-cli --example wide -- --url sqlite:wide.db check`.

mod tables;

migrator::embed_migrations!("examples/wide/migrations");

fn main() -> std::process::ExitCode {
    migrator_cli::Cli::new(&MIGRATIONS)
        .declared(tables::declared())
        .run()
}
