//! What `ALTER TABLE … ADD COLUMN` cannot do in SQLite.
//!
//! <https://sqlite.org/lang_altertable.html#alter_table_add_column>. SQLite
//! lets some of it pass while the table has no rows; it is refused here all the
//! same, because a migration must not depend on what a database happens to hold.

use crate::base::Value;
use crate::dialect::Refusal;
use crate::schema::{Column, ColumnDefault};

/// Checks that a column can be added to a table that exists.
///
/// `foreign_keys` says whether the connection enforces foreign keys.
///
/// # Errors
/// [`Refusal::Unsupported`] with the limit that is in the way.
pub(super) fn check_added(column: &Column, foreign_keys: bool) -> Result<(), Refusal> {
    if column.is_primary_key() {
        return Err(
            Refusal::unsupported("a `PRIMARY KEY` column cannot be added to a table")
                .help("create a table with the key, copy the rows and drop the old table"),
        );
    }
    if column.is_unique() {
        return Err(Refusal::unsupported("a `UNIQUE` column cannot be added to a table").help(
            "leave `.unique()` out and create a unique index on the column with `op.create_index`",
        ));
    }
    match column.default_value() {
        Some(ColumnDefault::Expression(_)) => Err(Refusal::unsupported(
            "a column whose default is an expression cannot be added",
        )
        .help("give a constant with `.default(…)`, then update the rows there are")),
        Some(ColumnDefault::Value(Value::Null)) | None if !column.is_nullable() => Err(
            Refusal::unsupported("a `NOT NULL` column without a default cannot be added")
                .help("give the rows there are a value with `.default(…)`"),
        ),
        Some(ColumnDefault::Value(value))
            if *value != Value::Null && column.foreign_key().is_some() && foreign_keys =>
        {
            Err(Refusal::unsupported(
                "a foreign key column with a default cannot be added while `foreign_keys` is on",
            )
            .help("leave the default out, then update the rows there are"))
        }
        Some(ColumnDefault::Value(_)) | None => Ok(()),
    }
}
