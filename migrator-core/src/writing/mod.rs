//! Operations as the Rust source of a migration.
//!
//! Pure. The text is formatted as `rustfmt` would, names nothing that the prelude does not have, and
//! when it is compiled and called, records exactly the operations it was made of.
