//! sqlx: `_sqlx_migrations(version, description, installed_on, success, checksum, execution_time)`, a row for each
//! migration. One that failed outside a transaction is left with `success = false`.

use crate::adopt::tools::reader::Reader;
use crate::adopt::tools::told::{Entry, Told};
use crate::adopt::tools::values::{optional, text, truth};

pub(super) const READER: Reader = Reader {
    columns: &["version", "success", "checksum"],
    never: None,
    select: |renderer| format!("version, success, {}", renderer.hexadecimal("checksum")),
    order: "version",
    understand: |rows| {
        let entry = |row| {
            Ok(Entry {
                is_failed: !truth(row, 1)?,
                checksum: optional(row, 2)?,
                ..Entry::of(text(row, 0)?)
            })
        };
        let entries = rows.iter().map(entry);
        Ok(Told::each(entries.collect::<Result<_, _>>()?))
    },
};
