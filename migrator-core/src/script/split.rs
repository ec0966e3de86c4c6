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
use crate::script::copy::{self, Copy, Side};
use crate::script::lexer::{Kind, Lexer, Token};
use crate::script::mark::is_repeatable;
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
    /// Whether the line `-- migrate:repeatable` stands before it.
    pub repeatable: bool,
}

/// Splits SQL text into statements, oldest first; empty ones are dropped.
///
/// A byte order mark in front and any line ending are accepted. The statements
/// are parts of the text, unchanged.
///
/// # Errors
/// The first [`SqlFault`] with its place: something left open, a NUL byte, a statement
/// that controls the transaction or gives up the lock, a `COPY` with the client, or a
/// command of psql.
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
        mark: None,
        pieces: Vec::new(),
        errors: Vec::new(),
    };
    let mut lexer = Lexer::new(dialect, sql, 0);
    while let Some(token) = lexer.next() {
        match token {
            Ok(token) => {
                if let Some(skipped) = splitter.take(token, &lexer) {
                    lexer.skip_to(skipped);
                }
            }
            Err(error) => {
                splitter.report(error.fault, error.offset);
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
    /// Line and column of a mark that waits for its statement.
    mark: Option<(u32, u32)>,
    pieces: Vec<Piece<'a>>,
    errors: Vec<SqlError>,
}

/// The statement being read.
struct Current<'a> {
    start: usize,
    end: usize,
    /// Line and column of the start: the cursor may be beyond it when the statement ends.
    place: (u32, u32),
    body: Body<'a>,
    copy: Copy,
    repeatable: bool,
}

impl<'a> Splitter<'a> {
    /// Reports a fault at a byte that is not before those reported.
    fn report(&mut self, fault: SqlFault, offset: usize) {
        let place = self.cursor.at(offset);
        self.report_at(fault, place);
    }

    fn report_at(&mut self, fault: SqlFault, (line, column): (u32, u32)) {
        self.errors.push(SqlError {
            fault,
            line,
            column,
        });
    }

    /// Takes a token; returns where to go on if what follows it is no SQL.
    fn take(&mut self, token: Token, lexer: &Lexer<'_>) -> Option<usize> {
        let text = token.text(self.sql);
        if token.kind == Kind::LineComment {
            self.comment(token.start, text);
        }
        if !token.kind.is_significant() {
            return None;
        }
        if (token.kind, text) == (Kind::Other, "\\") {
            return Some(self.psql_command(token.start, lexer));
        }
        let ends = token.kind == Kind::Semicolon
            && self
                .current
                .as_ref()
                .is_none_or(|current| !current.body.holds_semicolon());
        if ends {
            let stream = self
                .current
                .as_ref()
                .and_then(|current| current.copy.stream());
            self.end_statement();
            return match stream {
                Some(Side::From) => copy::rows_end(self.sql, lexer.line_end(token.end)),
                Some(Side::To) | None => None,
            };
        }
        if token.kind == Kind::Word
            && let Some(fault) = control::refused_word(text)
        {
            self.report(fault, token.start);
        }
        self.add(token, text);
        None
    }

    fn add(&mut self, token: Token, text: &'a str) {
        let is_first = self.current.is_none();
        let repeatable = is_first && self.mark.take().is_some();
        let current = self.current.get_or_insert_with(|| Current {
            start: token.start,
            end: token.end,
            place: self.cursor.at(token.start),
            body: Body::new(self.dialect),
            copy: Copy::default(),
            repeatable,
        });
        current.end = token.end;
        current.body.take(token.kind, text);
        current.copy.take(is_first, token.kind, text);
    }

    /// A mark must have a line of its own between two statements.
    fn comment(&mut self, start: usize, text: &str) {
        if !text.strip_prefix("--").is_some_and(is_repeatable) {
            return;
        }
        let before = self.sql.get(..start).unwrap_or_default();
        let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
        let has_own_line = line.trim_start_matches('\u{feff}').trim().is_empty();
        if has_own_line && self.current.is_none() {
            self.mark = Some(self.cursor.at(start));
        } else {
            self.report(SqlFault::StrayMark, start);
        }
    }

    /// Reports a command of psql; returns the end of its line, which is its end too.
    fn psql_command(&mut self, start: usize, lexer: &Lexer<'_>) -> usize {
        let end = lexer.line_end(start);
        let line = self.sql.get(start..end).unwrap_or_default();
        let command = line.split(char::is_whitespace).next().unwrap_or_default();
        let command = command.chars().take(LONGEST_COMMAND).collect();
        self.report(SqlFault::PsqlCommand { command }, start);
        end
    }

    fn end_statement(&mut self) {
        let Some(current) = self.current.take() else {
            return;
        };
        let (line, column) = current.place;
        let copied = current.copy.stream().map(|side| SqlFault::CopyStream {
            statement: side.words().to_owned(),
        });
        let sql = self.sql.get(current.start..current.end).unwrap_or_default();
        let fault = control::refused(current.body.first_words())
            .or(copied)
            .or_else(|| control::refused_setting(self.dialect, sql));
        if let Some(fault) = fault {
            self.report_at(fault, current.place);
        }
        self.pieces.push(Piece {
            sql,
            offset: current.start,
            line,
            column,
            repeatable: current.repeatable,
        });
    }

    fn finish(mut self) -> (Vec<Piece<'a>>, Vec<SqlError>) {
        let open = self.current.as_ref().and_then(|current| {
            let fault = current.body.open_fault()?;
            Some((fault, current.place))
        });
        match open {
            Some((fault, place)) => self.report_at(fault, place),
            None => self.end_statement(),
        }
        if let Some(place) = self.mark {
            self.report_at(SqlFault::StrayMark, place);
        }
        (self.pieces, self.errors)
    }
}

/// Of a psql command, no more characters are shown.
const LONGEST_COMMAND: usize = 20;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Lexer, split, split_all};
    use crate::base::Dialect;
    use crate::script::SqlFault;

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
    fn what_changes_where_strings_end_is_refused() {
        let fault = |sql| split(Dialect::Postgres, sql).err().map(|error| error.fault);
        for sql in [
            "SET standard_conforming_strings = off",
            "a; set session Standard_Conforming_Strings to 'off'",
            "SET LOCAL \"standard_conforming_strings\" /**/ TO 0",
        ] {
            assert_eq!(fault(sql), Some(SqlFault::BackslashEscapes), "{sql}");
        }
        // As dumps begin.
        for sql in [
            "SET standard_conforming_strings = on",
            "SET standard_conforming_strings TO DEFAULT",
            "SET escape_string_warning = off",
            "SET",
        ] {
            assert_eq!(fault(sql), None, "{sql}");
        }
    }

    #[test]
    fn what_talks_to_the_client_or_gives_up_the_lock_is_refused() {
        for dialect in Dialect::ALL {
            for (sql, expect) in [
                (
                    "COPY t (a, b) FROM stdin WITH (FORMAT csv)",
                    "`COPY … FROM STDIN` talks to the client, which a migration cannot do (line 1, column 1)",
                ),
                (
                    "a;\n copy (select a from stdin) /**/ to stdout",
                    "`COPY … TO STDOUT` talks to the client, which a migration cannot do (line 2, column 2)",
                ),
                (
                    "discard all",
                    "`DISCARD ALL` gives up the lock that keeps other processes out (line 1, column 1)",
                ),
                (
                    "SELECT 1,\n pg_catalog.PG_advisory_unlock_all()",
                    "`pg_advisory_unlock_all` gives up the lock that keeps other processes out (line 2, column 13)",
                ),
                (
                    "SELECT 1;\n\\connect other user\nSELECT 'x",
                    "`\\connect` is a command of psql and not SQL (line 2, column 1)",
                ),
                (
                    "SELECT format('DROP TABLE %I', a) FROM t \\gexec",
                    "`\\gexec` is a command of psql and not SQL (line 1, column 42)",
                ),
            ] {
                check_fault(dialect, sql, expect);
            }
        }
        let check = |sql: &str| check(Dialect::Postgres, sql, &[sql]);
        check("COPY t FROM '/srv/t.csv'");
        check("COPY (SELECT stdin FROM stdin) TO PROGRAM 'cat'");
        check("SELECT copy FROM stdin");
        check("DISCARD PLANS");
        check("SELECT 'pg_advisory_unlock_all()', '\\connect', \"\\\"");
    }

    #[test]
    fn rows_behind_a_copy_are_not_read_as_sql() {
        let (pieces, errors) = split_all(
            Dialect::Postgres,
            "COPY t (a) FROM stdin;\nit's\t\\N\n/*\n\\.\n\nSELECT 2;\nCOPY u FROM stdin;\n\\.\nx",
        );
        let errors: Vec<_> = errors
            .iter()
            .map(|error| (error.line, &error.fault))
            .collect();
        let fault = SqlFault::CopyStream {
            statement: "COPY … FROM STDIN".to_owned(),
        };
        assert_eq!(errors, [(1, &fault), (7, &fault)]);
        let pieces: Vec<_> = pieces.iter().map(|piece| (piece.line, piece.sql)).collect();
        assert_eq!(
            pieces,
            [
                (1, "COPY t (a) FROM stdin"),
                (6, "SELECT 2"),
                (7, "COPY u FROM stdin"),
                (9, "x")
            ]
        );
    }

    #[test]
    fn what_pg_dump_says_to_psql_is_passed_over() {
        check(
            Dialect::Postgres,
            "--\n-- PostgreSQL database dump\n--\n\n\\restrict a1B2\n\n\
             SET statement_timeout = 0;\n\\unrestrict a1B2\n",
            &["SET statement_timeout = 0"],
        );
    }

    #[test]
    fn a_mark_says_that_a_statement_is_repeatable() {
        let check = |sql: &str, expect: &[(&str, bool)]| {
            let pieces = split(Dialect::Postgres, sql).unwrap_or_else(|error| panic!("{error}"));
            let pieces: Vec<_> = pieces
                .iter()
                .map(|piece| (piece.sql, piece.repeatable))
                .collect();
            assert_eq!(pieces, expect, "{sql}");
        };
        check(
            "a;\n-- migrate:repeatable\nb;\nc;\n  --Migrate : Repeatable\r\n-- why\n\n/* */ d",
            &[("a", false), ("b", true), ("c", false), ("d", true)],
        );
        check("\u{feff}-- migrate:repeatable\na", &[("a", true)]);
        check("-- migrate:repeatable or not\na", &[("a", false)]);
        let stray = |sql: &str, place: &str| {
            let expect =
                format!("`-- migrate:repeatable` does not stand before a statement ({place})");
            check_fault(Dialect::Postgres, sql, &expect);
        };
        stray("a; -- migrate:repeatable\nb", "line 1, column 4");
        stray("a\n-- migrate:repeatable\n b;\nc", "line 2, column 1");
        stray("a;\n-- migrate:repeatable\n", "line 2, column 1");
    }

    #[test]
    fn postgresql_quotes_in_many_ways() {
        check(
            Dialect::Postgres,
            "DO $a$ BEGIN; $$ ; $$ END $a$; SELECT E'\\';', U&'\\0061;' UESCAPE '!', U&\"d;\"; \
             /* ; /* ; */ ; */ SELECT B'1', $1, a[1:2], x::text; SELECT 1 <@ 2--;\n",
            &[
                "DO $a$ BEGIN; $$ ; $$ END $a$",
                "SELECT E'\\';', U&'\\0061;' UESCAPE '!', U&\"d;\"",
                "SELECT B'1', $1, a[1:2], x::text",
                "SELECT 1 <@ 2",
            ],
        );
        check(
            Dialect::Postgres,
            "CREATE PROCEDURE p() LANGUAGE SQL BEGIN ATOMIC INSERT INTO t VALUES (1); \
             SELECT CASE a WHEN 1 THEN CASE WHEN b THEN 2 END END; END; SELECT 3",
            &[
                "CREATE PROCEDURE p() LANGUAGE SQL BEGIN ATOMIC INSERT INTO t VALUES (1); \
                 SELECT CASE a WHEN 1 THEN CASE WHEN b THEN 2 END END; END",
                "SELECT 3",
            ],
        );
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
            for gap in gaps.into_iter().filter(|_| errors.is_empty()) {
                for token in Lexer::new(dialect, gap, 0).flatten() {
                    prop_assert!(!token.kind.is_significant() || token.text(gap) == ";", "{}", gap);
                }
            }
        }
    }
}
