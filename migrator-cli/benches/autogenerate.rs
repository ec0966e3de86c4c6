//! What a comparison takes on a thousand tables of which nothing has changed, beside Alembic's on the same
//! tables: in SQLite files, and in PostgreSQL databases if there is a server.
//!
//! | line | ours | Alembic's |
//! |---|---|---|
//! | introspection and diff | `from_database().check(…)`, with what is declared read before | `compare_metadata` |
//! | check, warm | the process `wide check`, nothing changed since the last one | the process `alembic check` |
//! | check, cold | `wide check --no-cache`, which makes both sides on scratch databases | as above |
//! | revision, warm | `cargo migrator revision --autogenerate`, cargo's look at the sources included | `alembic revision --autogenerate`, which writes a file always |
//!
//! The application is the example `wide`, whose revision makes the tables; Alembic's are made by SQLAlchemy of
//! the same models in a database of their own, since SQLAlchemy does not read all of what others write. Both
//! must find no difference. All take turns; the ratio is that of the medians, beside that of the fastest runs.
//!
//! ```text
//! cargo bench -p migrator-cli --bench autogenerate -- "$(scripts/alembic-venv)"
//! MIGRATOR_TEST_POSTGRES=postgres://… cargo bench …
//! ```

#[path = "../examples/wide/tables.rs"]
mod tables;

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

migrator::embed_migrations!("examples/wide/migrations");

const N_ROUNDS: usize = 5;
/// The application is built as this is, for a look at whether all of it works (`--profile dev`).
const PROFILE: &str = if cfg!(debug_assertions) {
    "--profile=dev"
} else {
    "--release"
};
const REVISION: &str = "8d1c40b7e2f6";
const MIGRATION: &str = "migrations/8d1c40b7e2f6_create_a_thousand_tables.rs";

fn main() {
    let alembic = env::args().skip(1).find(|it| !it.starts_with('-'));
    let alembic = alembic.map(|path| fs::canonicalize(path).expect("an Alembic"));
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| folder.path().join(name).display().to_string();
    let sqlite = Target {
        url: format!("sqlite:{}", file("wide.db")),
        sqlalchemy: format!("sqlite:///{}", file("alembic.db")),
    };
    run(
        "SQLite",
        &sqlite,
        alembic.as_deref(),
        &folder.path().join("sqlite"),
    );
    let Ok(server) = env::var("MIGRATOR_TEST_POSTGRES") else {
        println!("PostgreSQL: not measured, MIGRATOR_TEST_POSTGRES names no server");
        return;
    };
    let databases = ["wide", "alembic"].map(|name| Database::new(&server, name));
    let [url, sqlalchemy] = databases.each_ref().map(Database::url);
    let postgres = Target {
        sqlalchemy: sqlalchemy.replacen("postgres://", "postgresql+psycopg://", 1),
        url,
    };
    run(
        "PostgreSQL",
        &postgres,
        alembic.as_deref(),
        &folder.path().join("postgres"),
    );
}

/// The databases of both programs.
struct Target {
    url: String,
    sqlalchemy: String,
}

/// A database of the server that is dropped afterwards.
struct Database {
    server: String,
    name: String,
}

impl Database {
    fn new(server: &str, name: &str) -> Self {
        let name = format!("migrator_bench_{name}_{}", std::process::id());
        let mut client = postgres::Client::connect(server, postgres::NoTls).expect("a server");
        client
            .batch_execute(&format!("CREATE DATABASE {name}"))
            .expect("a database");
        Self {
            server: server.to_owned(),
            name,
        }
    }

    fn url(&self) -> String {
        let (before, _) = self.server.rsplit_once('/').expect("a database in the URL");
        format!("{before}/{}", self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Ok(mut client) = postgres::Client::connect(&self.server, postgres::NoTls) {
            let _ = client.batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
        }
    }
}

/// What is measured: a name, and how one run is timed.
struct Way<'a> {
    name: &'static str,
    run: Box<dyn FnMut() -> Duration + 'a>,
    times: Vec<Duration>,
}

impl<'a> Way<'a> {
    fn new(name: &'static str, run: impl FnMut() -> Duration + 'a) -> Self {
        Self {
            name,
            run: Box::new(run),
            times: Vec::new(),
        }
    }

    fn median(&self) -> f64 {
        self.times[self.times.len() / 2].as_secs_f64() * 1e3
    }

    fn fastest(&self) -> f64 {
        self.times[0].as_secs_f64() * 1e3
    }
}

