//! The parts of sea-query's statement writer that panic, made safe.
//!
//! sea-query writes statements through the trait `QueryBuilder`, whose default
//! methods do the bulk and whose own implementations panic where a database
//! lacks something. A backend implements the trait itself and uses these parts:
//!
//! | sea-query 1.0 panics on | instead |
//! |---|---|
//! | `cust_with_values("? ?", [1])`: fewer values than placeholders | [`custom_expression`] |
//! | `WITH` without a table, a table without a name, a `WithQuery` without a query | [`is_without_tables`], [`is_unnamed_table`], [`is_incomplete_with`] |
//! | `JOIN … USING`, operators and functions of another database, `ANY`/`SOME`/`ALL` on SQLite, a `char` outside ASCII as a literal | the backend's own methods, which tell the [`Guard`] |
//!
//! Not reachable from here, because they panic in the migration's own call:
//! `values_panic`, and mixing `and_where` with `cond_where`. Known and left: an
//! expression nested some ten thousand deep overflows sea-query's recursion.

use std::cell::RefCell;
use std::fmt::{self, Write};

use sea_query::{
    BinOper, CommonTableExpression, DynIden, EscapeBuilder, ExplainStatement, Expr, Oper,
    OperLeftAssocDecider, OrderExpr, PrecedenceDecider, QueryBuilder, Quote, QuotedBuilder,
    SelectInto, SelectStatement, SqlWriter, SubQueryStatement, TableRefBuilder, WithClause,
    WithQuery,
};

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
            write(sql, placeholder);
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
            write(sql, head);
            write(sql, quoted);
            rest = tail;
        } else {
            write(sql, head);
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
        None => guard.refuse(Refusal::invalid(
            "a custom expression has more placeholders than values",
        )),
    }
}

/// Writes text; the writers here are strings, which cannot fail.
fn write(sql: &mut impl SqlWriter, text: &str) {
    let _ = sql.write_str(text);
}

// The fields of `WITH` are private. What is missing shows by comparison: two
// clauses whose every other part was made equal differ only in that part.

/// Tells whether a `WITH` clause has no table.
pub(crate) fn is_without_tables(with: &WithClause) -> bool {
    let bare = |mut with: WithClause| {
        with.recursive(true)
            .search(sea_query::Search::new())
            .cycle(sea_query::Cycle::new());
        with
    };
    bare(with.clone()) == bare(WithClause::new())
}

/// Tells whether a table of a `WITH` clause has no name.
pub(crate) fn is_unnamed_table(table: &CommonTableExpression) -> bool {
    let bare = |mut table: CommonTableExpression| {
        table.try_set_cols_from_select(&SelectStatement::new());
        table.values(Vec::new()).materialized(true);
        table
    };
    bare(table.clone()) == bare(CommonTableExpression::new())
}

/// Tells whether a `WITH` statement has no query after its clause.
pub(crate) fn is_incomplete_with(query: &WithQuery) -> bool {
    let mut bare = query.clone();
    bare.with_clause(WithClause::new());
    bare == WithQuery::new()
}

/// Returns where `NULL`s go in an order; `None` if it cannot be told.
///
/// The field is private and has no setter to compare with, but it is the last
/// one that `Debug` shows.
pub(crate) fn nulls_text(order: &OrderExpr) -> Option<&'static str> {
    let shown = format!("{order:?}");
    let places = [
        ("None", ""),
        ("Some(First)", " NULLS FIRST"),
        ("Some(Last)", " NULLS LAST"),
    ];
    let found = places
        .iter()
        .find(|(nulls, _)| shown.ends_with(&format!("nulls: {nulls} }}")));
    found.map(|(_, text)| *text)
}

/// Returns an operator that every database writes alike; `None` for one of a database's own,
/// and for one that is newer than this code.
pub(crate) fn common_operator(operator: &BinOper) -> Option<&'static str> {
    Some(match operator {
        BinOper::And => "AND",
        BinOper::Or => "OR",
        BinOper::Like => "LIKE",
        BinOper::NotLike => "NOT LIKE",
        BinOper::Is => "IS",
        BinOper::IsNot => "IS NOT",
        BinOper::In => "IN",
        BinOper::NotIn => "NOT IN",
        BinOper::Between => "BETWEEN",
        BinOper::NotBetween => "NOT BETWEEN",
        BinOper::Equal => "=",
        BinOper::NotEqual => "<>",
        BinOper::SmallerThan => "<",
        BinOper::GreaterThan => ">",
        BinOper::SmallerThanOrEqual => "<=",
        BinOper::GreaterThanOrEqual => ">=",
        BinOper::Add => "+",
        BinOper::Sub => "-",
        BinOper::Mul => "*",
        BinOper::Div => "/",
        BinOper::Mod => "%",
        BinOper::BitAnd => "&",
        BinOper::BitOr => "|",
        BinOper::LShift => "<<",
        BinOper::RShift => ">>",
        BinOper::As => "AS",
        BinOper::Escape => "ESCAPE",
        BinOper::Custom(text) => text,
        _ => return None,
    })
}

