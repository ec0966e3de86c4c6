//! The header of a migration file: what it says about its place in the graph.
//!
//! Rust files carry it as constants, SQL files as comment lines; this is what
//! both become. Every value knows where it was written, so that a mistake
//! found later in the graph can be reported at the right line.

use super::located::{Located, LocatedList};
use super::waiver::Waiver;
use crate::base::Transaction;

/// What a migration file says about itself; `None` where it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// `REVISION`: the revision's id.
    pub revision: Option<Located<String>>,
    /// `DOWN_REVISION`: the parents' ids; empty for a base.
    pub down_revision: Option<LocatedList>,
    /// `DEPENDS_ON`: ids that must be applied before, without being parents.
    pub depends_on: Option<LocatedList>,
    /// `BRANCH_LABELS`: the labels that start here.
    pub branch_labels: Option<LocatedList>,
    /// `REPLACES`: ids that the revision stands for, the last one last.
    pub replaces: Option<LocatedList>,
    /// `TRANSACTION`: how the migration is wrapped.
    pub transaction: Option<Located<Transaction>>,
    /// `WAIVES`: checks that are not to be held against it, no check twice.
    pub waives: Vec<Waiver>,
    /// The first paragraph of the description on one line; may be empty.
    pub message: String,
}

/// Returns the first paragraph of description lines, joined by blanks.
///
/// Empty lines in front are skipped; the first empty line after text ends the
/// paragraph.
pub fn first_paragraph<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let lines = lines.into_iter().map(str::trim);
    let lines = lines.skip_while(|line| line.is_empty());
    let mut paragraph = String::new();
    for line in lines.take_while(|line| !line.is_empty()) {
        if !paragraph.is_empty() {
            paragraph.push(' ');
        }
        paragraph.push_str(line);
    }
    paragraph
}

/// Returns the lines that [`first_paragraph`] joins, each with what came with it.
pub fn paragraph_lines<'a, T>(lines: impl IntoIterator<Item = (T, &'a str)>) -> Vec<(T, &'a str)> {
    let is_empty = |line: &(T, &str)| line.1.trim().is_empty();
    let lines = lines.into_iter().skip_while(is_empty);
    lines.take_while(|line| !is_empty(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::first_paragraph;

    #[test]
    fn the_message_is_the_first_paragraph() {
        assert_eq!(
            first_paragraph(["", " Create users", "and roles. ", "", "Why."]),
            "Create users and roles."
        );
        assert_eq!(first_paragraph(["", ""]), "");
    }
}
