//! Flyway: `V<version>__<name>.sql` and `U<version>__<name>.sql`, in subfolders, too.
//!
//! The version has numbers with dots or underscores between them. A file `….sql.conf` beside a migration may say
//! `executeInTransaction=false` and `placeholderReplacement=false`. Flyway fills in `${…}` as it is told when it
//! runs, so a file that has one is refused, and so are `R__` and `B…__`, which are no steps of a chain.

use migrator_core::base::Transaction;
use migrator_core::script::Layout;

use super::draft::{Found, words};
use super::files::RawFile;
use super::halves::{Half, pair};
use super::version::Version;
use crate::Problem;

pub(super) fn read<'a>(files: &'a [RawFile], found: &mut Found<'a>) {
    let mut halves = Vec::new();
    for file in files.iter().filter(|file| !file.name().ends_with(".conf")) {
        let stem = file.stem();
        if let Some(problem) = no_step(file, stem) {
            found.problems.push(problem);
            continue;
        }
        let Some((is_up, version, name)) = parts(stem).filter(|_| file.is_sql()) else {
            found.unknown(file, Layout::Flyway, "V<version>__<name>.sql");
            continue;
        };
        let settings = Settings::beside(file, files);
        found.problems.extend(
            (!settings.keeps_placeholders)
                .then(|| placeholder(file))
                .flatten(),
        );
        halves.push(Half {
            version,
            message: words(name),
            is_up,
            file,
            transaction: settings.transaction,
        });
    }
    pair(halves, found);
}

fn parts(stem: &str) -> Option<(bool, Version, &str)> {
    let (version, name) = stem.strip_prefix(['V', 'U'])?.split_once("__")?;
    Some((stem.starts_with('V'), Version::dotted(version)?, name))
}

fn no_step(file: &RawFile, stem: &str) -> Option<Problem> {
    let (what, help) = if stem.starts_with("R__") {
        (
            "a migration that is repeated whenever it changes is no step of a chain",
            "write each change of it as a revision: `op.replace_view` and its like",
        )
    } else if stem.starts_with('B') && stem.contains("__") {
        (
            "a baseline is no step of a chain",
            "take the file away; the migrations it stands for are run one by one",
        )
    } else {
        return None;
    };
    Some(Problem::of_file(&file.display, what).help(help))
}

struct Settings {
    transaction: Transaction,
    keeps_placeholders: bool,
}

impl Settings {
    /// Reads the file that is named as the migration and ends in `.conf`.
    fn beside(file: &RawFile, files: &[RawFile]) -> Self {
        let path = format!("{}.conf", file.path);
        let text = files
            .iter()
            .find(|other| other.path == path)
            .map_or("", |conf| &conf.text);
        let says_no = |key: &str| {
            text.lines()
                .filter_map(|line| line.split_once('='))
                .any(|(name, value)| {
                    name.trim().trim_start_matches("flyway.") == key
                        && value.trim().eq_ignore_ascii_case("false")
                })
        };
        Self {
            transaction: if says_no("executeInTransaction") {
                Transaction::None
            } else {
                Transaction::default()
            },
            keeps_placeholders: says_no("placeholderReplacement"),
        }
    }
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
