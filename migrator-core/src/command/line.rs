//! A revision as text, in Alembic's formats: a line of a list, or an entry of its own.
//!
//! ```text
//! history    1975ea83b712 -> ae1027a6acf0 (billing) (head), add a column
//! heads      ae1027a6acf0 (billing) (head)
//! current    ae1027a6acf0 (head)
//! branches   1975ea83b712 (branchpoint)
//! ```

use std::fmt::{self, Write as _};

use crate::command::RevisionInfo;

/// The list that a line is for.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// With parents, dependencies, labels, all marks and the message.
    History,
    /// With labels, and marked as a head or as current.
    Heads,
    /// With all marks.
    Current,
    /// With labels and all marks.
    Branches,
    /// With labels, all marks and the message.
    BranchesVerbose,
}

impl Line {
    const fn has_labels(self) -> bool {
        !matches!(self, Self::Current)
    }

    /// Whether branch points and merge points are marked.
    const fn has_points(self) -> bool {
        !matches!(self, Self::Heads)
    }

    const fn has_message(self) -> bool {
        matches!(self, Self::History | Self::BranchesVerbose)
    }
}

impl RevisionInfo {
    /// Returns the line of a list, without a line break.
    #[doc(hidden)]
    #[must_use]
    pub fn line(&self, line: Line) -> String {
        let mut text = String::new();
        if line == Line::History {
            text.push_str(&self.parents_or_base());
            if !self.depends_on.is_empty() {
                push(&mut text, &format!("({})", self.depends_on.join(", ")));
            }
            text.push_str(" -> ");
        }
        text.push_str(&self.id);
        if line.has_labels() && !self.labels.is_empty() {
            push(&mut text, &format!("({})", self.labels.join(", ")));
        }
        let marks = [
            (self.is_effective_head, "(effective head)"),
            (self.is_head && !self.is_effective_head, "(head)"),
            (self.is_current, "(current)"),
            (line.has_points() && self.is_branch_point(), "(branchpoint)"),
            (line.has_points() && self.is_merge_point(), "(mergepoint)"),
        ];
        push_marks(&mut text, marks);
        if line.has_message() && !self.message.is_empty() {
            text.push_str(", ");
            text.push_str(&self.message);
        }
        text
    }

    /// Returns everything about the revision on lines of their own, as `alembic show` prints it: `Rev:`,
    /// `Parent:` or `Merges:`, where there are some `Also depends on:`, `Branches into:` and
    /// `Branch names:`, then `Path:` and, after an empty line, the message.
    ///
    /// ```
    /// # use migrator_core::command::RevisionInfo;
    /// # fn show(revision: &RevisionInfo) {
    /// println!("{}", revision.entry());
    /// # }
    /// ```
    #[must_use]
    pub fn entry(&self) -> String {
        self.entry_with(&self.message)
    }

    /// Returns the same with a whole description in place of its first paragraph.
    #[doc(hidden)]
    #[must_use]
    pub fn entry_with(&self, description: &str) -> String {
        let mut text = format!("Rev: {}", self.id);
        let marks = [
            (self.is_head, "(head)"),
            (self.is_branch_point(), "(branchpoint)"),
            (self.is_merge_point(), "(mergepoint)"),
            (self.is_current, "(current)"),
        ];
        push_marks(&mut text, marks);
        let parents = match self.is_merge_point() {
            true => "Merges",
            false => "Parent",
        };
        let branches = match self.is_branch_point() {
            true => self.children.join(", "),
            false => String::new(),
        };
        let fields = [
            (parents, self.parents_or_base()),
            ("Also depends on", self.depends_on.join(", ")),
            ("Replaces", self.replaces.join(", ")),
            ("Branches into", branches),
            ("Branch names", self.labels.join(", ")),
            ("Path", self.file.clone()),
        ];
        for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
            // Writing to a `String` cannot fail.
            let _ = write!(text, "\n{name}: {value}");
        }
        text.push('\n');
        for line in description.lines() {
            let line = match line.is_empty() {
                true => String::new(),
                false => format!("    {line}"),
            };
            let _ = write!(text, "\n{line}");
        }
        text.push('\n');
        text
    }

    fn parents_or_base(&self) -> String {
        match self.parents.is_empty() {
            true => "<base>".to_owned(),
            false => self.parents.join(", "),
        }
    }
}

impl fmt::Display for RevisionInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line(Line::History))
    }
}

