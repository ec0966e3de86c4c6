//! When a constraint is checked.

/// When a constraint that transactions can put off is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deferrable {
    /// After each statement, unless a transaction puts it off.
    InitiallyImmediate,
    /// At the end of the transaction.
    InitiallyDeferred,
}

impl Deferrable {
    /// Returns the clause in SQL, the same in all dialects.
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            Self::InitiallyImmediate => "DEFERRABLE INITIALLY IMMEDIATE",
            Self::InitiallyDeferred => "DEFERRABLE INITIALLY DEFERRED",
        }
    }
}
