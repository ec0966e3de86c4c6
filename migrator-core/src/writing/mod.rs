//! Operations as the Rust source of a migration.
//!
//! ```text
//!  operations ─► idiom ─► source ─► layout ─► text
//!  as compared   as a     a tree    as rustfmt
//!                person             would
//!                would
//! ```
//!
//! Pure. The text is formatted as `rustfmt` would, names nothing that the prelude does not have (but by
//! its full path), and when it is compiled and called, records exactly the operations it was made of.

mod body;
mod error;
mod idiom;
mod layout;
mod literal;
mod source;

pub use body::{Body, Line, body};
pub use error::WritingError;
pub use idiom::{Style, idiomatic};
