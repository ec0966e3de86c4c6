//! The handle that a program holds.

use std::sync::OnceLock;

use crate::base::Checksum;
use crate::set::{EmbeddedSet, Loaded, SetError};

/// The migrations of a program: what `embed_migrations!` defines, and the verbs' owner.
///
/// Made of one embedded folder, or of several: a library embeds its own and the
/// application combines them. Whether they fit together is checked at first use, and is
/// an error of kind `Set` if they do not.
///
/// Its methods are the verbs, as the free functions of the facade are those of the one set that is
/// registered: `MIGRATIONS.upgrade(&connection, "head")`, `MIGRATIONS.with(options).current(&connection)`.
/// Use them for a second database, in a library's tests, and where nothing can be registered, as on wasm.
#[derive(Debug)]
pub struct Migrations {
    own: Option<&'static EmbeddedSet>,
    parts: &'static [&'static Self],
    /// What it was combined of at run time.
    folders: Vec<&'static EmbeddedSet>,
    allow_heads: bool,
    loaded: OnceLock<Result<Loaded, SetError>>,
}

impl Migrations {
    /// Wraps an embedded folder; for generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn embedded(set: &'static EmbeddedSet) -> Self {
        Self {
            own: Some(set),
            parts: &[],
            folders: Vec::new(),
            allow_heads: true,
            loaded: OnceLock::new(),
        }
    }

    /// Combines an embedded folder with other sets; for generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn combined(
        own: &'static EmbeddedSet,
        parts: &'static [&'static Self],
        allow_heads: bool,
    ) -> Self {
        Self {
            own: Some(own),
            parts,
            folders: Vec::new(),
            allow_heads,
            loaded: OnceLock::new(),
        }
    }

    /// Combines sets at run time.
    ///
    /// For sets that are known only then; `embed_migrations!(combine = [&billing::BILLING])` does it
    /// when the program is compiled, and registers the result. A revision may name revisions of other
    /// sets as its dependencies. Heads of different sets need different branch labels. Asks no database.
    ///
    /// # Errors
    /// [`SetError::Graph`] with everything that does not fit, or
    /// [`SetError::ClashingHeads`].
    pub fn combine(sets: impl IntoIterator<Item = &'static Self>) -> Result<Self, SetError> {
        let folders = each_once(sets.into_iter().flat_map(Self::folders));
        let loaded = Loaded::combined(&folders, false)?;
        Ok(Self {
            own: None,
            parts: &[],
            folders,
            allow_heads: false,
            loaded: OnceLock::from(Ok(loaded)),
        })
    }

    /// Returns the set, checked; the check happens once.
    ///
    /// # Errors
    /// [`SetError::Graph`] with everything that does not fit, or
    /// [`SetError::ClashingHeads`].
    #[doc(hidden)]
    pub fn loaded(&self) -> Result<&Loaded, SetError> {
        let loaded = self.loaded.get_or_init(|| match (self.own, self.parts) {
            (Some(own), []) => Loaded::embedded(own),
            _ => Loaded::combined(&self.folders(), self.allow_heads),
        });
        loaded.as_ref().map_err(Clone::clone)
    }

    /// Returns `package/folder` of what it is made of, joined by ` + `.
    #[must_use]
    pub fn name(&self) -> String {
        let name = |set: &&EmbeddedSet| format!("{}/{}", set.package, set.folder);
        self.folders()
            .iter()
            .map(name)
            .collect::<Vec<_>>()
            .join(" + ")
    }

    /// Tells whether one of the folders it is made of has this digest.
    #[doc(hidden)]
    #[must_use]
    pub fn holds(&self, digest: Checksum) -> bool {
        self.folders().iter().any(|it| it.digest == digest)
    }

    /// The folders it is made of, each once, its own first.
    fn folders(&self) -> Vec<&'static EmbeddedSet> {
        let parts = self.parts.iter().flat_map(|part| part.folders());
        let folders = self.own.into_iter().chain(self.folders.iter().copied());
        each_once(folders.chain(parts))
    }
}

/// A folder that several sets share, a library of two libraries say, counts once.
fn each_once(all: impl Iterator<Item = &'static EmbeddedSet>) -> Vec<&'static EmbeddedSet> {
    let mut folders: Vec<&'static EmbeddedSet> = Vec::new();
    for folder in all {
        if !folders.iter().any(|known| std::ptr::eq(*known, folder)) {
            folders.push(folder);
        }
    }
    folders
}
