//! Why an operation cannot be written for a database.

use std::fmt;

use thiserror::Error;

use crate::base::Dialect;

/// An operation that cannot be written as SQL of a database.
///
/// Always found before anything of the migration runs, except in what follows
/// an `op.query`.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DialectError {
    /// The database cannot do it.
    #[error("{dialect} cannot do {}: {what}", Call(operation, object))]
    Unsupported {
        /// The database.
        dialect: Dialect,
        /// The method called on `op`.
        operation: &'static str,
        /// The table, `table.column` or index it was called for; may be empty.
        object: String,
        /// What exactly is not possible.
        what: String,
        /// What to do about it.
        help: Option<String>,
    },
    /// The operation contradicts itself, on every database.
    #[error("{} makes no sense: {what}", Call(operation, object))]
    Invalid {
        /// The method called on `op`.
        operation: &'static str,
        /// The table, `table.column` or index it was called for; may be empty.
        object: String,
        /// What is wrong.
        what: String,
        /// What to do about it.
        help: Option<String>,
    },
    /// A name that cannot be written in SQL.
    #[error("the name {name:?} cannot be used: {reason}")]
    IllegalName {
        /// The name.
        name: String,
        /// Why not.
        reason: &'static str,
    },
    /// The migration gives SQL for other databases only.
    #[error("no SQL is given for {dialect}")]
    MissingSql {
        /// The database the migration runs on.
        dialect: Dialect,
    },
    /// Raw SQL that was refused before it was sent.
    #[error("the SQL is refused: {reason} (line {line}, column {column})")]
    RefusedSql {
        /// What is wrong with it.
        reason: String,
        /// The line within the SQL, from 1.
        line: u32,
        /// The column within the line in characters, from 1.
        column: u32,
        /// What to do about it.
        help: Option<String>,
    },
    /// A statement that a transaction does not allow, or makes ineffective.
    #[error("{dialect} does not obey `{statement}` inside a transaction")]
    NeedsNoTransaction {
        /// The database.
        dialect: Dialect,
        /// The statement.
        statement: String,
    },
    /// SQL that must be one statement and is none or several.
    #[error("the SQL holds {count} statements where exactly one is possible")]
    NotOneStatement {
        /// How many statements there are.
        count: usize,
    },
    /// A row of a bulk insert with too few or too many values.
    #[error("row {row} for `{table}` has {} for {}", counted(*values, "value"), counted(*columns, "column"))]
    RaggedRow {
        /// The table.
        table: String,
        /// The row's position in the rows given, from 1.
        row: usize,
        /// How many values it has.
        values: usize,
        /// How many columns were named.
        columns: usize,
    },
}

impl DialectError {
    /// Returns what to do about it, in one sentence, where that is known.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Unsupported { help, .. }
            | Self::Invalid { help, .. }
            | Self::RefusedSql { help, .. } => help.clone(),
            Self::NeedsNoTransaction { .. } => Some(
                "declare `pub const TRANSACTION: Transaction = Transaction::None;` in the migration \
                 (`-- transaction: none` in an SQL file), or put the statement into a block of \
                 `op.autocommit`"
                    .to_owned(),
            ),
            Self::IllegalName { .. } => Some("choose another name".to_owned()),
            Self::MissingSql { dialect } => Some(format!(
                "give a text for {dialect} too; an empty text means that nothing is to be done there"
            )),
            Self::NotOneStatement { .. } => {
                Some("call `op.execute` or `op.query` once for each statement".to_owned())
            }
            Self::RaggedRow { .. } => Some("give each row one value per column".to_owned()),
        }
    }
}

/// Returns a number of things in words: `1 column`, `2 columns`.
pub(crate) fn counted(number: usize, thing: &str) -> String {
    match number {
        1 => format!("1 {thing}"),
        _ => format!("{number} {thing}s"),
    }
}

/// A call as messages show it: ``add_column `users.name` ``.
struct Call<'a>(&'a str, &'a str);

impl fmt::Display for Call<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)?;
        if self.1.is_empty() {
            Ok(())
        } else {
            write!(f, " `{}`", self.1)
        }
    }
}

/// Why a part of an operation cannot be written; the renderer adds which
/// operation it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The database cannot do it.
    Unsupported {
        /// What exactly is not possible.
        what: String,
        /// What to do about it.
        help: Option<String>,
    },
    /// The operation contradicts itself.
    Invalid {
        /// What is wrong.
        what: String,
        /// What to do about it.
        help: Option<String>,
    },
    /// An error that is complete already.
    Error(DialectError),
}

