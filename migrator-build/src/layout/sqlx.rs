//! sqlx: `<number>_<name>.sql`, or `.up.sql` and `.down.sql`.
//!
//! A file that begins with `-- no-transaction` runs outside a transaction.

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
            found.unknown(file, Layout::Sqlx, "<number>_<name>.sql");
            continue;
        };
        let is_bare = file.text.starts_with("-- no-transaction");
        halves.push(Half {
            version,
            message: words(name),
            is_up,
            file,
            transaction: if is_bare {
                Transaction::None
            } else {
                Transaction::default()
            },
        });
    }
    pair(halves, found);
}

fn parts(name: &str) -> Option<(Version, &str, bool)> {
    let (version, name) = name.split_once('_')?;
    let (name, is_up) = match (name.strip_suffix(".down.sql"), name.strip_suffix(".up.sql")) {
        (Some(name), _) => (name, false),
        (None, Some(name)) => (name, true),
        (None, None) => (name.strip_suffix(".sql")?, true),
    };
    Some((Version::number(version)?, name, is_up))
}
