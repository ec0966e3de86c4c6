//! The text of one message with several statements, with marks between them that
//! tell afterwards where it failed.
//!
//! ```text
//!  BEGIN …;  mark 1;  statement 1;  mark 2, unmark 1;  statement 2;  unmark 2;  COMMIT
//! ```
//!
//! A mark is a shared advisory lock of the session, which outlives the rollback, blocks
//! nobody, and shows other sessions in `pg_locks` which statement is running. At the
//! commit there is none: a refused commit ends the transaction, and behind a pooler
//! that is where the server connection, with its marks, goes to somebody else.

use std::fmt::Write;
use std::ops::Range;

/// The first key of the advisory locks that are marks: the letters `migr`. The second key
/// is the statement's number, from 1; 0 stands for what a transaction begins with.
pub(super) const MARKS: i32 = 0x6d69_6772;

/// Stands after each statement. The line breaks keep a trailing comment from swallowing it.
const END: &str = "\n;\n";

/// The text of one message.
#[derive(Debug, Default)]
pub(super) struct Batch {
    text: String,
    /// The index of each statement and the bytes it takes.
    places: Vec<(usize, Range<usize>)>,
    /// The number of the mark that is set where the text ends.
    mark: Option<usize>,
    has_marks: bool,
}

impl Batch {
    /// Adds SQL of our own, which ends with a semicolon or is empty.
    pub(super) fn push_own(&mut self, sql: &str) {
        self.text.push_str(sql);
    }

    /// Adds a migration's statement, which has this index in its batch.
    pub(super) fn push(&mut self, index: usize, sql: &str) {
        let start = self.text.len();
        self.text.push_str(sql);
        self.places.push((index, start..self.text.len()));
        self.text.push_str(END);
    }

    /// Sets a mark and removes the one before it.
    pub(super) fn mark(&mut self, number: usize) {
        self.has_marks = true;
        // Writing to a `String` cannot fail.
        let _ = write!(
            self.text,
            "SELECT pg_advisory_lock_shared({MARKS},{number})"
        );
        if let Some(last) = self.mark.replace(number) {
            let _ = write!(self.text, ",pg_advisory_unlock_shared({MARKS},{last})");
        }
        self.text.push_str(";\n");
    }

    /// Removes the mark that is set, if there is one.
    pub(super) fn unmark(&mut self) {
        if let Some(last) = self.mark.take() {
            let _ = writeln!(
                self.text,
                "SELECT pg_advisory_unlock_shared({MARKS},{last});"
            );
        }
    }

    /// Tells whether a failure can have left a mark.
    pub(super) const fn has_marks(&self) -> bool {
        self.has_marks
    }

    /// Returns the text to send.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Returns the index of the first statement.
    pub(super) fn first(&self) -> Option<usize> {
        self.places.first().map(|(index, _)| *index)
    }

    /// Tells whether there is no statement.
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Returns the index of the statement that stands at a position of the message, and the
    /// byte within it. PostgreSQL counts characters, from 1.
    pub(super) fn locate(&self, position: u32) -> Option<(usize, usize)> {
        let byte = byte_at(&self.text, position)?;
        self.places
            .iter()
            // An incomplete statement is refused at the semicolon after it.
            .find(|(_, place)| (place.start..place.end + END.len()).contains(&byte))
            .map(|(index, place)| (*index, byte.min(place.end) - place.start))
    }
}

/// Returns the byte of a character that PostgreSQL counts from 1.
pub(super) fn byte_at(text: &str, position: u32) -> Option<usize> {
    let index = usize::try_from(position).ok()?.checked_sub(1)?;
    let mut starts = text.char_indices().map(|(byte, _)| byte);
    starts.nth(index).or_else(|| {
        let is_end = text.chars().count() == index;
        is_end.then_some(text.len())
    })
}

/// Releases what marks are left and returns their numbers.
pub(super) fn collect_marks() -> String {
    format!(
        "SELECT objid, pg_advisory_unlock_shared({MARKS}, objid::int4) FROM pg_locks \
         WHERE locktype = 'advisory' AND pid = pg_backend_pid() \
         AND classid = {MARKS} AND objsubid = 2"
    )
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::Batch;

    #[test]
    fn marks_lead_from_statement_to_statement() {
        let mut batch = Batch::default();
        batch.push_own("BEGIN;\n");
        batch.mark(1);
        batch.push(0, "SELECT 1");
        batch.mark(2);
        batch.push(1, "SELECT 2 -- two");
        batch.unmark();
        batch.unmark();
        batch.push_own("COMMIT");
        assert_snapshot!(batch.text(), @r"
        BEGIN;
        SELECT pg_advisory_lock_shared(1835624306,1);
        SELECT 1
        ;
        SELECT pg_advisory_lock_shared(1835624306,2),pg_advisory_unlock_shared(1835624306,1);
        SELECT 2 -- two
        ;
        SELECT pg_advisory_unlock_shared(1835624306,2);
        COMMIT
        ");
    }

    #[test]
    fn positions_are_characters_of_the_message_and_offsets_bytes_of_the_statement() {
        let mut batch = Batch::default();
        batch.push_own("é;");
        batch.push(3, "sélect");
        batch.push(4, "'ü' x");
        assert_eq!(batch.locate(0), None);
        assert_eq!(batch.locate(1), None);
        assert_eq!(batch.locate(3), Some((3, 0)));
        assert_eq!(batch.locate(5), Some((3, 3)));
        assert_eq!(batch.locate(9), Some((3, 7)));
        assert_eq!(batch.locate(11), Some((3, 7)));
        assert_eq!(batch.locate(12), Some((4, 0)));
        assert_eq!(batch.locate(16), Some((4, 5)));
        assert_eq!(batch.locate(18), Some((4, 6)));
        assert_eq!(batch.locate(20), None);
        assert_eq!(batch.locate(u32::MAX), None);
    }
}
