//! What is compared, and how.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use crate::catalog::Schemas;
use crate::declared::{Declared, Hints};
use crate::diff::Change;
use crate::exec::Options;
use crate::set::{Migrations, SetError};

/// Compares the declared schema with what the migrations make, and proposes the revision between them.
///
/// Both sides are made on scratch databases and read back, so that the database itself says what is equal. What
/// is applied to a live database does not matter, unless [`from_database`](Self::from_database) is asked for.
///
/// Made by [`Verbs::autogenerate`](crate::command::Verbs::autogenerate); the settings of those verbs count: the
/// version table, the naming convention, the tag and the arguments for the migrations.
#[derive(Clone)]
#[must_use = "nothing is compared before `check` or `propose`"]
pub struct Autogenerate<'m> {
    pub(crate) set: Result<&'m Migrations, SetError>,
    pub(crate) options: Options,
    pub(crate) declared: Declared,
    pub(crate) hints: Hints,
    pub(crate) origin: Origin,
    pub(crate) schemas: Schemas,
    pub(crate) cache: Option<PathBuf>,
    pub(crate) prepare: Vec<String>,
    pub(crate) edit: Option<Edit>,
    pub(crate) language: Language,
    pub(crate) proves: bool,
}

/// Edits the changes before the revision is made of them.
pub type Edit = Arc<dyn Fn(&mut Vec<Change>) + Send + Sync>;

/// What the declared schema is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Origin {
    /// What the migrations make of a scratch database. The default.
    #[default]
    Migrations,
    /// What the database holds, which must be at head.
    Database,
}

/// What a revision is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Language {
    /// Rust. The default.
    #[default]
    Rust,
    /// SQL of the database that is asked.
    Sql,
}

impl<'m> Autogenerate<'m> {
    #[doc(hidden)]
    pub fn new(
        set: Result<&'m Migrations, SetError>,
        options: Options,
        declared: Declared,
    ) -> Self {
        Self {
            set,
            options,
            hints: declared.hints().clone(),
            declared,
            origin: Origin::default(),
            schemas: Schemas::default(),
            cache: None,
            prepare: Vec::new(),
            edit: None,
            language: Language::default(),
            proves: true,
        }
    }

    /// Adds what a person says about the way: it is stronger than what was said before, and than what the
    /// declarations say.
    pub fn hints(mut self, hints: Hints) -> Self {
        self.hints = hints.over(self.hints);
        self
    }

    /// Sets what the declared schema is compared with.
    pub fn origin(mut self, origin: Origin) -> Self {
        self.origin = origin;
        self
    }

    /// Compares with the database itself, which is only read from and must be at head: so what was made there by
    /// hand is seen, too.
    pub fn from_database(self) -> Self {
        self.origin(Origin::Database)
    }

    /// Sets which schemas are compared, where there are any; the connection's own unless set.
    pub fn schemas(mut self, schemas: Schemas) -> Self {
        self.schemas = schemas;
        self
    }

    /// Keeps what was read in this folder, so that the next comparison needs no scratch database where neither
    /// the declarations nor the migrations have changed.
    ///
    /// The folder is created if it is missing, and can be removed at any time. What a migration calls in other files,
    /// or reads of files and of the environment, is not looked at: where that has changed, compare without a cache.
    /// Where the application prepares its connections (`sqlite::Memory::with`) nothing is kept.
    pub fn cache(mut self, folder: impl Into<PathBuf>) -> Self {
        self.cache = Some(folder.into());
        self
    }

    /// Runs SQL on each scratch database before anything else: for what is there before the first migration, such
    /// as extensions that an administrator installs.
    pub fn prepare(mut self, sql: impl Into<String>) -> Self {
        self.prepare.push(sql.into());
        self
    }

    /// Edits the list of changes before a revision is made of them. What it takes out is not a difference any more.
    pub fn edit(mut self, edit: impl Fn(&mut Vec<Change>) + Send + Sync + 'static) -> Self {
        self.edit = Some(Arc::new(edit));
        self
    }

    /// Sets what the revision is written in.
    pub fn language(mut self, language: Language) -> Self {
        self.language = language;
        self
    }

    /// Sets whether the revision is tried both ways on a scratch database, as it is unless set.
    pub fn prove(mut self, proves: bool) -> Self {
        self.proves = proves;
        self
    }
}

impl fmt::Debug for Autogenerate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Autogenerate")
            .field("origin", &self.origin)
            .field("schemas", &self.schemas)
            .field("cache", &self.cache)
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}