/// sea-query's default methods for a builder that overrides them.
///
/// An overridden trait method cannot call its default; this one can, and sends
/// everything inside it back to the builder.
pub(crate) struct DefaultParts<'a, B>(pub(crate) &'a B);

impl<B: QueryBuilder> QuotedBuilder for DefaultParts<'_, B> {
    fn quote(&self) -> Quote {
        self.0.quote()
    }

    fn prepare_iden(&self, identifier: &DynIden, sql: &mut impl SqlWriter) {
        self.0.prepare_iden(identifier, sql);
    }
}

impl<B: QueryBuilder> EscapeBuilder for DefaultParts<'_, B> {
    fn write_escaped(&self, buffer: &mut impl Write, text: &str) {
        self.0.write_escaped(buffer, text);
    }
}

impl<B: QueryBuilder> TableRefBuilder for DefaultParts<'_, B> {}

impl<B: QueryBuilder> OperLeftAssocDecider for DefaultParts<'_, B> {
    fn well_known_left_associative(&self, operator: &BinOper) -> bool {
        self.0.well_known_left_associative(operator)
    }
}

impl<B: QueryBuilder> PrecedenceDecider for DefaultParts<'_, B> {
    fn inner_expr_well_known_greater_precedence(&self, inner: &Expr, outer: &Oper) -> bool {
        self.0
            .inner_expr_well_known_greater_precedence(inner, outer)
    }
}

impl<B: QueryBuilder> QueryBuilder for DefaultParts<'_, B> {
    fn prepare_expr(&self, expression: &Expr, sql: &mut impl SqlWriter) {
        self.0.prepare_expr(expression, sql);
    }

    fn prepare_query_statement(&self, query: &SubQueryStatement, sql: &mut impl SqlWriter) {
        self.0.prepare_query_statement(query, sql);
    }

    fn prepare_select_into(&self, into: &SelectInto, sql: &mut impl SqlWriter) {
        self.0.prepare_select_into(into, sql);
    }

    fn prepare_explain_statement(&self, explain: &ExplainStatement, sql: &mut impl SqlWriter) {
        self.0.prepare_explain_statement(explain, sql);
    }

    fn prepare_value(&self, value: sea_query::Value, sql: &mut impl SqlWriter) {
        self.0.prepare_value(value, sql);
    }

    fn write_value(&self, buffer: &mut impl Write, value: &sea_query::Value) -> fmt::Result {
        self.0.write_value(buffer, value)
    }

    fn prepare_with_clause(&self, with: &WithClause, sql: &mut impl SqlWriter) {
        self.0.prepare_with_clause(with, sql);
    }
}

#[cfg(test)]
mod tests {
    use sea_query::{
        CommonTableExpression, Expr, PostgresQueryBuilder, Query, QueryBuilder, SqliteQueryBuilder,
        WithClause, WithQuery,
    };

    use super::{
        Guard, custom_expression, is_incomplete_with, is_unnamed_table, is_without_tables,
    };

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

    fn table(name: Option<&'static str>) -> CommonTableExpression {
        let mut table = CommonTableExpression::new();
        table
            .query(Query::select().column("a").from("t").to_owned())
            .column("x")
            .materialized(false);
        if let Some(name) = name {
            table.table_name(name);
        }
        table
    }

    proptest::proptest! {
        #[test]
        fn no_custom_expression_panics(text in "[?$0-9'\"`é a]{0,12}", n_values in 0..3) {
            custom(&SqliteQueryBuilder, &text, n_values);
            custom(&PostgresQueryBuilder, &text, n_values);
        }
    }

    #[test]
    fn what_is_missing_in_a_with_statement_is_seen() {
        assert!(is_unnamed_table(&table(None)));
        assert!(!is_unnamed_table(&table(Some("x"))));
        assert!(is_without_tables(&WithClause::new()));
        assert!(is_without_tables(WithClause::new().recursive(true)));
        assert!(!is_without_tables(WithClause::new().cte(table(None))));
        let clause = WithClause::new().cte(table(Some("x"))).to_owned();
        assert!(is_incomplete_with(
            WithQuery::new().with_clause(clause.clone())
        ));
        assert!(!is_incomplete_with(
            &clause.query(Query::select().column("a").from("x").to_owned())
        ));
    }
}