impl Refusal {
    /// Creates a refusal by the database.
    pub fn unsupported(what: impl Into<String>) -> Self {
        Self::Unsupported {
            what: what.into(),
            help: None,
        }
    }

    /// Creates a refusal of something that makes no sense.
    pub fn invalid(what: impl Into<String>) -> Self {
        Self::Invalid {
            what: what.into(),
            help: None,
        }
    }

    /// Creates the refusal of an operation that goes by the rows that are there.
    #[must_use]
    pub fn needs_rows() -> Self {
        Self::unsupported("the rows are looked up, and there is no database to look into")
            .help("run the migration online, or write it as statements without batches")
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(self, text: impl Into<String>) -> Self {
        let help = Some(text.into());
        match self {
            Self::Unsupported { what, .. } => Self::Unsupported { what, help },
            Self::Invalid { what, .. } => Self::Invalid { what, help },
            Self::Error(error) => Self::Error(error),
        }
    }

    /// Says in which column the reason lies.
    #[must_use]
    pub fn in_column(self, column: &str) -> Self {
        let within = |what: String| format!("column `{column}`: {what}");
        match self {
            Self::Unsupported { what, help } => Self::Unsupported {
                what: within(what),
                help,
            },
            Self::Invalid { what, help } => Self::Invalid {
                what: within(what),
                help,
            },
            error @ Self::Error(_) => error,
        }
    }

    /// Returns the error of an operation.
    #[must_use]
    pub fn of(self, dialect: Dialect, operation: &'static str, object: String) -> DialectError {
        match self {
            Self::Unsupported { what, help } => DialectError::Unsupported {
                dialect,
                operation,
                object,
                what,
                help,
            },
            Self::Invalid { what, help } => DialectError::Invalid {
                operation,
                object,
                what,
                help,
            },
            Self::Error(error) => error,
        }
    }
}

impl From<DialectError> for Refusal {
    fn from(error: DialectError) -> Self {
        Self::Error(error)
    }
}

#[cfg(test)]
mod tests {
    use super::{DialectError, Refusal};
    use crate::base::Dialect;

    #[test]
    fn every_message_names_its_object_and_helps_where_it_can() {
        let check = |error: DialectError, expect: &str| {
            let help = error.help().unwrap_or_default();
            assert_eq!(format!("{error}\nhelp: {help}"), expect);
        };
        let refusal = || Refusal::unsupported("a `UNIQUE` column").help("create an index");
        check(
            refusal().of(Dialect::Sqlite, "add_column", "users.name".to_owned()),
            "SQLite cannot do add_column `users.name`: a `UNIQUE` column\nhelp: create an index",
        );
        check(
            refusal().of(Dialect::Postgres, "execute", String::new()),
            "PostgreSQL cannot do execute: a `UNIQUE` column\nhelp: create an index",
        );
        check(
            Refusal::invalid("it has no columns")
                .help("add a column")
                .of(Dialect::Sqlite, "create_table", "t".to_owned()),
            "create_table `t` makes no sense: it has no columns\nhelp: add a column",
        );
        check(
            DialectError::IllegalName {
                name: "a\0".to_owned(),
                reason: "it holds a NUL byte",
            },
            "the name \"a\\0\" cannot be used: it holds a NUL byte\nhelp: choose another name",
        );
        check(
            DialectError::MissingSql {
                dialect: Dialect::Sqlite,
            },
            "no SQL is given for SQLite\nhelp: give a text for SQLite too; an empty text means \
             that nothing is to be done there",
        );
        check(
            DialectError::RefusedSql {
                reason: "`COMMIT` controls the transaction".to_owned(),
                line: 2,
                column: 1,
                help: Some("remove it".to_owned()),
            },
            "the SQL is refused: `COMMIT` controls the transaction (line 2, column 1)\n\
             help: remove it",
        );
        check(
            DialectError::NotOneStatement { count: 2 },
            "the SQL holds 2 statements where exactly one is possible\n\
             help: call `op.execute` or `op.query` once for each statement",
        );
        check(
            DialectError::RaggedRow {
                table: "t".to_owned(),
                row: 3,
                values: 1,
                columns: 2,
            },
            "row 3 for `t` has 1 value for 2 columns\nhelp: give each row one value per column",
        );
    }
}
