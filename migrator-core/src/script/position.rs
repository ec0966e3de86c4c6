//! Lines and columns of byte offsets, both from 1; columns count characters.

/// Walks through a text once, counting lines and columns.
///
/// Offsets must be asked for in ascending order, so that a whole text costs one
/// pass however many places are wanted.
pub(super) struct Cursor<'a> {
    text: &'a str,
    offset: usize,
    line: u32,
    column: u32,
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self {
            text,
            offset: 0,
            line: 1,
            column: 1,
        }
    }

    /// Returns line and column of an offset that is not below the one before.
    pub(super) fn at(&mut self, offset: usize) -> (u32, u32) {
        for c in self
            .text
            .get(self.offset..offset)
            .unwrap_or_default()
            .chars()
        {
            match c {
                '\n' => {
                    self.line += 1;
                    self.column = 1;
                }
                // A byte order mark in front of the text has no column.
                '\u{feff}' if self.line == 1 && self.column == 1 => {}
                _ => self.column += 1,
            }
        }
        self.offset = self.offset.max(offset);
        (self.line, self.column)
    }
}

/// The line starts of a text, for offsets in any order.
#[derive(Debug, Clone)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Finds the line starts.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let mut starts = Vec::with_capacity(16);
        starts.push(0);
        starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        Self { text, starts }
    }

    /// Returns line and column of a byte offset, both from 1; a column is a character.
    #[must_use]
    pub fn at(&self, offset: usize) -> (u32, u32) {
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self
            .starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(0);
        let before = self.text.get(start..offset).unwrap_or_default();
        let before = match start {
            // As in `Cursor::at`.
            0 => before.trim_start_matches('\u{feff}'),
            _ => before,
        };
        let n_chars = before.chars().count();
        (
            u32::try_from(line).unwrap_or(u32::MAX),
            u32::try_from(n_chars + 1).unwrap_or(u32::MAX),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Cursor, Lines};

    #[test]
    fn only_in_front_of_the_text_a_byte_order_mark_has_no_column() {
        let text = "\u{feff}a\n\u{feff}b \u{feff}c";
        let offset = |c: char| text.find(c).unwrap_or_default();
        let lines = Lines::new(text);
        let mut cursor = Cursor::new(text);
        for (c, place) in [('a', (1, 1)), ('b', (2, 2)), ('c', (2, 5))] {
            assert_eq!(lines.at(offset(c)), place, "{c}");
            assert_eq!(cursor.at(offset(c)), place, "{c}");
        }
    }
}
