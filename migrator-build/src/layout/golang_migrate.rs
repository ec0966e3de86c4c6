//! golang-migrate: `<number>_<name>.up.sql` and `.down.sql`.
//!
//! It opens no transaction, but sends a file at once, which PostgreSQL takes as one; so a file is one transaction
//! here. A file with a statement that cannot run in one has no other, or is sent statement by statement: it is none.

use migrator_core::base::Dialect;
use migrator_core::script::Layout;

use super::draft::{Found, words};
use super::files::RawFile;
use super::halves::{Half, pair};
use super::names;
use super::unbound::by_statements;

pub(super) fn read<'a>(files: &'a [RawFile], found: &mut Found<'a>) {
    let mut halves = Vec::new();
    for file in files {
        let Some((version, name, is_up)) = names::golang_migrate(file.name()) else {
            found.unknown(file, Layout::GolangMigrate, "<number>_<name>.up.sql");
            continue;
        };
        if !file.is_sql() {
            let message = "a migration of golang-migrate that is not SQL cannot be embedded";
            let help =
                "let the file's name end in `.sql`, if SQL is in it, or move it to another folder";
            found.refuse(file, message, help);
            continue;
        }
        halves.push(Half {
            version,
            message: words(name),
            is_up,
            file,
            transaction: by_statements(&file.text, &[Dialect::Postgres]),
        });
    }
    pair(halves, found);
}
