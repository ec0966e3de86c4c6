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
    Binder, DefaultParts, Guard, Refusal, bindable, common_operator, custom_expression,
    is_incomplete_with, is_unnamed_table, is_without_tables, nulls_text,
};
use crate::ops::Command;
use crate::session::Statement;

/// Returns a statement of sea-query with its values bound; raw SQL is empty here.
///
/// # Errors
/// What PostgreSQL lacks, and statements that are not complete.
pub(super) fn statement(command: &Command) -> Result<Statement, Refusal> {
    let builder = Builder::default();
    let mut sql = Binder::default();
    match command {
        Command::Sql(_) => {}
        Command::Insert(statement) => builder.prepare_insert_statement(statement, &mut sql),
        Command::Update(statement) => builder.prepare_update_statement(statement, &mut sql),
        Command::Delete(statement) => builder.prepare_delete_statement(statement, &mut sql),
        Command::Select(statement) => builder.prepare_select_statement(statement, &mut sql),
        Command::With(statement) => builder.prepare_with_query(statement, &mut sql),
    }
    builder.guard.finish()?;
    Ok(sql.into_statement())
}

#[derive(Default)]
struct Builder {
    guard: Guard,
}

impl Builder {
    fn unsupported(&self, what: &str) {
        self.guard.refuse(Refusal::unsupported(what));
    }

    fn invalid(&self, what: &str) {
        self.guard.refuse(Refusal::invalid(what));
    }

    /// Refuses a clause if a statement has it: if something is written for it.
    fn lacks(&self, clause: &str, write: impl FnOnce(&mut String)) {
        let mut sql = String::new();
        write(&mut sql);
        if !sql.is_empty() {
            self.unsupported(clause);
        }
    }

    /// Writes what could be made, or refuses the statement for what could not.
    fn write_made(&self, sql: &mut impl Write, made: Result<String, Refusal>) {
        match made {
            Ok(made) => write(sql, &made),
            Err(refusal) => self.guard.refuse(refusal),
        }
    }
}

