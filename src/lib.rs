//! Schema migrations for applications that own their database.
//!
//! Revisions form a graph, each with an upgrade and a downgrade, in Rust or SQL.
//! They are compiled into the binary, the graph is checked by the compiler, and
//! the application upgrades its own database when it starts:
//!
//! ```ignore
//! migrator::embed_migrations!(); // the folder `migrations` beside Cargo.toml
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let connection = rusqlite::Connection::open("app.db")?;
//!     migrator::upgrade(&connection, "head")?; // or a `&mut postgres::Client`
//!     Ok(())
//! }
//! ```
//!
//! ```toml
//! [dependencies]
//! migrator = { version = "0.1", features = ["sqlite"] } # or "postgres", or "tokio" for async
//!
//! [build-dependencies]
//! migrator-build = "0.1" # build.rs: fn main() { migrator_build::compile("migrations"); }
//! ```
//!
//! A revision is a file in that folder:
//!
//! ```
//! // migrations/c46dab3fa34a_create_users.rs
//! //! Create users and roles.
//! use migrator::prelude::*;
//!
//! pub const REVISION: &str = "c46dab3fa34a";
//! pub const DOWN_REVISION: &[&str] = &[];
//!
//! pub fn upgrade(op: &mut Op) -> Result {
//!     op.create_table(Table::new("roles").column(Column::new("name", string(16)).primary_key()));
//!     op.create_table(
//!         Table::new("users")
//!             .column(Column::new("id", integer()).primary_key())
//!             .column(Column::new("name", text()).not_null())
//!             .column(Column::new("role", string(16)).references("roles", "name").on_delete(Action::Cascade))
//!             .column(Column::new("active", boolean()).not_null().default(false)),
//!     );
//!     op.create_index(Index::new("ix_users_name").on("users", ["name"]));
//!     Ok(())
//! }
//!
//! pub fn downgrade(op: &mut Op) -> Result {
//!     op.drop_table("users");
//!     op.drop_table("roles");
//!     Ok(())
//! }
//! ```
//!
//! # A migration file
//!
//! The file is called `<id>.rs`, `<id>_what_it_does.rs` or the same with `.sql`. The id is
//! up to 32 characters, best random (`openssl rand -hex 6`), so that two people do
//! not take the same one; it never changes, because databases store it. Its header is constants at
//! the top of a Rust file, whose values are literals, or comments at the top of an SQL file:
//!
//! | Rust | SQL | |
//! |---|---|---|
//! | `//!` doc comment | plain comment | the message; its first paragraph is shown |
//! | `REVISION: &str` | `-- revision: id` | the id |
//! | `DOWN_REVISION: &[&str]` | `-- down_revision: a, b` | the parents: none for a first revision, several for a merge |
//! | `DEPENDS_ON: &[&str]` | `-- depends_on: c` | optional: what must be applied before, on another branch |
//! | `BRANCH_LABELS: &[&str]` | `-- branch_labels: billing` | optional: names for the branch that begins here, for `billing@head` |
//! | `TRANSACTION: Transaction` | `-- transaction: none` | optional: [`Transaction::None`] runs it outside a transaction |
//! | `pub fn upgrade(op: &mut Op) -> Result` | `-- migrate:up` | the way up |
//! | `pub fn downgrade(op: &mut Op) -> Result` | `-- migrate:down` | the way down; left out if there is none |
//!
//! ```sql
//! -- Everybody has a role.
//! -- revision: 5d02be71c8aa
//! -- down_revision: c46dab3fa34a
//!
//! -- migrate:up
//! UPDATE users SET role = 'guest' WHERE role IS NULL;
//!
//! -- migrate:down
//! ```
//!
//! `-- migrate:up sqlite` is a section for one database only. An empty section does nothing, and a
//! missing `-- migrate:down` makes the revision irreversible. The line `-- migrate:repeatable`
//! before a statement says that running it twice does no harm, should a migration outside a
//! transaction be cut off there.
//!
//! The functions of a Rust file may return any error that is `Send + Sync`. [`Result`] takes those
//! of this library and texts (`Err("no balance".into())`); with `?` on errors of any kind write
//! `Result<(), Box<dyn std::error::Error + Send + Sync>>`.
//!
//! # Testing
//!
//! The macro adds a test that fails if the binary lacks a file of the folder. One worth writing,
//! because it runs every migration both ways:
//!
//! ```no_run
//! #[test]
//! fn migrations_go_up_and_down_and_up() -> migrator::Result {
//!     let connection = rusqlite::Connection::open_in_memory().map_err(migrator::Error::other)?;
//!     migrator::upgrade(&connection, "heads")?;
//!     migrator::downgrade(&connection, "base")?;
//!     migrator::upgrade(&connection, "heads")?;
//!     assert!(migrator::current(&connection)?.is_up_to_date);
//!     Ok(())
//! }
//! ```
//!
//! # Coming from Alembic
//!
//! A database that Alembic has migrated is taken over as it is: give the new files the old ids, or
//! one new first revision and [`stamp`] the database with it, with [`Options::purge`].
//! Ids, targets and the table `alembic_version` mean the same in both. What is called otherwise:
//!
//! | Alembic | here |
//! |---|---|
//! | `create_primary_key`, `create_unique_constraint`, `create_check_constraint`, `create_foreign_key`, `create_exclude_constraint` | [`op.add_constraint`](Op::add_constraint) |
//! | `batch_alter_table` | [`op.alter_table`](Op::alter_table); a single change builds a SQLite table anew by itself |
//! | `alter_column(…, new_column_name=…)` | [`op.rename_column`](Op::rename_column) |
//! | `get_bind().execute(…)` | [`op.query`](Op::query) |
//! | `get_context().autocommit_block()` | [`op.autocommit`](Op::autocommit) |
//! | `naming_convention` | [`Options::naming`] |
//! | `upgrade head --sql` | [`sql`] |
//! | a downgrade written by hand | [`op.reverse_of(upgrade)`](Op::reverse_of) |
//!
//! # Where to look
//!
//! | to | see |
//! |---|---|
//! | start up, move, stamp | [`upgrade`], [`downgrade`], [`stamp`] |
//! | look at a database or at the graph | [`current`], [`history`], [`heads`], [`branches`], [`show`] |
//! | have it all as an SQL script | [`sql`] |
//! | write a migration | [`prelude`], [`Op`] |
//! | change how a run behaves | [`with`], [`Options`] |
//! | pass a connection, a transaction, a guard | [`Connect`] |
//! | change tables on SQLite | [`sqlite`], the chapter about it |
//! | work on PostgreSQL | [`postgres`], the chapter about it; in async code [`tokio`] |
//! | follow progress, or stop it | [`Observer`], [`Cancel`] |
//! | tell errors apart | [`Error`], [`ErrorKind`] |
//! | keep migrations in a library crate | [`embed_migrations!`], [`Migrations`] |
//!
//! # Features
//!
//! | feature | |
//! |---|---|
//! | `sqlite` | SQLite on the application's own `rusqlite` |
//! | `sqlite-bundled` | the same, with SQLite itself compiled in |
//! | `postgres` | PostgreSQL on the application's own `postgres` |
//! | `tokio` | the same from async code, from the configuration of `tokio-postgres` |
//! | `r2d2` | accepts the `&mut` guard of an `r2d2` pool as a connection |
//! | `raw-driver` | gives a migration the driver's own connection, outside the promises about versions |
//! | `tracing` | emits `tracing` events beside the observer's |
//! | `chrono`, `time`, `uuid`, `serde_json`, `rust_decimal` | values of these crates go into rows and come back, see [`Value`] |

