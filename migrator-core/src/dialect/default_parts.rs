//! sea-query's default methods, for builders that override them.

use std::fmt::{self, Write};

use sea_query::{
    BinOper, DynIden, EscapeBuilder, ExplainStatement, Expr, Oper, OperLeftAssocDecider,
    PrecedenceDecider, QueryBuilder, Quote, QuotedBuilder, SelectInto, SqlWriter,
    SubQueryStatement, TableRefBuilder, WithClause,
};

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
