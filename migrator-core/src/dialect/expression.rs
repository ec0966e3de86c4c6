//! An SQL expression given as text cannot reach out of its place.
//!
//! Defaults, checks and index expressions are pasted between parentheses. One
//! that closes a parenthesis it did not open, or leaves a quote or a comment
//! open, would change the meaning of what stands around it.

use crate::base::Dialect;
use crate::dialect::Refusal;
use crate::script::{Kind, SqlFault, tokens};

/// Checks that quotes, parentheses and brackets of an expression are balanced, and that
/// it holds no semicolon, comment or NUL byte and is not empty.
///
/// What the expression says is the database's business.
///
/// # Errors
/// [`Refusal::Invalid`] with the expression and what is wrong with it.
pub(crate) fn check_expression(dialect: Dialect, sql: &str) -> Result<(), Refusal> {
    match fault(dialect, sql) {
        None => Ok(()),
        Some(what) => Err(Refusal::invalid(format!("the expression `{sql}` {what}"))),
    }
}

const EMPTY: &str = "is empty";
const NUL: &str = "holds a NUL byte";
const SEMICOLON: &str = "holds a semicolon";
const COMMENT: &str = "holds a comment";
const CLOSES: &str = "closes a parenthesis it did not open";
const LEAVES_OPEN: &str = "leaves a parenthesis open";
const CLOSES_BRACKET: &str = "closes a bracket it did not open";
const LEAVES_BRACKET: &str = "leaves a bracket open";
const LEAVES_QUOTE: &str = "leaves a quote open";

fn fault(dialect: Dialect, sql: &str) -> Option<&'static str> {
    let (mut open, mut brackets, mut is_empty) = (0_usize, 0_usize, true);
    for token in tokens(dialect, sql) {
        is_empty = false;
        match token {
            Ok((Kind::Semicolon, _)) => return Some(SEMICOLON),
            Ok((Kind::LineComment | Kind::BlockComment, _)) => return Some(COMMENT),
            Ok((Kind::Open, _)) => open += 1,
            Ok((Kind::Close, _)) if open == 0 => return Some(CLOSES),
            Ok((Kind::Close, _)) => open -= 1,
            // Only where they do not quote.
            Ok((Kind::Other, "[")) => brackets += 1,
            Ok((Kind::Other, "]")) if brackets == 0 => return Some(CLOSES_BRACKET),
            Ok((Kind::Other, "]")) => brackets -= 1,
            Ok(_) => {}
            Err(SqlFault::NulByte) => return Some(NUL),
            Err(SqlFault::UnterminatedComment) => return Some(COMMENT),
            Err(_) => return Some(LEAVES_QUOTE),
        }
    }
    match (open, brackets) {
        _ if is_empty => Some(EMPTY),
        (0, 0) => None,
        (0, _) => Some(LEAVES_BRACKET),
        _ => Some(LEAVES_OPEN),
    }
}

#[cfg(test)]
mod tests {
    use super::fault;
    use crate::base::Dialect;

    fn sqlite_fault(sql: &str) -> Option<&'static str> {
        fault(Dialect::Sqlite, sql)
    }

    fn postgres_fault(sql: &str) -> Option<&'static str> {
        fault(Dialect::Postgres, sql)
    }

    #[test]
    fn an_expression_stays_in_its_place() {
        let check = |sql: &str, expect: Option<&str>| {
            assert_eq!(sqlite_fault(sql), expect, "SQLite: {sql}");
            if !sql.contains('`') {
                assert_eq!(postgres_fault(sql), expect, "PostgreSQL: {sql}");
            }
        };
        check("x > 0", None);
        check("(a + (b)) * 2", None);
        check("name <> ');--' AND \"odd)name\" = 'it''s'", None);
        check("`od\"d` IN ('a', 'b')", None);
        check("a - -1 / 2", None);
        check("  ", Some("is empty"));
        check(
            "1) , y INTEGER, CHECK (1",
            Some("closes a parenthesis it did not open"),
        );
        check("lower(x", Some("leaves a parenthesis open"));
        check("a = ANY (ARRAY['x', 'y'])", None);
        check("a]", Some("closes a bracket it did not open"));
        check("x = 'a", Some("leaves a quote open"));
        check("x = \"a", Some("leaves a quote open"));
        check("1 -- one", Some("holds a comment"));
        check("1 /* one */", Some("holds a comment"));
        check("1; DROP TABLE t", Some("holds a semicolon"));
        check("a\0", Some("holds a NUL byte"));
        check("'a\0'", Some("holds a NUL byte"));
    }

    #[test]
    fn brackets_of_sqlite_quote_names() {
        let check = |sql: &str, expect: Option<&str>| {
            assert_eq!(sqlite_fault(sql), expect, "{sql}");
        };
        check("[it's] > 0", None);
        check("[a)] > 0", None);
        check("[a;--] > 0", None);
        check("[a", Some("leaves a quote open"));
    }

    #[test]
    fn quotes_of_postgresql_hide_what_is_in_them() {
        let check = |sql: &str, expect: Option<&str>| {
            assert_eq!(postgres_fault(sql), expect, "{sql}");
        };
        check(r"E'it\'s )'", None);
        check(r"E'\'' || ('", Some("leaves a quote open"));
        check("$x$ ) ' -- $x$ || $$;$$", None);
        check("$x$ )", Some("leaves a quote open"));
        check("a[1] @> '{}'::int[]", None);
        check("a[1", Some("leaves a bracket open"));
        check("`) + (`", Some("closes a parenthesis it did not open"));
        check("/* open", Some("holds a comment"));
    }
}
