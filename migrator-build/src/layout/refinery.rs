//! refinery: `V<number>__<name>.sql`, in subfolders, too.
//!
//! `U<number>__…` is a migration that refinery may apply although higher ones are applied already; its place in the
//! order is that of its number nevertheless. The way up only.

use migrator_core::base::Transaction;
use migrator_core::script::Layout;

use super::draft::{Draft, Found, Way, words};
use super::files::RawFile;
use super::names;

pub(super) fn read<'a>(files: &'a [RawFile], found: &mut Found<'a>) {
    for file in files {
        let Some((version, name)) = names::refinery(file.stem()) else {
            found.unknown(file, Layout::Refinery, "V<number>__<name>.sql");
            continue;
        };
        if file.is_rust() {
            let message = "a migration of refinery that is written in Rust cannot be embedded";
            let help =
                "write the SQL that it returns into a file of the same name that ends in `.sql`";
            found.refuse(file, message, help);
            continue;
        }
        found.drafts.push(Draft {
            version,
            message: words(name),
            up: Way::whole(file),
            down: None,
            transaction: Transaction::default(),
        });
    }
}
