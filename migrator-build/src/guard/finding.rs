//! What the guard reports: one finding per mistake, with the place to mend it.

use std::fmt;

use crate::problem::Problem;
use crate::source::Migration;

/// Which rule a finding is about; its name is stable, for programs to match on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// The folder does not compile: a file, a header or the graph is wrong.
    Invalid,
    /// Several heads carry the same labels.
    SeveralHeads,
    /// A released revision runs something else than when it was released.
    BodyEdited,
    /// A released revision stands on other parents.
    ParentsChanged,
    /// A released revision has other dependencies or labels, or another transaction mode.
    HeaderEdited,
    /// A released revision is gone.
    Removed,
    /// The id of a released revision is now that of another one.
    IdReused,
    /// A line of the lock file cannot be read.
    LockUnreadable,
    /// A checksum of the lock file was computed by other rules than this program's.
    Incomparable,
    /// A file of the base could not be read, so nothing was compared with it.
    BaseUnreadable,
}

impl Rule {
    /// Returns the name that output uses, in kebab case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::SeveralHeads => "several-heads",
            Self::BodyEdited => "body-edited",
            Self::ParentsChanged => "parents-changed",
            Self::HeaderEdited => "header-edited",
            Self::Removed => "removed",
            Self::IdReused => "id-reused",
            Self::LockUnreadable => "lock-unreadable",
            Self::Incomparable => "incomparable",
            Self::BaseUnreadable => "base-unreadable",
        }
    }

    /// Returns a heading of a few words.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Invalid => "Invalid migration",
            Self::SeveralHeads => "Several heads",
            Self::BodyEdited => "Released revision edited",
            Self::ParentsChanged => "Released revision moved",
            Self::HeaderEdited => "Header of a released revision edited",
            Self::Removed => "Released revision removed",
            Self::IdReused => "Revision id used again",
            Self::LockUnreadable => "Unreadable lock file",
            Self::Incomparable => "Incomparable checksum",
            Self::BaseUnreadable => "Not compared",
        }
    }

    /// Tells how bad it is.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::BaseUnreadable => Severity::Warning,
            Self::Invalid
            | Self::SeveralHeads
            | Self::BodyEdited
            | Self::ParentsChanged
            | Self::HeaderEdited
            | Self::Removed
            | Self::IdReused
            | Self::LockUnreadable
            | Self::Incomparable => Severity::Error,
        }
    }
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// The guard fails.
    Error,
    /// Worth knowing; the guard passes.
    Warning,
}

impl Severity {
    /// Returns `error` or `warning`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One thing that is wrong, at the place to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// The revision it is about, if it is about one.
    pub revision: Option<String>,
    /// The file, as the folder was named and with forward slashes.
    pub file: String,
    /// The line, from 1; 0 if it is about the file as a whole.
    pub line: u32,
    /// The column in characters, from 1; 0 if it is about the whole line.
    pub column: u32,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do about it, in one sentence.
    pub help: Option<String>,
}

impl Finding {
    /// Creates a finding of a whole file.
    pub(crate) fn of_file(rule: Rule, file: impl Into<String>, message: impl Into<String>) -> Self {
        Self::of_problem(rule, Problem::of_file(file, message))
    }

    /// Takes over what the compiler found.
    pub(crate) fn of_problem(rule: Rule, problem: Problem) -> Self {
        let Problem {
            file,
            line,
            column,
            message,
            help,
        } = problem;
        Self {
            rule,
            revision: None,
            file,
            line,
            column,
            message,
            help,
        }
    }

    /// Creates a finding at the id of a revision.
    pub(crate) fn of_revision(rule: Rule, migration: &Migration, message: String) -> Self {
        let revision = migration.header.revision.as_ref();
        let (line, column) = revision.map_or((1, 1), |it| (it.line, it.column));
        Self::of_file(rule, &migration.path, message)
            .at(line, column)
            .revision(migration.id())
    }

    pub(crate) fn at(mut self, line: u32, column: u32) -> Self {
        self.line = line;
        self.column = column;
        self
    }

    pub(crate) fn revision(mut self, id: &str) -> Self {
        self.revision = Some(id.to_owned());
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Returns how bad it is.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.rule.severity()
    }

    /// By file and place.
    pub(crate) fn sort_key(&self) -> (&str, u32, u32, Rule) {
        (&self.file, self.line, self.column, self.rule)
    }
}

/// `file:line:column: message`, and on a second line the help.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem = Problem {
            file: self.file.clone(),
            line: self.line,
            column: self.column,
            message: self.message.clone(),
            help: self.help.clone(),
        };
        problem.fmt(f)
    }
}
