//! Values of a file that know where they were written.

/// A value and the place it was written at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

impl<T> Located<T> {
    /// Creates a value with its place.
    #[must_use]
    pub const fn new(value: T, line: u32, column: u32) -> Self {
        Self {
            value,
            line,
            column,
        }
    }

    /// Replaces the value and keeps the place.
    #[must_use]
    pub fn map<U>(self, map: impl FnOnce(T) -> U) -> Located<U> {
        Located {
            value: map(self.value),
            line: self.line,
            column: self.column,
        }
    }
}

/// A list and its elements, each with its place.
pub type LocatedList = Located<Vec<Located<String>>>;
