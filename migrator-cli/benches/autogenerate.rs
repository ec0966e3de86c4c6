//! What a comparison takes on a thousand tables of which nothing has changed, beside Alembic's on the same
//! tables: in SQLite files, and in PostgreSQL databases if there is a server.
//!
//! | line | ours | beside it |
//! |---|---|---|
//! | introspection and diff | `from_database().check(…)`, with what is declared read before | `compare_metadata`, for the second time in its process |
//! | its floor | the rows of our questions, through the bare driver | |
//! | check, warm | the process `wide check`, nothing changed since the last one | the process `alembic check` |
//! | check, cold | `wide check --no-cache`, which makes both sides on scratch databases | as above |
//! | revision, warm | `cargo migrator revision --autogenerate`, cargo's look at the sources included | `alembic revision --autogenerate`, which writes a file always |
//! | cargo's part of it | `cargo run -- --version` | |
//! | revision, one column changed | as above; each time another type, so that only the migrations are in the cache; proved | as above; not proved |
//!
//! The application is the example `wide`, whose revision makes the tables; Alembic's are made by SQLAlchemy of
//! the same models in a database of their own, since SQLAlchemy does not read all of what others write. Both
//! must find no difference, or the one that there is. What runs warm must have read its cache, and what runs
//! cold not. All take turns, round by round; the ratio is the median of those of the rounds, with the least and
//! the greatest behind it.
//!
//! ```text
//! cargo bench -p migrator-cli --bench autogenerate -- "$(scripts/alembic-venv)"
//! MIGRATOR_TEST_POSTGRES=postgres://… cargo bench …
//! cargo bench … -- "$(scripts/alembic-venv)" 1      # one round instead of five, for a look
//! ```
//!
//! What a person types runs the application unoptimized, unless the profile says otherwise:
//! `cargo bench --profile dev …` measures that.

#[path = "autogenerate/alembic.rs"]
mod alembic;
#[path = "autogenerate/database.rs"]
mod database;
#[path = "autogenerate/ours.rs"]
mod ours;
#[path = "../examples/wide/tables.rs"]
mod tables;
#[path = "autogenerate/turns.rs"]
mod turns;

use std::cell::Cell;
use std::env;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use migrator_core::backends::introspection;
use migrator_core::base::Dialect;
use migrator_core::catalog::Scope;

use alembic::Alembic;
use database::{Database, Target};
use ours::{Cache, Wide};
use turns::{Group, Way, measure, timed};

migrator::embed_migrations!("examples/wide/migrations");

const N_ROUNDS: usize = 5;

fn main() {
    let words: Vec<String> = env::args()
        .skip(1)
        .filter(|it| !it.starts_with('-'))
        .collect();
    let n_rounds = words.iter().find_map(|it| it.parse().ok());
    let n_rounds: usize = n_rounds.unwrap_or(N_ROUNDS);
    let alembic = words.iter().find(|it| it.parse::<usize>().is_err());
    let alembic = alembic.map(|path| fs::canonicalize(path).expect("an Alembic"));
    let alembic = alembic.as_deref();
    let folder = tempfile::tempdir().expect("a folder");
    let sqlite = Target::sqlite(folder.path());
    let within = folder.path().join("sqlite");
    run("SQLite", n_rounds, &sqlite, alembic, &within);
    let Ok(server) = env::var("MIGRATOR_TEST_POSTGRES") else {
        println!("PostgreSQL: not measured, MIGRATOR_TEST_POSTGRES names no server");
        return;
    };
    let databases = ["wide", "alembic"].map(|name| Database::new(&server, name));
    let postgres = Target::postgres(&databases);
    let within = folder.path().join("postgres");
    run("PostgreSQL", n_rounds, &postgres, alembic, &within);
}

fn run(title: &str, n_rounds: usize, target: &Target, alembic: Option<&Path>, folder: &Path) {
    fs::create_dir_all(folder).expect("a folder");
    let wide = Wide::new(folder, target);
    let cache = folder.join("cache");
    let alembic = alembic.map(|it| Alembic::new(it, folder, target));
    let alembic = alembic.as_ref();
    let (ours, theirs) = (Cell::new(tables::LENGTH), Cell::new(tables::LENGTH));
    let beside = |name, run: fn(&Alembic, &Cell<u32>) -> Duration| {
        let theirs = &theirs;
        Group::new(alembic.map(|it| Way::new(name, move || run(it, theirs))))
    };
    let mut groups = [
        beside("compare_metadata", |it, _| it.compared())
            .own("introspection and diff", || compared(target, &cache))
            .own("its floor: the rows alone", || asked(target)),
        beside("alembic check", |it, _| it.timed(&["check"]))
            .own("check, warm", || wide.timed(&["check"], Cache::Warm))
            .own("check, cold", || {
                wide.timed(&["check", "--no-cache"], Cache::Cold)
            }),
        beside("alembic revision", |it, _| {
            it.revision(tables::LENGTH, "pass")
        })
        .own("cargo migrator revision, warm", || wide.nothing())
        .own("of it: cargo run -- --version", Wide::cargo_alone),
        beside("alembic revision, a column changed", |it, length| {
            it.revision(next(length), "alter_column")
        })
        .own("cargo migrator revision, the same, proved", || {
            wide.changed(next(&ours))
        }),
    ];
    let title = format!("{title}: {} tables", tables::N_TABLES);
    measure(&title, n_rounds, &mut groups);
}

/// Returns another length than before.
fn next(length: &Cell<u32>) -> u32 {
    length.set(length.get() + 1);
    length.get()
}

/// Reads the database, and compares it with what is declared, which was read before.
fn compared(target: &Target, cache: &Path) -> Duration {
    let comparison = MIGRATIONS
        .autogenerate(tables::declared(tables::LENGTH))
        .from_database()
        .cache(cache);
    let mut differences = None;
    let time = match target.url.strip_prefix("sqlite:") {
        Some(file) => timed(|| {
            let connection = rusqlite::Connection::open(file).expect("a database");
            differences = Some(comparison.check(&connection));
        }),
        None => timed(|| {
            let server = migrator::postgres::Server::url(&target.url);
            differences = Some(comparison.check(server));
        }),
    };
    let differences = differences.expect("it ran").expect("a comparison");
    assert!(differences.is_empty(), "{differences}");
    time
}

/// Connects, and fetches the rows of our questions through the bare driver.
fn asked(target: &Target) -> Duration {
    let sql = |dialect| {
        let questions = introspection(dialect).questions(&Scope::default());
        questions.into_iter().map(|it| it.sql.to_string())
    };
    match target.url.strip_prefix("sqlite:") {
        Some(file) => timed(|| {
            let connection = rusqlite::Connection::open(file).expect("a database");
            for question in sql(Dialect::Sqlite) {
                let mut statement = connection.prepare(&question).expect("a question");
                let width = statement.column_count();
                let rows = statement.query_map([], |row| {
                    (0..width)
                        .map(|at| row.get(at))
                        .collect::<Result<Vec<rusqlite::types::Value>, _>>()
                });
                let rows: Result<Vec<_>, _> = rows.expect("rows").collect();
                black_box(rows.expect("rows"));
            }
        }),
        None => timed(|| {
            let client = postgres::Client::connect(&target.url, postgres::NoTls);
            let mut client = client.expect("a server");
            for question in sql(Dialect::Postgres) {
                black_box(client.simple_query(&question).expect("rows"));
            }
        }),
    }
}
