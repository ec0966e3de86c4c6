//! What is there, and what is wanted: what all parts of a set-up look at.

use migrator_core::script::{HINT_FILE, Layout, hint_file};

use super::choices::{Choices, Database, clean};
use super::embedded::Embedded;
use super::error::InitError;
use super::package::Package;
use super::setup::Setup;
use super::targets::Targets;

/// What is there, and what is wanted.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub(super) package: &'a Package,
    pub(super) targets: Targets,
    /// The sets that are embedded already, outside the binary that is to be made.
    pub(super) embedded: Embedded,
    pub(super) databases: Vec<Database>,
    /// Relative to the package, with forward slashes.
    pub(super) folder: String,
    /// Whose rules its files follow.
    pub(super) layout: Layout,
    /// The name of the binary.
    pub(super) binary: String,
}

impl<'a> Plan<'a> {
    pub(super) fn new(package: &'a Package, choices: &Choices) -> Result<Self, InitError> {
        package.check_edition()?;
        let binary = choices.binary()?;
        let targets = Targets::of(package, &binary);
        let embedded = Embedded::search(package, &targets);
        let databases = choices.databases(package)?;
        let folder = choices.folder(package, &targets, &embedded)?;
        Ok(Self {
            databases,
            layout: choices.layout(package, &embedded, &folder)?,
            folder,
            binary,
            package,
            targets,
            embedded,
        })
    }

    /// An empty folder would not survive a clone. The compiler keeps what the file lists.
    pub(super) fn folder(&self, setup: &mut Setup) {
        if self.layout != Layout::Migrator || self.package.has_files(&self.folder) {
            return;
        }
        let file = format!("{}/{HINT_FILE}", self.folder);
        let path = self.package.file(&file);
        setup.create(path, hint_file([]), "the migrations folder");
    }

    /// A folder cannot be chosen where another one is embedded.
    pub(super) fn say_what_is_embedded(&self, choices: &Choices, setup: &mut Setup) {
        let is_chosen = clean(choices.folder.as_deref().unwrap_or(&self.folder)) == self.folder;
        if let Some(set) = self.embedded.only().filter(|_| !is_chosen) {
            let because = format!("the folder `{}` is embedded there already", self.folder);
            setup.leave(
                &set.file,
                because,
                "change the folder in this call to move the migrations",
            );
        }
    }

    pub(super) fn next(&self) -> Vec<String> {
        let url = match self.databases.first() {
            Some(Database::Postgres) => "postgres://localhost/app",
            _ => "sqlite:app.db",
        };
        let upgrade = match self.handle() {
            Some(handle) => format!("{handle}.upgrade(…, \"head\")?"),
            None => "migrator::upgrade(…, \"head\")?".to_owned(),
        };
        let is_own = self.layout == Layout::Migrator;
        let first = match is_own {
            true => "write the first revision: `cargo migrator revision -m \"create users\"`",
            false => "look at the revisions: `cargo migrator history`",
        };
        let adopt = || {
            format!(
                "take over a database that the tool has migrated: `DATABASE_URL={url} cargo migrator adopt`"
            )
        };
        let mut next = vec![first.to_owned()];
        next.extend((!is_own).then(adopt));
        next.extend([
            format!("bring a database to it: `DATABASE_URL={url} cargo migrator upgrade head`"),
            format!("have the application do that when it starts: `{upgrade}`"),
        ]);
        next
    }

    /// The path by which the package's binaries reach the set of its library.
    pub(super) fn handle(&self) -> Option<String> {
        let library = self.targets.library.as_ref().filter(|it| it.is_linkable)?;
        let name = self.embedded.handle_in(&library.file)?;
        Some(format!("{}::{name}", library.crate_name))
    }
}
