//! SQLite.
//!
//! | file | what it knows |
//! |---|---|
//! | `render` | operations as SQL: the [`SqliteRenderer`] |
//! | `table` | `CREATE TABLE` |
//! | `column` | the definition of a column |
//! | `constraint` | the definition of a constraint |
//! | `alter` | `ALTER TABLE` |
//! | `index` | indexes |
//! | `view`, `trigger` | the objects of these names |
//! | `rename` | a new name for an index or a view |
//! | `rename_table` | a new name for a table, and what would not follow it |
//! | `missing` | objects that SQLite does not have |
//! | `drop_table`, `drop_index` | what keeps a table or an index from being dropped |
//! | `rebuild` | changes of a table that `ALTER TABLE` cannot make |
//! | `definition` | a stored `CREATE TABLE` statement as something that can be edited |
//! | `lookup` | which operations cannot be written without looking at the database |
//! | `rows` | inserting many rows within SQLite's limits |
//! | `query` | statements of sea-query |
//! | `types` | what each column type is called, or why there is none |
//! | `literal` | values as literals |
//! | `inline`, `marker`, `shell` | scripts for `sqlite3` |
//! | `names` | quoting, schemas, reserved names |
//! | `keys` | the query for the columns that rows can be told apart by |
//! | `introspection` | reading what a database holds |
//! | `copy_schema` | giving a scratch database the tables of another |
//! | `driver` | the connection: only here one is touched |
//! | `capabilities` | what `ALTER TABLE … ADD COLUMN` cannot do |

mod alter;
mod capabilities;
mod column;
mod constraint;
mod copy_schema;
mod definition;
#[cfg(feature = "sqlite")]
mod driver;
mod drop_index;
mod drop_table;
mod index;
mod inline;
#[cfg(feature = "autogenerate")]
mod introspection;
mod keys;
mod literal;
mod lookup;
mod marker;
mod missing;
mod names;
mod query;
mod rebuild;
mod rename;
mod rename_table;
mod render;
mod rows;
mod shell;
#[cfg(feature = "adopt")]
mod strangers;
mod table;
mod trigger;
mod types;
mod view;

#[cfg(test)]
#[cfg(feature = "sqlite")]
pub(super) mod tests;

pub(super) use copy_schema::copy_schema;
#[cfg(all(feature = "sqlite", feature = "testing"))]
pub use driver::{Image, converted};
#[cfg(all(feature = "autogenerate", feature = "sqlite"))]
pub use driver::{Memory, MemoryWith};
#[cfg(feature = "sqlite")]
pub use driver::{SqliteSession, scratch};
#[cfg(feature = "autogenerate")]
pub use introspection::SqliteIntrospection;
pub use render::SqliteRenderer;
#[cfg(all(feature = "sqlite", feature = "testing"))]
pub use rusqlite::{Connection, Result as DriverResult};
