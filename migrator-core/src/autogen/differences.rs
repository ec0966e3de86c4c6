//! What the declared schema has that the migrations do not make, and the other way round.

use std::fmt;

use crate::diff::{Change, Question};

/// What is different between the declared schema and what the migrations make.
///
/// Displays as a line for each difference, and one for each question.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Differences {
    /// What a revision would have to change, in a fixed order.
    pub changes: Vec<Change>,
    /// What a person has to say before a revision can be written.
    pub questions: Vec<Question>,
}

impl Differences {
    /// Tells whether the migrations make what is declared.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.questions.is_empty()
    }

    /// Returns a readable line for each change, and one for each question.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let changes = self.changes.iter().map(ToString::to_string);
        let questions = self.questions.iter().map(ToString::to_string);
        changes.chain(questions).collect()
    }
}

impl fmt::Display for Differences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines().join("\n"))
    }
}