#![warn(
    clippy::exit,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unreachable,
    clippy::unwrap_used
)]

#[cfg(any(doc, doctest))]
pub mod guide;
#[cfg(feature = "postgres")]
pub mod postgres;
mod registry;
#[cfg(feature = "sqlite")]
pub mod sqlite;
#[cfg(feature = "tokio")]
pub mod tokio;
mod verbs;

pub use migrator_core::base::{Dialect, Location, TableName, Transaction, Value};
pub use migrator_core::command::{
    Current, IntoTarget, IntoTargets, RevisionInfo, Script, SqlVerbs, Verbs,
};
pub use migrator_core::error::{Error, ErrorKind, Result};
pub use migrator_core::exec::{
    Cancel, ChangedChecksum, Event, NewerDatabase, Observer, Options, OutOfOrder, Report,
    StepReport, UnknownRevision,
};
pub use migrator_core::graph::{Target, TargetError};
pub use migrator_core::ops::{Batches, Op, Sql};
pub use migrator_core::plan::Direction;
pub use migrator_core::schema;
pub use migrator_core::schema::NamingConvention;
pub use migrator_core::sea_query;
#[cfg(feature = "raw-driver")]
pub use migrator_core::session::Raw;
pub use migrator_core::session::{Connect, FromValue, LockMode, Row, RowError, RowIndex, Rows};
pub use migrator_core::set::{Migrations, SetError};
pub use migrator_macros::embed_migrations;
pub use verbs::{
    branches, current, downgrade, heads, history, history_of, show, sql, stamp, upgrade, with,
};

