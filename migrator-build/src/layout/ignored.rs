//! `PRAGMA foreign_keys` inside a transaction.
//!
//! SQLite takes it there and does nothing, and people who follow SQLite's own recipe for changing a table write it into
//! files that their tool runs in a transaction. In a migration of our own it is refused, because it promises what does
//! not happen; in a file that has been run so it is left out, and what the file has done so far it does here.

use std::borrow::Cow;

use migrator_core::base::Dialect;
use migrator_core::script::{Layout, ignored_in_transaction, split};

use super::wrapped::blanked;

/// Returns the text without the pragmas that do nothing.
pub(super) fn without_ignored(text: Cow<'_, str>, layout: Layout) -> Cow<'_, str> {
    // golang-migrate can be told to run everything outside a transaction, and Flyway finds out itself.
    let is_always_inside = !matches!(layout, Layout::GolangMigrate | Layout::Flyway);
    if !is_always_inside || !text.to_ascii_lowercase().contains("foreign_keys") {
        return text;
    }
    let pieces = split(Dialect::Sqlite, &text).unwrap_or_default();
    let ignored = pieces
        .iter()
        .filter(|piece| ignored_in_transaction(Dialect::Sqlite, piece.sql) == Some("foreign_keys"));
    let places = ignored.map(|piece| piece.offset..piece.offset + piece.sql.len());
    let places: Vec<_> = places.collect();
    match places.as_slice() {
        [] => text,
        _ => Cow::Owned(blanked(&text, places)),
    }
}
