//! Cuts SQL text into its statements.
//!
//! A statement ends at a semicolon outside quotes, comments and bodies:
//!
//! ```text
//!  SQLite       CREATE [TEMP] TRIGGER … BEGIN …; …; END;
//!  PostgreSQL   CREATE [OR REPLACE] FUNCTION|PROCEDURE … BEGIN ATOMIC …; END;
//!               CREATE [OR REPLACE] RULE … DO (…; …);
//! ```
//!
//! What the statement says is otherwise the database's business: an unclosed
//! parenthesis is reported by the database, not here.

use crate::base::Dialect;
use crate::script::body::Body;
use crate::script::control;
use crate::script::lexer::{Kind, Lexer, Token};
use crate::script::position::Cursor;
use crate::script::{SqlError, SqlFault};

/// One statement of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The text without its semicolon and without comments around it.
    pub sql: &'a str,
    /// The byte of the text at which it starts.
    pub offset: usize,
    /// The line at which it starts, from 1.
    pub line: u32,
    /// The column at which it starts, in characters from 1.
    pub column: u32,
}

/// Splits SQL text into statements, oldest first; empty ones are dropped.
///
/// A byte order mark in front and any line ending are accepted. The statements
/// are parts of the text, unchanged.
///
/// # Errors
/// The first [`SqlFault`] with its place: something left open, a NUL byte, or a
/// statement that controls the transaction.
///
/// # Complexity
/// Linear in the length of the text.
///
/// # Examples
/// ```
/// use migrator_core::{base::Dialect, script::split};
/// let pieces = split(Dialect::Sqlite, "SELECT ';'; -- done\n;SELECT 2")?;
/// let sql: Vec<&str> = pieces.iter().map(|piece| piece.sql).collect();
/// assert_eq!(sql, ["SELECT ';'", "SELECT 2"]);
/// # Ok::<(), migrator_core::script::SqlError>(())
/// ```
pub fn split(dialect: Dialect, sql: &str) -> Result<Vec<Piece<'_>>, SqlError> {
    let (pieces, errors) = split_all(dialect, sql);
    match errors
        .into_iter()
        .min_by_key(|error| (error.line, error.column))
    {
        Some(error) => Err(error),
        None => Ok(pieces),
    }
}

/// Splits as [`split`] does, and reports every fault there is.
pub(super) fn split_all(dialect: Dialect, sql: &str) -> (Vec<Piece<'_>>, Vec<SqlError>) {
    let mut splitter = Splitter {
        sql,
        dialect,
        cursor: Cursor::new(sql),
        current: None,
        pieces: Vec::new(),
        errors: Vec::new(),
    };
    for token in Lexer::new(dialect, sql, 0) {
        match token {
            Ok(token) => splitter.take(token),
            Err(error) => {
                let (line, column) = splitter.cursor.at(error.offset);
                splitter.errors.push(SqlError {
                    fault: error.fault,
                    line,
                    column,
                });
                return (splitter.pieces, splitter.errors);
            }
        }
    }
    splitter.finish()
}

struct Splitter<'a> {
    sql: &'a str,
    dialect: Dialect,
    cursor: Cursor<'a>,
    current: Option<Current<'a>>,
    pieces: Vec<Piece<'a>>,
    errors: Vec<SqlError>,
}

/// The statement being read.
struct Current<'a> {
    start: usize,
    end: usize,
    body: Body<'a>,
}

impl<'a> Splitter<'a> {
    fn take(&mut self, token: Token) {
        if !token.kind.is_significant() {
            return;
        }
        let ends = token.kind == Kind::Semicolon
            && self
                .current
                .as_ref()
                .is_none_or(|current| !current.body.holds_semicolon());
        if ends {
            self.end_statement();
            return;
        }
        let current = self.current.get_or_insert_with(|| Current {
            start: token.start,
            end: token.end,
            body: Body::new(self.dialect),
        });
        current.end = token.end;
        current.body.take(token.kind, token.text(self.sql));
    }

