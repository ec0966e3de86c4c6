//! `rusqlite_migration`: the number in `PRAGMA user_version` says how many migrations have run, and not which.

use crate::adopt::tools::told::{Extent, Told};
use crate::adopt::tools::values::text;
use crate::session::Rows;

/// Understands the number; `None` if nothing has run, or it counts nothing.
pub(in crate::adopt) fn told(rows: &Rows) -> Option<Told> {
    let number = text(rows.first()?, 0).ok()?.parse().ok()?;
    (number != 0).then(|| Told {
        extent: Extent::First(number),
        ..Told::each(Vec::new())
    })
}
