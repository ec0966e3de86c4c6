//! Where statements end, and what is refused, dialect by dialect.

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
    let rule = "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a VALUES (1); DELETE FROM b)";
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
    check("COPY stdin FROM '/srv/t.csv'");
    check("COPY (SELECT 1 FROM stdin) TO '/srv/t.csv'");
    check("COPY t (a, \"TO\") FROM 'stdin'");
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
        let expect = format!("`-- migrate:repeatable` does not stand before a statement ({place})");
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
