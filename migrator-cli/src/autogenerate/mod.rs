//! What `revision --autogenerate` and `check` share: what a person says about the way, and how what
//! was found is told.
//!
//! ```text
//!  cargo's door                               the application's door
//!  revision --autogenerate ── cargo run ──►   propose (hidden): compares, asks, proves
//!       │  ◄── Proposal as JSON on stdout ──     ▲ answers: flags, hints.toml, a terminal
//!       └─► the file, with migrator-build
//! ```
//!
//! The application asks the questions itself, because it has the terminal while it works. It writes no
//! file: where it runs its sources need not be.

#[cfg(feature = "autogenerate")]
pub(crate) mod answers;
pub(crate) mod asking;
#[cfg(feature = "autogenerate")]
pub(crate) mod comparison;
pub(crate) mod flags;
#[cfg(any(feature = "autogenerate", feature = "cargo"))]
pub(crate) mod hints;
pub(crate) mod names;
#[cfg(feature = "autogenerate")]
pub(crate) mod passed_over;
#[cfg(any(feature = "autogenerate", feature = "cargo"))]
pub(crate) mod proposal;
#[cfg(any(feature = "autogenerate", feature = "cargo"))]
pub(crate) mod squash;
#[cfg(any(feature = "autogenerate", feature = "cargo"))]
pub(crate) mod typed;
#[cfg(feature = "autogenerate")]
mod written;

#[cfg(not(feature = "autogenerate"))]
use crate::failure::Failure;

/// Says what an application lacks that compares nothing.
#[cfg(not(feature = "autogenerate"))]
pub(crate) fn not_compiled() -> Failure {
    Failure::usage("the application was built without what compares schemas")
        .help("add the feature `autogenerate` of `migrator-cli` in its `Cargo.toml`")
}
