//! refinery: `refinery_schema_history(version, name, applied_on, checksum)`, a row for each migration. The checksum is
//! a number written as text.

use crate::adopt::tools::reader::Reader;
use crate::adopt::tools::told::{Entry, Told};
use crate::adopt::tools::values::{optional, text};

pub(super) const READER: Reader = Reader {
    columns: &["version", "name", "checksum"],
    never: None,
    select: |_| "version, checksum".to_owned(),
    order: "version",
    understand: |rows| {
        let entry = |row| {
            Ok(Entry {
                checksum: optional(row, 1)?,
                ..Entry::of(text(row, 0)?)
            })
        };
        let entries = rows.iter().map(entry);
        Ok(Told::each(entries.collect::<Result<_, _>>()?))
    },
};
