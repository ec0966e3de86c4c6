//! Statements of sea-query as SQLite's SQL, without its panics.
//!
//! Differs from sea-query's own SQLite builder on purpose: what SQLite lacks is
//! refused instead of a panic or of being left out silently, and columns stand
//! in backticks, so that a misspelled one is an error instead of a text (which
//! in `DELETE … WHERE` could mean every row).
//!
//! Left as sea-query does it: `FOR UPDATE`, `SEARCH` and `CYCLE` of a recursive
//! `WITH`, and `TABLESAMPLE` are not written.

use std::fmt::{self, Write};

use sea_query::extension::postgres::PgBinOper;
use sea_query::extension::sqlite::SqliteBinOper;
use sea_query::{
    BinOper, CommonTableExpression, DynIden, EscapeBuilder, ExplainStatement, Expr, Func, JoinExpr,
    JoinOn, LockClause, Oper, OperLeftAssocDecider, OrderExpr, PrecedenceDecider, QueryBuilder,
    Quote, QuotedBuilder, SelectDistinct, SelectInto, SelectStatement, SqlWriter,
    SqliteQueryBuilder, SubQueryOper, SubQueryStatement, TableRefBuilder, UnionType,
    Value as Theirs, WithClause, WithQuery,
};

use super::{literal, names, rows};
use crate::dialect::{
    Guard, Refusal, bindable, bound, common_operator, custom_expression, inner_statement, order,
    with_clause, with_query, with_table, write_text,
};
use crate::ops::Command;
use crate::session::Statement;

/// Returns a statement of sea-query with its values bound; raw SQL is empty here.
///
/// # Errors
/// What SQLite lacks, and statements that are not complete.
pub(super) fn statement(command: &Command) -> Result<Statement, Refusal> {
    let builder = Builder::default();
    let statement = bound(command, &builder);
    builder.guard.finish()?;
    Ok(statement)
}

#[derive(Default)]
struct Builder {
    guard: Guard,
}

impl QuotedBuilder for Builder {
    fn quote(&self) -> Quote {
        Quote::new(b'`')
    }

    fn prepare_iden(&self, identifier: &DynIden, sql: &mut impl SqlWriter) {
        match names::quoted_column(&identifier.inner()) {
            Ok(name) => write_text(sql, &name),
            Err(error) => self.guard.refuse(error.into()),
        }
    }
}

impl EscapeBuilder for Builder {
    fn write_escaped(&self, buffer: &mut impl Write, text: &str) {
        if text.contains('\0') {
            self.guard
                .unsupported("a text literal cannot hold a NUL byte");
        }
        write_text(buffer, &text.replace('\'', "''"));
    }

    fn unescape_string(&self, text: &str) -> String {
        text.replace("''", "'")
    }
}

impl TableRefBuilder for Builder {}

impl OperLeftAssocDecider for Builder {
    fn well_known_left_associative(&self, operator: &BinOper) -> bool {
        SqliteQueryBuilder.well_known_left_associative(operator)
    }
}

impl PrecedenceDecider for Builder {
    fn inner_expr_well_known_greater_precedence(&self, inner: &Expr, outer: &Oper) -> bool {
        SqliteQueryBuilder.inner_expr_well_known_greater_precedence(inner, outer)
    }
}

impl QueryBuilder for Builder {
    fn prepare_expr(&self, expression: &Expr, sql: &mut impl SqlWriter) {
        match expression {
            Expr::CustomWithExpr(text, values) => {
                custom_expression(self, &self.guard, text, values, sql);
            }
            _ => self.prepare_expr_common(expression, sql),
        }
    }

    fn prepare_value(&self, value: Theirs, sql: &mut impl SqlWriter) {
        match bindable(&value) {
            Some(bound) => match rows::check_bound(&bound) {
                Ok(()) => sql.push_param(value, self),
                Err(refusal) => self.guard.refuse(refusal),
            },
            None => {
                let _ = self.write_value(sql, &value);
            }
        }
    }

    fn write_value(&self, buffer: &mut impl Write, value: &Theirs) -> fmt::Result {
        match (bindable(value), value) {
            (Some(value), _) => match literal::literal(&value) {
                Ok(literal) => write_text(buffer, &literal),
                Err(refusal) => self.guard.refuse(refusal),
            },
            (None, Theirs::BigUnsigned(_)) => {
                self.guard
                    .unsupported("an integer above 9223372036854775807 cannot be stored");
            }
            (None, Theirs::Array(..)) => self.guard.unsupported("an array as a value"),
            (None, _) => return self.write_value_common(buffer, value),
        }
        Ok(())
    }

    fn prepare_bin_oper(&self, operator: &BinOper, sql: &mut impl SqlWriter) {
        match operator_text(operator) {
            Some(text) => write_text(sql, text),
            None => self
                .guard
                .unsupported(&format!("the operator `{operator:?}`")),
        }
    }

