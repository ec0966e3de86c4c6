//! Everything a database holds.

use super::{Beyond, Need};
use crate::ops::{Domain, Enumeration, Extension, Function, Schema, Sequence, Trigger, View};
use crate::schema::{Index, Table};

/// What a database holds, in canonical form.
///
/// Each list is sorted by name and has no name twice. The canonical form, so that equal values mean
/// equal objects:
///
/// - A name has a schema only if that is not the connection's own (`current_schema()`, `main`).
/// - Everything said about several columns or by a constraint stands at the table, nothing of it at a
///   column: the primary key, uniques, foreign keys and checks. Each has the name that it has in the
///   database; `None` where it has none there (SQLite).
/// - A column has its type, whether it may be `NULL`, default (always an expression, as the database
///   writes it), collation (unless it is the type's own), comment, identity, generation.
/// - A key column that counts by itself says how (`identity` on PostgreSQL; nothing on SQLite, where
///   `INTEGER PRIMARY KEY` is enough), any other single integer key says `no_generated`.
/// - What is the database's default is not said: `NO ACTION`, `btree`, an opclass or order of `NULL`s
///   that would be taken anyway.
/// - A column of an enumeration has the kind `Enum { existing: true, .. }` where enumerations are types
///   of their own. Its values are also in [`enums`](Self::enums).
/// - Expressions and definitions are as the database prints them, with redundant space and
///   parentheses taken away where the database keeps what was typed (SQLite).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Catalog {
    /// Schemas beside the connection's own.
    pub schemas: Vec<Schema>,
    /// Extensions, without those every database has.
    pub extensions: Vec<Extension>,
    /// Types of enumerations.
    pub enums: Vec<Enumeration>,
    /// Domains.
    pub domains: Vec<Domain>,
    /// Sequences, without those of identity columns.
    pub sequences: Vec<Sequence>,
    /// Tables.
    pub tables: Vec<Table>,
    /// Indexes, without those that a constraint made.
    pub indexes: Vec<Index>,
    /// Views, materialized ones too.
    pub views: Vec<View>,
    /// Functions and procedures, without those of extensions.
    pub functions: Vec<Function>,
    /// Triggers.
    pub triggers: Vec<Trigger>,
    /// What needs what, so that it is made after it and dropped before it; sorted.
    ///
    /// Without what the values themselves say: a foreign key, an index and its table.
    pub needs: Vec<Need>,
    /// What is there and no operation can make: never dropped, made by plain SQL or not at all; sorted.
    pub beyond: Vec<Beyond>,
}