/// What a migration asks for: what [`Op`]'s methods take, give to a closure, and accept.
///
/// Most of it is in the [`prelude`], too.
pub mod ops {
    pub use migrator_core::ops::{
        Batches, DropColumn, DropConstraint, DropEnum, DropExtension, DropFunction, DropIndex,
        DropSchema, DropSequence, DropTable, DropTrigger, DropView, Dropping, EnumValue,
        Enumeration, Extension, Function, IntoCommand, IntoRow, LeftOut, Op, OpError, RefreshView,
        ReplaceEnum, Schema, Sequence, Sql, TableChanges, Trigger, View,
    };
}

/// What a migration file needs: `use migrator::prelude::*;`.
///
/// What may be asked for is listed at [`Op`]; what a file must contain, at the
/// [front page](crate#a-migration-file).
///
/// Of the query builder only [`Query`](sea_query::Query), [`Expr`](sea_query::Expr),
/// [`Alias`](sea_query::Alias) and the methods of expressions are here, so that `Table`
/// and `Index` are ours; the rest is in [`migrator::sea_query`](crate::sea_query).
pub mod prelude {
    pub use migrator_core::base::{Dialect, Transaction, Value};
    pub use migrator_core::error::{Error, Result};
    pub use migrator_core::ops::{
        Batches, DropEnum, DropExtension, DropFunction, DropIndex, DropSchema, DropSequence,
        DropTable, DropTrigger, DropView, EnumValue, Enumeration, Extension, Function, Op,
        RefreshView, ReplaceEnum, Schema, Sequence, Sql, Trigger, View,
    };
    pub use migrator_core::schema::{
        Action, AlterColumn, Check, Column, ColumnType, Constraint, Deferrable, Exclude,
        ForeignKey, Identity, Index, IndexPart, Nulls, PrimaryKey, Table, Unique, array,
        big_integer, big_unsigned, binary, bit, blob, boolean, char, cidr, custom, date, date_time,
        decimal, double, enumeration, float, inet, integer, interval, json, json_binary, ltree,
        mac_addr, money, small_integer, small_unsigned, string, text, time, timestamp,
        timestamp_with_time_zone, tiny_integer, tiny_unsigned, unsigned, uuid, var_binary, var_bit,
        varchar, vector, year,
    };
    pub use migrator_core::sea_query::{Alias, Expr, ExprTrait, Query};
}

/// What generated code refers to. Not public surface.
#[doc(hidden)]
pub mod __private {
    pub use crate::registry::Registration;
    pub use inventory;
    pub use migrator_core::base::Checksum;
    pub use migrator_core::base::Transaction;
    pub use migrator_core::graph::embedded::{EmbeddedGraph, EmbeddedReference, EmbeddedRevision};
    pub use migrator_core::ops::{Op, Outcome};
    pub use migrator_core::set::{
        EmbeddedSet, Migration, Script, SqlScript, SqlStatement, StaleBinary, check_current,
    };
}
