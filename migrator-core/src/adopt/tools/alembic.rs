//! Alembic: `alembic_version(version_num)`, a row for each head of what is applied.

use crate::adopt::tools::reader::Reader;
use crate::adopt::tools::told::Told;
use crate::adopt::tools::values::versions;

pub(super) const READER: Reader = Reader {
    columns: &["version_num"],
    never: None,
    select: |_| "version_num".to_owned(),
    order: "version_num",
    understand: |rows| versions(rows).map(Told::below),
};
