//! Schema migrations for applications that own their SQLite file or PostgreSQL database.
//!
//! Revisions form a graph, each with an upgrade and a downgrade, in Rust or SQL. They are compiled into the
//! binary, the graph is checked by the compiler, and the application upgrades its own database when it starts.
//!
//! ```toml
//! [dependencies]
//! migrator = { version = "0.1", features = ["sqlite-bundled"] } # or "postgres", or "tokio" for async
//! rusqlite = "0.41" # your own: 0.29 to 0.41
//!
//! [build-dependencies]
//! migrator-build = "0.1" # build.rs: fn main() { migrator_build::compile("migrations"); }
//! ```
//!
//! ```no_run,standalone_crate
//! # /*
//! migrator::embed_migrations!(); // the folder `migrations` beside Cargo.toml
//! # */ migrator::embed_migrations!("docs/guide/migrations");
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let connection = rusqlite::Connection::open("app.db")?;
//!     migrator::upgrade(&connection, "head")?; // or a `&mut postgres::Client`
//!     Ok(())
//! }
//! ```
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
//! What follows is a map: a paragraph for each chapter of the [guide].
//!
//! # Starting
//!
//! [`upgrade`] brings a database to a target and returns a [`Report`]; with nothing to do it costs one
//! statement, writes nothing and takes no lock, also on a read-only file, on a standby, and with a role that
//! may only read. Many instances may start at once. [`current`] tells where a database stands,
//! [`status`] how every revision does, and [`plan_upgrade`] what would run; they change nothing. How a run behaves is in [`Options`], for all verbs: [`with`]`(options).upgrade(…)`. →
//! [`guide::start`]
//!
//! # Writing migrations
//!
//! A file per revision, with a header: constants in Rust, comments in SQL. `op` records what the migration asks
//! for: tables, columns, constraints, indexes, views, SQL, rows. [`op.query`](Op::query) reads, for migrations
//! of data. [`op.reverse_of(upgrade)`](Op::reverse_of) writes the downgrade. An applied file that is edited is
//! noticed by its checksum. → [`guide::writing`], and [`guide::operations`] for what each call does on which
//! database
//!
//! # Declaring the schema
//!
//! [`#[derive(migrator::Table)]`](derive@Table) makes a struct a table; builders, plain SQL and statements of sea-query say the
//! rest. What is [`Declared`] is compared with what the migrations make. → [`guide::models`]
//!
//! # Revisions by comparison
//!
//! `cargo migrator revision --autogenerate` writes the revision between what is declared and what the migrations make, and
//! asks what it cannot know; [`check`] tells the difference. → [`guide::autogenerate`]
//!
//! # Targets
//!
//! `head`, `heads`, `base`, an id or its beginning, `+1`, `-1`, `c46d+1`, `billing@head`; ranges such as
//! `base:head`. The grammar is Alembic's. → [`guide::targets`]
//!
//! # Transactions
//!
//! Each migration is committed together with its version row; on request the whole run is, or all of it happens
//! in a transaction of yours. What must run outside one, `CREATE INDEX CONCURRENTLY` say, leaves notes in the
//! history and is resumed after a crash. → [`guide::transactions`]
//!
//! # Concurrency
//!
//! Nobody waits forever: processes that migrate take turns for up to [`Options::lock_wait`], and on PostgreSQL
//! a statement that would block the application's traffic for longer than [`Options::lock_timeout`] is rolled
//! back and tried again. [`Cancel`] stops a run. → [`guide::concurrency`]
//!
//! # Databases
//!
//! On SQLite a table that `ALTER TABLE` cannot change is built anew without loss. → [`sqlite`]. On PostgreSQL a
//! migration is one round trip. → [`postgres`], and in async code [`tokio`]. What a database cannot do is an
//! error before anything runs.
//!
//! # Scripts
//!
//! `migrator::sql(Dialect::Postgres).upgrade("a:b")?` is the same run as SQL, for `psql` or `sqlite3`; in a
//! database that stands elsewhere it changes nothing. → [`guide::offline`]
//!
//! # Tests
//!
//! Under [`#[migrator::test]`](macro@test) a test is given databases that are migrated already, and its own: SQLite or PostgreSQL,
//! in an `async fn` too. [`testing::checks!`] tries every migration up, down and up again, a named test for each check and
//! revision. → [`guide::testing`], [`guide::checks`]
//!
//! # Errors
//!
//! An [`Error`] names the revision, the statement and the line, says what is kept, and what to do. Print it
//! with `{:?}`: `{}` is its first line alone. [`ErrorKind`] is to match on. → [`guide::errors`]
//!
//! # Coming from Alembic, refinery, Diesel or sqlx
//!
//! A database that Alembic has migrated is taken over as it is, with its version table. The folders of other tools
//! are [embedded as they are](guide::layouts), and [`adopt`] takes their databases over. → [`guide::adopting`],
//! [`guide::coming_from`]
//!
//! # Where to look
//!
//! | to | see |
//! |---|---|
//! | start up, move, stamp | [`upgrade`], [`downgrade`], [`stamp`] |
//! | see what a verb would do, and what would be lost | [`plan_upgrade`], [`plan_downgrade`], [`plan_stamp`] |
//! | look at a database or at the graph | [`current`], [`status`], [`log`], [`history_of`]; [`history`], [`heads`], [`branches`], [`show`] |
//! | take over a database of another tool | [`adopt`], [`Adopt`] |
//! | put the history right, create its tables | [`repair`], [`ensure_version`] |
//! | have it all as an SQL script | [`sql`] |
//! | compare the models with the migrations | [`check`], [`testing::assert_schema_matches`], [`autogenerate`] |
//! | test every migration | [`testing::checks!`] |
//! | write a migration | [`prelude`], [`Op`] |
//! | declare the schema | [`Table`](derive@Table), [`Enumeration`](derive@Enumeration), [`HasColumnType`], [`Declared`] |
//! | change how a run behaves | [`with`], [`Options`] |
//! | pass a connection, a transaction, a guard | [`Connect`] |
//! | follow progress, or stop it | [`Observer`], [`Cancel`] |
//! | tell errors apart | [`Error`], [`ErrorKind`] |
//! | give a test its own database | [`#[migrator::test]`](macro@test), [`testing::Fixture`] |
//! | keep migrations in a library crate | [`embed_migrations!`], [`Migrations`] |
//!
//! # Features
//!
//! None is on by default; one of the first four chooses a database.
//!
//! | feature | |
//! |---|---|
//! | `sqlite` | SQLite on the application's own `rusqlite`, which brings SQLite itself or links the system's |
//! | `sqlite-bundled` | the same, with SQLite itself compiled in |
//! | `postgres` | PostgreSQL 12 and newer on the application's own `postgres` 0.19 |
//! | `tokio` | the same from async code, from the configuration of `tokio-postgres`; includes `postgres` |
//! | `r2d2` | accepts the `&mut` guard of an `r2d2` pool as a connection |
//! | `raw-driver` | gives a migration the driver's own connection, outside the promises about versions |
//! | `autogenerate` | compares what the models declare with what the migrations make, and writes the revision between them |
//! | `testing` | what tests need, in [`testing`]; includes `autogenerate`, and belongs into `[dev-dependencies]` |
//! | `adopt` | takes over databases that other tools have migrated; programs then carry the files of some layouts as they are |
//! | `refinery` | the same, with refinery's checksums proved by `refinery-core` |
//! | `tracing` | emits `tracing` events beside the observer's |
//! | `chrono`, `time`, `uuid`, `serde_json`, `rust_decimal` | values of these crates go into rows and come back, see [`Value`] |

