//! SQLite.
//!
//! | file | what it knows |
//! |---|---|
//! | `render` | operations as SQL: the [`SqliteRenderer`] |
//! | `table` | `CREATE TABLE`, and the definition of a column |
//! | `index` | `CREATE INDEX` |
//! | `rows` | inserting many rows within SQLite's limits |
//! | `query` | statements of sea-query |
//! | `types` | what each column type is called, or why there is none |
//! | `literal` | values as literals |
//! | `names` | quoting, schemas, reserved names |
//! | `driver` | the connection: the only file that touches one |
//! | `capabilities` | what `ALTER TABLE … ADD COLUMN` cannot do |

mod capabilities;
#[expect(dead_code, reason = "the rebuild uses it")]
mod definition;
#[cfg(feature = "sqlite")]
mod driver;
mod index;
mod literal;
mod names;
mod query;
mod render;
mod rows;
mod table;
mod types;

#[cfg(test)]
#[cfg(feature = "sqlite")]
mod tests;

#[cfg(feature = "sqlite")]
pub use driver::SqliteSession;
pub use render::SqliteRenderer;
