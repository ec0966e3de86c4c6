//! An application with a thousand tables, which its only revision makes: for the benchmark `autogenerate`.
//!
//! Run it with `cargo run --release -p migrator-cli --example wide -- --url sqlite:wide.db check`.

mod tables;

migrator::embed_migrations!("examples/wide/migrations");

fn main() -> std::process::ExitCode {
    // What one column is to be, for a difference.
    let length = std::env::var("WIDE_LENGTH").ok();
    let length = length.and_then(|it| it.parse().ok());
    migrator_cli::Cli::new(&MIGRATIONS)
        .declared(tables::declared(length.unwrap_or(tables::LENGTH)))
        .run()
}
