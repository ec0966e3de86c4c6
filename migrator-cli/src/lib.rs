//! The command line of [`migrator`]: inside an application, and as `cargo migrator` beside it.
//!
//! An application that wants one has a binary of three lines, which `cargo migrator init` writes:
//!
//! ```no_run
//! # /*
//! migrator::embed_migrations!();
//! # */
//! # static MIGRATIONS: std::sync::LazyLock<migrator::Migrations> =
//! #     std::sync::LazyLock::new(|| migrator::Migrations::combine([]).unwrap());
//!
//! fn main() -> std::process::ExitCode {
//!     migrator_cli::run(&MIGRATIONS)
//! }
//! ```
//!
//! ```text
//!  args ─► door ─► verbs/<verb>.rs ─► output       results on stdout, everything else on stderr
//!                       │
//!                       ├─► config      what is set, and where it comes from
//!                       ├─► database    URL and connection               (the application's door)
//!                       ├─► revisions   the graph: embedded, or the headers of the folder
//!                       └─► forward     cargo run --bin migrate          (cargo's door)
//! ```
//!
//! Nothing here decides what is done to a database: that is `migrator`'s. Nothing here decides what a
//! revision's file contains: that is `migrator-build`'s.

#![warn(
    clippy::exit,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unreachable,
    clippy::unwrap_used
)]

mod acting;
mod args;
#[cfg(feature = "cargo")]
mod authoring;
mod autogenerate;
mod completion;
mod config;
mod context;
mod database;
mod door;
mod drawing;
mod exit;
mod failure;
#[cfg(feature = "cargo")]
mod folder;
#[cfg(feature = "cargo")]
mod forward;
mod json;
mod listing;
mod output;
mod program;
mod revisions;
mod selection;
mod verbs;

#[cfg(feature = "cargo")]
use std::ffi::OsString;
use std::fmt;
use std::process::ExitCode;

use migrator::{Declared, Migrations, Options};
#[cfg(feature = "autogenerate")]
use migrator_core::autogen::Autogenerate;

use door::Door;

/// Runs the command line of an application on its migrations, with the program's arguments.
///
/// ```no_run
/// # static MIGRATIONS: std::sync::LazyLock<migrator::Migrations> =
/// #     std::sync::LazyLock::new(|| migrator::Migrations::combine([]).unwrap());
/// fn main() -> std::process::ExitCode {
///     migrator_cli::run(&MIGRATIONS)
/// }
/// ```
#[must_use]
pub fn run(migrations: &'static Migrations) -> ExitCode {
    Cli::new(migrations).run()
}

/// The command line of an application, with settings of its own.
///
/// ```no_run
/// use std::time::Duration;
/// # static MIGRATIONS: std::sync::LazyLock<migrator::Migrations> =
/// #     std::sync::LazyLock::new(|| migrator::Migrations::combine([]).unwrap());
/// # static BILLING: std::sync::LazyLock<migrator::Migrations> =
/// #     std::sync::LazyLock::new(|| migrator::Migrations::combine([]).unwrap());
///
/// fn main() -> std::process::ExitCode {
///     // The same settings as where the application starts, so that both mean the same tables.
///     let options = migrator::Options::new()
///         .version_table("schema_version")
///         .lock_wait(Duration::from_secs(60));
///     migrator_cli::Cli::new(&MIGRATIONS)
///         .options(options)
///         .database("billing", &BILLING) // `migrate -n billing upgrade head`
///         .run()
/// }
/// ```
#[must_use = "nothing is done before `run`"]
pub struct Cli {
    migrations: &'static Migrations,
    named: Vec<(String, &'static Migrations)>,
    options: Options,
    declared: Option<Declared>,
    declared_for: Vec<(String, Declared)>,
    #[cfg(feature = "autogenerate")]
    autogenerate: Option<Tune>,
}

/// Sets more about a comparison than flags say.
#[cfg(feature = "autogenerate")]
type Tune = Box<dyn Fn(Autogenerate<'static>) -> Autogenerate<'static>>;

impl Cli {
    /// Creates the command line of one set of migrations.
    pub fn new(migrations: &'static Migrations) -> Self {
        Self {
            migrations,
            named: Vec::new(),
            options: Options::new(),
            declared: None,
            declared_for: Vec::new(),
            #[cfg(feature = "autogenerate")]
            autogenerate: None,
        }
    }

    /// Sets how runs behave. What the configuration, the environment and the flags say goes on top of it:
    /// they are decided later than the program.
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Adds a database with migrations of its own: `-n NAME` means it. Its URL is in the variable
    /// `<NAME>_DATABASE_URL`, unless the configuration has another place for it.
    pub fn database(mut self, name: impl Into<String>, migrations: &'static Migrations) -> Self {
        self.named.push((name.into(), migrations));
        self
    }

    /// Sets the schema that `check` and `revision --autogenerate` compare with: every model of the program
    /// ([`Declared::registered`]) unless it is set.
    pub fn declared(mut self, declared: Declared) -> Self {
        self.declared = Some(declared);
        self
    }

    /// Sets the schema of a database that was added with migrations of its own.
    pub fn declared_for(mut self, name: impl Into<String>, declared: Declared) -> Self {
        self.declared_for.push((name.into(), declared));
        self
    }

    /// Sets more about the comparison, such as what is there before the first migration, or a function that
    /// edits the list of changes.
    ///
    /// ```no_run
    /// # static MIGRATIONS: std::sync::LazyLock<migrator::Migrations> =
    /// #     std::sync::LazyLock::new(|| migrator::Migrations::combine([]).unwrap());
    /// fn main() -> std::process::ExitCode {
    ///     migrator_cli::Cli::new(&MIGRATIONS)
    ///         .autogenerate(|comparison| comparison.prepare("CREATE EXTENSION IF NOT EXISTS citext"))
    ///         .run()
    /// }
    /// ```
    #[cfg(feature = "autogenerate")]
    pub fn autogenerate(
        mut self,
        tune: impl Fn(Autogenerate<'static>) -> Autogenerate<'static> + 'static,
    ) -> Self {
        self.autogenerate = Some(Box::new(tune));
        self
    }

    /// Runs the program's arguments.
    ///
    /// Prints to both streams. A `tracing` subscriber is set for the time of the run, unless the program
    /// has set one. Ctrl-C stops a run at the next boundary.
    #[must_use]
    pub fn run(self) -> ExitCode {
        Door::Application(Box::new(self))
            .run(std::env::args_os().collect())
            .into()
    }
}

impl fmt::Debug for Cli {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cli")
            .field("migrations", &self.migrations)
            .field("named", &self.named)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// Runs `cargo migrator`; for the binary of this package.
#[cfg(feature = "cargo")]
#[doc(hidden)]
#[must_use]
pub fn run_cargo() -> ExitCode {
    let mut arguments: Vec<OsString> = std::env::args_os().collect();
    // Cargo hands its subcommands their own name.
    if arguments.get(1).is_some_and(|name| name == "migrator") {
        arguments.remove(1);
    }
    Door::Cargo.run(arguments).into()
}
