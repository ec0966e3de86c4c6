//! Flyway: `V<version>__<name>.sql` and `U<version>__<name>.sql`, in subfolders, too.
//!
//! The version has numbers with dots or underscores between them. What a file `….sql.conf` beside a migration says is
//! in `flyway_conf`. Flyway fills in `${…}` as it is told when it runs, so a file that has one is refused, and so are
//! `R__` and `B…__`, which are no steps of a chain, callbacks, and migrations that are no SQL.

use migrator_core::base::Dialect;
use migrator_core::script::Layout;

use super::draft::{Found, words};
use super::files::RawFile;
use super::flyway_conf::Settings;
use super::halves::{Half, pair};
use super::names;
use super::unbound::by_statements;
use crate::Problem;

pub(super) fn read<'a>(files: &'a [RawFile], found: &mut Found<'a>) {
    for file in files.iter().filter(|file| !file.name().ends_with(".conf")) {
        if let Some(problem) = no_step(file) {
            found.problems.push(problem);
        }
    }
    let mut halves = Vec::new();
    let is_step = |file: &&RawFile| no_step(file).is_none() && !file.name().ends_with(".conf");
    for file in files.iter().filter(is_step) {
        let Some((is_up, version, name)) = names::flyway(file.stem()).filter(|_| file.is_sql())
        else {
            found.unknown(file, Layout::Flyway, "V<version>__<name>.sql");
            continue;
        };
        let settings = Settings::beside(file, files, &mut found.problems);
        if !settings.keeps_placeholders {
            found.problems.extend(placeholder(file));
        }
        halves.push(Half {
            version,
            message: words(name),
            is_up,
            file,
            // Flyway looks itself what a file can run in, unless it is told.
            transaction: settings
                .transaction
                .unwrap_or_else(|| by_statements(&file.text, &Dialect::ALL)),
        });
    }
    pair(halves, found);
}

/// Says why a file that Flyway runs is no step of a chain.
fn no_step(file: &RawFile) -> Option<Problem> {
    let stem = file.stem();
    let (what, help) = if names::is_flyway_script(file.name()) {
        (
            "a migration of Flyway that is not SQL cannot be embedded",
            "write what it does as a migration in Rust, with the same version as its id",
        )
    } else if stem.starts_with("R__") {
        (
            "a migration that is repeated whenever it changes is no step of a chain",
            "write each change of it as a revision: `op.replace_view` and its like",
        )
    } else if stem.starts_with('B') && stem.contains("__") {
        (
            "a baseline is no step of a chain",
            "take the file away; the migrations it stands for are run one by one",
        )
    } else if is_callback(stem) {
        (
            "a callback of Flyway is no step of a chain",
            "do what it does in the application or in a revision, and move the file to another folder",
        )
    } else {
        return None;
    };
    Some(Problem::of_file(&file.display, what).help(help))
}

/// Flyway runs `beforeMigrate.sql` and its like at events, with or without a description.
fn is_callback(stem: &str) -> bool {
    let event = stem.split("__").next().unwrap_or_default();
    let what = event.strip_prefix("before").or(event.strip_prefix("after"));
    event == "createSchema"
        || what.is_some_and(|what| {
            what.starts_with(|c: char| c.is_ascii_uppercase())
                && what.bytes().all(|byte| byte.is_ascii_alphabetic())
        })
}

fn placeholder(file: &RawFile) -> Option<Problem> {
    let (line, number, at) = file
        .text
        .lines()
        .zip(1..)
        .find_map(|(line, number)| line.find("${").map(|at| (line, number, at)))?;
    let name: String = line.get(at..)?.split_inclusive('}').next()?.to_owned();
    let column = u32::try_from(line.get(..at)?.chars().count()).ok()? + 1;
    Some(
        Problem::of_file(
            &file.display,
            format!("Flyway fills in `{name}` when it runs"),
        )
        .at(number, column)
        .help("write the value into the file, or `placeholderReplacement=false` into its `.conf`"),
    )
}
