//! What `heads` takes on a folder of 5,000 revisions: whole processes, beside Alembic on the same graph.
//!
//! The revisions are Rust files of some twenty lines for us and Python files of the same length for Alembic.
//! Most stand in one line; every tenth is a branch that the next one merges. Each program is run once before
//! anything counts, so that files and Alembic's byte code are in their caches; then all of them take turns.
//!
//! ```text
//! cargo bench -p migrator-cli --bench heads -- "$(scripts/alembic-venv)"
//! ```
//!
//! Without the path of an Alembic only our own times are printed. A second argument names another build of
//! `cargo-migrator`, say one without the drivers that the tests bring. Times are wall-clock times; where the
//! machine has other work, the fastest runs say more than the medians.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const N_REVISIONS: usize = 5_000;
const N_ROUNDS: usize = 15;

fn main() {
    let mut arguments = env::args().skip(1).filter(|it| !it.starts_with('-'));
    let alembic = arguments.next();
    let binary = arguments.next();
    let binary = binary
        .as_deref()
        .unwrap_or(env!("CARGO_BIN_EXE_cargo-migrator"));
    let binary = fs::canonicalize(binary).expect("a program");
    let folder = tempfile::tempdir().expect("a folder");
    let package = ours(folder.path());
    let mut programs = vec![direct(&binary, &package), through_cargo(&binary, &package)];
    if let Some(alembic) = alembic {
        let environment = theirs(folder.path());
        programs.push(Program::new(&alembic, &["heads"], &environment));
    }
    let heads: Vec<String> = programs.iter_mut().map(|program| program.run().0).collect();
    assert!(heads.iter().all(|head| *head == heads[0]), "{heads:?}");
    for _ in 0..N_ROUNDS {
        for program in &mut programs {
            let (_, duration) = program.run();
            program.times.push(duration);
        }
    }
    report(&mut programs);
}

fn report(programs: &mut [Program]) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("`heads` on {N_REVISIONS} revisions, {N_ROUNDS} runs each, {cores} cores");
    println!("{:32} {:>12} {:>16}", "", "median", "fastest");
    for program in programs.iter_mut() {
        program.times.sort_unstable();
    }
    let slowest = programs.iter().max_by_key(|program| program.median());
    let Some((median, fastest)) = slowest.map(|it| (it.median(), it.fastest())) else {
        return;
    };
    for program in programs.iter() {
        let figures = [(program.median(), median), (program.fastest(), fastest)];
        let figures = figures.map(|(time, slowest)| {
            let ratio = slowest.as_secs_f64() / time.as_secs_f64();
            format!("{:8.1} ms {ratio:5.1}", time.as_secs_f64() * 1_000.0)
        });
        println!("{:32} {}", program.name, figures.join(" "));
    }
}

/// A command line and how long it took.
struct Program {
    name: String,
    command: Command,
    times: Vec<Duration>,
}

impl Program {
    fn new(program: &str, arguments: &[&str], folder: &Path) -> Self {
        let file = Path::new(program).file_name().unwrap_or_default();
        let name = format!("{} {}", file.to_string_lossy(), arguments.join(" "));
        let mut command = Command::new(program);
        command.args(arguments).current_dir(folder);
        let times = Vec::new();
        Self {
            name,
            command,
            times,
        }
    }

    /// Returns the id of the head, and the time from start to end.
    fn run(&mut self) -> (String, Duration) {
        let started = Instant::now();
        let output = self.command.output().expect("the program starts");
        let duration = started.elapsed();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {stderr}", self.name);
        let stdout = String::from_utf8_lossy(&output.stdout);
        let id = stdout.split_whitespace().next().unwrap_or_default();
        (id.to_owned(), duration)
    }

    /// Returns the middle of the sorted times.
    fn median(&self) -> Duration {
        let middle = self.times.get(self.times.len() / 2);
        middle.copied().unwrap_or_default()
    }

    /// Returns the first of the sorted times.
    fn fastest(&self) -> Duration {
        self.times.first().copied().unwrap_or_default()
    }
}

fn direct(binary: &Path, package: &Path) -> Program {
    let binary = binary.to_string_lossy();
    Program::new(&binary, &["migrator", "heads"], package)
}

fn through_cargo(binary: &Path, package: &Path) -> Program {
    let mut path = OsString::from(binary.parent().expect("a folder"));
    path.push(":");
    path.push(env::var_os("PATH").unwrap_or_default());
    let mut program = Program::new("cargo", &["migrator", "heads"], package);
    program.command.env("PATH", path);
    program
}

/// Returns the id of a revision.
fn id(index: usize) -> String {
    // Spread like random ids, so that their order is not that of the graph.
    let spread = (index as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    format!("{:012x}", spread >> 16)
}

/// Returns the parents of a revision, by index.
fn parents(index: usize) -> Vec<usize> {
    match index {
        0 => Vec::new(),
        // The branch leaves the line two revisions below, and is merged by the next.
        _ if index % 10 == 9 && index + 1 < N_REVISIONS => vec![index - 2],
        _ if index.is_multiple_of(10) => vec![index - 2, index - 1],
        _ => vec![index - 1],
    }
}

/// Writes a package with the revisions.
fn ours(folder: &Path) -> PathBuf {
    let package = folder.join("app");
    fs::create_dir_all(package.join("migrations")).expect("a folder");
    fs::create_dir_all(package.join("src")).expect("a folder");
    fs::write(package.join("Cargo.toml"), "[package]\nname = \"app\"\n").expect("a file");
    fs::write(package.join("src/lib.rs"), "").expect("a file");
    for index in 0..N_REVISIONS {
        let revision = id(index);
        let parents = parents(index)
            .into_iter()
            .map(|parent| format!("{:?}", id(parent)));
        let parents = parents.collect::<Vec<_>>().join(", ");
        let text = format!(
            r#"//! Create table number {index}.
use migrator::prelude::*;

pub const REVISION: &str = "{revision}";
pub const DOWN_REVISION: &[&str] = &[{parents}];

pub fn upgrade(op: &mut Op) -> Result {{
    op.create_table(
        Table::new("table_{index}")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("name", text()).not_null())
            .column(Column::new("active", boolean()).not_null().default(false)),
    );
    op.create_index(Index::new("ix_table_{index}").on("table_{index}", ["name"]));
    Ok(())
}}

pub fn downgrade(op: &mut Op) -> Result {{
    op.drop_table("table_{index}");
    Ok(())
}}
"#
        );
        let file = format!("migrations/{revision}_create_table_number_{index}.rs");
        fs::write(package.join(file), text).expect("a file");
    }
    package
}

/// Writes an environment of Alembic with the revisions.
fn theirs(folder: &Path) -> PathBuf {
    let environment = folder.join("alembic");
    let versions = environment.join("migrations/versions");
    fs::create_dir_all(&versions).expect("a folder");
    let ini = "[alembic]\nscript_location = %(here)s/migrations\n";
    fs::write(environment.join("alembic.ini"), ini).expect("a file");
    fs::write(environment.join("migrations/env.py"), "").expect("a file");
    for index in 0..N_REVISIONS {
        let revision = id(index);
        let parents = parents(index)
            .into_iter()
            .map(|parent| format!("{:?}, ", id(parent)));
        let parents: String = parents.collect();
        let text = format!(
            r#""""Create table number {index}."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = ({parents}) or None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "table_{index}",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_index("ix_table_{index}", "table_{index}", ["name"])


def downgrade():
    op.drop_table("table_{index}")
"#
        );
        let file = format!("{revision}_create_table_number_{index}.py");
        fs::write(versions.join(file), text).expect("a file");
    }
    environment
}
