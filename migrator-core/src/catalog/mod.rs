//! What a database holds, as it was read from it: tables, indexes, views and so on as values.
//!
//! ```text
//!  database ── Introspection::questions ─► answers (rows) ── Introspection::catalog ─► Catalog
//! ```
//!
//! The values are those that operations take, in one canonical form, so that two catalogs of one
//! kind of database are equal exactly if the databases are: see [`Catalog`]. The answers are data, too;
//! a catalog can be made of answers that were kept.
//!
//! Pure: a backend says what to ask and what the answers mean; asking is `autogen`'s.

mod error;
mod introspection;
mod literal;
mod needs;
mod object;

pub use error::CatalogError;
pub use introspection::{Conversion, Habits, Introspection, Schemas, Scope};
pub(crate) use literal::{number, quoted};
pub use needs::{Beyond, BySql, Need};
pub use object::Catalog;
