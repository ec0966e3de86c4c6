//! PostgreSQL through `postgres`: the session, and what is accepted as a connection.
//! The only folder here that touches a connection.
//!
//! | file | what it knows |
//! |---|---|
//! | `session` | the session, made of all the others |
//! | `state` | what a session has in hand |
//! | `batch`, `outgoing`, `transaction` | many statements in one message, and which of them failed |
//! | `alone` | a statement outside a transaction |
//! | `fetch` | rows, of columns of any type |
//! | `lock`, `locking` | the lock of a run |
//! | `wire`, `server` | the crate's own types, and connections of our own |
//! | `workshop`, `database`, `within`, `surroundings` | scratch databases, and schemas in their place |
//! | `copies` | databases for tests: templates and their copies |
//! | `said`, `values` | its errors and rows in our words |
//!
//! A transaction is one message where it can be: `begin` sends nothing, and what follows
//! carries `BEGIN`, the settings, the statements and, if it is the end, `COMMIT`.
//!
//! ```text
//!  Outside ─begin─► Announced ─message─► Inside ─commit, rollback, any failure of a batch─► Outside
//!                                          └──failure of a query──► Failed ─rollback─► Outside
//! ```
//!
//! Invariant: whatever fails in a batch, the transaction is rolled back before the
//! failure is reported, and nothing of the session's own stays set on the connection.

mod alone;
mod batch;
#[cfg(feature = "testing")]
mod copies;
#[cfg(feature = "autogenerate")]
mod database;
mod fetch;
mod lock;
mod locking;
mod outgoing;
mod said;
mod server;
mod session;
mod state;
#[cfg(feature = "autogenerate")]
mod surroundings;
#[cfg(test)]
mod tests;
mod transaction;
mod values;
mod wire;
#[cfg(feature = "autogenerate")]
mod within;
#[cfg(feature = "autogenerate")]
mod workshop;

#[cfg(feature = "testing")]
pub use self::copies::{
    Copy, Keeper, Pauses, Template, connect, converted, ensure_template, is_crowded,
    is_inside_transaction, no_connection,
};
pub use self::server::Server;
pub use self::state::PostgresSession;
pub use self::wire::Connector;
