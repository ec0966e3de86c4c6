//! What can be wrong with an SQL migration file.

use thiserror::Error;

use crate::base::Dialect;
use crate::script::SqlFault;
use crate::script::WaiverFault;
use crate::script::sql_keys::meant;

/// A fault of an SQL file and its place.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{line}:{column}: {fault}")]
pub struct SqlFileProblem {
    /// What is wrong.
    pub fault: SqlFileFault,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

impl SqlFileProblem {
    pub(super) const fn new(fault: SqlFileFault, line: u32, column: u32) -> Self {
        Self {
            fault,
            line,
            column,
        }
    }
}

/// What can be wrong with an SQL file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SqlFileFault {
    /// A line that looks like a key and is none.
    #[error("`{key}` is no header key")]
    UnknownKey {
        /// As written.
        key: String,
    },
    /// A key that stands twice.
    #[error("`{key}` is already set in line {first_line}")]
    DuplicateKey {
        /// The key.
        key: &'static str,
        /// Where it stood first.
        first_line: u32,
    },
    /// A key every file needs.
    #[error("the header has no `-- {key}:` line")]
    MissingKey {
        /// The key.
        key: &'static str,
    },
    /// A key without a value that needs one.
    #[error("`{key}` has no value")]
    EmptyValue {
        /// The key.
        key: &'static str,
    },
    /// A comma with nothing before or after it.
    #[error("`{key}` has an empty element")]
    EmptyItem {
        /// The key.
        key: &'static str,
    },
    /// A value in quotes or brackets.
    #[error("`{key}` takes ids as they are, not `{value}`")]
    QuotedValue {
        /// The key.
        key: &'static str,
        /// As written.
        value: String,
    },
    /// `None` or `null` where nothing at all is meant.
    #[error("`{key}` takes ids, and `{value}` is none")]
    WordForNothing {
        /// The key.
        key: &'static str,
        /// As written.
        value: String,
    },
    /// A value of `transaction` that does not exist.
    #[error("`{value}` is no transaction mode of a migration")]
    UnknownTransaction {
        /// As written.
        value: String,
    },
    /// SQL in front of the first marker.
    #[error("there is text before the first section")]
    TextBeforeSections,
    /// No `-- migrate:up`.
    #[error("the file has no `-- migrate:up` section")]
    NoUpSection,
    /// `-- migrate down`, or the marker of another tool.
    #[error("this is meant as a section's marker and is none")]
    MisspeltMarker,
    /// A marker with another word than `up` or `down`.
    #[error("`migrate:{word}` is no section")]
    UnknownSection {
        /// As written; may be empty.
        word: String,
    },
    /// A marker for a database nobody knows.
    #[error("`{name}` is no dialect")]
    UnknownDialect {
        /// As written.
        name: String,
    },
    /// More words on the marker's line.
    #[error("`{word}` does not belong on a section's line")]
    TextBehindMarker {
        /// The first such word.
        word: String,
    },
    /// A marker behind a statement on the same line.
    #[error("a section's marker must stand on a line of its own")]
    MarkerBehindText,
    /// The same section twice.
    #[error("this section is already there in line {first_line}")]
    DuplicateSection {
        /// Where it stood first.
        first_line: u32,
    },
    /// A marker that some dialects read as part of a quoted text.
    #[error("this is a section's marker in one dialect, and quoted text in another")]
    AmbiguousMarker,
    /// A pragma that SQLite does not obey inside a transaction.
    #[error("SQLite does not obey `PRAGMA {pragma}` inside a transaction")]
    IgnoredPragma {
        /// The pragma.
        pragma: &'static str,
    },
    /// A waiver that waives nothing.
    #[error(transparent)]
    Waiver(#[from] WaiverFault),
    /// A fault of the SQL itself.
    #[error(transparent)]
    Sql(#[from] SqlFault),
}

impl SqlFileFault {
    /// Returns what to do about it, in one sentence.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let dialects = || {
            Dialect::ALL
                .map(|dialect| format!("`{}`", dialect.keyword()))
                .join(" or ")
        };
        Some(match self {
            Self::UnknownKey { key } => match meant(key) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "only on the file's first line a description may begin with one \
                    lower-case word and a colon; begin the line differently"
                    .to_owned(),
            },
            Self::DuplicateKey { .. } => "keep one of the two lines".to_owned(),
            Self::MissingKey {
                key: "down_revision",
            } => "add `-- down_revision: <parent>`, \
                with nothing after the colon for a first revision"
                .to_owned(),
            Self::MissingKey { key } => format!("add `-- {key}: <id>` above the first section"),
            Self::EmptyValue { .. } => "write the id behind the colon".to_owned(),
            Self::EmptyItem { .. } => "separate ids by single commas".to_owned(),
            Self::QuotedValue { .. } => {
                "write the bare ids, separated by commas, without quotes or brackets".to_owned()
            }
            Self::WordForNothing { .. } => "leave the value empty".to_owned(),
            Self::UnknownTransaction { value } if value.eq_ignore_ascii_case("whole-run") => {
                "`none` and `per-migration` are a migration's choice; a whole run in one \
                 transaction is an option of the run"
                    .to_owned()
            }
            Self::UnknownTransaction { .. } => "write `none` or `per-migration`".to_owned(),
            Self::TextBeforeSections => {
                "write `-- migrate:up` on a line of its own in front of it".to_owned()
            }
            Self::NoUpSection => {
                "add a line `-- migrate:up` and the statements below it".to_owned()
            }
            Self::UnknownSection { word } if word.eq_ignore_ascii_case("repeatable") => {
                "write `-- migrate:repeatable` and nothing else on a line before the statement, \
                 inside a section"
                    .to_owned()
            }
            Self::UnknownSection { .. } | Self::MisspeltMarker => {
                "sections are `-- migrate:up` and `-- migrate:down`".to_owned()
            }
            Self::UnknownDialect { .. } => {
                format!("write {}, or nothing for every dialect", dialects())
            }
            Self::TextBehindMarker { word } if word.starts_with("transaction") => {
                "write `-- transaction: none` in the header".to_owned()
            }
            Self::TextBehindMarker { .. } => "remove it".to_owned(),
            Self::MarkerBehindText => "put the marker on the next line".to_owned(),
            Self::DuplicateSection { .. } => "join the two sections".to_owned(),
            Self::AmbiguousMarker => {
                format!(
                    "name the dialect in the marker before this one: {}",
                    dialects()
                )
            }
            Self::IgnoredPragma {
                pragma: "foreign_keys",
            } => "remove it: migrator switches \
                foreign keys off itself while it rebuilds a table, and otherwise leaves them as \
                the application set them"
                .to_owned(),
            Self::IgnoredPragma { .. } => "leave it to the application when it opens the \
                database, or say `-- transaction: none` in the header"
                .to_owned(),
            Self::Waiver(fault) => fault.help(),
            Self::Sql(fault) => return fault.help(),
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::script::SqlFile;

    #[test]
    fn every_fault_has_its_own_line_and_help() {
        let (_, problems) = SqlFile::read(
            "-- revision: 'a'\n-- down_revison: b\n-- depends_on: b,,c\n-- depends_on: d\n\
             -- branch_labels: None\n-- transaction: whole-run\n-- Note: prose\n-- note: key\n\
             create table x;\n-- migrate:sideways\n-- migrate:up mysql\n-- migrate:up sqlite now\n\
             x; -- migrate:down\n-- migrate:down\n",
        );
        let shown: Vec<_> = problems
            .iter()
            .map(|problem| {
                format!(
                    "{problem}\n  help: {}",
                    problem.fault.help().unwrap_or_default()
                )
            })
            .collect();
        insta::assert_snapshot!(shown.join("\n"), @r"
        1:14: `revision` takes ids as they are, not `'a'`
          help: write the bare ids, separated by commas, without quotes or brackets
        2:4: `down_revison` is no header key
          help: did you mean `down_revision`?
        3:18: `depends_on` has an empty element
          help: separate ids by single commas
        4:4: `depends_on` is already set in line 3
          help: keep one of the two lines
        5:19: `branch_labels` takes ids, and `None` is none
          help: leave the value empty
        6:17: `whole-run` is no transaction mode of a migration
          help: `none` and `per-migration` are a migration's choice; a whole run in one transaction is an option of the run
        8:4: `note` is no header key
          help: only on the file's first line a description may begin with one lower-case word and a colon; begin the line differently
        9:1: there is text before the first section
          help: write `-- migrate:up` on a line of its own in front of it
        10:1: `migrate:sideways` is no section
          help: sections are `-- migrate:up` and `-- migrate:down`
        11:1: `mysql` is no dialect
          help: write `sqlite` or `postgres`, or nothing for every dialect
        12:1: `now` does not belong on a section's line
          help: remove it
        13:4: a section's marker must stand on a line of its own
          help: put the marker on the next line
        14:1: this section is already there in line 13
          help: join the two sections
        ");
    }

    #[test]
    fn a_help_fits_what_was_meant() {
        let check = |text: &str, expect: &str| {
            let (_, problems) = SqlFile::read(text);
            let helps = problems.iter().filter_map(|problem| problem.fault.help());
            assert!(
                helps.clone().any(|help| help == expect),
                "{:?}",
                helps.collect::<Vec<_>>()
            );
        };
        check("-- transaction: maybe", "write `none` or `per-migration`");
        check(
            "-- migrate:Repeatable yes",
            "write `-- migrate:repeatable` and nothing else on a line before the statement, \
             inside a section",
        );
        check(
            "-- migrate:down transaction:none",
            "write `sqlite` or `postgres`, or nothing for every dialect",
        );
        check(
            "-- migrate:up sqlite transaction:none",
            "write `-- transaction: none` in the header",
        );
    }
}
