//! Statements of sea-query as PostgreSQL's SQL, without its panics.
//!
//! Differs from sea-query's own PostgreSQL builder on purpose: what PostgreSQL lacks is
//! refused instead of a panic or of being written all the same, and every name is quoted
//! and measured, those of types and constraints included.
//!
//! `SEARCH` and `CYCLE` of a recursive `WITH` are refused: whether they are complete cannot
//! be seen, and PostgreSQL has them from version 14 on only.

use std::fmt::{self, Write};

use sea_query::extension::postgres::PgFunc;
use sea_query::extension::sqlite::SqliteBinOper;
use sea_query::{
    BinOper, CommonTableExpression, DeleteStatement, DynIden, EscapeBuilder, ExplainStatement,
    Expr, Func, JoinExpr, JoinOn, JoinType, Oper, OperLeftAssocDecider, OrderExpr,
    PostgresQueryBuilder, PrecedenceDecider, QueryBuilder, Quote, QuotedBuilder, SelectDistinct,
    SelectInto, SelectStatement, SqlWriter, SubQueryStatement, TableRefBuilder, UnionType,
    UpdateStatement, Value as Theirs, WithClause, WithQuery,
};

use super::{names, query_values, rows};
use crate::dialect::{
    DefaultParts, Guard, Refusal, bindable, bound, common_operator, custom_expression,
    inner_statement, order, with_clause, with_query, with_table, write_text,
};
use crate::ops::Command;
use crate::session::Statement;

/// Returns a statement of sea-query with its values bound; raw SQL is empty here.
///
/// # Errors
/// What PostgreSQL lacks, and statements that are not complete.
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

impl Builder {
    /// Refuses a clause if a statement has it: if something is written for it.
    fn lacks(&self, clause: &str, write: impl FnOnce(&mut String)) {
        let mut sql = String::new();
        write(&mut sql);
        if !sql.is_empty() {
            self.guard.unsupported(clause);
        }
    }

    /// Writes what could be made, or refuses the statement for what could not.
    fn write_made(&self, sql: &mut impl Write, made: Result<String, Refusal>) {
        match made {
            Ok(made) => write_text(sql, &made),
            Err(refusal) => self.guard.refuse(refusal),
        }
    }
}

impl QuotedBuilder for Builder {
    fn quote(&self) -> Quote {
        Quote::new(b'"')
    }

    fn prepare_iden(&self, identifier: &DynIden, sql: &mut impl SqlWriter) {
        self.write_made(
            sql,
            names::quoted(&identifier.inner()).map_err(Refusal::from),
        );
    }
}

impl EscapeBuilder for Builder {
    fn write_escaped(&self, buffer: &mut impl Write, text: &str) {
        write_text(buffer, &text.replace('\'', "''"));
    }

    fn unescape_string(&self, text: &str) -> String {
        text.replace("''", "'")
    }
}

impl TableRefBuilder for Builder {}

impl OperLeftAssocDecider for Builder {
    fn well_known_left_associative(&self, operator: &BinOper) -> bool {
        PostgresQueryBuilder.well_known_left_associative(operator)
    }
}

impl PrecedenceDecider for Builder {
    fn inner_expr_well_known_greater_precedence(&self, inner: &Expr, outer: &Oper) -> bool {
        PostgresQueryBuilder.inner_expr_well_known_greater_precedence(inner, outer)
    }
}

impl QueryBuilder for Builder {
    fn placeholder(&self) -> (&'static str, bool) {
        ("$", true)
    }

    fn prepare_expr(&self, expression: &Expr, sql: &mut impl SqlWriter) {
        match expression {
            Expr::CustomWithExpr(text, values) => {
                custom_expression(self, &self.guard, text, values, sql);
            }
            Expr::AsEnum(name, expression) => {
                write_text(sql, "CAST(");
                self.prepare_expr(expression, sql);
                write_text(sql, " AS ");
                self.write_made(sql, query_values::type_name(&name.inner()));
                write_text(sql, ")");
            }
            _ => self.prepare_expr_common(expression, sql),
        }
    }

    fn prepare_value(&self, value: Theirs, sql: &mut impl SqlWriter) {
        let hint = query_values::hint(&value);
        match bindable(&value) {
            Some(bound) => match rows::check_value(&bound) {
                Ok(()) => sql.push_param(value, self),
                Err(refusal) => self.guard.refuse(refusal),
            },
            None => self.write_made(sql, query_values::constant(&value)),
        }
        if let Some(hint) = hint {
            self.write_made(sql, hint);
        }
    }

    fn write_value(&self, buffer: &mut impl Write, value: &Theirs) -> fmt::Result {
        self.write_made(buffer, query_values::constant(value));
        Ok(())
    }

    fn prepare_insert(&self, replace: bool, sql: &mut impl SqlWriter) {
        if replace {
            self.guard.refuse(
                Refusal::unsupported("`REPLACE`").help("use `.on_conflict(…)` with an update"),
            );
        }
        write_text(sql, "INSERT");
    }

    fn prepare_bin_oper(&self, operator: &BinOper, sql: &mut impl SqlWriter) {
        match (operator, common_operator(operator)) {
            (_, Some(text)) => write_text(sql, text),
            (BinOper::PgOperator(_), None) => PostgresQueryBuilder.prepare_bin_oper(operator, sql),
            (_, None) => match sqlite_operator(operator) {
                Some(text) => write_text(sql, text),
                None => self
                    .guard
                    .unsupported(&format!("the operator `{operator:?}`")),
            },
        }
    }

