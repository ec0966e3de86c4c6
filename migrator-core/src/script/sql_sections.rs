//! The statements of an SQL migration's sections, per dialect.
//!
//! A common section that is no SQL of one dialect is no mistake: the file may be
//! meant for the other. It becomes a refusal that is kept until somebody runs
//! it there. A section that nobody could run is a mistake.

use crate::base::{Dialect, PerDialect, Transaction};
use crate::script::SqlError;
use crate::script::control::ignored_in_transaction;
use crate::script::split::{Piece, split_all};
use crate::script::sql_file::{Direction, Section, SqlFile};
use crate::script::sql_problem::{SqlFileFault, SqlFileProblem};

/// One direction for one dialect: its statements with lines of the file, or why
/// there are none.
pub type DialectStatements<'a> = Result<Vec<Piece<'a>>, String>;

/// One direction of an SQL migration.
pub type Statements<'a> = PerDialect<DialectStatements<'a>>;

impl<'a> SqlFile<'a> {
    /// Returns the statements of a direction, `None` if the file has no section
    /// for it; and what is wrong with its sections.
    ///
    /// Offsets count from the section's start, lines from the file's.
    #[must_use]
    pub fn statements(
        &self,
        direction: Direction,
    ) -> (Option<Statements<'a>>, Vec<SqlFileProblem>) {
        if !self.has(direction) {
            return (None, Vec::new());
        }
        let missing = |dialect: Dialect| {
            let section = direction.keyword();
            Err(format!(
                "there is no `-- migrate:{section}` section for {dialect}"
            ))
        };
        let mut statements = Statements::new(missing);
        let mut problems = Vec::new();
        for section in self
            .sections
            .iter()
            .filter(|section| section.direction == direction)
        {
            let attempts = self
                .served_by(section)
                .into_iter()
                .map(|dialect| Attempt::new(section, dialect));
            let attempts: Vec<_> = attempts.collect();
            problems.extend(self.problems(&attempts));
            for attempt in attempts {
                if self.section(direction, attempt.dialect) == Some(section) {
                    let statements = statements.get_mut(attempt.dialect);
                    *statements = attempt.result();
                }
            }
        }
        (Some(statements), problems)
    }

    /// The dialects that run a section; all of them for a common section that each
    /// dialect has its own version of, so that it is checked nevertheless.
    fn served_by(&self, section: &Section<'_>) -> Vec<Dialect> {
        let serves = |dialect: &Dialect| self.section(section.direction, *dialect) == Some(section);
        let served: Vec<_> = Dialect::ALL.into_iter().filter(serves).collect();
        if served.is_empty() {
            Dialect::ALL.to_vec()
        } else {
            served
        }
    }

    fn problems(&self, attempts: &[Attempt<'_>]) -> Vec<SqlFileProblem> {
        let mut problems = Vec::new();
        if attempts.iter().all(|attempt| !attempt.errors.is_empty()) {
            let errors = attempts
                .first()
                .map(|attempt| attempt.errors.as_slice())
                .unwrap_or_default();
            problems.extend(errors.iter().map(|error| {
                let fault = SqlFileFault::Sql(error.fault.clone());
                SqlFileProblem::new(fault, error.line, error.column)
            }));
        }
        let mode = self.header.transaction.map(|transaction| transaction.value);
        if mode != Some(Transaction::None) {
            problems.extend(attempts.iter().flat_map(Attempt::ignored_pragmas));
        }
        problems
    }
}

/// What came of reading a section as one dialect.
struct Attempt<'a> {
    dialect: Dialect,
    pieces: Vec<Piece<'a>>,
    errors: Vec<SqlError>,
}

impl<'a> Attempt<'a> {
    fn new(section: &Section<'a>, dialect: Dialect) -> Self {
        let (mut pieces, mut errors) = split_all(dialect, section.text);
        // The section's text begins at the end of its marker's line.
        let above = section.line - 1;
        pieces.iter_mut().for_each(|piece| piece.line += above);
        errors.iter_mut().for_each(|error| error.line += above);
        Self {
            dialect,
            pieces,
            errors,
        }
    }

