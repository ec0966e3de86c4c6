//! PostgreSQL, from version 12 on.
//!
//! | file | what it knows |
//! |---|---|
//! | `render` | operations as SQL: the [`PostgresRenderer`] |
//! | `table` | `CREATE TABLE`, and the definition of a column |
//! | `enumeration` | `CREATE TYPE`, before the table that has columns of it |
//! | `index` | `CREATE INDEX` |
//! | `rows` | inserting many rows |
//! | `query`, `query_values` | statements of sea-query |
//! | `types`, `custom_type` | what each column type is called, or why there is none |
//! | `default` | what a column gets when an insert leaves it out |
//! | `literal` | values as literals |
//! | `names` | quoting, the longest name |
//! | `capabilities` | what runs inside a transaction, what changes the connection only |
//! | `recovery` | what to do with a statement of which nobody saw the end |
//! | `reader` | the words and names of a statement, for the two above |
//! | `presence` | the query that tells which of our own tables exist |
//! | `surroundings` | `search_path` and role around a step |
//! | `driver` | the session: the only part that touches a connection |

mod capabilities;
mod custom_type;
mod default;
#[cfg(feature = "postgres")]
mod driver;
mod enumeration;
mod index;
mod literal;
mod names;
mod presence;
mod query;
mod query_values;
mod reader;
mod recovery;
mod render;
mod rows;
mod surroundings;
mod table;
#[cfg(test)]
#[cfg(feature = "postgres")]
mod tests;
mod types;

#[cfg(feature = "postgres")]
pub use driver::{Connector, PostgresSession, Server};
pub use render::PostgresRenderer;
