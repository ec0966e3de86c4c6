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
//! | `pipeline` | from there to what comes of it, step by step |
//! | `bench` | the two sides: made and read, or taken from the `cache` |
//! | `making` | the sides on scratch databases, at once where that is possible |
//! | `materialize` | the declared schema on a scratch database, in whatever order it was declared |
//! | `replay`, `standing` | the migrations on a scratch database; whether the database stands where they end |
//! | `reading` | what a database answers about itself |
//! | `proving`, `proof` | the revision, tried on a scratch database before anybody sees it |
//! | `differences`, `proposal`, `message` | what comes of it, as plain data |
//! | `drift` | what changes in the database and is not what the migrations make |
//! | `squash` | a revision that stands for a range of others, made of what they do and tried |
//! | `likeness` | the revision whose schema a database has |
//! | `texts`, `as_sql` | the revision's texts, in Rust or as the statements of an SQL migration |
//!
//! Invariant: a live database is only read from; what is made is made on scratch databases, which are
//! gone afterwards.
//! Where scratch databases come from is [`Workshop`](crate::session::Workshop); the verbs are in `command`.

mod as_sql;
mod bench;
mod cache;
mod differences;
mod drift;
mod error;
#[cfg(feature = "adopt")]
mod likeness;
mod making;
mod materialize;
mod message;
mod pipeline;
mod proof;
mod proposal;
mod proving;
mod reading;
mod replay;
mod settings;
mod squash;
mod standing;
mod texts;

pub use as_sql::{AsSqlError, MakeScratch, as_sql};
pub use differences::Differences;
pub use error::AutogenError;
#[cfg(feature = "adopt")]
pub use likeness::{difference, likeness};
pub use pipeline::{check, propose};
pub use proof::ProofError;
#[cfg(feature = "testing")]
pub(crate) use proof::{Ground as FillGround, fill};
pub use proposal::{Proof, Proposal, ProposedStep};
#[cfg(feature = "testing")]
pub(crate) use reading::understand;
#[cfg(feature = "testing")]
pub(crate) use replay::{configure, on_scratch};
pub use settings::{Autogenerate, Edit, Language, Origin};
pub use squash::{Squash, SquashError, squash};
