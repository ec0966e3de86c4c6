//! Databases for tests: templates that are made once, and copies of them.
//!
//! ```text
//!  migrator_template_<key>_new          being made by whoever needs it first
//!  migrator_template_<key>              finished: closed to connections, then renamed
//!  migrator_fixture_<token>_<n>         a copy, dropped by its test
//! ```
//!
//! | file | what it knows |
//! |---|---|
//! | `keeper` | the connections of this process to the maintenance database, and the locks they hold |
//! | `template` | making a template once |
//! | `copy` | making a copy and dropping it |
//! | `sweep` | what killed processes have left, and templates that nobody has used for long |
//! | `names` | how all these are called, and who holds a lock |
//! | `dropping` | dropping a database whoever is connected to it |
//! | `apart` | work on a thread of its own |
//! | `url` | the URL of another database on the same server |
//! | `connecting` | connections, also where the server has no free one at the moment |
//!
//! Whether a process lives is told by an advisory lock, because that dies with it: each process has a number of its
//! own, the token, and holds its lock from the first database on; a template is held, too, shared, by each process
//! that copies it. Who makes one holds another lock meanwhile. Advisory locks belong to one database, so all processes connect to the same one, `postgres`.
//!
//! Invariant: no database of a living process is dropped by another one, and nothing is waited for without limit.

mod apart;
mod connecting;
mod copy;
mod dropping;
mod keeper;
mod names;
mod sweep;
mod template;
mod url;

pub use self::connecting::{
    Pauses, connect, converted, is_crowded, is_inside_transaction, no_connection,
};
pub use self::copy::Copy;
pub use self::keeper::Keeper;
pub use self::names::Template;
pub use self::template::ensure_template;
