//! Diesel: `__diesel_schema_migrations(version, run_on)`, a row for each migration.

use crate::adopt::tools::reader::Reader;
use crate::adopt::tools::told::Told;
use crate::adopt::tools::values::versions;

pub(super) const READER: Reader = Reader {
    columns: &["version", "run_on"],
    never: None,
    select: |_| "version".to_owned(),
    order: "version",
    understand: |rows| versions(rows).map(Told::each),
};
