//! What a new revision does, where that is known when its file is written.

/// What stands in the two functions of a Rust migration, or in the two sections of an SQL one.
///
/// An empty body is one that does nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bodies {
    /// The way up. In Rust the statements in front of `Ok(())`, indented as they are to stand in the
    /// function; in SQL the section's text.
    pub upgrade: String,
    /// The way back.
    pub downgrade: String,
}
