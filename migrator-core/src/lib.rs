//! The engine behind the `migrator` crate.
//!
//! Applications depend on `migrator`; this crate is its inside and follows no
//! version promise of its own. The rooms, from the ground up (each may use
//! those below it, never those above):
//!
//! ```text
//!  9  command     one verb per file
//!  8  error       the public error, made of the rooms' errors      checks
//!  7  autogen     adopt    kit
//!  6  exec        runs a plan
//!  5  history     set      offline     backends/{sqlite, postgres}
//!  4  dialect     diff     writing
//!  3  catalog     declared
//!  2  ops         plan     script
//!  1  schema      session  graph
//!  0  base
//! ```
//!
//! Without the feature `runtime` only base, graph, plan and script exist: that
//! is what the migration compiler needs, and it pulls in no driver and no query
//! builder.

#![warn(
    clippy::exit,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unreachable,
    clippy::unwrap_used
)]

#[cfg(feature = "adopt")]
pub mod adopt;
#[cfg(feature = "autogenerate")]
pub mod autogen;
#[cfg(feature = "runtime")]
pub mod backends;
pub mod base;
#[cfg(feature = "autogenerate")]
pub mod catalog;
#[cfg(feature = "testing")]
pub mod checks;
#[cfg(feature = "runtime")]
pub mod command;
#[cfg(feature = "runtime")]
pub mod declared;
#[cfg(feature = "runtime")]
pub mod dialect;
#[cfg(feature = "autogenerate")]
pub mod diff;
#[cfg(feature = "runtime")]
pub mod error;
#[cfg(feature = "runtime")]
pub mod exec;
pub mod graph;
#[cfg(feature = "runtime")]
pub mod history;
#[cfg(feature = "testing")]
pub mod kit;
#[cfg(feature = "runtime")]
pub mod offline;
#[cfg(feature = "runtime")]
pub mod ops;
pub mod plan;
#[cfg(feature = "runtime")]
pub mod schema;
pub mod script;
#[cfg(feature = "runtime")]
pub mod session;
#[cfg(feature = "runtime")]
pub mod set;
#[cfg(feature = "autogenerate")]
pub mod writing;

#[cfg(feature = "runtime")]
pub use sea_query;