#![cfg_attr(
    not(all(feature = "adopt", feature = "sqlite", feature = "tokio")),
    allow(
        rustdoc::broken_intra_doc_links,
        reason = "the chapters lead to what is behind features"
    )
)]
#![warn(
    clippy::exit,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unreachable,
    clippy::unwrap_used
)]

#[cfg(feature = "autogenerate")]
pub mod autogenerate;
#[cfg(any(doc, doctest))]
pub mod guide;
#[cfg(feature = "postgres")]
pub mod postgres;
mod registry;
#[cfg(feature = "sqlite")]
pub mod sqlite;
#[cfg(feature = "autogenerate")]
pub mod testing;
#[cfg(feature = "tokio")]
pub mod tokio;
mod verbs;

#[cfg(feature = "adopt")]
pub use migrator_core::adopt::{Adoption, Divergence, Tool};
pub use migrator_core::base::{Dialect, Location, TableName, Transaction, UnknownDialect, Value};
#[cfg(feature = "adopt")]
pub use migrator_core::command::Adopt;
pub use migrator_core::command::{
    Current, IntoTarget, IntoTargets, LogAction, LogEntry, LogStatus, Repair, RevisionInfo,
    RevisionState, RevisionStatus, Script, SqlVerbs, Status, Verbs,
};
pub use migrator_core::declared::{Declared, HasColumnType, Model};
pub use migrator_core::error::{Error, ErrorKind, Result};
pub use migrator_core::exec::{
    Cancel, ChangedChecksum, DryRun, Event, NewerDatabase, Observer, Options, OutOfOrder,
    PlannedStep, Repaired, Report, StepReport, UnknownRevision,
};
pub use migrator_core::graph::{Target, TargetError};
pub use migrator_core::ops::{Batches, Op, Sql};
pub use migrator_core::plan::Direction;
pub use migrator_core::schema;
pub use migrator_core::schema::NamingConvention;
pub use migrator_core::schema::Table;
pub use migrator_core::sea_query;
#[cfg(feature = "raw-driver")]
pub use migrator_core::session::Raw;
pub use migrator_core::session::{Connect, FromValue, LockMode, Row, RowError, RowIndex, Rows};
pub use migrator_core::set::{Migrations, SetError};
#[cfg(feature = "testing")]
pub use migrator_macros::test;
pub use migrator_macros::{Enumeration, HasColumnType, Table, embed_migrations};
#[cfg(feature = "autogenerate")]
pub use verbs::check;
#[cfg(feature = "adopt")]
pub use verbs::{adopt, adopt_with, plan_adopt};
pub use verbs::{
    branches, current, downgrade, ensure_version, heads, history, history_of, log, plan_downgrade,
    plan_stamp, plan_upgrade, repair, show, sql, stamp, status, upgrade, with,
};

