//! SeaORM: `seaql_migrations(version, applied_at)`, a row for each migration; the version is the migration's name.

use crate::adopt::tools::reader::Reader;
use crate::adopt::tools::told::{Entry, Told};
use crate::adopt::tools::values::text;

pub(super) const READER: Reader = Reader {
    columns: &["version", "applied_at"],
    never: None,
    select: |_| "version".to_owned(),
    order: "version",
    understand: |rows| {
        let entries = rows.iter().map(|row| text(row, 0).map(Entry::of));
        Ok(Told::each(entries.collect::<Result<_, _>>()?))
    },
};
