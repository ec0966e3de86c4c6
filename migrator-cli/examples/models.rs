//! An application that declares its schema, in one of several states, chosen by the variable `MODELS`.
//!
//! Run it with `MODELS=grown cargo run -p migrator-cli --example models -- check`. The tests of this package
//! run it, too; in place of cargo it answers `cargo migrator revision --autogenerate`.

use migrator::Declared;
use migrator::prelude::*;

migrator::embed_migrations!("examples/models");

fn main() -> std::process::ExitCode {
    let cli = migrator_cli::Cli::new(&MIGRATIONS);
    let cli = match std::env::var("MODELS").unwrap_or_default().as_str() {
        // What is linked in.
        "registered" => cli,
        state => cli.declared(declared(state)),
    };
    cli
        // What is kept between comparisons may be kept elsewhere than beside the program.
        .autogenerate(|comparison| match std::env::var_os("CACHE") {
            Some(folder) => comparison.cache(folder),
            None => comparison,
        })
        .run()
}

/// What is written down.
#[derive(migrator::Table)]
#[table(name = "diary")]
struct Entry {
    #[column(primary_key)]
    day: i64,
}

/// What the migrations make, and what is different.
fn declared(state: &str) -> Declared {
    let id = Column::new("id", integer()).primary_key();
    let nick = Column::new("nick", string(50)).not_null();
    let description = Column::new("description", text());
    let account = Table::new("account").column(id);
    match state {
        // A column, and a table that refers to the other one.
        "grown" => Declared::new()
            .table(
                account
                    .column(nick)
                    .column(description)
                    .column(Column::new("age", integer())),
            )
            .table(
                Table::new("visit")
                    .column(Column::new("id", integer()).primary_key())
                    .column(
                        Column::new("account", integer())
                            .not_null()
                            .references("account", "id"),
                    )
                    .column(Column::new("day", date()).not_null()),
            )
            .index(Index::new("ix_visit_day").on("visit", ["day"])),
        // Without something.
        "shrunk" => Declared::new().table(account.column(nick)),
        // Another name, which may be another column.
        "renamed" => Declared::new().table(
            account
                .column(Column::new("name", string(50)).not_null())
                .column(description),
        ),
        // A column that rows cannot be without.
        "required" => Declared::new().table(
            account
                .column(nick)
                .column(description)
                .column(Column::new("email", text()).not_null()),
        ),
        _ => Declared::new().table(account.column(nick).column(description)),
    }
}
