//! What `ALTER TABLE … ADD COLUMN` can do in SQLite.
//!
//! <https://sqlite.org/lang_altertable.html#alter_table_add_column>. Some of what it cannot, it lets pass
//! while the table has no rows; that makes no difference here, because how a migration runs must not
//! depend on what a database happens to hold.

use crate::base::Value;
use crate::schema::{Column, ColumnDefault};

/// Tells whether a column can be added without building the table anew.
///
/// `foreign_keys` says whether the connection obeys foreign keys. A `NOT NULL` column without a
/// default can: SQLite refuses it if there are rows, and no table could take those.
pub(super) fn can_be_added(column: &Column, foreign_keys: bool) -> bool {
    let is_key = column.is_primary_key() || column.is_unique();
    let is_stored = column.generated().is_some_and(|it| it.stored);
    let fits = match column.default_value() {
        Some(ColumnDefault::Expression(_)) => false,
        Some(ColumnDefault::Value(Value::Null)) | None => true,
        Some(ColumnDefault::Value(_)) => !(foreign_keys && column.foreign_key().is_some()),
    };
    !is_key && !is_stored && fits
}
