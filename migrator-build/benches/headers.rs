//! How long the headers of a large folder take, and what of it is what.
//!
//! The floor opens each file and reads one page of it on as many threads, which is what
//! the system takes at least. The bodies are twenty lines long.
//!
//! Run with `cargo bench -p migrator-build --features authoring --bench headers`; an
//! argument is the number of revisions.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::time::{Duration, Instant};

use migrator_build::Options;
use migrator_build::authoring::Folder;
use migrator_core::graph::Graph;

fn main() {
    let n_revisions = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(5_000_usize);
    let folder = tempfile::tempdir().expect("a folder");
    for number in 0..n_revisions {
        write(folder.path(), number);
    }
    let read =
        || Folder::read(folder.path(), &Options::default()).expect("a folder without mistakes");
    let specs = read().graph().to_specs();
    let rows: [(&str, &dyn Fn()); 4] = [
        ("open and read a page of each", &|| floor(folder.path())),
        ("list the folder", &|| {
            let entries = std::fs::read_dir(folder.path()).expect("a folder");
            assert_eq!(entries.count(), n_revisions);
        }),
        ("build the graph", &|| {
            Graph::build(specs.iter().cloned()).expect("a graph");
        }),
        ("Folder::read", &|| {
            assert_eq!(read().files().count(), n_revisions);
        }),
    ];
    println!("{n_revisions} revisions, milliseconds: best and median of 20");
    for (name, work) in rows {
        let mut times: Vec<Duration> = (0..20).map(|_| timed(work)).collect();
        times.sort();
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        println!("{name:<30} {:7.2} {:7.2}", ms(times[0]), ms(times[10]));
    }
}

fn timed(work: &dyn Fn()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn floor(folder: &Path) {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let paths: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for chunk in paths.chunks(paths.len().div_ceil(n_threads)) {
            scope.spawn(move || {
                let mut page = [0; 4096];
                for path in chunk {
                    let mut file = File::open(path).expect("a file");
                    assert!(file.read(&mut page).expect("a page") > 0);
                }
            });
        }
    });
}

/// A line of revisions; each tenth is in SQL.
fn write(folder: &Path, number: usize) {
    let id = |number: usize| {
        format!(
            "{:012x}",
            number.wrapping_mul(0x9e37_79b9_7f4a) & 0xffff_ffff_ffff
        )
    };
    let parent = number.checked_sub(1).map(id);
    let id = id(number);
    let (name, text) = if number % 10 == 9 {
        let parent = parent.unwrap_or_default();
        let body = format!("ALTER TABLE t ADD COLUMN c{number} INTEGER;\n").repeat(20);
        let text = format!(
            "-- Add columns.\n-- revision: {id}\n-- down_revision: {parent}\n\n-- migrate:up\n{body}\n-- migrate:down\n"
        );
        (format!("{id}_add_columns.sql"), text)
    } else {
        let parent = parent
            .map(|parent| format!("{parent:?}"))
            .unwrap_or_default();
        let body =
            format!("    op.execute(\"ALTER TABLE t ADD COLUMN c{number} INTEGER\");\n").repeat(20);
        let text = format!(
            "//! Add columns.\nuse migrator::prelude::*;\n\npub const REVISION: &str = {id:?};\n\
             pub const DOWN_REVISION: &[&str] = &[{parent}];\n\n\
             pub fn upgrade(op: &mut Op) -> Result {{\n{body}    Ok(())\n}}\n"
        );
        (format!("{id}_add_columns.rs"), text)
    };
    std::fs::write(folder.join(name), text).expect("a file");
}
