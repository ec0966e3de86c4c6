//! golang-migrate: `schema_migrations(version, dirty)` with one row: everything up to that version is applied.
//!
//! `dirty` says that the migration of this version, up or down, did not come to its end.

use crate::adopt::tools::reader::Reader;
use crate::adopt::tools::told::{Entry, Told};
use crate::adopt::tools::values::{text, truth};

/// The version of a database from which everything has been taken back.
const NIL_VERSION: &str = "-1";

pub(super) const READER: Reader = Reader {
    columns: &["version", "dirty"],
    never: None,
    select: |_| "version, dirty".to_owned(),
    order: "version",
    understand: |rows| {
        let mut entries = Vec::new();
        for row in rows {
            let entry = Entry {
                is_failed: truth(row, 1)?,
                ..Entry::of(text(row, 0)?)
            };
            if entry.version != NIL_VERSION || entry.is_failed {
                entries.push(entry);
            }
        }
        Ok(Told::below(entries))
    },
};
