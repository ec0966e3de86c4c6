//! Reading what a database holds.

use crate::base::TableName;
use crate::catalog::{Catalog, CatalogError, Conversion, Introspection, Scope};
use crate::schema::{ColumnType, Constraint};
use crate::session::{Rows, Statement};

/// How a database is read and its objects compared.
#[derive(Debug)]
pub struct PostgresIntrospection;

impl Introspection for PostgresIntrospection {
    fn questions(&self, _scope: &Scope) -> Vec<Statement> {
        Vec::new()
    }

    fn catalog(&self, _scope: &Scope, _answers: &[Rows]) -> Result<Catalog, CatalogError> {
        Ok(Catalog::default())
    }

    fn identity(&self) -> Statement {
        Statement::new("SELECT 1")
    }

    fn conversion(&self, _column: &str, _from: &ColumnType, _to: &ColumnType) -> Conversion {
        Conversion::Unknown
    }

    fn default_name(
        &self,
        _table: &TableName,
        _constraint: &Constraint,
        _taken: &[&str],
    ) -> Option<String> {
        None
    }

    fn bears_dangling_references(&self) -> bool {
        false
    }
}