/// What a migration asks for: what [`Op`]'s methods take, give to a closure, and accept.
///
/// Most of it is in the [`prelude`], too.
pub mod ops {
    pub use migrator_core::ops::{
        Batches, Domain, DropColumn, DropConstraint, DropDomain, DropEnum, DropExtension,
        DropFunction, DropIndex, DropSchema, DropSequence, DropTable, DropTrigger, DropView,
        Dropping, EnumValue, Enumeration, Extension, Function, IntoCommand, IntoRow, LeftOut, Op,
        OpError, RefreshView, ReplaceEnum, Schema, Sequence, Sql, TableChanges, Trigger, View,
    };
}

/// What a declared schema is made of, and what is said about the way there: what [`Declared`]'s methods take and return.
///
/// How it is declared is in [the guide](crate::guide::models).
pub mod declared {
    pub use migrator_core::declared::{
        Backfill, ConversionHint, DeclaredError, EnumValueHint, Filter, Hints, IntoStatement,
        Object, Part, PlainSql, RenameHint, Undeclared, What,
    };
}

/// What a migration file needs: `use migrator::prelude::*;`.
///
/// What may be asked for is listed at [`Op`]; what a file must contain, in
/// [the guide](crate::guide::writing#the-file).
///
/// Of the query builder only [`Query`](sea_query::Query), [`Expr`](sea_query::Expr),
/// [`Alias`](sea_query::Alias) and [`ExprTrait`](sea_query::ExprTrait), the methods of expressions, are here, so that
/// `Table`, `Index` and `Value` are ours. Take the rest from [`migrator::sea_query`](crate::sea_query) one by one: a glob
/// import of it is ambiguous beside this one.
///
/// ```
/// use migrator::prelude::*;
///
/// pub fn upgrade(op: &mut Op) -> Result {
///     op.add_column("users", Column::new("nick", text()));
///     op.execute(Query::update().table("users").value("nick", Expr::col("name")));
///     Ok(())
/// }
/// ```
pub mod prelude {
    pub use migrator_core::base::{Dialect, Transaction, Value};
    pub use migrator_core::error::{Error, Result};
    pub use migrator_core::ops::{
        Batches, Domain, DropDomain, DropEnum, DropExtension, DropFunction, DropIndex, DropSchema,
        DropSequence, DropTable, DropTrigger, DropView, EnumValue, Enumeration, Extension,
        Function, Op, RefreshView, ReplaceEnum, Schema, Sequence, Sql, Trigger, View,
    };
    pub use migrator_core::schema::{
        Action, AlterColumn, Check, Column, ColumnType, Constraint, Deferrable, Exclude,
        ForeignKey, Identity, Index, IndexPart, Nulls, PrimaryKey, Table, Unique, array,
        big_integer, big_unsigned, binary, bit, blob, boolean, char, cidr, custom, date, date_time,
        decimal, double, enumeration, float, inet, integer, interval, json, json_binary, ltree,
        mac_addr, money, numeric, small_integer, small_unsigned, string, text, time, timestamp,
        timestamp_with_time_zone, tiny_integer, tiny_unsigned, unsigned, uuid, var_binary, var_bit,
        varchar, vector, year,
    };
    pub use migrator_core::sea_query::{Alias, Expr, ExprTrait, Query};
    pub use migrator_macros::{Enumeration, Table};
}

