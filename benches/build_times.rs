//! What 1,000 migrations cost an application's build, and its binary.
//!
//! Applications are made below the target folder and share one target folder, so
//! that only the application's own crate is measured: with Rust migrations, with
//! SQL migrations, with none. The floors are the same Rust files as modules listed
//! by hand, and the same SQL files through `include_str!`, without the macro and
//! without `build.rs`. Times are wall-clock times of whole `cargo build` processes;
//! the last two are the library's own time inside `build.rs` and inside the macro,
//! at the first build and after an edit.
//!
//! Run with `cargo bench --bench build_times`; arguments narrow it:
//! `cargo bench --bench build_times -- rust rust-floor`.

#[path = "../tests/host/mod.rs"]
#[allow(dead_code, reason = "each user of it needs its own part")]
mod host;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use host::{Host, workspace};

const N_MIGRATIONS: usize = 1_000;
const N_RUNS: usize = 3;

/// One of the applications.
#[derive(Clone, Copy)]
struct App {
    name: &'static str,
    /// Its migrations' extension; without one the folder is empty.
    extension: Option<&'static str>,
    /// Whether the macro embeds them; otherwise they are listed by hand.
    is_embedded: bool,
}

const APPS: [App; 5] = [
    App::new("rust", Some("rs"), true),
    App::new("rust-floor", Some("rs"), false),
    App::new("sql", Some("sql"), true),
    App::new("sql-floor", Some("sql"), false),
    App::new("none", None, true),
];

impl App {
    const fn new(name: &'static str, extension: Option<&'static str>, is_embedded: bool) -> Self {
        Self {
            name,
            extension,
            is_embedded,
        }
    }
}

fn main() {
    let chosen: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with('-'))
        .collect();
    println!(
        "{N_MIGRATIONS} migrations, medians of {N_RUNS}, seconds; load before: {}",
        load()
    );
    println!(
        "| application | profile | clean | one edit | new file | nothing | build.rs | macro | MB | stripped |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for app in APPS {
        if chosen.is_empty() || chosen.iter().any(|name| name == app.name) {
            for profile in ["dev", "release"] {
                println!("{}", Bench::new(app, profile).row());
            }
        }
    }
    println!("load after: {}", load());
}

/// What the machine was busy with, where that can be known.
fn load() -> String {
    std::fs::read_to_string("/proc/loadavg").unwrap_or_else(|_| "unknown\n".to_owned())
}

struct Bench {
    app: App,
    profile: &'static str,
    host: Host,
    n_files: usize,
}

impl Bench {
    /// Writes the application and compiles what it depends on.
    fn new(app: App, profile: &'static str) -> Self {
        let host = Host::new(&format!("build_times_{}", app.name));
        let n_files = app.extension.map_or(0, |_| N_MIGRATIONS);
        let bench = Self {
            app,
            profile,
            host,
            n_files,
        };
        bench.host.write("Cargo.toml", bench.manifest());
        bench.host.write("src/main.rs", bench.main());
        bench.host.write("migrations/.gitkeep", "");
        if app.is_embedded {
            bench.host.write("build.rs", BUILD);
        }
        for at in 0..n_files {
            bench.write(at, "new");
        }
        bench.build();
        bench
    }

    fn package(&self) -> String {
        format!("build-times-{}", self.app.name)
    }

    fn manifest(&self) -> String {
        let path = workspace().to_string_lossy().replace('\\', "/");
        let package = self.package();
        let build = if self.app.is_embedded {
            format!(
                "[build-dependencies]\nmigrator-build = {{ path = \"{path}/migrator-build\" }}\n"
            )
        } else {
            String::new()
        };
        format!(
            "[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n\
             [dependencies]\nmigrator = {{ path = \"{path}\", features = [\"sqlite-bundled\"] }}\n\
             rusqlite = {{ version = \"*\", default-features = false }}\n{build}"
        )
    }

    fn main(&self) -> String {
        if self.app.is_embedded {
            return MAIN.to_owned();
        }
        let (mut modules, mut list) = (String::new(), String::new());
        for at in 0..self.n_files {
            let file = self.file(at);
            if self.app.extension == Some("rs") {
                let _ = writeln!(modules, "#[path = \"../migrations/{file}\"] mod m{at};");
                let _ = writeln!(
                    list,
                    "    (m{at}::REVISION, m{at}::DOWN_REVISION, m{at}::upgrade, m{at}::downgrade),"
                );
            } else {
                let _ = writeln!(list, "    include_str!(\"../migrations/{file}\"),");
            }
        }
        let item = if self.app.extension == Some("rs") {
            "(&str, &[&str], Function, Function)"
        } else {
            "&str"
        };
        FLOOR
            .replace("$ITEM", item)
            .replace("$LIST", &list)
            .replace("$MODULES", &modules)
    }

