//! The migration compiler of [`migrator`](https://docs.rs/migrator).
//!
//! Call it from `build.rs`, so that every mistake in the migrations folder is
//! reported with file and line, and new files are noticed:
//!
//! ```no_run
//! // build.rs, in `fn main()`
//! migrator_build::compile("migrations");
//! ```
//!
//! The macro `embed_migrations!` and the command line use the same code, so they
//! cannot drift apart. With the feature `authoring` revisions are also written, see `authoring`,
//! and compared with those that were released, see `guard`.
//!
//! ```text
//!  scan ──► source ──► link ──► check ──┬──► build_script   compile()
//!           (rust/, script room)        ├──► embed          embed_migrations!
//!                                       └──► checks         testing::checks!
//!  layout ─────────┘  folders of other tools
//! ```

#![warn(
    clippy::exit,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::unreachable,
    clippy::unwrap_used
)]

#[cfg(feature = "authoring")]
pub mod authoring;
mod build_script;
mod cache;
mod calling;
mod check;
pub mod checks;
pub mod embed;
mod emit;
#[cfg(feature = "authoring")]
pub mod guard;
mod layout;
mod link;
mod place;
mod problem;
mod rust;
mod scan;
mod source;

pub use build_script::{Compiler, compile};
pub use check::{Compiled, Options, check};
pub use migrator_core::script::Layout;
pub use problem::{Problem, Problems};
pub use source::{Body, Migration, Original, SqlBody, SqlText};
