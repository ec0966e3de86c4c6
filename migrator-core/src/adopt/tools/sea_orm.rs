//! SeaORM: `seaql_migrations(version, applied_at)`, a row for each migration; the version is the migration's name.

use crate::adopt::tools::reader::Reader;
use crate::adopt::tools::told::Told;
use crate::adopt::tools::values::versions;

pub(super) const READER: Reader = Reader {
    columns: &["version", "applied_at"],
    never: None,
    select: |_| "version".to_owned(),
    order: "version",
    understand: |rows| versions(rows).map(Told::each),
};
