//! SQLite: the chapter for its users.

#![doc = include_str!("../docs/sqlite.md")]