    fn file(&self, at: usize) -> String {
        let extension = self.app.extension.unwrap_or_default();
        format!("{}_create_orders_{at}.{extension}", id(at))
    }

    fn write(&self, at: usize, literal: &str) {
        let parent = at.checked_sub(1).map(id);
        let template = if self.app.extension == Some("rs") {
            RUST
        } else {
            SQL
        };
        let parents = match (&parent, self.app.extension) {
            (Some(parent), Some("rs")) => format!("\"{parent}\""),
            (parent, _) => parent.clone().unwrap_or_default(),
        };
        let text = template
            .replace("$PARENTS", &parents)
            .replace("$ID", &id(at))
            .replace("$N", &at.to_string())
            .replace("$LITERAL", literal);
        self.host
            .write(&format!("migrations/{}", self.file(at)), text);
    }

    fn cargo(&self, command: &str) {
        let package = self.package();
        let arguments = [
            command,
            "--quiet",
            "--package",
            &package,
            "--profile",
            self.profile,
        ];
        let output = self.host.cargo(".", &arguments);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "cargo {command}: {stderr}");
    }

    fn build(&self) {
        self.cargo("build");
    }

    /// Takes the median of building after each `change`.
    fn measured(&mut self, mut change: impl FnMut(&mut Self, usize)) -> String {
        let mut times: Vec<Duration> = (0..N_RUNS)
            .map(|run| {
                change(self, run);
                let started = Instant::now();
                self.build();
                started.elapsed()
            })
            .collect();
        times.sort_unstable();
        format!("{:.2}", times[N_RUNS / 2].as_secs_f64())
    }

    fn row(&mut self) -> String {
        let clean = self.measured(|bench, _| bench.cargo("clean"));
        let (edit, new) = if self.n_files == 0 {
            ("–".to_owned(), "–".to_owned())
        } else {
            let edit = self.measured(|bench, run| {
                bench.write(bench.n_files / 2, &format!("changed {run}"));
            });
            (edit, self.measured(|bench, _| bench.add()))
        };
        let nothing = self.measured(|_, _| {});
        self.run();
        let (script, macro_) = self.inside().unwrap_or(("–".to_owned(), "–".to_owned()));
        let binary = self.artefacts().join(self.package());
        let stripped = binary.with_extension("stripped");
        let is_stripped = Command::new("strip")
            .arg("-o")
            .args([&stripped, &binary])
            .status();
        let stripped = if is_stripped.is_ok_and(|status| status.success()) {
            megabytes(&stripped)
        } else {
            "–".to_owned()
        };
        format!(
            "| {} | {} | {clean} | {edit} | {new} | {nothing} | {script} | {macro_} | {} | {stripped} |",
            self.app.name,
            self.profile,
            megabytes(&binary),
        )
    }

    fn add(&mut self) {
        self.write(self.n_files, "new");
        self.n_files += 1;
        if !self.app.is_embedded {
            self.host.write("src/main.rs", self.main());
        }
    }

    fn artefacts(&self) -> PathBuf {
        let folder = if self.profile == "dev" {
            "debug"
        } else {
            "release"
        };
        self.host.path("../target").join(folder)
    }

    /// Runs the application: what was measured must work.
    fn run(&self) {
        let output = Command::new(self.artefacts().join(self.package()))
            .output()
            .expect("the application runs");
        let stdout = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{output:?}");
        assert_eq!(stdout, format!("{}\n", self.n_files));
    }

    /// Times the library's work inside the build script and inside the macro,
    /// which Cargo compiles alike; first without and then with what an earlier
    /// build has left in `OUT_DIR`.
    fn inside(&self) -> Option<(String, String)> {
        if !self.app.is_embedded {
            return None;
        }
        let script = self.newest("build-script-build")?;
        let out = self.newest("out")?;
        let root = self.host.path(".");
        let time = |mode: &str, out: &Path| {
            let mut times: Vec<f64> = (0..N_RUNS)
                .map(|_| {
                    let output = Command::new(&script)
                        .current_dir(&root)
                        .env("MEASURE", mode)
                        .env("OUT_DIR", out)
                        .output()
                        .expect("the build script runs");
                    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
                    stderr.trim().parse().expect("seconds")
                })
                .collect();
            times.sort_by(f64::total_cmp);
            times[N_RUNS / 2]
        };
        let both = |mode| {
            let nowhere = root.join("no such folder");
            format!("{:.2} / {:.2}", time(mode, &nowhere), time(mode, &out))
        };
        Some((both("script"), both("macro")))
    }

    /// Finds what Cargo keeps for the application's build script.
    fn newest(&self, name: &str) -> Option<PathBuf> {
        let folders = std::fs::read_dir(self.artefacts().join("build")).ok()?;
        let prefix = format!("{}-", self.package());
        let modified = |path: &PathBuf| path.metadata().and_then(|it| it.modified()).ok();
        folders
            .filter_map(Result::ok)
            .filter(|entry| {
                let folder = entry.file_name().to_string_lossy().into_owned();
                let hash = folder.strip_prefix(&prefix).map(str::len);
                hash == Some(16)
            })
            .map(|entry| entry.path().join(name))
            .filter(|path| path.exists())
            .max_by_key(modified)
    }
}

