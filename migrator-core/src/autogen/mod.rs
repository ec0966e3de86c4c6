//! The declared schema against what the migrations make: differences, a revision, its proof.
//!
//! ```text
//!  Declared ─► materialize on scratch ─► read ─► Catalog (wanted) ─┐
//!                                                                  ├─ diff ─► changes ─► arrange ─► proof ─► Proposal
//!  migrations ─► replay on scratch ────► read ─► Catalog (found) ──┘
//!     or the live database, at head
//! ```
