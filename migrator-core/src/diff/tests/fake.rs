//! A backend of which only is known what a comparison asks.

use crate::base::{Dialect, TableName};
use crate::catalog::{Catalog, CatalogError, Conversion, Introspection, Scope};
use crate::schema::{ColumnType, Constraint};
use crate::session::{Rows, Statement};

pub(super) struct Fake(pub(super) Dialect);

impl Introspection for Fake {
    fn questions(&self, _scope: &Scope) -> Vec<Statement> {
        Vec::new()
    }

    fn catalog(&self, _scope: &Scope, _answers: &[Rows]) -> Result<Catalog, CatalogError> {
        Ok(Catalog::default())
    }

    fn identity(&self) -> Statement {
        Statement::new("SELECT 1")
    }

    fn conversion(&self, column: &str, from: &ColumnType, to: &ColumnType) -> Conversion {
        match (from, to) {
            _ if self.0 == Dialect::Sqlite => Conversion::Implicit,
            (ColumnType::Text, ColumnType::Boolean) => Conversion::Unknown,
            (_, ColumnType::Text | ColumnType::BigInteger) => Conversion::Implicit,
            _ => Conversion::Using(format!("cast_(\"{column}\")")),
        }
    }

    fn default_name(&self, _: &TableName, _: &Constraint, _: &[&str]) -> Option<String> {
        None
    }

    fn bears_dangling_references(&self) -> bool {
        self.0 == Dialect::Sqlite
    }
}
