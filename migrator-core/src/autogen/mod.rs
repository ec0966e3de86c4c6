//! The declared schema against what the migrations make: differences, a revision, its proof.
//!
//! ```text
//!  Declared ─► materialize on scratch ─► read ─► Catalog (wanted) ─┐
//!                                                                  ├─ diff ─► changes ─► arrange ─► proof ─► Proposal
//!  migrations ─► replay on scratch ────► read ─► Catalog (found) ──┘
//!     or the live database, at head
//! ```
//!
//! | file | what it knows |
//! |---|---|
//! | `settings` | [`Autogenerate`]: what is compared, and how |
//! | `differences`, `proposal` | what comes of it, as plain data |
//!
//! Invariant: a live database is only read from; what is made is made on scratch databases, which are
//! gone afterwards.
//! Where scratch databases come from is [`Workshop`](crate::session::Workshop); the verbs are in `command`.

mod differences;
mod proposal;
mod settings;

pub use differences::Differences;
pub use proposal::{Proof, Proposal, ProposedStep};
pub use settings::{Autogenerate, Edit, Language, Origin};
