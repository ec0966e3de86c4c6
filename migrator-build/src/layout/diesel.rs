//! diesel: a folder `<version>_<name>` with `up.sql`, `down.sql` and `metadata.toml`.
//!
//! The version is what stands before the first `_`, without its `-`. With a `metadata.toml` a migration runs in a
//! transaction only if it says `run_in_transaction = true`: what is left out there is false to diesel.

use std::collections::BTreeMap;

use migrator_core::base::Transaction;

use super::draft::{Draft, Found, Way, words};
use super::files::RawFile;
use super::version::Version;
use crate::Problem;

pub(super) fn read<'a>(files: &'a [RawFile], found: &mut Found<'a>) {
    let mut folders: BTreeMap<&str, BTreeMap<&str, &RawFile>> = BTreeMap::new();
    for file in files {
        match file.path.split_once('/') {
            Some((folder, name)) => {
                folders.entry(folder).or_default().insert(name, file);
            }
            // What has no version is no migration: diesel itself looks at folders alone, and people keep scripts
            // there that are run by hand.
            None if !file.name().starts_with(|it: char| it.is_ascii_digit()) => {}
            None => found.problems.push(
                Problem::of_file(&file.display, "the file lies beside the migrations of diesel")
                    .help("move it into a folder of its own as `up.sql`, or give it a header of migrator's own"),
            ),
        }
    }
    for (folder, files) in folders {
        migration(folder, &files, found);
    }
}

fn migration<'a>(folder: &str, files: &BTreeMap<&str, &'a RawFile>, found: &mut Found<'a>) {
    let Some(up) = files.get("up.sql") else {
        if let Some(file) = files.values().find(|file| file.is_sql()) {
            let problem = Problem::of_file(&file.display, "the migration has no `up.sql`");
            found
                .problems
                .push(problem.help("add the file, which may be empty"));
        }
        return;
    };
    let strays = files
        .iter()
        .filter(|(name, file)| file.is_sql() && !matches!(**name, "up.sql" | "down.sql"));
    found.problems.extend(strays.map(|(_, file)| {
        Problem::of_file(&file.display, "diesel runs `up.sql` and `down.sql` only")
            .help("put its statements into one of them, or move it to another folder")
    }));
    let transaction = match files.get("metadata.toml") {
        Some(metadata) => transaction(metadata, &mut found.problems),
        None => Transaction::default(),
    };
    let (version, name) = folder.split_once('_').unwrap_or((folder, ""));
    found.drafts.push(Draft {
        version: Version::text(&version.replace('-', "")),
        message: words(name),
        up: Way::whole(up),
        down: files.get("down.sql").map(|down| Way::whole(down)),
        transaction,
    });
}

/// Reads the one key that diesel knows.
fn transaction(metadata: &RawFile, problems: &mut Vec<Problem>) -> Transaction {
    let mut mode = Transaction::None;
    for (line, number) in metadata.text.lines().zip(1..) {
        let line = line.split('#').next().unwrap_or_default().trim();
        let setting = line
            .split_once('=')
            .map(|(key, value)| (key.trim().trim_matches(['"', '\'']), value.trim()));
        match setting {
            None if line.is_empty() => {}
            Some(("run_in_transaction", "true")) => mode = Transaction::default(),
            Some(("run_in_transaction", "false")) => mode = Transaction::None,
            Some((key, _)) if key != "run_in_transaction" => {}
            _ => problems.push(
                Problem::of_file(&metadata.display, "the line says nothing that diesel knows")
                    .at(number, 1)
                    .help("write `run_in_transaction = true` or `= false`"),
            ),
        }
    }
    mode
}