fn run(title: &str, target: &Target, alembic: Option<&Path>, folder: &Path) {
    fs::create_dir_all(folder).expect("a folder");
    let application = application();
    assert_success(&ours(&application, target, &["upgrade", "head"]).output());
    let package = package(folder, target);
    let cache = folder.join("cache");
    let environment = alembic.map(|alembic| Alembic::new(alembic, folder, target));
    let environment = environment.as_ref();
    let mut pairs: Vec<(Way<'_>, Option<Way<'_>>)> = Vec::new();
    pairs.push((
        Way::new("introspection and diff", || compared(target, &cache)),
        environment.map(|it| Way::new("compare_metadata", || it.compared())),
    ));
    pairs.push((
        Way::new("check, warm", || {
            timed(&mut ours(&application, target, &["check"]))
        }),
        environment.map(|it| Way::new("alembic check", || it.timed(&["check"]))),
    ));
    pairs.push((
        Way::new("check, cold", || {
            timed(&mut ours(&application, target, &["check", "--no-cache"]))
        }),
        // As above.
        None,
    ));
    pairs.push((
        Way::new("revision, warm", || {
            timed(&mut cargo_migrator(&package, target))
        }),
        environment.map(|it| Way::new("alembic revision", || it.revision())),
    ));
    // The first run fills the caches.
    for round in 0..=N_ROUNDS {
        for (own, other) in &mut pairs {
            for way in std::iter::once(own).chain(other) {
                let time = (way.run)();
                if round > 0 {
                    way.times.push(time);
                }
            }
        }
    }
    print(title, &mut pairs);
}

fn print(title: &str, pairs: &mut [(Way<'_>, Option<Way<'_>>)]) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let n_tables = tables::N_TABLES;
    println!(
        "{title}: {n_tables} tables, nothing changed, {N_ROUNDS} runs each, {cores} cores; median (fastest), ms"
    );
    for (own, other) in pairs {
        own.times.sort_unstable();
        let (median, fastest) = (own.median(), own.fastest());
        print!("  {:24} {median:9.1} ({fastest:9.1})", own.name);
        if let Some(other) = other {
            other.times.sort_unstable();
            print!(
                "   {:18} {:9.1} ({:9.1})   ratio {:6.1} ({:6.1})",
                other.name,
                other.median(),
                other.fastest(),
                other.median() / median,
                other.fastest() / fastest
            );
        }
        println!();
    }
}

/// Reads the database, and compares it with what is declared, which was read before.
fn compared(target: &Target, cache: &Path) -> Duration {
    let comparison = MIGRATIONS
        .autogenerate(tables::declared())
        .from_database()
        .cache(cache);
    let (differences, time) = match target.url.strip_prefix("sqlite:") {
        Some(file) => {
            let connection = rusqlite::Connection::open(file).expect("a database");
            let started = Instant::now();
            (comparison.check(&connection), started.elapsed())
        }
        None => {
            let server = migrator::postgres::Server::url(&target.url);
            let started = Instant::now();
            (comparison.check(server), started.elapsed())
        }
    };
    let differences = differences.expect("a comparison");
    assert!(differences.is_empty(), "{differences}");
    time
}

fn timed(command: &mut Command) -> Duration {
    let started = Instant::now();
    let output = command.output();
    let time = started.elapsed();
    assert_success(&output);
    time
}

fn assert_success(output: &std::io::Result<Output>) {
    let output = output.as_ref().expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{stdout}\n{stderr}");
}

/// Builds the example as the benchmark is built, and returns its path.
fn application() -> PathBuf {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args([
        "build",
        "--quiet",
        PROFILE,
        "--example",
        "wide",
        "--manifest-path",
    ]);
    cargo.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
    assert_success(&cargo.output());
    let program = Path::new(env!("CARGO_BIN_EXE_cargo-migrator"));
    let folder = program.parent().expect("a folder");
    folder.join("examples").join("wide")
}

fn ours(application: &Path, target: &Target, words: &[&str]) -> Command {
    let mut command = Command::new(application);
    command.args(words).env("DATABASE_URL", &target.url);
    command
}

/// Makes a package with the application's revision, whose binary is the example.
fn package(folder: &Path, target: &Target) -> PathBuf {
    let package = folder.join("package");
    fs::create_dir_all(package.join("migrations")).expect("a folder");
    fs::create_dir_all(package.join("src/bin")).expect("a folder");
    fs::write(
        package.join("Cargo.toml"),
        "[package]\nname = \"wide\"\nedition = \"2024\"\n",
    )
    .expect("a file");
    fs::write(package.join("src/bin/migrate.rs"), "").expect("a file");
    let migration =
        include_str!("../examples/wide/migrations/8d1c40b7e2f6_create_a_thousand_tables.rs");
    fs::write(package.join(MIGRATION), migration).expect("a file");
    // What cargo does for a binary it does for the example instead: it looks at the sources, and runs it.
    let script = format!(
        "#!/bin/sh\nwhile [ \"$1\" != -- ]; do shift; done\nshift\n\
         exec {} run --quiet {PROFILE} --manifest-path {}/Cargo.toml --example wide -- \"$@\"\n",
        env!("CARGO"),
        env!("CARGO_MANIFEST_DIR"),
    );
    let cargo = package.join("cargo");
    fs::write(&cargo, script).expect("a file");
    fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).expect("an executable");
    // The first call fills the cache.
    assert_success(&cargo_migrator(&package, target).output());
    package
}