/// The file of a migration of another tool: only a program that takes databases over carries it.
#[cfg(feature = "adopt")]
#[doc(hidden)]
#[macro_export]
macro_rules! __original {
    ($layout:ident, $path:literal) => {
        ::core::option::Option::Some($crate::__private::Original {
            layout: $crate::__private::Layout::$layout,
            bytes: ::core::include_bytes!($path),
        })
    };
}

/// The file of a migration of another tool: only a program that takes databases over carries it.
#[cfg(not(feature = "adopt"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __original {
    ($layout:ident, $path:literal) => {
        ::core::option::Option::None
    };
}

/// What generated code refers to. Not public surface.
#[doc(hidden)]
pub mod __private {
    pub use crate::registry::Registration;
    pub use inventory;
    pub use migrator_core::base::Checksum;
    pub use migrator_core::base::Transaction;
    pub use migrator_core::declared::Registration as Model;
    pub use migrator_core::declared::derived::{
        column, column_of, column_of_length, key_column, key_column_of_length, table_of, with_needs,
    };
    pub use migrator_core::graph::embedded::{
        EmbeddedGraph, EmbeddedReference, EmbeddedRevision, EmbeddedSquash,
    };
    pub use migrator_core::ops::{Op, Outcome};
    pub use migrator_core::script::Layout;
    pub use migrator_core::set::{
        EmbeddedSet, Migration, Original, Script, SqlScript, SqlStatement, StaleBinary,
        check_current,
    };

    pub use crate::__original as original;

    /// What stands for types in the attributes of models.
    pub mod types {
        pub use migrator_core::schema::{
            ColumnType, Identity, array, big_integer, big_unsigned, binary, bit, blob, boolean,
            char, cidr, custom, date, date_time, decimal, double, enumeration, float, inet,
            integer, interval, json, json_binary, ltree, mac_addr, money, numeric, small_integer,
            small_unsigned, string, text, time, timestamp, timestamp_with_time_zone, tiny_integer,
            tiny_unsigned, unsigned, uuid, var_binary, var_bit, varchar, vector, year,
        };
    }
}
