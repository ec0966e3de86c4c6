//! What the user chooses, and what the package tells if nothing is chosen.

use std::path::{Component, Path};

use migrator_core::script::Layout;

use super::build_call::compiled_folder;
use super::embedded::Embedded;
use super::error::InitError;
use super::names::{DEFAULT_BINARY, DEFAULT_FOLDER};
use super::package::Package;
use super::targets::Targets;
use crate::layout::likely;

/// What a package is set up for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Choices {
    /// The databases; if empty, those whose drivers are among the dependencies.
    pub databases: Vec<Database>,
    /// The migrations folder, relative to the package; if not given, the one that is
    /// embedded or configured already, else `migrations`.
    pub folder: Option<String>,
    /// The name of the binary; `migrate` if not given.
    pub binary: Option<String>,
    /// Whose rules the files of the folder follow; if not given, as they are embedded or configured already,
    /// else ours.
    pub layout: Option<Layout>,
}

/// A kind of database, as a feature of `migrator` is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Database {
    /// SQLite, installed or brought by the application's `rusqlite`.
    Sqlite,
    /// SQLite, compiled in.
    SqliteBundled,
    /// PostgreSQL.
    Postgres,
}

impl Database {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Sqlite, Self::SqliteBundled, Self::Postgres];

    /// Returns the name of the feature.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::SqliteBundled => "sqlite-bundled",
            Self::Postgres => "postgres",
        }
    }
}

impl Choices {
    /// Chooses databases, and leaves the rest to the package.
    pub fn new(databases: impl IntoIterator<Item = Database>) -> Self {
        Self {
            databases: databases.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Chooses the migrations folder.
    #[must_use]
    pub fn folder_at(mut self, folder: impl Into<String>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// Chooses the name of the binary.
    #[must_use]
    pub fn binary_named(mut self, name: impl Into<String>) -> Self {
        self.binary = Some(name.into());
        self
    }

    /// Returns the databases, sorted, no two of one kind.
    pub(super) fn databases(&self, package: &Package) -> Result<Vec<Database>, InitError> {
        let mut databases = self.databases.clone();
        if databases.is_empty() {
            let has = |name: &str| package.dependency(name).is_some();
            databases.extend(has("rusqlite").then_some(Database::Sqlite));
            let postgres = has("postgres") || has("tokio-postgres");
            databases.extend(postgres.then_some(Database::Postgres));
        }
        databases.sort_unstable();
        databases.dedup();
        if databases.contains(&Database::SqliteBundled) {
            databases.retain(|it| *it != Database::Sqlite);
        }
        if databases.is_empty() {
            return Err(InitError::NoDatabase);
        }
        Ok(databases)
    }

    /// Returns the folder: what is embedded already cannot be chosen again.
    pub(super) fn folder(
        &self,
        package: &Package,
        targets: &Targets,
        embedded: &Embedded,
    ) -> Result<String, InitError> {
        let folder = embedded
            .only()
            .map(|it| it.folder.clone())
            .or_else(|| self.folder.clone())
            .or_else(|| package.configured_folder())
            .or_else(|| compiled_folder(package, targets))
            .unwrap_or_else(|| DEFAULT_FOLDER.to_owned());
        let folder = clean(&folder);
        let is_inside = Path::new(&folder)
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::ParentDir));
        if folder.is_empty() || folder == "." || !is_inside {
            return Err(InitError::Folder { folder });
        }
        Ok(folder)
    }

    /// Returns the layout: a folder that looks like another tool's is not taken for ours, unless that is said.
    pub(super) fn layout(
        &self,
        package: &Package,
        embedded: &Embedded,
        folder: &str,
    ) -> Result<Layout, InitError> {
        if let Some(set) = embedded.only() {
            return Ok(set.layout);
        }
        if let Some(layout) = self.layout.or_else(|| package.configured_layout()) {
            return Ok(layout);
        }
        let likely = likely(&package.file(folder).path);
        if likely.is_empty() {
            return Ok(Layout::Migrator);
        }
        Err(InitError::LooksLike {
            folder: folder.to_owned(),
            likely,
        })
    }

    pub(super) fn binary(&self) -> Result<String, InitError> {
        let name = self.binary.as_deref().unwrap_or(DEFAULT_BINARY);
        let is_legal = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        if name.is_empty() || !name.chars().all(is_legal) {
            return Err(InitError::Binary {
                name: name.to_owned(),
            });
        }
        Ok(name.to_owned())
    }
}

/// Writes a folder as manifests and macros have it.
pub(super) fn clean(folder: &str) -> String {
    let folder = folder.replace('\\', "/");
    let folder = folder.trim_start_matches("./").trim_end_matches('/');
    folder.to_owned()
}
