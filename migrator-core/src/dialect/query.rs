//! The parts of sea-query statements that every database writes alike, and refuses alike.

use sea_query::{
    BinOper, CommonTableExpression, OrderExpr, QueryBuilder, SelectStatement, SqlWriter,
    SubQueryStatement, WithClause, WithQuery,
};

use crate::dialect::binder::Binder;
use crate::dialect::default_parts::DefaultParts;
use crate::dialect::guard::{Guard, write_text};
use crate::ops::Command;
use crate::session::Statement;

/// Returns a statement with its values bound; raw SQL is empty here.
pub(crate) fn bound(command: &Command, builder: &impl QueryBuilder) -> Statement {
    let mut sql = Binder::default();
    match command {
        Command::Sql(_) => {}
        Command::Insert(statement) => builder.prepare_insert_statement(statement, &mut sql),
        Command::Update(statement) => builder.prepare_update_statement(statement, &mut sql),
        Command::Delete(statement) => builder.prepare_delete_statement(statement, &mut sql),
        Command::Select(statement) => builder.prepare_select_statement(statement, &mut sql),
        Command::With(statement) => builder.prepare_with_query(statement, &mut sql),
    }
    sql.into_statement()
}

/// Writes a statement inside another one.
pub(crate) fn inner_statement(
    builder: &impl QueryBuilder,
    query: &SubQueryStatement,
    sql: &mut impl SqlWriter,
) {
    match query {
        SubQueryStatement::SelectStatement(query) => builder.prepare_select_statement(query, sql),
        SubQueryStatement::InsertStatement(query) => builder.prepare_insert_statement(query, sql),
        SubQueryStatement::UpdateStatement(query) => builder.prepare_update_statement(query, sql),
        SubQueryStatement::DeleteStatement(query) => builder.prepare_delete_statement(query, sql),
        SubQueryStatement::WithStatement(query) => builder.prepare_with_query(query, sql),
    }
}

/// Writes a statement that begins with `WITH`.
pub(crate) fn with_query(
    builder: &impl QueryBuilder,
    guard: &Guard,
    query: &WithQuery,
    sql: &mut impl SqlWriter,
) {
    if is_incomplete_with(query) {
        return guard.invalid("a `WITH` statement has no query");
    }
    DefaultParts(builder).prepare_with_query(query, sql);
}

/// Writes a `WITH` clause, without `SEARCH` and `CYCLE`.
pub(crate) fn with_clause(
    builder: &impl QueryBuilder,
    guard: &Guard,
    with: &WithClause,
    sql: &mut impl SqlWriter,
) {
    if is_without_tables(with) {
        return guard.invalid("a `WITH` clause has no table");
    }
    builder.prepare_with_clause_start(with, sql);
    builder.prepare_with_clause_common_tables(with, sql);
}

/// Writes a table of a `WITH` clause.
pub(crate) fn with_table(
    builder: &impl QueryBuilder,
    guard: &Guard,
    table: &CommonTableExpression,
    sql: &mut impl SqlWriter,
) {
    if is_unnamed_table(table) {
        return guard.invalid("a table of a `WITH` clause has no name");
    }
    DefaultParts(builder).prepare_with_query_clause_common_table(table, sql);
}

/// Writes what rows are ordered by.
pub(crate) fn order(
    builder: &impl QueryBuilder,
    guard: &Guard,
    order: &OrderExpr,
    sql: &mut impl SqlWriter,
) {
    DefaultParts(builder).prepare_order_expr(order, sql);
    match nulls_text(order) {
        Some(text) => write_text(sql, text),
        None => guard.unsupported("this order of `NULL`s"),
    }
}

// The fields of `WITH` are private. What is missing shows by comparison: two
// clauses whose every other part was made equal differ only in that part.

/// Tells whether a `WITH` clause has no table.
fn is_without_tables(with: &WithClause) -> bool {
    let bare = |mut with: WithClause| {
        with.recursive(true)
            .search(sea_query::Search::new())
            .cycle(sea_query::Cycle::new());
        with
    };
    bare(with.clone()) == bare(WithClause::new())
}

/// Tells whether a table of a `WITH` clause has no name.
fn is_unnamed_table(table: &CommonTableExpression) -> bool {
    let bare = |mut table: CommonTableExpression| {
        table.try_set_cols_from_select(&SelectStatement::new());
        table.values(Vec::new()).materialized(true);
        table
    };
    bare(table.clone()) == bare(CommonTableExpression::new())
}

/// Tells whether a `WITH` statement has no query after its clause.
fn is_incomplete_with(query: &WithQuery) -> bool {
    let mut bare = query.clone();
    bare.with_clause(WithClause::new());
    bare == WithQuery::new()
}

/// Returns where `NULL`s go in an order; `None` if it cannot be told.
///
/// The field is private and has no setter to compare with, but it is the last
/// one that `Debug` shows.
fn nulls_text(order: &OrderExpr) -> Option<&'static str> {
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

#[cfg(test)]
mod tests {
    use sea_query::{CommonTableExpression, Query, WithClause, WithQuery};

    use super::{is_incomplete_with, is_unnamed_table, is_without_tables};

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