    fn end_statement(&mut self) {
        let Some(current) = self.current.take() else {
            return;
        };
        let (line, column) = self.cursor.at(current.start);
        let statement = control::transaction_control(current.body.first_words());
        if let Some(statement) = statement {
            let fault = SqlFault::TransactionControl { statement };
            self.errors.push(SqlError {
                fault,
                line,
                column,
            });
        }
        let sql = self.sql.get(current.start..current.end).unwrap_or_default();
        self.pieces.push(Piece {
            sql,
            offset: current.start,
            line,
            column,
        });
    }

    fn finish(mut self) -> (Vec<Piece<'a>>, Vec<SqlError>) {
        match self
            .current
            .as_ref()
            .and_then(|current| current.body.open_fault())
        {
            Some(fault) => {
                let start = self.current.as_ref().map_or(0, |current| current.start);
                let (line, column) = self.cursor.at(start);
                self.errors.push(SqlError {
                    fault,
                    line,
                    column,
                });
            }
            None => self.end_statement(),
        }
        (self.pieces, self.errors)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Lexer, split, split_all};
    use crate::base::Dialect;

    fn check(dialect: Dialect, sql: &str, expect: &[&str]) {
        let pieces = split(dialect, sql).unwrap_or_else(|error| panic!("{dialect}: {error}"));
        let pieces: Vec<_> = pieces.iter().map(|piece| piece.sql).collect();
        assert_eq!(pieces, expect, "{dialect}: {sql}");
    }

    fn check_fault(dialect: Dialect, sql: &str, expect: &str) {
        let error = split(dialect, sql).expect_err(sql);
        assert_eq!(error.to_string(), expect, "{dialect}: {sql}");
    }

    #[test]
    fn statements_end_at_semicolons_outside_quotes_and_comments() {
        for dialect in Dialect::ALL {
            check(dialect, "a; b ;;c", &["a", "b", "c"]);
            check(
                dialect,
                "a ';' \";\" -- ;\n /* ; */ b;",
                &["a ';' \";\" -- ;\n /* ; */ b"],
            );
            check(dialect, "-- before\na -- after\n; -- done", &["a"]);
            check(dialect, "\u{feff}a;\r\nb\r\n", &["a", "b"]);
            check(dialect, " -- nothing\n/* here */;", &[]);
            check(dialect, "select (1; select 2", &["select (1", "select 2"]);
        }
    }

    #[test]
    fn triggers_of_sqlite_keep_their_bodies() {
        let check = |sql: &str, expect: &[&str]| check(Dialect::Sqlite, sql, expect);
        let trigger = "create temp trigger x after insert on t when case new.a when 1 then 1 end \
                       begin update t set a = case a when 1 then 2 else 3 end; select 1; end";
        check(&format!("{trigger}; select 2"), &[trigger, "select 2"]);
        check(
            "/**/CREATE /**/ TRIGGER \"end\" AFTER DELETE ON t BEGIN SELECT 1;; -- x\n END",
            &["CREATE /**/ TRIGGER \"end\" AFTER DELETE ON t BEGIN SELECT 1;; -- x\n END"],
        );
        check(
            "CREATE TRIGGER no_body; SELECT 1",
            &["CREATE TRIGGER no_body", "SELECT 1"],
        );
        check(
            "CREATE TABLE trigger_begin (a); x",
            &["CREATE TABLE trigger_begin (a)", "x"],
        );
        check_fault(
            Dialect::Sqlite,
            "select 1;\n CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; SELECT 2 END;\nselect 3;",
            "the body of the trigger that starts here has no `END` (line 2, column 2)",
        );
    }

    #[test]
    fn routines_and_rules_of_postgresql_keep_their_bodies() {
        let check = |sql: &str, expect: &[&str]| check(Dialect::Postgres, sql, expect);
        let function = "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC \
                        SELECT CASE WHEN t.end THEN 1 END AS case FROM t; SELECT 2; END";
        check(&format!("{function}; select 3"), &[function, "select 3"]);
        let dollar = "create function f() returns trigger as $$ begin; commit; end $$ language x";
        check(&format!("{dollar};a"), &[dollar, "a"]);
        let rule =
            "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a VALUES (1); DELETE FROM b)";
        check(&format!("{rule}; select 3"), &[rule, "select 3"]);
        check_fault(
            Dialect::Postgres,
            "CREATE PROCEDURE p() BEGIN ATOMIC SELECT 1;",
            "the body of the function that starts here has no `END` (line 1, column 1)",
        );
    }

