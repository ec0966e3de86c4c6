//! A backend of which only is known what a comparison asks.

use crate::base::{Dialect, TableName, Value};
use crate::catalog::{Catalog, CatalogError, Conversion, Habits, Introspection, Scope};
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
            (from, to)
                if is_number(from) && is_number(to) && !(from.is_integer() && to.is_integer()) =>
            {
                Conversion::Implicit
            }
            (_, ColumnType::Text | ColumnType::BigInteger)
            | (ColumnType::Timestamp, ColumnType::TimestampWithTimeZone)
            | (ColumnType::TimestampWithTimeZone, ColumnType::Timestamp)
            | (ColumnType::String(_), ColumnType::String(_)) => Conversion::Implicit,
            _ => Conversion::Using(format!("cast_(\"{column}\")")),
        }
    }

    fn default_name(&self, _: &TableName, _: &Constraint, _: &[&str]) -> Option<String> {
        None
    }

    fn literal(&self, _: &ColumnType, _: &str) -> Option<Value> {
        None
    }

    fn count_on(&self, table: &TableName, column: &str) -> Option<String> {
        (self.0 == Dialect::Postgres).then(|| format!("SELECT count_on('{table}.{column}')"))
    }

    fn count_once(&self, table: &TableName, column: &str) -> Option<String> {
        (self.0 == Dialect::Postgres).then(|| format!("SELECT count_once('{table}.{column}')"))
    }

    fn look_now(&self) -> Option<String> {
        (self.0 == Dialect::Postgres).then(|| "SELECT look_now()".to_owned())
    }

    fn literal_of(&self, quoted: &str) -> String {
        quoted.to_owned()
    }

    fn habits(&self) -> Habits {
        let is_sqlite = self.0 == Dialect::Sqlite;
        Habits {
            dialect: self.0,
            has_enumerations: !is_sqlite,
            ignores_case: is_sqlite,
            builds_anew: is_sqlite,
            bears_dangling_references: is_sqlite,
            refuses_values: !is_sqlite,
        }
    }
}

const fn is_number(kind: &ColumnType) -> bool {
    kind.is_integer()
        || matches!(
            kind,
            ColumnType::Float | ColumnType::Double | ColumnType::Decimal(_)
        )
}
