//! Databases that another tool has migrated, taken over.
//!
//! ```text
//!  which tables are there ─► the tool's rows ─► Told ─┐
//!                                                     ├─ decide ─► rows to stamp, or divergences
//!  the program's migrations, the version rows ────────┘
//! ```
//!
//! | file | what it knows |
//! |---|---|
//! | `tool` | which tools there are, and what they are called |
//! | `tools` | one file per tool: what its table says |
//! | `finding`, `found` | which of their tables a database has, and what stands in it |
//! | `wishes` | what somebody says about it |
//! | `meaning` | which revision a version means; pure |
//! | `decide` | what is applied, or what speaks against it; pure |
//! | `checksum` | whether a file is the one that the tool has run; pure |
//! | `divergence`, `error` | what speaks against it, in words |
//! | `adoption` | what comes of it, as plain data |
//! | `run` | reads, decides, and has it stamped |
//!
//! Invariants: a row is taken for the revision that has its version as id, or that somebody names, and for no other;
//! a single divergence leaves the database as it is; the other tool's table is only read.
//! To add a tool: a variant of [`Tool`], a file in `tools`, and a line in its `mod.rs`.

mod adoption;
mod checksum;
mod decide;
mod divergence;
mod error;
mod finding;
mod found;
mod meaning;
mod run;
mod tool;
mod tools;
mod wishes;

pub use adoption::Adoption;
pub use divergence::Divergence;
pub use error::AdoptError;
pub use run::{adopt, plan};
pub use tool::Tool;
pub use wishes::Wishes;
