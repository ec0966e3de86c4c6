//! Makes a package use migrator: what `cargo migrator init` does.
//!
//! ```text
//!  Cargo.toml             migrator, the driver, migrator-cli, migrator-build; where the migrations are
//!  build.rs               migrator_build::compile("migrations");
//!  migrations/mod.rs      keeps the folder in git, and lists the migrations for `cargo fmt`
//!  src/lib.rs             migrator::embed_migrations!();        src/main.rs without a library
//!  src/bin/migrate.rs     migrator_cli::run(&MIGRATIONS)
//! ```
//!
//! [`plan`] reads the package and returns a [`Setup`]: [`Changes`](crate::authoring::Changes) to look at and to
//! apply, and what is left to do by hand. What is there stays as it is; what is
//! missing is added, so that a half-done set-up is completed, and a second call finds
//! nothing to do.
//!
//! ```no_run
//! use migrator_build::authoring::init::{Choices, Database, Package, plan};
//! let package = Package::read("Cargo.toml")?;
//! let setup = plan(&package, &Choices::new([Database::SqliteBundled]))?;
//! setup.changes.apply()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | file | what it decides |
//! |---|---|
//! | `package`, `targets` | what is there: manifests, library, binaries |
//! | `embedded`, `build_call` | which set of migrations is embedded and checked already |
//! | `choices`, `plan` | what is wanted |
//! | `embed`, `build_script`, `binary` | the source files |
//! | `manifest`, `dependency`, `published` | `Cargo.toml` |
//! | `rust_text` | lines put into Rust files where rustfmt would have them |

mod binary;
mod build_call;
mod build_script;
mod choices;
mod dependency;
mod embed;
mod embedded;
mod error;
mod manifest;
mod names;
mod package;
mod plan;
mod published;
mod rust_text;
mod setup;
mod targets;

use self::manifest::Manifest;
use self::plan::Plan;

pub use choices::{Choices, Database};
pub use error::InitError;
pub use package::Package;
pub use setup::{Done, LeftAlone, Setup};

/// Decides what makes a package use migrator. Nothing is written before
/// [`Changes::apply`](crate::authoring::Changes::apply).
///
/// # Errors
/// [`InitError::NoDatabase`] if none is chosen and no driver is among the dependencies;
/// [`InitError::OldEdition`], [`InitError::Folder`] and [`InitError::Binary`] if the package or
/// a name cannot be used.
pub fn plan(package: &Package, choices: &Choices) -> Result<Setup, InitError> {
    let plan = Plan::new(package, choices)?;
    let mut setup = Setup::default();
    let mut manifest = Manifest::new(package);
    manifest.dependencies(&plan.databases, &mut setup);
    build_script::plan(&plan, &mut manifest, &mut setup);
    plan.folder(&mut setup);
    plan.say_what_is_embedded(choices, &mut setup);
    embed::plan(&plan, &mut setup);
    binary::plan(&plan, &mut manifest, &mut setup);
    manifest.section(&plan, &mut setup);
    published::check(&plan, &mut setup);
    manifest.finish(&mut setup);
    if !setup.is_complete() {
        setup.next = plan.next();
    }
    Ok(setup)
}
