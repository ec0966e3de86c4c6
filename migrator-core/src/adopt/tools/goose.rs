//! goose: `goose_db_version(id, version_id, is_applied, tstamp)`. The newest row of a version decides whether it is
//! applied; version 0 stands for the empty database.

use std::collections::BTreeMap;

use crate::adopt::tools::reader::Reader;
use crate::adopt::tools::told::{Entry, Told};
use crate::adopt::tools::values::{text, truth};

pub(super) const READER: Reader = Reader {
    columns: &["id", "version_id", "is_applied"],
    never: None,
    select: |_| "version_id, is_applied".to_owned(),
    order: "id",
    understand: |rows| {
        let mut newest: BTreeMap<(usize, String), bool> = BTreeMap::new();
        for row in rows {
            let version = text(row, 0)?;
            // By length first, so that they are in the order of the numbers.
            newest.insert((version.len(), version), truth(row, 1)?);
        }
        let applied = newest.into_iter().filter(|(_, is_applied)| *is_applied);
        let versions = applied.map(|((_, version), _)| version);
        let versions = versions.filter(|version| version != "0");
        Ok(Told::each(versions.map(Entry::of).collect()))
    },
};
