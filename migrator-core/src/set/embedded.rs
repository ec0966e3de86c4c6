//! A set of migrations as data that generated code holds in a `static`.
//!
//! Written by the migration compiler, after it has checked everything.

use std::error::Error;
use std::fmt;

use crate::base::{Checksum, PerDialect, Transaction};
use crate::graph::embedded::EmbeddedGraph;
use crate::ops::{Op, Outcome};
use crate::script::Layout;

/// A folder of migrations as generated code holds it in a `static`.
#[derive(Debug)]
pub struct EmbeddedSet {
    /// The crate that embedded it (`CARGO_PKG_NAME`).
    pub package: &'static str,
    /// The crate's version (`CARGO_PKG_VERSION`).
    pub version: &'static str,
    /// The folder, relative to the crate's `Cargo.toml`.
    pub folder: &'static str,
    /// Whose rules the files of the folder follow.
    pub layout: Layout,
    /// Files below the folder that hold the way down of a migration alone.
    pub further: &'static [&'static str],
    /// The checked graph.
    pub graph: EmbeddedGraph,
    /// One migration per revision, in the graph's order.
    pub migrations: &'static [Migration],
    /// Covers every header and every checksum.
    pub digest: Checksum,
}

impl EmbeddedSet {
    /// A set without migrations, for code that does not compile anyway.
    pub const EMPTY: Self = Self {
        package: "",
        version: "",
        folder: "",
        layout: Layout::Migrator,
        further: &[],
        graph: EmbeddedGraph {
            revisions: &[],
            by_id: &[],
            real_heads: &[],
            external: &[],
            squashes: &[],
        },
        migrations: &[],
        digest: Checksum::from_parts(Checksum::SCHEME, [0; 32]),
    };
}

/// What one revision runs.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// The file, relative to the crate's `Cargo.toml`, with forward slashes.
    pub file: &'static str,
    /// The fingerprint of the file's meaning, header constants excluded.
    pub checksum: Checksum,
    /// How the migration is wrapped; `PerMigration` follows the run's setting.
    pub transaction: Transaction,
    /// The way up.
    pub upgrade: Script,
    /// The way down; `None` if the file has none: the revision is irreversible.
    pub downgrade: Option<Script>,
    /// The file as another tool has run it, where that tool keeps a checksum and the program takes databases over.
    pub original: Option<Original>,
}

/// The file of a migration of another tool.
#[derive(Debug, Clone, Copy)]
pub struct Original {
    /// The tool.
    pub layout: Layout,
    /// What the file holds, byte by byte.
    pub bytes: &'static [u8],
}

/// One direction of a migration.
#[derive(Debug, Clone, Copy)]
pub enum Script {
    /// A function of a Rust migration.
    Rust(&'static dyn RustFunction),
    /// A section of an SQL file.
    Sql(SqlScript),
}

/// A function of a Rust migration, whatever error type it is written with.
///
/// A reference to a function pointer is one: the set then holds the migrations'
/// own functions, and nothing is compiled per migration to adapt them.
#[diagnostic::on_unimplemented(
    message = "a migration cannot return what `{Self}` returns",
    note = "write `-> Result`, or a `Result<(), E>` whose error converts into \
            `Box<dyn Error + Send + Sync>`"
)]
pub trait RustFunction: fmt::Debug + Sync {
    /// Runs the function.
    ///
    /// # Errors
    /// The function's own.
    fn run(&self, op: &mut Op<'_>) -> Outcome;
}

impl<E: Into<Box<dyn Error + Send + Sync>>> RustFunction for fn(&mut Op<'_>) -> Result<(), E> {
    fn run(&self, op: &mut Op<'_>) -> Outcome {
        self(op).map_err(Into::into)
    }
}

/// The statements of a section, per dialect: where a statement ends differs.
pub type SqlScript = PerDialect<SqlStatements>;

/// The statements for one dialect, in order; or why the section is no SQL of that dialect.
pub type SqlStatements = Result<&'static [SqlStatement], &'static str>;

/// One statement of an SQL file.
#[derive(Debug, Clone, Copy)]
pub struct SqlStatement {
    /// The text without its semicolon and without comments around it.
    pub sql: &'static str,
    /// The line of the file it starts at, from 1.
    pub line: u32,
    /// Whether `-- migrate:repeatable` stands before it.
    pub repeatable: bool,
}
