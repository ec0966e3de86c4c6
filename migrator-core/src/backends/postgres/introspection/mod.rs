//! Reading what a database holds.
//!
//! ```text
//!  question            answer
//!  surroundings        schemas, extensions
//!  types               enumerations, domains, operator classes
//!  relations           tables, views, sequences
//!  columns             columns of the tables, defaults, comments
//!  constraints         keys, checks, foreign keys, exclusions
//!  indexes             those that no constraint made
//!  routines            functions, procedures, triggers
//!  needs               what needs what
//! ```
//!
//! Eight queries on `pg_catalog`, whatever the number of tables. Objects refer to each other by number
//! and are joined here; the server is asked to print an expression only where there is one.
//!
//! What the server prints depends on settings, above all on `search_path`. Each query that has
//! something printed sets them first, see `settings`; ask by [`Session::read`](crate::session::Session::read),
//! which leaves none of it behind.
//!
//! Never said, but for what `unsaid` tells in lines: owners, privileges, storage parameters of tables, comments on what is neither table nor
//! column, whether a trigger is switched off, whether a materialized view has rows.

mod answer;
mod beside;
mod columns;
mod constraint;
mod constraints;
mod conversion;
mod counter;
mod default_name;
mod exclusions;
mod expression;
mod indexes;
mod literal;
mod needs;
mod relations;
mod routines;
mod sequences;
mod settings;
mod space;
mod surroundings;
mod tables;
#[cfg(test)]
#[cfg(feature = "postgres")]
mod tests;
mod type_names;
mod types;
mod unsaid;

use crate::base::{Dialect, TableName, Value};
use crate::catalog::{Catalog, CatalogError, Conversion, Habits, Introspection, Schemas, Scope};
use crate::schema::{ColumnType, Constraint};
use crate::session::{Rows, Statement};

/// How a database is read and its objects compared.
#[derive(Debug)]
pub struct PostgresIntrospection;

impl Introspection for PostgresIntrospection {
    fn questions(&self, scope: &Scope) -> Vec<Statement> {
        [
            surroundings::SQL,
            types::SQL,
            relations::SQL,
            columns::SQL,
            constraints::SQL,
            indexes::SQL,
            routines::SQL,
            needs::SQL,
        ]
        .map(|sql| space::within(&scope.schemas, sql))
        .into()
    }

    fn catalog(&self, scope: &Scope, answers: &[Rows]) -> Result<Catalog, CatalogError> {
        let mut catalog = Catalog::default();
        surroundings::read(answers, &mut catalog)?;
        let types = types::read(answers, &mut catalog)?;
        let mut relations = relations::read(scope, answers, &mut catalog)?;
        columns::read(answers, &types, &mut relations)?;
        sequences::put(&mut relations, &mut catalog);
        constraints::read(answers, &types, &mut relations, &mut catalog)?;
        indexes::read(answers, &types, &relations, &mut catalog)?;
        let routines = routines::read(answers, &relations, &mut catalog)?;
        needs::read(answers, &types, &relations, &routines, &mut catalog)?;
        tables::put(relations, &mut catalog);
        sort(&mut catalog);
        Ok(catalog)
    }

    fn identity(&self) -> Statement {
        Statement::new(settings::IDENTITY)
    }

    fn conversion(&self, column: &str, from: &ColumnType, to: &ColumnType) -> Conversion {
        conversion::conversion(column, from, to)
    }

    fn default_name(
        &self,
        table: &TableName,
        constraint: &Constraint,
        taken: &[&str],
    ) -> Option<String> {
        default_name::default_name(table, constraint, taken)
    }

    fn literal(&self, kind: &ColumnType, default: &str) -> Option<Value> {
        literal::literal(kind, default)
    }

    fn count_on(&self, table: &TableName, column: &str) -> Option<String> {
        beside::count_on(table, column)
    }

    fn count_once(&self, table: &TableName, column: &str) -> Option<String> {
        beside::count_once(table, column)
    }

    fn look_now(&self) -> Option<String> {
        Some(beside::LOOK_NOW.to_owned())
    }

    fn kept(&self, name: &str, question: &Statement) -> Option<(Statement, Statement)> {
        let keep = format!("PREPARE {name} AS {}", question.sql);
        Some((
            Statement::new(keep),
            Statement::new(format!("EXECUTE {name}")),
        ))
    }

    fn unsaid(&self) -> Option<Statement> {
        Some(space::within(&Schemas::All, unsaid::SQL))
    }

    fn counters(&self) -> Option<Statement> {
        Some(space::within(&Schemas::All, sequences::STANDING))
    }

    fn literal_of(&self, quoted: &str) -> String {
        format!("quote_nullable({quoted}::text)")
    }

    fn habits(&self) -> Habits {
        Habits {
            dialect: Dialect::Postgres,
            has_enumerations: true,
            ignores_case: false,
            builds_anew: false,
            bears_dangling_references: false,
            refuses_values: true,
        }
    }
}

/// Sorts every list by name, whatever the order of the answers.
fn sort(catalog: &mut Catalog) {
    catalog.schemas.sort_by(|a, b| a.name().cmp(b.name()));
    catalog.extensions.sort_by(|a, b| a.name().cmp(b.name()));
    catalog.enums.sort_by(|a, b| a.name().cmp(b.name()));
    catalog.domains.sort_by(|a, b| a.name().cmp(b.name()));
    catalog.sequences.sort_by(|a, b| a.name().cmp(b.name()));
    catalog.tables.sort_by(|a, b| a.name().cmp(b.name()));
    catalog
        .indexes
        .sort_by(|a, b| (a.name(), a.table()).cmp(&(b.name(), b.table())));
    catalog.views.sort_by(|a, b| a.name().cmp(b.name()));
    catalog
        .functions
        .sort_by(|a, b| a.signature().cmp(b.signature()));
    catalog
        .triggers
        .sort_by(|a, b| (a.table(), a.name()).cmp(&(b.table(), b.name())));
    catalog.needs.sort();
    catalog.needs.dedup();
    catalog.beyond.sort();
}
