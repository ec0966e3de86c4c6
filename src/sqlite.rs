//! SQLite: the chapter for its users.

#![doc = include_str!("../docs/sqlite.md")]

#[cfg(feature = "autogenerate")]
pub use migrator_core::backends::sqlite::{Memory, MemoryWith};