/// Writes text; the writers here are strings, which cannot fail.
fn write(sql: &mut impl Write, text: &str) {
    let _ = sql.write_str(text);
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
        write(buffer, &text.replace('\'', "''"));
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
                write(sql, "CAST(");
                self.prepare_expr(expression, sql);
                write(sql, " AS ");
                self.write_made(sql, query_values::type_name(&name.inner()));
                write(sql, ")");
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
        write(sql, "INSERT");
    }

    fn prepare_bin_oper(&self, operator: &BinOper, sql: &mut impl SqlWriter) {
        match (operator, common_operator(operator)) {
            (_, Some(text)) => write(sql, text),
            (BinOper::PgOperator(_), None) => PostgresQueryBuilder.prepare_bin_oper(operator, sql),
            (_, None) => match sqlite_operator(operator) {
                Some(text) => write(sql, text),
                None => self.unsupported(&format!("the operator `{operator:?}`")),
            },
        }
    }

    fn prepare_function_name(&self, function: &Func, sql: &mut impl SqlWriter) {
        match function {
            Func::PgFunction(PgFunc::AdvisoryUnlockAll) => {
                self.unsupported("`pg_advisory_unlock_all`, which would give up the run's lock");
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
            _ => return self.unsupported("this kind of union"),
        };
        write(sql, operator);
        self.prepare_select_statement(select, sql);
        write(sql, ")");
    }

    fn prepare_select_distinct(&self, distinct: &SelectDistinct, sql: &mut impl SqlWriter) {
        match distinct {
            SelectDistinct::All => write(sql, "ALL"),
            SelectDistinct::Distinct => write(sql, "DISTINCT"),
            SelectDistinct::DistinctOn(columns) => {
                write(sql, "DISTINCT ON (");
                for (at, column) in columns.iter().enumerate() {
                    if at > 0 {
                        write(sql, ", ");
                    }
                    self.prepare_column_ref(column, sql);
                }
                write(sql, ")");
            }
            _ => self.unsupported("`DISTINCTROW`"),
        }
    }

    fn prepare_select_into(&self, into: &SelectInto, sql: &mut impl SqlWriter) {
        write(sql, " INTO ");
        if let Some(modifier) = &into.target_table_modifier {
            write(sql, &format!("{modifier} "));
        }
        write(sql, "TABLE ");
        self.prepare_iden(&into.target_table, sql);
    }

    fn prepare_table_sample(&self, select: &SelectStatement, sql: &mut impl SqlWriter) {
        PostgresQueryBuilder.prepare_table_sample(select, sql);
    }

    fn prepare_join_expr(&self, join: &JoinExpr, sql: &mut impl SqlWriter) {
        match (&join.join, &join.on) {
            // sea-query asks for a condition where PostgreSQL allows none.
            (JoinType::CrossJoin, Some(_)) => write(sql, "INNER JOIN"),
            (JoinType::StraightJoin, _) => self.unsupported("`STRAIGHT_JOIN`"),
            (kind, _) => self.prepare_join_type(kind, sql),
        }
        write(sql, " ");
        self.prepare_join_table_ref(join, sql);
        if let Some(on) = &join.on {
            self.prepare_join_on(on, sql);
        }
    }

    fn prepare_join_on(&self, on: &JoinOn, sql: &mut impl SqlWriter) {
        match on {
            JoinOn::Condition(condition) => self.prepare_condition(condition, "ON", sql),
            JoinOn::Columns(columns) => {
                write(sql, " USING ");
                self.prepare_tuple(columns, sql);
            }
            _ => self.unsupported("this kind of join"),
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
        self.unsupported("`EXPLAIN` of the query builder");
    }

    fn prepare_query_statement(&self, query: &SubQueryStatement, sql: &mut impl SqlWriter) {
        match query {
            SubQueryStatement::SelectStatement(query) => self.prepare_select_statement(query, sql),
            SubQueryStatement::InsertStatement(query) => self.prepare_insert_statement(query, sql),
            SubQueryStatement::UpdateStatement(query) => self.prepare_update_statement(query, sql),
            SubQueryStatement::DeleteStatement(query) => self.prepare_delete_statement(query, sql),
            SubQueryStatement::WithStatement(query) => self.prepare_with_query(query, sql),
        }
    }

    fn prepare_with_query(&self, query: &WithQuery, sql: &mut impl SqlWriter) {
        if is_incomplete_with(query) {
            return self.invalid("a `WITH` statement has no query");
        }
        DefaultParts(self).prepare_with_query(query, sql);
    }

    fn prepare_with_clause(&self, with: &WithClause, sql: &mut impl SqlWriter) {
        if is_without_tables(with) {
            return self.invalid("a `WITH` clause has no table");
        }
        if has_recursive_options(with) {
            self.guard.refuse(
                Refusal::unsupported("`SEARCH` and `CYCLE` of the query builder")
                    .help("write the statement as SQL"),
            );
        }
        self.prepare_with_clause_start(with, sql);
        self.prepare_with_clause_common_tables(with, sql);
    }

    fn prepare_with_query_clause_common_table(
        &self,
        table: &CommonTableExpression,
        sql: &mut impl SqlWriter,
    ) {
        if is_unnamed_table(table) {
            return self.invalid("a table of a `WITH` clause has no name");
        }
        DefaultParts(self).prepare_with_query_clause_common_table(table, sql);
    }

    fn prepare_order_expr(&self, order: &OrderExpr, sql: &mut impl SqlWriter) {
        DefaultParts(self).prepare_order_expr(order, sql);
        match nulls_text(order) {
            Some(text) => write(sql, text),
            None => self.unsupported("this order of `NULL`s"),
        }
    }

    fn prepare_on_conflict_target_constraint(&self, name: &str, sql: &mut impl SqlWriter) {
        write(sql, "ON CONSTRAINT ");
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
