//! Rows.

use migrator::prelude::*;

use super::Sample;

pub(super) const SAMPLES: &[Sample] = &[
    (
        "execute, query",
        &[up!(op => op.execute("UPDATE t SET a = 2")), |op| {
            Ok(op.query("SELECT 1 FROM t").map(|_| ())?)
        }],
    ),
    (
        "bulk_insert",
        &[up!(op => op.bulk_insert("p", ["id", "name"], [(1, "a"), (2, "b")]))],
    ),
    (
        "update_in_batches, delete_in_batches",
        &[
            up!(op => op.update_in_batches(Batches::of("t"), [("a", "a + 1")])),
            up!(op => op.delete_in_batches(Batches::of("t"))),
        ],
    ),
];
