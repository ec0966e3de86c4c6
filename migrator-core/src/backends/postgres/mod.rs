//! PostgreSQL, from version 12 on.
//!
//! | file | what it knows |
//! |---|---|
//! | `render` | operations as SQL: the [`PostgresRenderer`] |
//! | `table` | `CREATE TABLE` |
//! | `column` | the definition of a column |
//! | `constraint` | the definition of a constraint |
//! | `comment` | `COMMENT ON` |
//! | `alter`, `together` | `ALTER TABLE`, and which changes fit into one |
//! | `alter_column` | `ALTER COLUMN` |
//! | `drop_constraint` | constraints without a name |
//! | `drop_type` | `DROP TYPE`, after what had brought it |
//! | `enumeration`, `enum_values` | types of enumerations, by themselves or before the table that has columns of them |
//! | `label` | the values of an enumeration as literals |
//! | `index` | indexes |
//! | `schema`, `sequence`, `view`, `function`, `trigger`, `extension` | the objects of these names |
//! | `rename` | what the renaming and the dropping of all objects have in common |
//! | `rows` | inserting many rows |
//! | `query`, `query_values` | statements of sea-query |
//! | `types`, `custom_type` | what each column type is called, or why there is none |
//! | `default` | what a column gets when an insert leaves it out |
//! | `literal` | values as literals |
//! | `inline` | literals in the place of parameters |
//! | `settings` | timeouts and the name of the lock |
//! | `shell` | scripts for `psql` |
//! | `names` | quoting, the longest name |
//! | `keys` | the query for the columns that rows can be told apart by |
//! | `block` | `DO` blocks, which look at the catalogue while they run |
//! | `capabilities` | what changes the connection only |
//! | `recovery` | what to do with a statement of which nobody saw the end |
//! | `presence` | the query that tells which of our own tables exist |
//! | `introspection` | reading what a database holds, for autogenerate |
//! | `surroundings` | `search_path`, role, session user and encoding around a step |
//! | `driver` | the session: the only part that touches a connection |

mod alter;
mod alter_column;
mod block;
mod capabilities;
mod column;
mod comment;
mod constraint;
mod custom_type;
mod default;
mod domain;
#[cfg(feature = "postgres")]
mod driver;
mod drop_constraint;
mod drop_type;
mod enum_values;
mod enumeration;
mod extension;
mod function;
mod index;
mod inline;
#[cfg(feature = "autogenerate")]
mod introspection;
mod keys;
mod label;
mod literal;
mod names;
mod presence;
mod query;
mod query_values;
mod recovery;
mod rename;
mod render;
mod rows;
mod schema;
mod sequence;
mod settings;
mod shell;
#[cfg(feature = "adopt")]
mod strangers;
mod surroundings;
mod table;
#[cfg(test)]
#[cfg(feature = "postgres")]
pub(super) mod tests;
mod together;
mod trigger;
mod types;
mod view;

#[cfg(feature = "postgres")]
pub use driver::{Connector, PostgresSession, Server};
#[cfg(all(feature = "postgres", feature = "testing"))]
pub use driver::{
    Copy, Keeper, Pauses, Template, connect, converted, ensure_template, is_crowded,
    is_inside_transaction, no_connection,
};
#[cfg(feature = "autogenerate")]
pub use introspection::PostgresIntrospection;
#[cfg(all(feature = "postgres", feature = "testing"))]
pub use postgres::{Client, Config};
pub use render::PostgresRenderer;
