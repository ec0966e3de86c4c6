//! golang-migrate: `<number>_<name>.up.sql` and `.down.sql`.
//!
//! It opens no transaction, but sends a file at once, which PostgreSQL takes as one; so a file is one transaction
//! here. Where statements cannot run in one, a file of that tool has one statement only.

use migrator_core::base::Transaction;
use migrator_core::script::Layout;

use super::draft::{Found, words};
use super::files::RawFile;
use super::halves::{Half, pair};
use super::version::Version;

pub(super) fn read<'a>(files: &'a [RawFile], found: &mut Found<'a>) {
    let mut halves = Vec::new();
    for file in files {
        let Some((version, name, is_up)) = parts(file.name()) else {
            found.unknown(file, Layout::GolangMigrate, "<number>_<name>.up.sql");
            continue;
        };
        halves.push(Half {
            version,
            message: words(name),
            is_up,
            file,
            transaction: Transaction::default(),
        });
    }
    pair(halves, found);
}

fn parts(name: &str) -> Option<(Version, &str, bool)> {
    let (version, name) = name.split_once('_')?;
    let (name, is_up) = match name.strip_suffix(".up.sql") {
        Some(name) => (name, true),
        None => (name.strip_suffix(".down.sql")?, false),
    };
    Some((Version::number(version)?, name, is_up))
}
