//! What can be wrong with SQL text before a database has seen it.

use thiserror::Error;

/// A fault in SQL text and its place in that text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{fault} (line {line}, column {column})")]
pub struct SqlError {
    /// What is wrong.
    pub fault: SqlFault,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

impl SqlError {
    /// Returns what to do about it, in one sentence.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        self.fault.help()
    }
}

/// What can be wrong with SQL text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SqlFault {
    /// A literal without its closing quote.
    #[error("the string that starts here is never closed")]
    UnterminatedString,
    /// A quoted identifier without its closing quote or bracket.
    #[error("the quoted name that starts here is never closed")]
    UnterminatedIdentifier,
    /// A block comment without `*/`.
    #[error("the comment that starts here is never closed")]
    UnterminatedComment,
    /// A dollar quote without its second tag.
    #[error("the text quoted by `{tag}` that starts here is never closed")]
    UnterminatedDollarQuote {
        /// The tag with its dollar signs.
        tag: String,
    },
    /// A `CREATE TRIGGER … BEGIN` without its `END`.
    #[error("the body of the trigger that starts here has no `END`")]
    UnterminatedTrigger,
    /// A `BEGIN ATOMIC` without its `END`.
    #[error("the body of the function that starts here has no `END`")]
    UnterminatedRoutine,
    /// A statement that opens or ends a transaction or a savepoint.
    #[error("`{statement}` controls the transaction, which belongs to migrator")]
    TransactionControl {
        /// The statement's first words, in capitals.
        statement: String,
    },
    /// A `COPY` whose rows would come from, or go to, the client.
    #[error("`{statement}` talks to the client, which a migration cannot do")]
    CopyStream {
        /// The statement's deciding words, in capitals.
        statement: String,
    },
    /// A statement that gives up the lock of the run.
    #[error("`{statement}` gives up the lock that keeps other processes out")]
    DropsLock {
        /// The statement or the function.
        statement: &'static str,
    },
    /// A statement after which a backslash in a string has a meaning.
    #[error("`standard_conforming_strings` is turned off, and with it what ends a string")]
    BackslashEscapes,
    /// A command of the shell `psql`, which the server does not know.
    #[error("`{command}` is a command of psql and not SQL")]
    PsqlCommand {
        /// The command with its backslash.
        command: String,
    },
    /// `-- migrate:repeatable` where no statement follows it.
    #[error("`-- migrate:repeatable` does not stand before a statement")]
    StrayMark,
    /// A NUL byte, at which databases stop reading.
    #[error("SQL text cannot contain a NUL byte")]
    NulByte,
}

impl SqlFault {
    /// Returns what to do about it, in one sentence.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let help = match self {
            Self::UnterminatedString => {
                "close it with `'`; a quote inside a string is written twice: `''`".to_owned()
            }
            Self::UnterminatedIdentifier => "close the quoted name".to_owned(),
            Self::UnterminatedComment => "close it with `*/`".to_owned(),
            Self::UnterminatedDollarQuote { tag } => format!("close it with `{tag}`"),
            Self::UnterminatedTrigger => {
                "end every statement of the body with `;` and the body with `END;`".to_owned()
            }
            Self::UnterminatedRoutine => "end the body with `END;`".to_owned(),
            Self::TransactionControl { .. } => "remove the statement: each migration already \
                runs in a transaction of its own; `Transaction::None` (in an SQL file \
                `-- transaction: none`) runs it outside one"
                .to_owned(),
            Self::CopyStream { .. } => {
                "insert the rows with `INSERT` (`pg_dump --rows-per-insert=100` \
                writes them so) or `op.bulk_insert`, or copy from a file of the server"
                    .to_owned()
            }
            Self::DropsLock { .. } => "remove it".to_owned(),
            Self::BackslashEscapes => {
                "remove it, and write strings with escapes as `E'…'`".to_owned()
            }
            Self::PsqlCommand { .. } => {
                "remove it: a migration runs on the connection it is given, without psql".to_owned()
            }
            Self::StrayMark => {
                "write it on a line of its own, directly before the statement".to_owned()
            }
            Self::NulByte => {
                "remove the byte; binary data is written as a literal `x'00'`".to_owned()
            }
        };
        Some(help)
    }
}

#[cfg(test)]
mod tests {
    use crate::base::Dialect;
    use crate::script::split;

    #[test]
    fn every_fault_has_a_line_and_a_help() {
        let texts = [
            (Dialect::Sqlite, "'"),
            (Dialect::Sqlite, "\""),
            (Dialect::Sqlite, "/*"),
            (Dialect::Postgres, "$a$"),
            (Dialect::Sqlite, "CREATE TRIGGER t BEGIN;"),
            (Dialect::Postgres, "CREATE FUNCTION f BEGIN ATOMIC"),
            (Dialect::Sqlite, "COMMIT"),
            (Dialect::Postgres, "COPY t TO stdout"),
            (Dialect::Postgres, "DISCARD ALL"),
            (Dialect::Postgres, "\\d"),
            (Dialect::Postgres, "-- migrate:repeatable"),
            (Dialect::Postgres, "\0"),
        ];
        let shown = texts.map(|(dialect, sql)| match split(dialect, sql) {
            Ok(pieces) => format!("{pieces:?}"),
            Err(error) => format!("{error}\n  {}", error.help().unwrap_or_default()),
        });
        insta::assert_snapshot!(shown.join("\n"), @r"
        the string that starts here is never closed (line 1, column 1)
          close it with `'`; a quote inside a string is written twice: `''`
        the quoted name that starts here is never closed (line 1, column 1)
          close the quoted name
        the comment that starts here is never closed (line 1, column 1)
          close it with `*/`
        the text quoted by `$a$` that starts here is never closed (line 1, column 1)
          close it with `$a$`
        the body of the trigger that starts here has no `END` (line 1, column 1)
          end every statement of the body with `;` and the body with `END;`
        the body of the function that starts here has no `END` (line 1, column 1)
          end the body with `END;`
        `COMMIT` controls the transaction, which belongs to migrator (line 1, column 1)
          remove the statement: each migration already runs in a transaction of its own; `Transaction::None` (in an SQL file `-- transaction: none`) runs it outside one
        `COPY … TO STDOUT` talks to the client, which a migration cannot do (line 1, column 1)
          insert the rows with `INSERT` (`pg_dump --rows-per-insert=100` writes them so) or `op.bulk_insert`, or copy from a file of the server
        `DISCARD ALL` gives up the lock that keeps other processes out (line 1, column 1)
          remove it
        `\d` is a command of psql and not SQL (line 1, column 1)
          remove it: a migration runs on the connection it is given, without psql
        `-- migrate:repeatable` does not stand before a statement (line 1, column 1)
          write it on a line of its own, directly before the statement
        SQL text cannot contain a NUL byte (line 1, column 1)
          remove the byte; binary data is written as a literal `x'00'`
        ");
    }
}
