//! PostgreSQL: the chapter for its users, and connections that we open.

#![doc = include_str!("../docs/postgres.md")]

pub use migrator_core::backends::postgres::{Connector, Server};
