//! Flyway: `flyway_schema_history(installed_rank, version, description, type, script, checksum, …, success)`.
//!
//! The newest row of a version decides. A row of type `UNDO_…` takes a version back, `DELETE` forgets one whose file is
//! gone, `BASELINE` says that everything up to its version was there before, `SQL_BASELINE` that a migration `B…` has made
//! it at once, and `SCHEMA` that Flyway has made the schema. A repeatable migration has no version; it is named by what its row describes.
//! <https://documentation.red-gate.com/flyway/flyway-concepts/migrations/flyway-schema-history-table>

use crate::adopt::tools::reader::Reader;
use crate::adopt::tools::told::{Entry, Told};
use crate::adopt::tools::values::{optional, text, truth};

pub(super) const READER: Reader = Reader {
    columns: &[
        "installed_rank",
        "version",
        "type",
        "script",
        "checksum",
        "success",
    ],
    never: None,
    select: |_| "version, type, script, checksum, success".to_owned(),
    order: "installed_rank",
    understand: |rows| {
        let mut told = Told::each(Vec::new());
        for row in rows {
            let kind = text(row, 1)?;
            let entry = Entry {
                version: match optional(row, 0)? {
                    Some(version) => version,
                    None => text(row, 2)?,
                },
                checksum: optional(row, 3)?,
                is_failed: !truth(row, 4)?,
            };
            note(&mut told, &kind, entry);
        }
        Ok(told)
    },
};

fn note(told: &mut Told, kind: &str, entry: Entry) {
    if kind == "SCHEMA" {
        return;
    }
    told.entries.retain(|it| it.version != entry.version);
    let takes_back = kind.starts_with("UNDO") || kind == "DELETE";
    if kind.ends_with("BASELINE") && !entry.is_failed {
        told.baselines.push(entry.version);
    } else if !takes_back || entry.is_failed {
        told.entries.push(entry);
    }
}