    fn prepare_function_name(&self, function: &Func, sql: &mut impl SqlWriter) {
        match function {
            Func::PgFunction(PgFunc::AdvisoryUnlockAll) => {
                self.guard
                    .unsupported("`pg_advisory_unlock_all`, which would give up the run's lock");
            }
            Func::PgFunction(_) => PostgresQueryBuilder.prepare_function_name(function, sql),
            _ => self.prepare_function_name_common(function, sql),
        }
    }

    fn prepare_union_statement(
        &self,
        union: UnionType,
        select: &SelectStatement,
        sql: &mut impl SqlWriter,
    ) {
        let operator = match union {
            UnionType::Intersect => " INTERSECT (",
            UnionType::Distinct => " UNION (",
            UnionType::Except => " EXCEPT (",
            UnionType::All => " UNION ALL (",
            _ => return self.guard.unsupported("this kind of union"),
        };
        write_text(sql, operator);
        self.prepare_select_statement(select, sql);
        write_text(sql, ")");
    }

    fn prepare_select_distinct(&self, distinct: &SelectDistinct, sql: &mut impl SqlWriter) {
        match distinct {
            SelectDistinct::All => write_text(sql, "ALL"),
            SelectDistinct::Distinct => write_text(sql, "DISTINCT"),
            SelectDistinct::DistinctOn(columns) => {
                write_text(sql, "DISTINCT ON (");
                for (at, column) in columns.iter().enumerate() {
                    if at > 0 {
                        write_text(sql, ", ");
                    }
                    self.prepare_column_ref(column, sql);
                }
                write_text(sql, ")");
            }
            _ => self.guard.unsupported("`DISTINCTROW`"),
        }
    }

    fn prepare_select_into(&self, into: &SelectInto, sql: &mut impl SqlWriter) {
        write_text(sql, " INTO ");
        if let Some(modifier) = &into.target_table_modifier {
            write_text(sql, &format!("{modifier} "));
        }
        write_text(sql, "TABLE ");
        self.prepare_iden(&into.target_table, sql);
    }

    fn prepare_table_sample(&self, select: &SelectStatement, sql: &mut impl SqlWriter) {
        PostgresQueryBuilder.prepare_table_sample(select, sql);
    }

    fn prepare_join_expr(&self, join: &JoinExpr, sql: &mut impl SqlWriter) {
        match (&join.join, &join.on) {
            // sea-query asks for a condition where PostgreSQL allows none.
            (JoinType::CrossJoin, Some(_)) => write_text(sql, "INNER JOIN"),
            (JoinType::StraightJoin, _) => self.guard.unsupported("`STRAIGHT_JOIN`"),
            (kind, _) => self.prepare_join_type(kind, sql),
        }
        write_text(sql, " ");
        self.prepare_join_table_ref(join, sql);
        if let Some(on) = &join.on {
            self.prepare_join_on(on, sql);
        }
    }

    fn prepare_join_on(&self, on: &JoinOn, sql: &mut impl SqlWriter) {
        match on {
            JoinOn::Condition(condition) => self.prepare_condition(condition, "ON", sql),
            JoinOn::Columns(columns) => {
                write_text(sql, " USING ");
                self.prepare_tuple(columns, sql);
            }
            _ => self.guard.unsupported("this kind of join"),
        }
    }

    fn prepare_update_order_by(&self, update: &UpdateStatement, _sql: &mut impl SqlWriter) {
        let write = |sql: &mut String| DefaultParts(self).prepare_update_order_by(update, sql);
        self.lacks("`UPDATE … ORDER BY`", write);
    }

    fn prepare_update_limit(&self, update: &UpdateStatement, _sql: &mut impl SqlWriter) {
        let write = |sql: &mut String| DefaultParts(self).prepare_update_limit(update, sql);
        self.lacks("`UPDATE … LIMIT`", write);
    }

    fn prepare_delete_order_by(&self, delete: &DeleteStatement, _sql: &mut impl SqlWriter) {
        let write = |sql: &mut String| DefaultParts(self).prepare_delete_order_by(delete, sql);
        self.lacks("`DELETE … ORDER BY`", write);
    }

    fn prepare_delete_limit(&self, delete: &DeleteStatement, _sql: &mut impl SqlWriter) {
        let write = |sql: &mut String| DefaultParts(self).prepare_delete_limit(delete, sql);
        self.lacks("`DELETE … LIMIT`", write);
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
        if has_recursive_options(with) {
            self.guard.refuse(
                Refusal::unsupported("`SEARCH` and `CYCLE` of the query builder")
                    .help("write the statement as SQL"),
            );
        }
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

    fn prepare_on_conflict_target_constraint(&self, name: &str, sql: &mut impl SqlWriter) {
        write_text(sql, "ON CONSTRAINT ");
        self.write_made(sql, names::quoted(name).map_err(Refusal::from));
    }

    fn if_null_function(&self) -> &str {
        "COALESCE"
    }
}

/// SQLite's operators on JSON, which PostgreSQL has too.
const fn sqlite_operator(operator: &BinOper) -> Option<&'static str> {
    match operator {
        BinOper::SqliteOperator(SqliteBinOper::GetJsonField) => Some("->"),
        BinOper::SqliteOperator(SqliteBinOper::CastJsonField) => Some("->>"),
        _ => None,
    }
}

/// Tells whether a `WITH` clause has `SEARCH` or `CYCLE`. The fields are private, but they
/// are the first ones that `Debug` shows.
fn has_recursive_options(with: &WithClause) -> bool {
    let shown = format!("{with:?}");
    ["false", "true"].iter().all(|recursive| {
        let bare = format!("WithClause {{ recursive: {recursive}, search: None, cycle: None,");
        !shown.starts_with(&bare)
    })
}