    fn prepare_function_name(&self, function: &Func, sql: &mut impl SqlWriter) {
        match function {
            Func::PgFunction(name) => self.guard.unsupported(&format!("the function `{name:?}`")),
            _ => self.prepare_function_name_common(function, sql),
        }
    }

    fn prepare_sub_query_oper(&self, operator: &SubQueryOper, sql: &mut impl SqlWriter) {
        match operator {
            SubQueryOper::Exists => write_text(sql, "EXISTS"),
            _ => self
                .guard
                .unsupported("`ANY`, `SOME` or `ALL` before a query"),
        }
    }

    fn prepare_union_statement(
        &self,
        union: UnionType,
        select: &SelectStatement,
        sql: &mut impl SqlWriter,
    ) {
        // SQLite does not take parentheses around the parts of a union.
        let operator = match union {
            UnionType::Intersect => " INTERSECT ",
            UnionType::Distinct => " UNION ",
            UnionType::Except => " EXCEPT ",
            UnionType::All => " UNION ALL ",
            _ => return self.guard.unsupported("this kind of union"),
        };
        write_text(sql, operator);
        self.prepare_select_statement(select, sql);
    }

    fn prepare_select_distinct(&self, distinct: &SelectDistinct, sql: &mut impl SqlWriter) {
        match distinct {
            SelectDistinct::All => write_text(sql, "ALL"),
            SelectDistinct::Distinct => write_text(sql, "DISTINCT"),
            _ => self.guard.unsupported("`DISTINCT ON` and `DISTINCTROW`"),
        }
    }

    fn prepare_join_table_ref(&self, join: &JoinExpr, sql: &mut impl SqlWriter) {
        if join.lateral {
            self.guard.unsupported("a `LATERAL` join");
        }
        self.prepare_table_ref(&join.table, sql);
    }

    fn prepare_join_on(&self, on: &JoinOn, sql: &mut impl SqlWriter) {
        match on {
            JoinOn::Condition(condition) => self.prepare_condition(condition, "ON", sql),
            _ => self
                .guard
                .unsupported("`JOIN … USING` of the query builder"),
        }
    }

    fn prepare_select_lock(&self, _lock: &LockClause, _sql: &mut impl SqlWriter) {
        // The transaction holds the lock of the whole file already.
    }

    fn prepare_select_into(&self, _into: &SelectInto, _sql: &mut impl SqlWriter) {
        self.guard.unsupported("`SELECT … INTO`");
    }

    fn prepare_explain_statement(&self, _explain: &ExplainStatement, _sql: &mut impl SqlWriter) {
        self.guard.unsupported("`EXPLAIN` of the query builder");
    }

    fn prepare_query_statement(&self, query: &SubQueryStatement, sql: &mut impl SqlWriter) {
        inner_statement(self, query, sql);
    }

    fn prepare_with_query(&self, query: &WithQuery, sql: &mut impl SqlWriter) {
        with_query(self, &self.guard, query, sql);
    }

    fn prepare_with_clause(&self, with: &WithClause, sql: &mut impl SqlWriter) {
        with_clause(self, &self.guard, with, sql);
    }

    fn prepare_with_query_clause_common_table(
        &self,
        table: &CommonTableExpression,
        sql: &mut impl SqlWriter,
    ) {
        with_table(self, &self.guard, table, sql);
    }

    fn prepare_order_expr(&self, expression: &OrderExpr, sql: &mut impl SqlWriter) {
        order(self, &self.guard, expression, sql);
    }

    fn prepare_on_conflict_target_constraint(&self, _name: &str, _sql: &mut impl SqlWriter) {
        self.guard.unsupported("`ON CONFLICT ON CONSTRAINT`");
    }

    fn insert_default_values(&self, n_rows: u32, sql: &mut impl SqlWriter) {
        if n_rows > 1 {
            self.guard
                .unsupported("several rows of default values in one statement");
        }
        write_text(sql, "DEFAULT VALUES");
    }

    fn greatest_function(&self) -> &str {
        "MAX"
    }

    fn least_function(&self) -> &str {
        "MIN"
    }

    fn char_length_function(&self) -> &str {
        "LENGTH"
    }
}

/// Returns an operator in SQL; `None` if SQLite has no such operator, or it is
/// newer than this code.
fn operator_text(operator: &BinOper) -> Option<&'static str> {
    Some(match operator {
        BinOper::SqliteOperator(SqliteBinOper::Glob) => "GLOB",
        BinOper::SqliteOperator(SqliteBinOper::Match) => "MATCH",
        BinOper::SqliteOperator(SqliteBinOper::GetJsonField)
        | BinOper::PgOperator(PgBinOper::GetJsonField) => "->",
        BinOper::SqliteOperator(SqliteBinOper::CastJsonField)
        | BinOper::PgOperator(PgBinOper::CastJsonField) => "->>",
        BinOper::PgOperator(PgBinOper::Concatenate) => "||",
        common => return common_operator(common),
    })
}