fn cargo_migrator(package: &Path, target: &Target) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-migrator"));
    command
        .args(["migrator", "revision", "--autogenerate", "-m", "x"])
        .current_dir(package)
        .env("CARGO", package.join("cargo"))
        .env("DATABASE_URL", &target.url);
    command
}

/// An environment of Alembic whose models are the same tables.
struct Alembic {
    program: PathBuf,
    folder: PathBuf,
}

impl Alembic {
    fn new(program: &Path, folder: &Path, target: &Target) -> Self {
        let folder = folder.join("alembic");
        let versions = folder.join("migrations/versions");
        fs::create_dir_all(&versions).expect("a folder");
        let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("a file");
        write(
            "alembic.ini",
            &format!(
                "[alembic]\nscript_location = %(here)s/migrations\nprepend_sys_path = .\nsqlalchemy.url = {}\n",
                target.sqlalchemy
            ),
        );
        write("models.py", MODELS);
        write("migrations/env.py", ENVIRONMENT);
        write("migrations/script.py.mako", TEMPLATE);
        write(
            &format!("migrations/versions/{REVISION}_tables.py"),
            &format!(
                "revision = \"{REVISION}\"\ndown_revision = None\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n"
            ),
        );
        write("compare.py", COMPARE);
        write("create.py", CREATE);
        let alembic = Self {
            program: program.to_owned(),
            folder,
        };
        assert_success(&alembic.python("create.py"));
        alembic.timed(&["stamp", "head"]);
        alembic
    }

    fn python(&self, script: &str) -> std::io::Result<Output> {
        Command::new(self.program.with_file_name("python"))
            .arg(script)
            .current_dir(&self.folder)
            .output()
    }

    fn timed(&self, words: &[&str]) -> Duration {
        timed(
            Command::new(&self.program)
                .args(words)
                .current_dir(&self.folder),
        )
    }

    /// Writes a revision, of which there is nothing to be read, and removes it.
    fn revision(&self) -> Duration {
        let words = ["revision", "--autogenerate", "-m", "x", "--rev-id", "x"];
        let time = self.timed(&words);
        let file = self.folder.join("migrations/versions/x_x.py");
        let text = fs::read_to_string(&file).expect("a revision");
        assert!(text.contains("pass"), "{text}");
        fs::remove_file(file).expect("removed");
        time
    }

    /// Returns what the comparison alone takes, by Python's own clock.
    fn compared(&self) -> Duration {
        let output = self.python("compare.py");
        assert_success(&output);
        let stdout = output.map(|it| it.stdout).unwrap_or_default();
        let text = String::from_utf8_lossy(&stdout).into_owned();
        Duration::from_secs_f64(text.trim().parse().expect("seconds"))
    }
}

const MODELS: &str = r#"import sqlalchemy as sa

metadata = sa.MetaData()
for at in range(1000):
    name = f"wide_{at:04}"
    sa.Table(
        name,
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String(40), nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("amount", sa.Numeric(12, 2), nullable=False),
        sa.Column("rank", sa.Integer),
        sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("day", sa.Date),
        sa.Column("made", sa.DateTime),
        sa.Column("parent", sa.Integer, sa.ForeignKey(f"wide_{max(at - 1, 0):04}.id", ondelete="CASCADE")),
        sa.Index(f"ix_{name}_name", "name"),
    )
"#;

const ENVIRONMENT: &str = r#"import sqlalchemy as sa
from alembic import context
from models import metadata

engine = sa.create_engine(context.config.get_main_option("sqlalchemy.url"))

with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
"#;

const TEMPLATE: &str = r#"revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
from alembic import op
import sqlalchemy as sa


def upgrade():
    ${upgrades if upgrades else "pass"}


def downgrade():
    ${downgrades if downgrades else "pass"}
"#;

const COMPARE: &str = r#"import configparser
import time

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from models import metadata

parser = configparser.ConfigParser(interpolation=None)
parser.read("alembic.ini")
engine = sa.create_engine(parser["alembic"]["sqlalchemy.url"])
with engine.connect() as connection:
    context = MigrationContext.configure(connection)
    started = time.perf_counter()
    found = compare_metadata(context, metadata)
    took = time.perf_counter() - started
assert found == [], found[:3]
print(took)
"#;

const CREATE: &str = r#"import configparser

import sqlalchemy as sa
from models import metadata

parser = configparser.ConfigParser(interpolation=None)
parser.read("alembic.ini")
metadata.create_all(sa.create_engine(parser["alembic"]["sqlalchemy.url"]))
"#;
