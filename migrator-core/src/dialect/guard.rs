//! The parts of sea-query's statement writer that panic, made safe.
//!
//! sea-query writes statements through the trait `QueryBuilder`, whose default
//! methods do the bulk and whose own implementations panic where a database
//! lacks something. A backend implements the trait itself and uses these parts:
//!
//! | sea-query 1.0 panics on | instead |
//! |---|---|
//! | `cust_with_values("? ?", [1])`: fewer values than placeholders | [`custom_expression`] |
//! | `WITH` without a table, a table without a name, a `WithQuery` without a query | `query` looks first |
//! | `JOIN … USING`, operators and functions of another database, `ANY`/`SOME`/`ALL` on SQLite, a `char` outside ASCII as a literal | the backend's own methods, which tell the [`Guard`] |
//!
//! Not reachable from here, because they panic in the migration's own call:
//! `values_panic`, and mixing `and_where` with `cond_where`. Known and left: an
//! expression nested some ten thousand deep overflows sea-query's recursion.

use std::cell::RefCell;
use std::fmt::Write;

use sea_query::{Expr, QueryBuilder, SqlWriter};

use crate::dialect::Refusal;

/// Remembers the first thing a statement asks for that cannot be written.
///
/// The writer goes on after it, since sea-query's methods return nothing; what
/// it writes then is thrown away.
#[derive(Debug, Default)]
pub(crate) struct Guard(RefCell<Option<Refusal>>);

impl Guard {
    /// Remembers a refusal, unless there is one already.
    pub(crate) fn refuse(&self, refusal: Refusal) {
        let mut first = self.0.borrow_mut();
        if first.is_none() {
            *first = Some(refusal);
        }
    }

    /// Remembers that the database lacks something.
    pub(crate) fn unsupported(&self, what: &str) {
        self.refuse(Refusal::unsupported(what));
    }

    /// Remembers that the statement makes no sense.
    pub(crate) fn invalid(&self, what: &str) {
        self.refuse(Refusal::invalid(what));
    }

    /// Returns the first refusal as an error.
    pub(crate) fn finish(self) -> Result<(), Refusal> {
        match self.0.into_inner() {
            None => Ok(()),
            Some(refusal) => Err(refusal),
        }
    }
}

/// Writes text with placeholders, as `Expr::cust_with_values` takes it.
///
/// `?` stands for the next value and `??` for a question mark; with numbered
/// placeholders `$2` is the second value and `$$` a dollar sign. Nothing is a
/// placeholder inside quotes.
pub(crate) fn custom_expression<B: QueryBuilder>(
    builder: &B,
    guard: &Guard,
    text: &str,
    values: &[Expr],
    sql: &mut impl SqlWriter,
) {
    let (placeholder, numbered) = builder.placeholder();
    let mut next = 0;
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        let (head, tail) = rest.split_at(char.len_utf8());
        rest = tail;
        if head == placeholder && rest.starts_with(placeholder) {
            write_text(sql, placeholder);
            rest = rest.strip_prefix(placeholder).unwrap_or(rest);
        } else if head == placeholder && !numbered {
            value(builder, guard, values.get(next), sql);
            next += 1;
        } else if head == placeholder {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let (number, tail) = rest.split_at(digits);
            let position = number
                .parse::<usize>()
                .ok()
                .and_then(|number| number.checked_sub(1));
            value(builder, guard, position.and_then(|at| values.get(at)), sql);
            rest = tail;
        } else if matches!(char, '\'' | '"' | '`') {
            let end = rest.find(char).map_or(rest.len(), |at| at + head.len());
            let (quoted, tail) = rest.split_at(end);
            write_text(sql, head);
            write_text(sql, quoted);
            rest = tail;
        } else {
            write_text(sql, head);
        }
    }
}

fn value<B: QueryBuilder>(
    builder: &B,
    guard: &Guard,
    value: Option<&Expr>,
    sql: &mut impl SqlWriter,
) {
    match value {
        Some(value) => builder.prepare_expr(value, sql),
        None => guard.invalid("a custom expression has more placeholders than values"),
    }
}

/// Writes text; the writers here are strings, which cannot fail.
pub(crate) fn write_text(sql: &mut impl Write, text: &str) {
    let _ = sql.write_str(text);
}

#[cfg(test)]
mod tests {
    use sea_query::{Expr, PostgresQueryBuilder, QueryBuilder, SqliteQueryBuilder};

    use super::{Guard, custom_expression};

    fn custom<B: QueryBuilder>(builder: &B, text: &str, n_values: i32) -> Option<String> {
        let values: Vec<Expr> = (1..=n_values).map(|n| Expr::val(n * 10)).collect();
        let (guard, mut sql) = (Guard::default(), String::new());
        custom_expression(builder, &guard, text, &values, &mut sql);
        guard.finish().is_ok().then_some(sql)
    }

    #[test]
    fn placeholders_are_filled_as_sea_query_does_and_never_panic() {
        let check = |text: &str, n_values: i32, sqlite: Option<&str>, postgres: Option<&str>| {
            assert_eq!(
                custom(&SqliteQueryBuilder, text, n_values).as_deref(),
                sqlite,
                "{text}"
            );
            assert_eq!(
                custom(&PostgresQueryBuilder, text, n_values).as_deref(),
                postgres,
                "{text}"
            );
        };
        check(
            "a ? b ? '?' \"?\"",
            2,
            Some("a 10 b 20 '?' \"?\""),
            Some("a ? b ? '?' \"?\""),
        );
        check(
            "a ?? 'it''s ?' ?",
            1,
            Some("a ? 'it''s ?' 10"),
            Some("a ?? 'it''s ?' ?"),
        );
        check(
            "$2 $$ $1 '$1'",
            2,
            Some("$2 $$ $1 '$1'"),
            Some("20 $ 10 '$1'"),
        );
        check("?", 0, None, Some("?"));
        check("$1", 0, Some("$1"), None);
        check("$0", 1, Some("$0"), None);
        check(
            "$99999999999999999999",
            1,
            Some("$99999999999999999999"),
            None,
        );
        check("'open ?", 1, Some("'open ?"), Some("'open ?"));
        check("é?é", 1, Some("é10é"), Some("é?é"));
        check("", 0, Some(""), Some(""));
    }

    proptest::proptest! {
        #[test]
        fn no_custom_expression_panics(text in "[?$0-9'\"`é a]{0,12}", n_values in 0..3) {
            custom(&SqliteQueryBuilder, &text, n_values);
            custom(&PostgresQueryBuilder, &text, n_values);
        }
    }
}