    fn ignored_pragmas(&self) -> Vec<SqlFileProblem> {
        let problem = |piece: &Piece<'_>| {
            let pragma = ignored_in_transaction(self.dialect, piece.sql)?;
            let fault = SqlFileFault::IgnoredPragma { pragma };
            Some(SqlFileProblem::new(fault, piece.line, piece.column))
        };
        self.pieces.iter().filter_map(problem).collect()
    }

    fn result(self) -> DialectStatements<'a> {
        match self.errors.into_iter().next() {
            Some(error) => Err(error.to_string()),
            None => Ok(self.pieces),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::script::{Direction, SqlFile};

    /// Shows the statements of the way up, and the problems of the whole file.
    fn check(text: &str, expect: &str) {
        let (file, mut problems) = SqlFile::read(text);
        let mut shown = String::new();
        let (up, more) = file.statements(Direction::Up);
        problems.extend(more);
        problems.extend(file.statements(Direction::Down).1);
        for (name, statements) in up
            .into_iter()
            .flat_map(|up| [("sqlite", up.sqlite), ("postgres", up.postgres)])
        {
            match statements {
                Ok(pieces) => {
                    let sql: Vec<_> = pieces
                        .iter()
                        .map(|piece| format!("{}@{}", piece.sql, piece.line))
                        .collect();
                    shown += &format!("{name}: {}\n", sql.join(" | "));
                }
                Err(message) => shown += &format!("{name}: ! {message}\n"),
            }
        }
        for problem in problems {
            shown += &format!("{problem}\n");
        }
        assert_eq!(shown, expect, "{text}");
    }

    fn file(sections: &str) -> String {
        format!("-- revision: a\n-- down_revision:\n{sections}")
    }

    #[test]
    fn each_dialect_runs_its_own_section_or_the_common_one() {
        check(
            &file("-- migrate:up\nx;\ny\n-- migrate:up sqlite\nz\n"),
            "sqlite: z@7\npostgres: x@4 | y@5\n",
        );
        check(
            &file("-- migrate:up postgres\nx\n"),
            "sqlite: ! there is no `-- migrate:up` section for SQLite\npostgres: x@4\n",
        );
        check(&file("-- migrate:up"), "sqlite: \npostgres: \n");
    }

    #[test]
    fn what_only_one_dialect_understands_is_kept_for_the_other_to_refuse() {
        check(
            &file("-- migrate:up\ncreate table [it's](a)\n-- migrate:down\ndrop table [its]"),
            "sqlite: create table [it's](a)@4\n\
             postgres: ! the string that starts here is never closed (line 4, column 17)\n",
        );
        check(
            &file("-- migrate:up\nCREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END;\n"),
            "sqlite: CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END@4\n\
             postgres: ! `END` controls the transaction, which belongs to migrator (line 4, column 52)\n",
        );
    }

    #[test]
    fn what_nobody_can_run_is_a_problem() {
        let control = "controls the transaction, which belongs to migrator";
        check(
            &file("-- migrate:up\nBEGIN;\nx;\n  COMMIT;\n"),
            &format!(
                "sqlite: ! `BEGIN` {control} (line 4, column 1)\n\
                 postgres: ! `BEGIN` {control} (line 4, column 1)\n\
                 4:1: `BEGIN` {control}\n\
                 6:3: `COMMIT` {control}\n"
            ),
        );
        check(
            &file("-- migrate:up\nx\n-- migrate:down sqlite\n\n'"),
            "sqlite: x@4\npostgres: x@4\n7:1: the string that starts here is never closed\n",
        );
        check(
            &file("-- migrate:up sqlite\nPRAGMA foreign_keys = OFF;"),
            "sqlite: PRAGMA foreign_keys = OFF@4\n\
             postgres: ! there is no `-- migrate:up` section for PostgreSQL\n\
             4:1: SQLite does not obey `PRAGMA foreign_keys` inside a transaction\n",
        );
        check(
            "-- revision: a\n-- down_revision:\n-- transaction: none\n\
             -- migrate:up\nPRAGMA journal_mode = WAL",
            "sqlite: PRAGMA journal_mode = WAL@5\npostgres: PRAGMA journal_mode = WAL@5\n",
        );
    }
}