fn id(at: usize) -> String {
    format!("{:012x}", 0x5eed_0000_0000_usize + at * 7_919)
}

fn megabytes(file: &Path) -> String {
    let bytes = std::fs::metadata(file).expect("a binary").len();
    format!("{:.2}", bytes as f64 / 1e6)
}

const MAIN: &str = r#"migrator::embed_migrations!();

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let connection = rusqlite::Connection::open_in_memory()?;
    println!("{}", migrator::upgrade(&connection, "head")?.steps.len());
    Ok(())
}
"#;

/// Refers to the library, so that it is linked as it is with the macro.
const FLOOR: &str = "$MODULES
#[allow(dead_code)]
type Function = fn(&mut migrator::Op<'_>) -> migrator::Result;

static LIST: &[$ITEM] = &[
$LIST];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let connection = rusqlite::Connection::open_in_memory()?;
    assert!(migrator::upgrade(&connection, \"head\").is_err());
    println!(\"{}\", std::hint::black_box(LIST).len());
    Ok(())
}
";

const BUILD: &str = r#"use migrator_build::embed::{Embedding, Invocation, embed};

fn main() {
    let started = std::time::Instant::now();
    let measure = std::env::var("MEASURE").unwrap_or_default();
    if measure == "macro" {
        let invocation = Invocation {
            manifest_dir: std::path::PathBuf::new(),
            local_file: Some("src/main.rs".into()),
            line: 1,
            column: 1,
        };
        println!("{}", embed(&Embedding::default(), &invocation).len());
    } else {
        migrator_build::compile("migrations");
    }
    if !measure.is_empty() {
        eprintln!("{}", started.elapsed().as_secs_f64());
    }
}
"#;

const RUST: &str = r#"//! Create orders $N and their lines.
use migrator::prelude::*;

pub const REVISION: &str = "$ID";
pub const DOWN_REVISION: &[&str] = &[$PARENTS];

pub fn upgrade(op: &mut Op) -> Result {
    op.create_table(
        Table::new("orders_$N")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("number", string(32)).not_null().unique())
            .column(Column::new("customer", text()).not_null())
            .column(Column::new("status", string(16)).not_null().default("$LITERAL"))
            .column(Column::new("cents", big_integer()).not_null().default($N).check("cents >= 0"))
            .column(Column::new("paid", boolean()).not_null().default(false))
            .column(Column::new("made_at", timestamp()).default_expr("CURRENT_TIMESTAMP")),
    );
    op.create_table(
        Table::new("lines_$N")
            .column(
                Column::new("order_id", integer())
                    .references("orders_$N", "id")
                    .on_delete(Action::Cascade),
            )
            .column(Column::new("text", text()).not_null()),
    );
    op.create_index(Index::new("ix_orders_$N_status").on("orders_$N", ["status"]));
    op.create_index(Index::new("ix_lines_$N_order").on("lines_$N", ["order_id", "text"]).unique());
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_index("ix_orders_$N_status");
    op.drop_table("lines_$N");
    op.drop_table("orders_$N");
    Ok(())
}
"#;

const SQL: &str = r"-- Create orders $N and their lines
--
-- revision: $ID
-- down_revision: $PARENTS

-- migrate:up
CREATE TABLE orders_$N (
    id INTEGER PRIMARY KEY,
    number VARCHAR(32) NOT NULL UNIQUE,
    customer TEXT NOT NULL,
    status VARCHAR(16) NOT NULL DEFAULT '$LITERAL',
    cents BIGINT NOT NULL DEFAULT $N CHECK (cents >= 0),
    paid BOOLEAN NOT NULL DEFAULT FALSE,
    made_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE lines_$N (
    order_id INTEGER REFERENCES orders_$N (id) ON DELETE CASCADE,
    text TEXT NOT NULL
);
CREATE INDEX ix_orders_$N_status ON orders_$N (status);
CREATE UNIQUE INDEX ix_lines_$N_order ON lines_$N (order_id, text);

-- migrate:down
DROP INDEX ix_orders_$N_status;
DROP TABLE lines_$N;
DROP TABLE orders_$N;
";
