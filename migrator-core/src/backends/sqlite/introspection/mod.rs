//! Reading what a database holds.
//!
//! SQLite keeps the text that made an object, and nothing else says all of it, so that the schema alone
//! is asked for, and its texts are taken apart. A `PRAGMA` for each table would say less and take longer.
//!
//! | file | what it knows |
//! |---|---|
//! | `stored` | the rows of the schema |
//! | `table`, `constraint`, `index` | the objects of these names |
//! | `kind` | types |
//! | `expression` | the one form of expressions |
//! | `lexeme`, `keyword` | tokens |
//! | `unsaid` | clauses that no operation has |

mod constraint;
mod expression;
mod index;
mod keyword;
mod kind;
mod lexeme;
mod stored;
mod table;
mod unsaid;

use self::stored::{Stored, Tables};
use super::definition::same_name;
use crate::base::TableName;
use crate::catalog::{Catalog, CatalogError, Conversion, Introspection, Scope};
use crate::schema::{ColumnType, Constraint};
use crate::session::{Rows, Statement};

/// How a database is read and its objects compared.
#[derive(Debug)]
pub struct SqliteIntrospection;

impl Introspection for SqliteIntrospection {
    fn questions(&self, _scope: &Scope) -> Vec<Statement> {
        vec![Statement::new(stored::OBJECTS)]
    }

    fn catalog(&self, scope: &Scope, answers: &[Rows]) -> Result<Catalog, CatalogError> {
        let none = Rows::default();
        let objects = answers.first().unwrap_or(&none);
        let stored = stored::read(objects, &scope.leave_out).map_err(|source| {
            let question = "query for the schema";
            CatalogError::Answer { question, source }
        })?;
        catalog(&stored)
    }

    fn identity(&self) -> Statement {
        Statement::new("SELECT sqlite_version()")
    }

    fn conversion(&self, _column: &str, _from: &ColumnType, _to: &ColumnType) -> Conversion {
        Conversion::Implicit
    }

    /// SQLite names nothing.
    fn default_name(
        &self,
        _table: &TableName,
        _constraint: &Constraint,
        _taken: &[&str],
    ) -> Option<String> {
        None
    }

    fn is_same_name(&self, one: &str, other: &str) -> bool {
        same_name(one, other)
    }

    fn bears_dangling_references(&self) -> bool {
        true
    }
}

fn catalog(stored: &[Stored<'_>]) -> Result<Catalog, CatalogError> {
    let mut catalog = Catalog::default();
    let mut tables = Tables::default();
    for it in stored.iter().filter(|it| it.kind == "table") {
        if !it.is_virtual() {
            tables.add(*it).map_err(|_| it.puzzling())?;
        }
    }
    for it in stored {
        match it.kind {
            "table" => {
                if let Some(definition) = tables.named(it.name) {
                    let table = table::table(definition, &tables, &mut catalog.beyond);
                    catalog.tables.push(table.map_err(|_| it.puzzling())?);
                }
            }
            "index" => {
                let index = index::index(*it, &tables).ok_or_else(|| it.puzzling())?;
                catalog.indexes.push(index);
            }
            _ => {}
        }
    }
    catalog
        .tables
        .sort_by(|one, other| one.name().cmp(other.name()));
    catalog
        .indexes
        .sort_by(|one, other| one.name().cmp(other.name()));
    catalog.beyond.sort();
    Ok(catalog)
}