fn push(text: &mut String, mark: &str) {
    text.push(' ');
    text.push_str(mark);
}

fn push_marks<const N: usize>(text: &mut String, marks: [(bool, &str); N]) {
    for (_, mark) in marks.iter().filter(|(applies, _)| *applies) {
        push(text, mark);
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::Line;
    use crate::command::{RevisionInfo, infos};
    use crate::graph::{Graph, Position, Revision, RevisionSpec};

    /// `a1` branches into `b1` and `c1`, `m1` merges them; `d1` depends on `b1`, `e1` on `m1`.
    fn all() -> Vec<RevisionInfo> {
        let spec = |id: &str, parents: &[&str], depends_on: &[&str], labels: &[&str]| {
            let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
            RevisionSpec {
                id: id.to_owned(),
                message: format!("message of {id}"),
                parents: owned(parents),
                depends_on: owned(depends_on),
                labels: owned(labels),
                replaces: Vec::new(),
            }
        };
        let graph = Graph::build(vec![
            spec("a1", &[], &[], &[]),
            spec("b1", &["a1"], &[], &["left"]),
            spec("c1", &["a1"], &[], &[]),
            spec("m1", &["b1", "c1"], &[], &[]),
            spec("d1", &[], &["b1"], &["side"]),
            spec("e1", &[], &["m1"], &["top"]),
        ])
        .unwrap();
        let order: Vec<Position> = graph.revisions().map(Revision::position).collect();
        let rows = [graph.find("c1").unwrap().position()];
        infos(&graph, &|_| "migrations/it.rs", &order, &rows)
    }

    fn lines(line: Line) -> String {
        let lines: Vec<String> = all().iter().map(|it| it.line(line)).collect();
        lines.join("\n")
    }

    #[test]
    fn each_list_says_what_alembics_does() {
        assert_snapshot!(lines(Line::History), @r"
        <base> -> a1 (branchpoint), message of a1
        a1 -> b1 (left), message of b1
        a1 -> c1 (current), message of c1
        b1, c1 -> m1 (left) (effective head) (mergepoint), message of m1
        <base> (m1) -> e1 (top) (head), message of e1
        <base> (b1) -> d1 (side) (head), message of d1
        ");
        assert_snapshot!(lines(Line::Heads), @r"
        a1
        b1 (left)
        c1 (current)
        m1 (left) (effective head)
        e1 (top) (head)
        d1 (side) (head)
        ");
        assert_snapshot!(lines(Line::Current), @r"
        a1 (branchpoint)
        b1
        c1 (current)
        m1 (effective head) (mergepoint)
        e1 (head)
        d1 (head)
        ");
        assert_snapshot!(lines(Line::BranchesVerbose), @r"
        a1 (branchpoint), message of a1
        b1 (left), message of b1
        c1 (current), message of c1
        m1 (left) (effective head) (mergepoint), message of m1
        e1 (top) (head), message of e1
        d1 (side) (head), message of d1
        ");
    }

    #[test]
    fn an_entry_has_what_there_is() {
        let entries: Vec<String> = all().iter().map(RevisionInfo::entry).collect();
        assert_snapshot!(entries.join("\n"), @r"
        Rev: a1 (branchpoint)
        Parent: <base>
        Branches into: b1, c1
        Path: migrations/it.rs

            message of a1

        Rev: b1
        Parent: a1
        Branch names: left
        Path: migrations/it.rs

            message of b1

        Rev: c1 (current)
        Parent: a1
        Path: migrations/it.rs

            message of c1

        Rev: m1 (head) (mergepoint)
        Merges: b1, c1
        Branch names: left
        Path: migrations/it.rs

            message of m1

        Rev: e1 (head)
        Parent: <base>
        Also depends on: m1
        Branch names: top
        Path: migrations/it.rs

            message of e1

        Rev: d1 (head)
        Parent: <base>
        Also depends on: b1
        Branch names: side
        Path: migrations/it.rs

            message of d1
        ");
    }

    #[test]
    fn a_description_keeps_its_paragraphs() {
        let all = all();
        let entry = all[0].entry_with("Create users.\n\nAnd their roles.");
        assert_snapshot!(entry, @r"
        Rev: a1 (branchpoint)
        Parent: <base>
        Branches into: b1, c1
        Path: migrations/it.rs

            Create users.

            And their roles.
        ");
    }
}
