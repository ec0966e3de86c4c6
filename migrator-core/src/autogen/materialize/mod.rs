//! The declared schema made on a scratch database, in whatever order it was declared.
//!
//! ```text
//!  parts ── pieces ─► pieces in a likely order ── run ─► all made
//!                         ▲ what failed, after the others │
//!                         └───────────────────────────────┘ until nothing more can be made
//! ```

mod entry;
mod order;
mod pieces;
mod run;

pub(super) use pieces::{Piece, pieces, prepared};
pub(super) use run::make;