    #[test]
    fn places_are_lines_and_characters() {
        let pieces = split(Dialect::Sqlite, "\u{feff}-- ä\n 'ä'; b\r\n;\tc").expect("splits");
        let places: Vec<_> = pieces
            .iter()
            .map(|piece| (piece.line, piece.column))
            .collect();
        assert_eq!(places, [(2, 2), (2, 7), (3, 3)]);
    }

    #[test]
    fn transaction_control_is_refused() {
        for dialect in Dialect::ALL {
            for (sql, statement) in [
                ("BEGIN", "BEGIN"),
                ("select 1; /* x */ Commit -- y", "COMMIT"),
                ("end transaction", "END"),
                ("ROLLBACK TO a", "ROLLBACK"),
                ("savepoint a", "SAVEPOINT"),
                ("release a", "RELEASE"),
                ("start/**/transaction", "START TRANSACTION"),
                ("abort", "ABORT"),
                ("prepare transaction 'x'", "PREPARE TRANSACTION"),
            ] {
                let error = split(dialect, sql).expect_err(sql);
                assert!(
                    error.to_string().starts_with(&format!("`{statement}` ")),
                    "{error}"
                );
            }
            check(
                dialect,
                "prepare x as select 1; \"commit\"; 'end'",
                &["prepare x as select 1", "\"commit\"", "'end'"],
            );
        }
    }

    #[test]
    fn an_open_quote_cannot_swallow_the_next_statement() {
        check_fault(
            Dialect::Sqlite,
            "insert into t values ('it''s);\nselect 1",
            "the string that starts here is never closed (line 1, column 23)",
        );
        check_fault(
            Dialect::Postgres,
            "a\0b",
            "SQL text cannot contain a NUL byte (line 1, column 2)",
        );
    }

    /// Text made of the parts that matter, so that faults and bodies really occur.
    fn sql_like() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            prop::sample::select(vec![
                "'",
                "\"",
                "`",
                "[",
                "]",
                "$$",
                "$a$",
                "E'",
                "\\",
                "--",
                "\n",
                "\r\n",
                "/*",
                "*/",
                ";",
                "(",
                ")",
                " ",
                "BEGIN",
                "END",
                "ATOMIC",
                "CASE",
                "CREATE TRIGGER",
                "CREATE FUNCTION",
                "CREATE RULE",
                "COMMIT",
                "x",
                "ä",
                "\0",
                "\u{feff}",
                ".",
                "AS",
                "$1",
            ])
            .prop_map(str::to_owned),
            ".{0,3}",
        ];
        prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn splitting_loses_nothing(sql in sql_like(), postgres in any::<bool>()) {
            let dialect = if postgres { Dialect::Postgres } else { Dialect::Sqlite };
            let (pieces, errors) = split_all(dialect, &sql);
            let mut at = 0;
            let mut gaps = Vec::new();
            for piece in &pieces {
                prop_assert_eq!(&sql[piece.offset..piece.offset + piece.sql.len()], piece.sql);
                gaps.push(&sql[at..piece.offset]);
                at = piece.offset + piece.sql.len();
            }
            if errors.is_empty() {
                gaps.push(&sql[at..]);
                for piece in &pieces {
                    let again = split(dialect, piece.sql).expect("a statement splits");
                    prop_assert_eq!(again.len(), 1);
                    prop_assert_eq!(again[0].sql, piece.sql);
                }
            }
            for gap in gaps {
                for token in Lexer::new(dialect, gap, 0).flatten() {
                    prop_assert!(!token.kind.is_significant() || token.text(gap) == ";", "{}", gap);
                }
            }
        }
    }
}
