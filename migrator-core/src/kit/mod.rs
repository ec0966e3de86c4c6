//! Databases for the tests of an application: what is made once and copied, and what must not be left behind.
//!
//! ```text
//!  Recipe ─► Key ─► a template: bytes in this process, or a database of the server ─► a copy for each test
//! ```
//!
//! | file | touches the world? | what it knows |
//! |---|---|---|
//! | `recipe` | no | everything that decides what a template holds, as one key |
//! | `program` | looks at its own file | which build of which program this is, for what only it decides |
//! | `store` | no | what is made once in a process |
//! | `folder` | yes | folders that are gone with their test, or swept when the process was killed |
//! | `error` | no | why there is no database |
//!
//! How a database is copied is the backend's: `Image` of SQLite, `Keeper` of PostgreSQL. Migrating and seeding are
//! given by the facade.

mod error;
mod folder;
mod program;
mod recipe;
mod store;

pub use error::KitError;
pub use folder::Folder;
pub use program::{Program, program};
pub use recipe::{Key, Recipe, identity};
pub use store::Store;
