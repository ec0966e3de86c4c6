//! dbmate, and Rails: `schema_migrations(version)`, a row for each migration.

use crate::adopt::tools::reader::Reader;
use crate::adopt::tools::told::{Entry, Told};
use crate::adopt::tools::values::text;

pub(super) const READER: Reader = Reader {
    columns: &["version"],
    never: Some("dirty"),
    select: |_| "version".to_owned(),
    order: "version",
    understand: |rows| {
        let entries = rows.iter().map(|row| text(row, 0).map(Entry::of));
        Ok(Told::each(entries.collect::<Result<_, _>>()?))
    },
};
