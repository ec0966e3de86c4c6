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
//! | `embedded` | which set of migrations is embedded already |
//! | `embed`, `build_script`, `binary` | the source files |
//! | `manifest`, `dependency`, `published` | `Cargo.toml` |
//! | `rust_text` | lines put into Rust files where rustfmt would have them |

mod binary;
mod build_script;
mod choices;
mod dependency;
mod embed;
mod embedded;
mod error;
mod manifest;
mod package;
mod published;
mod rust_text;
mod setup;
mod targets;

use migrator_core::script::{HINT_FILE, hint_file};

use self::embedded::Embedded;
use self::manifest::Manifest;
use self::targets::Targets;

pub use choices::{Choices, Database};
pub use error::InitError;
pub use package::Package;
pub use setup::{Done, LeftAlone, Setup};

/// Where migrations are if nothing is said.
const DEFAULT_FOLDER: &str = "migrations";

/// How the binary is called if nothing is said; `cargo migrator` looks for this name.
const DEFAULT_BINARY: &str = "migrate";

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

/// What is there, and what is wanted.
#[derive(Debug)]
struct Plan<'a> {
    package: &'a Package,
    targets: Targets,
    /// The sets that are embedded already, outside the binary that is to be made.
    embedded: Embedded,
    databases: Vec<Database>,
    /// Relative to the package, with forward slashes.
    folder: String,
    /// The name of the binary.
    binary: String,
}

impl<'a> Plan<'a> {
    fn new(package: &'a Package, choices: &Choices) -> Result<Self, InitError> {
        package.check_edition()?;
        let binary = choices.binary()?;
        let targets = Targets::of(package, &binary);
        let embedded = Embedded::search(package, &targets);
        Ok(Self {
            databases: choices.databases(package)?,
            folder: choices.folder(package, &targets, &embedded)?,
            binary,
            package,
            targets,
            embedded,
        })
    }

    /// An empty folder would not survive a clone. The compiler keeps what the file lists.
    fn folder(&self, setup: &mut Setup) {
        if self.package.has_files(&self.folder) {
            return;
        }
        let file = format!("{}/{HINT_FILE}", self.folder);
        let path = self.package.file(&file);
        setup.create(path, hint_file([]), "the migrations folder");
    }

    /// A folder cannot be chosen where another one is embedded.
    fn say_what_is_embedded(&self, choices: &Choices, setup: &mut Setup) {
        let is_chosen =
            choices::clean(choices.folder.as_deref().unwrap_or(&self.folder)) == self.folder;
        if let Some(set) = self.embedded.only().filter(|_| !is_chosen) {
            let because = format!("the folder `{}` is embedded there already", self.folder);
            setup.leave(
                &set.file,
                because,
                "change the folder in this call to move the migrations",
            );
        }
    }

    fn next(&self) -> Vec<String> {
        let url = match self.databases.first() {
            Some(Database::Postgres) => "postgres://localhost/app",
            _ => "sqlite:app.db",
        };
        let upgrade = match self.handle() {
            Some(handle) => format!("{handle}.upgrade(…, \"head\")?"),
            None => "migrator::upgrade(…, \"head\")?".to_owned(),
        };
        vec![
            "write the first revision: `cargo migrator revision -m \"create users\"`".to_owned(),
            format!("bring a database to it: `DATABASE_URL={url} cargo migrator upgrade head`"),
            format!("have the application do that when it starts: `{upgrade}`"),
        ]
    }

    /// The path by which the package's binaries reach the set of its library.
    fn handle(&self) -> Option<String> {
        let library = self.targets.library.as_ref().filter(|it| it.is_linkable)?;
        let name = self.embedded.handle_in(&library.file)?;
        Some(format!("{}::{name}", library.crate_name))
    }
}
