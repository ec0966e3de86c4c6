//! Reading migrations written in Rust.
//!
//! | file | what it knows |
//! |---|---|
//! | `lexer` | where Rust's tokens end, as far as a header needs it |
//! | `front` | the tokens in front of the first function |
//! | `header`, `literals` | the constants in front of the first function, and their values |
//! | `places` | where the parts of a header stand, for those who edit it |
//! | `functions` | what `upgrade` and `downgrade` must look like |
//! | `syntax` | what only parsing the whole file can tell |
//! | `normal` | the normal form that is hashed |
//!
//! A header is read without parsing the file, so that a broken body does not
//! hide the revision from the graph.

pub(crate) mod front;
pub(crate) mod functions;
pub(crate) mod header;
mod lexer;
mod literals;
pub(crate) mod normal;
#[cfg(feature = "authoring")]
pub(crate) mod places;
pub(crate) mod syntax;
