//! The declared schema, and what is added to it.

use std::panic::Location as Caller;

use super::{Filter, Hints, IntoStatement, Object, Part, PlainSql, What};
use crate::base::{Location, PerDialect};
use crate::ops::{Domain, Enumeration, Extension, Function, Schema, Sequence, Sql, Trigger, View};
use crate::schema::{Index, Table};

/// The schema that an application declares: what its migrations are to make.
///
/// Its parts are structs with `#[derive(migrator::Table)]`, the builders of migrations, plain SQL, and
/// statements of sea-query, in any mixture and in any order: a table may be declared before what it
/// refers to. What is declared twice in the same way counts once; in two ways it is an error.
///
/// It holds no connection and makes nothing: it is compared with what migrations make.
///
/// # Examples
/// ```
/// # use migrator_core::{declared::Declared, schema::{Column, Index, Table, integer, text}};
/// let declared = Declared::new()
///     .table(
///         Table::new("users")
///             .column(Column::new("id", integer()).primary_key())
///             .column(Column::new("name", text()).not_null()),
///     )
///     .index(Index::of("users", ["name"]))
///     .sql("schema.sql", "CREATE TABLE audit (at TEXT, what TEXT)")
///     .renamed_column("users", "nick", "name");
/// assert_eq!(declared.parts().len(), 3);
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[must_use]
pub struct Declared {
    pub(crate) parts: Vec<Part>,
    pub(crate) hints: Hints,
    pub(crate) filter: Filter,
}

impl Declared {
    /// Declares nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds everything that another schema declares: its parts, its hints and its filter.
    pub fn with(mut self, other: Self) -> Self {
        self.parts.extend(other.parts);
        self.hints.extend(other.hints);
        self.filter.extend(other.filter);
        self
    }

    /// Declares a table.
    #[track_caller]
    pub fn table(self, table: Table) -> Self {
        self.object(Object::Table(table), Caller::caller())
    }

    /// Declares an index.
    #[track_caller]
    pub fn index(self, index: Index) -> Self {
        self.object(Object::Index(index), Caller::caller())
    }

    /// Declares a view, materialized or not.
    #[track_caller]
    pub fn view(self, view: View) -> Self {
        self.object(Object::View(view), Caller::caller())
    }

    /// Declares the type of an enumeration.
    ///
    /// A column of [`enumeration`](crate::schema::enumeration) brings its type along; this is for a
    /// type that no table has, or whose columns say [`existing`](crate::schema::ColumnType::existing).
    #[track_caller]
    pub fn enumeration(self, enumeration: Enumeration) -> Self {
        self.object(Object::Enumeration(enumeration), Caller::caller())
    }

    /// Declares a domain.
    #[track_caller]
    pub fn domain(self, domain: Domain) -> Self {
        self.object(Object::Domain(domain), Caller::caller())
    }

    /// Declares a sequence.
    #[track_caller]
    pub fn sequence(self, sequence: Sequence) -> Self {
        self.object(Object::Sequence(sequence), Caller::caller())
    }

    /// Declares a function or a procedure.
    #[track_caller]
    pub fn function(self, function: Function) -> Self {
        self.object(Object::Function(function), Caller::caller())
    }

    /// Declares a trigger.
    #[track_caller]
    pub fn trigger(self, trigger: Trigger) -> Self {
        self.object(Object::Trigger(trigger), Caller::caller())
    }

    /// Declares an extension.
    #[track_caller]
    #[inline(never)]
    pub fn extension(self, extension: impl Into<Extension>) -> Self {
        self.object(Object::Extension(extension.into()), Caller::caller())
    }

    /// Declares a schema of the database, for tables that are in one of their own.
    #[track_caller]
    #[inline(never)]
    pub fn schema(self, schema: impl Into<Schema>) -> Self {
        self.object(Object::Schema(schema.into()), Caller::caller())
    }

    /// Declares what plain SQL makes; `origin` is where it is from, for messages.
    ///
    /// The SQL is for the database that is migrated; an [`Sql`] may have a text for each. Its statements
    /// may refer to whatever is declared, before it or after it.
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::{declared::Declared, ops::Sql};
    /// # /*
    /// let declared = Declared::new().sql("schema.sql", include_str!("../schema.sql"));
    /// # */ let declared = Declared::new().sql("schema.sql", "CREATE TABLE t (a INTEGER)");
    /// let declared = declared.sql(
    ///     "search",
    ///     Sql::sqlite("CREATE VIRTUAL TABLE search USING fts5(body)").postgres(""),
    /// );
    /// # assert_eq!(declared.parts().len(), 2);
    /// ```
    #[inline(never)]
    pub fn sql(self, origin: impl AsRef<str>, sql: impl Into<Sql>) -> Self {
        let plain = PlainSql {
            sql: sql.into(),
            refusals: PerDialect::default(),
            object: None,
        };
        self.part(origin.as_ref(), What::Sql(Box::new(plain)))
    }

    /// Declares what a statement of sea-query creates: a table, an index, the type of an enumeration.
    ///
    /// The statement counts by the SQL that sea-query writes for it, because that is what databases
    /// have which it has made: types are called as sea-query calls them, constraints without a name
    /// are named by the database, and comments are left out. What it cannot write for a
    /// database is an error there, and no panic.
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::{base::Dialect, declared::Declared};
    /// use sea_query::{ColumnDef, Index, Table};
    ///
    /// let cakes = Table::create()
    ///     .table("cakes")
    ///     .col(ColumnDef::new("id").integer().not_null().auto_increment().primary_key())
    ///     .col(ColumnDef::new("name").string().not_null())
    ///     .take();
    /// let by_name = Index::create().name("by_name").table("cakes").col("name").take();
    /// let declared = Declared::new().statement(cakes).statement(by_name);
    /// assert_eq!(
    ///     declared.parts()[1].sql(Dialect::Sqlite),
    ///     Ok(Some(r#"CREATE INDEX "by_name" ON "cakes" ("name")"#)),
    /// );
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn statement(self, statement: impl IntoStatement) -> Self {
        let origin = Location::of_caller(Caller::caller()).to_string();
        self.part(&origin, What::Sql(Box::new(statement.into_sql())))
    }

    #[inline(never)]
    fn object(self, object: Object, caller: &'static Caller<'static>) -> Self {
        let origin = Location::of_caller(caller).to_string();
        self.part(&origin, What::Object(object))
    }

    fn part(mut self, origin: &str, what: What) -> Self {
        self.parts.push(Part {
            origin: origin.to_owned(),
            what,
        });
        self
    }

    /// Returns what is to be there, in the order in which it was declared.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Returns what the declarations say about the way there.
    #[must_use]
    pub fn hints(&self) -> &Hints {
        &self.hints
    }

    /// Returns what is compared at all.
    #[must_use]
    pub fn filter(&self) -> &Filter {
        &self.filter
    }
}
