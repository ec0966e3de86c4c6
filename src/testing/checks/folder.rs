//! The folder that was read when the tests were compiled, and the set of the program that runs them.

use std::path::Path;

use migrator_core::base::Checksum;
use migrator_core::checks::Release;
use migrator_core::exec::Options;
use migrator_core::script::RevisionCheck;
use migrator_core::set::{Loaded, Migrations, SetError};

/// The file with the released revisions, in the folder.
const LOCK_FILE: &str = "migrator.lock";

/// What the macro has read.
#[derive(Debug)]
pub struct Folder {
    /// The folder, relative to the package's `Cargo.toml`.
    pub name: &'static str,
    /// Covers every header and every checksum in it.
    pub digest: Checksum,
    /// Where the package's `Cargo.toml` is.
    pub package: &'static str,
    /// The module of the tests.
    pub test: &'static str,
    /// Returns the set of the program.
    pub set: fn() -> Result<&'static Migrations, SetError>,
    /// Returns how migrations run.
    pub options: fn() -> Options,
    /// What is waived.
    pub waives: &'static [Waiver],
    /// The revisions of another tool, which have no header.
    pub foreign: &'static [&'static str],
    /// Whether heads that no label tells apart are fine.
    pub allow_heads: bool,
}

/// A check that is waived.
#[derive(Debug)]
pub struct Waiver {
    pub(super) check: RevisionCheck,
    pub(super) of: Waived,
}

/// Where a waiver stands, and of which revision.
#[derive(Debug)]
pub(super) enum Waived {
    /// In the revision's own header.
    Header(&'static str),
    /// In the test, of one revision of another tool.
    Revision(&'static str),
    /// In the test, of all of them.
    Foreign,
}

impl Waiver {
    /// A waiver of a header.
    #[must_use]
    pub const fn header(id: &'static str, check: RevisionCheck) -> Self {
        let of = Waived::Header(id);
        Self { check, of }
    }

    /// A waiver of the test, of one revision.
    #[must_use]
    pub const fn revision(id: &'static str, check: RevisionCheck) -> Self {
        let of = Waived::Revision(id);
        Self { check, of }
    }

    /// A waiver of the test, of all revisions of another tool.
    #[must_use]
    pub const fn foreign(check: RevisionCheck) -> Self {
        let of = Waived::Foreign;
        Self { check, of }
    }
}

impl Folder {
    /// Returns the program's set, if it holds what was read here.
    pub(super) fn set(&self) -> Result<(&'static Migrations, &'static Loaded), String> {
        let set = (self.set)().map_err(|error| explained(&error))?;
        let loaded = set.loaded().map_err(|error| explained(&error))?;
        if set.holds(self.digest) {
            return Ok((set, loaded));
        }
        Err(format!(
            "the migrations that the program embeds ({}) are not those in `{}`\n\
             help: name the folder that it embeds, `checks!(\"…\")`, or the set that is to be checked, \
             `checks!(migrations = library::MIGRATIONS)`; with a `build.rs` as `cargo migrator init` writes it no \
             program is left behind when a file comes or goes",
            set.name(),
            self.name
        ))
    }

    /// Returns the revisions of which a waiver is.
    pub(super) fn revisions(&self, waiver: &Waiver) -> Vec<&'static str> {
        match waiver.of {
            Waived::Header(id) | Waived::Revision(id) => vec![id],
            Waived::Foreign => self.foreign.to_vec(),
        }
    }

    /// Tells whether a check is not held against a revision.
    pub(super) fn is_waived(&self, id: &str, check: RevisionCheck) -> bool {
        let mut waives = self.waives.iter().filter(|it| it.check == check);
        waives.any(|it| match it.of {
            Waived::Header(of) | Waived::Revision(of) => of == id,
            Waived::Foreign => self.is_foreign(id),
        })
    }

    /// Tells whether a revision is another tool's.
    pub(super) fn is_foreign(&self, id: &str) -> bool {
        self.foreign.contains(&id)
    }

    /// Reads what was released; `None` if there is no lock file.
    pub(super) fn release(&self) -> Result<Option<Release>, String> {
        let path = Path::new(self.package).join(self.name).join(LOCK_FILE);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                return Err(format!(
                    "`{}/{LOCK_FILE}` cannot be read: {error}",
                    self.name
                ));
            }
        };
        let release = Release::read(&text);
        let release = release.map_err(|why| format!("`{}/{LOCK_FILE}`, {why}", self.name))?;
        Ok(Some(release))
    }
}

fn explained(error: &SetError) -> String {
    let mut text = error.to_string();
    if matches!(error, SetError::None) {
        text.push_str(
            "\nhelp: write `use the_application as _;` in the file of the tests, so that its library is linked; where \
             there is no library, write `#[cfg(test)] migrator::testing::checks!();` beside `embed_migrations!`",
        );
    } else if let Some(help) = error.help() {
        text.push_str(&format!("\nhelp: {help}"));
    }
    text
}
