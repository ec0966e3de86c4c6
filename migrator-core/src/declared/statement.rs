//! Statements of sea-query as parts of a declared schema.
//!
//! A statement counts by the SQL that sea-query itself writes for it, for two reasons. Much of it has no
//! getter (checks, conditions, the order of an index), so that a conversion into our own values would
//! lose it silently. And its SQL is what databases hold that were made by it, with its own names for types.
//!
//! It is written for all databases at once, when the statement is declared: a [`Declared`](super::Declared)
//! then is plain text, which threads may share and caches can compare. sea-query panics on what a database
//! lacks; what can be seen before is refused before, and whatever is left is caught. Neither happens in
//! a program that only runs migrations, because nobody asks there for what is declared.

use std::panic::{AssertUnwindSafe, catch_unwind};

use sea_query::backend::SchemaBuilder;
use sea_query::extension::postgres::TypeCreateStatement;
use sea_query::{
    ColumnDef, ColumnType, IndexCreateStatement, PostgresQueryBuilder, SchemaName,
    SqliteQueryBuilder, TableCreateStatement, TableName as TheirName, TableRef,
};

use super::PlainSql;
use crate::base::{PerDialect, TableName};
use crate::ops::Sql;
use crate::schema::{ObjectKind, ObjectName};

mod sealed {
    pub trait Sealed {}
}

/// A statement of sea-query that creates something.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no statement of `migrator::sea_query` that creates a table, an index or a type",
    note = "a statement of another version of sea-query is declared as SQL: `.sql(\"cakes\", statement.to_string(PostgresQueryBuilder))`"
)]
pub trait IntoStatement: sealed::Sealed {
    /// Returns what it comes to.
    #[doc(hidden)]
    fn into_sql(self) -> PlainSql;
}

type Written = Result<String, String>;

impl sealed::Sealed for &TableCreateStatement {}
impl IntoStatement for &TableCreateStatement {
    fn into_sql(self) -> PlainSql {
        let object = match self.get_table_name() {
            Some(TableRef::Table(name, None)) => own_name(name),
            _ => None,
        };
        plain(
            checked(self, sqlite_lacks).and_then(|()| written(self, SqliteQueryBuilder)),
            checked(self, postgres_lacks).and_then(|()| written(self, PostgresQueryBuilder)),
            object.map(|name| ObjectName::new(ObjectKind::Table, name)),
        )
    }
}

impl sealed::Sealed for &IndexCreateStatement {}
impl IntoStatement for &IndexCreateStatement {
    fn into_sql(self) -> PlainSql {
        let sqlite = match has_expression(self) {
            true => Err("an index on an expression".to_owned()),
            false => caught(|| self.to_string(SqliteQueryBuilder)),
        };
        plain(
            sqlite,
            caught(|| self.to_string(PostgresQueryBuilder)),
            None,
        )
    }
}

impl sealed::Sealed for &TypeCreateStatement {}
impl IntoStatement for &TypeCreateStatement {
    /// SQLite has no types of one's own, and sea-query makes plain text columns there.
    fn into_sql(self) -> PlainSql {
        let postgres = caught(|| self.to_string(PostgresQueryBuilder));
        plain(Ok(String::new()), postgres, None)
    }
}

macro_rules! owned {
    ($($statement:ty),*) => {
        $(
            impl sealed::Sealed for $statement {}
            impl IntoStatement for $statement {
                fn into_sql(self) -> PlainSql {
                    (&self).into_sql()
                }
            }

            impl sealed::Sealed for &mut $statement {}
            impl IntoStatement for &mut $statement {
                fn into_sql(self) -> PlainSql {
                    (&*self).into_sql()
                }
            }
        )*
    };
}

owned!(
    TableCreateStatement,
    IndexCreateStatement,
    TypeCreateStatement
);

fn plain(sqlite: Written, postgres: Written, object: Option<ObjectName>) -> PlainSql {
    let refusals = PerDialect {
        sqlite: sqlite.as_ref().err().cloned(),
        postgres: postgres.as_ref().err().cloned(),
    };
    let (sqlite, postgres) = (sqlite.unwrap_or_default(), postgres.unwrap_or_default());
    PlainSql {
        sql: Sql::sqlite(sqlite).postgres(postgres),
        refusals,
        object,
    }
}

fn written(table: &TableCreateStatement, builder: impl SchemaBuilder) -> Written {
    caught(|| table.to_string(builder))
}

/// Returns what sea-query writes, or what it says when it panics.
fn caught(write: impl FnOnce() -> String) -> Written {
    // Nothing is seen of the statement afterwards but the text.
    catch_unwind(AssertUnwindSafe(write)).map_err(|panic| {
        let text = panic.downcast_ref::<&str>().map(|it| (*it).to_owned());
        let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
        text.unwrap_or_else(|| "it panics".to_owned())
    })
}

/// Looks for a column that a database's builder would panic on.
fn checked(
    table: &TableCreateStatement,
    lacks: fn(&ColumnDef, &ColumnType) -> bool,
) -> Result<(), String> {
    let typed = |column| Some((column, ColumnDef::get_column_type(column)?));
    let mut columns = table.get_columns().iter().filter_map(typed);
    match columns.find(|(column, kind)| lacks(column, kind)) {
        Some((column, kind)) => {
            let name = column.get_column_name();
            let counts = match column.get_column_spec().auto_increment {
                true => " with `auto_increment`",
                false => "",
            };
            Err(format!("the column `{name}` of the type {kind:?}{counts}"))
        }
        None => Ok(()),
    }
}

fn sqlite_lacks(_: &ColumnDef, kind: &ColumnType) -> bool {
    matches!(
        kind,
        ColumnType::Interval(..)
            | ColumnType::Array(_)
            | ColumnType::Vector(_)
            | ColumnType::Cidr
            | ColumnType::Inet
            | ColumnType::MacAddr
            | ColumnType::Year
            | ColumnType::Bit(_)
            | ColumnType::VarBit(_)
            | ColumnType::LTree
    )
}

fn postgres_lacks(column: &ColumnDef, kind: &ColumnType) -> bool {
    let counts = matches!(
        kind,
        ColumnType::SmallInteger | ColumnType::Integer | ColumnType::BigInteger
    );
    is_year(kind) || (column.get_column_spec().auto_increment && !counts)
}

fn is_year(kind: &ColumnType) -> bool {
    let mut kind = kind;
    while let ColumnType::Array(element) = kind {
        kind = element;
    }
    matches!(kind, ColumnType::Year)
}

/// Tells whether an index covers an expression, for which there is no getter.
fn has_expression(index: &IndexCreateStatement) -> bool {
    format!("{:?}", index.get_index_spec()).contains("Expr(IndexColumnExpr {")
}

/// Returns a name of sea-query as ours; `None` for one in another database.
fn own_name(name: &TheirName) -> Option<TableName> {
    let TheirName(schema, table) = name;
    let table = table.inner();
    match schema {
        None => Some((&*table).into()),
        Some(SchemaName(None, schema)) => Some((&*schema.inner(), &*table).into()),
        Some(SchemaName(Some(_), _)) => None,
    }
}
