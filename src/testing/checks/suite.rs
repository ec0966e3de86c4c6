//! One kind of database, and the walk on it.

use std::fmt;
use std::sync::OnceLock;

use migrator_core::checks::{ChecksError, Walked, walk};
use migrator_core::session::{self, Workshop};

use super::folder::Folder;
use super::shared;

/// Where scratch databases come from, or why there are none.
pub type Ground = Result<Box<dyn Workshop>, String>;

/// The tests on one kind of database.
pub struct Suite {
    pub(super) folder: &'static Folder,
    /// What the database is called in the tests' names.
    pub(super) name: &'static str,
    pub(super) ground: fn() -> Ground,
    walked: OnceLock<Result<Walked, String>>,
}

impl fmt::Debug for Suite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let folder = self.folder.name;
        f.debug_struct("Suite")
            .field("name", &self.name)
            .field("folder", &folder)
            .finish_non_exhaustive()
    }
}

impl Suite {
    /// Creates a suite; nothing has happened yet.
    #[must_use]
    pub const fn new(folder: &'static Folder, name: &'static str, ground: fn() -> Ground) -> Self {
        Self {
            folder,
            name,
            ground,
            walked: OnceLock::new(),
        }
    }

    /// Returns what the one walk has found: this process makes it once, and none if another one of the same run has.
    pub(super) fn walked(&self) -> Result<&Walked, String> {
        let walked = self.walked.get_or_init(|| self.find());
        walked.as_ref().map_err(Clone::clone)
    }

    fn find(&self) -> Result<Walked, String> {
        let (set, loaded) = self.folder.set()?;
        let options = (self.folder.options)();
        let make = || walk(loaded, &options, &self.ground).map_err(|error| explained(&error));
        let mut workshop = (self.ground)()?;
        let server =
            migrator_core::checks::identity(&mut *workshop).map_err(|error| explained(&error))?;
        let parts = [
            set.name(),
            loaded.digest.to_string(),
            self.folder.test.to_owned(),
            self.name.to_owned(),
            server,
        ];
        drop(workshop);
        shared::once(&parts, make)
    }
}

fn explained(error: &ChecksError) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(&format!("\n  caused by: {cause}"));
        source = cause.source();
    }
    if let Some(help) = error.help() {
        text.push_str(&format!("\nhelp: {help}"));
    }
    text
}

/// Takes what was named.
pub fn workshop<'g>(ground: impl session::Ground<'g>) -> Box<dyn Workshop + 'g> {
    ground.workshop()
}

/// SQLite in memory.
///
/// # Errors
/// None.
#[cfg(feature = "sqlite")]
pub fn sqlite() -> Ground {
    Ok(workshop(crate::sqlite::Memory))
}

/// The PostgreSQL server of tests.
///
/// # Errors
/// If none is named.
#[cfg(feature = "postgres")]
pub fn postgres() -> Ground {
    let url = crate::testing::server::server(None)?;
    Ok(workshop(crate::postgres::Server::url(&url)))
}
