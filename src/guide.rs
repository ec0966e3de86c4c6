//! The guide, a chapter per module.

// The chapters are files in `docs/guide`; this module exists for rustdoc alone.
#![doc = include_str!("../docs/guide/guide.md")]

/// The command line, from an empty package to merged branches.
#[doc = ""]
#[doc = include_str!("../docs/guide/tutorial.md")]
pub mod tutorial {}

/// From models to revisions: what is compared, and what is asked.
#[doc = ""]
#[doc = include_str!("../docs/guide/autogenerate.md")]
pub mod autogenerate {}

/// Two developers, two heads: the guard, and how it is mended.
#[doc = ""]
#[doc = include_str!("../docs/guide/teams.md")]
pub mod teams {}

/// Starting an application on its database.
#[doc = ""]
#[doc = include_str!("../docs/guide/start.md")]
pub mod start {}

/// Writing migrations.
#[doc = ""]
#[doc = include_str!("../docs/guide/writing.md")]
pub mod writing {}

/// Declaring the schema: structs, builders, SQL.
#[doc = ""]
#[doc = include_str!("../docs/guide/models.md")]
pub mod models {}

/// Naming revisions: the grammar of targets.
#[doc = ""]
#[doc = include_str!("../docs/guide/targets.md")]
pub mod targets {}

/// Transactions: what is kept when something fails.
#[doc = ""]
#[doc = include_str!("../docs/guide/transactions.md")]
pub mod transactions {}

/// Concurrency: locks, timeouts, repetition, stopping a run.
#[doc = ""]
#[doc = include_str!("../docs/guide/concurrency.md")]
pub mod concurrency {}

/// What each operation does on which database.
#[doc = ""]
#[doc = include_str!("../docs/guide/operations.md")]
pub mod operations {}

/// Runs as SQL scripts.
#[doc = ""]
#[doc = include_str!("../docs/guide/offline.md")]
pub mod offline {}

/// Testing migrations.
#[doc = ""]
#[doc = include_str!("../docs/guide/testing.md")]
pub mod testing {}

/// Every migration tried by one line: `testing::checks!`.
#[doc = ""]
#[doc = include_str!("../docs/guide/checks.md")]
pub mod checks {}

/// Errors: what they say, and what to match on.
#[doc = ""]
#[doc = include_str!("../docs/guide/errors.md")]
pub mod errors {}

/// Squashing: one revision that stands for many.
#[doc = ""]
#[doc = include_str!("../docs/guide/squash.md")]
pub mod squash {}

/// Folders of refinery, diesel, sqlx, golang-migrate, goose, dbmate and Flyway.
#[doc = ""]
#[doc = include_str!("../docs/guide/layouts.md")]
pub mod layouts {}

/// Taking over databases of other tools.
#[doc = ""]
#[doc = include_str!("../docs/guide/adopting.md")]
pub mod adopting {}

/// Coming from Alembic, refinery, Diesel or sqlx.
#[doc = ""]
#[doc = include_str!("../docs/guide/coming_from.md")]
pub mod coming_from {}
