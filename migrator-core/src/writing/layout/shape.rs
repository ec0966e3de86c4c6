//! The room that is left for a piece of text.

/// The width that lines keep to.
pub(super) const MAX_WIDTH: usize = 100;
/// The width of one level.
pub(super) const TAB: usize = 4;
/// What the arguments of a call may take up beside each other.
pub(super) const CALL_WIDTH: usize = 60;
/// What the elements of an array may take up beside each other.
pub(super) const ARRAY_WIDTH: usize = 60;
/// What a chain of calls may take up on one line.
pub(super) const CHAIN_WIDTH: usize = 60;
/// Elements of an array that are no longer than this stand several to a line.
pub(super) const SHORT_ELEMENT: usize = 10;

/// The room that is left for a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::writing) struct Shape {
    /// How much fits on the first line, and on the last.
    pub(super) width: usize,
    /// Where lines begin.
    pub(super) indent: usize,
    /// What stands on the first line already, behind the indentation.
    pub(super) offset: usize,
    /// Whether a chain of calls that does not fit on one line is to fail.
    pub(super) on_one_line: bool,
}

impl Shape {
    /// Returns the shape of a line that begins at `indent`.
    pub(in crate::writing) const fn line(indent: usize) -> Self {
        Self {
            width: MAX_WIDTH.saturating_sub(indent),
            indent,
            offset: 0,
            on_one_line: false,
        }
    }

    /// Returns the same with `n` columns less at the end.
    pub(super) fn narrowed(self, n: usize) -> Option<Self> {
        let width = self.width.checked_sub(n)?;
        Some(Self { width, ..self })
    }

    /// Returns what is left behind `n` columns of text.
    pub(super) fn behind(self, n: usize) -> Option<Self> {
        let mut shape = self.narrowed(n)?;
        shape.offset += n;
        Some(shape)
    }

    /// Returns a line of its own, `n` columns further in.
    pub(super) const fn on_a_line(self, n: usize) -> Self {
        Self {
            on_one_line: self.on_one_line,
            ..Self::line(self.indent + n)
        }
    }

    /// Returns where the text begins on its line.
    pub(super) const fn used(self) -> usize {
        self.indent + self.offset
    }

    /// Returns how many columns at the end of the line are kept for others.
    pub(super) const fn kept(self) -> usize {
        MAX_WIDTH.saturating_sub(self.used() + self.width)
    }
}

/// Returns a line break and an indentation.
pub(super) fn new_line(indent: usize) -> String {
    format!("\n{:indent$}", "")
}
