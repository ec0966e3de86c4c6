//! A session that writes a script instead of reaching a database.
//!
//! ```text
//!  exec ─► ScriptSession ─► Shell (backends)    the same calls as online, as text
//!               └─────────► Replica             a scratch database, only if an operation must look
//! ```
//!
//! Invariants: what is rolled back leaves nothing in the script; the replica has done what the
//! script does, no more and no less.

#[cfg(feature = "testing")]
mod acts;
mod comment;
mod replica;
mod script_session;

#[cfg(feature = "testing")]
pub use acts::Acts;
pub use comment::comment;
pub use replica::MakeReplica;
pub use script_session::{Mark, ScriptSession};
