//! Was anything edited since it was released?
//!
//! Pure: what was released, what is there now, and the findings. Checksums of
//! meaning decide, so comments, layout, line endings and the names of files are free.

use std::collections::HashMap;

use migrator_core::base::Checksum;
use migrator_core::script::names_revision;

use super::base::Compared;
use super::difference;
use super::finding::{Finding, Rule};
use super::header::HeaderComparison;
use super::released::{Links, Released, ReleasedSet};
use crate::check::Collected;
use crate::{Body, Migration};

/// What is there now.
#[derive(Debug)]
pub(crate) struct Current<'a> {
    collected: &'a Collected,
    by_id: HashMap<&'a str, Vec<&'a Migration>>,
}

impl<'a> Current<'a> {
    pub(crate) fn new(collected: &'a Collected) -> Self {
        let mut by_id: HashMap<&str, Vec<&Migration>> = HashMap::new();
        for migration in &collected.migrations {
            by_id.entry(migration.id()).or_default().push(migration);
        }
        Self { collected, by_id }
    }

    /// Returns the text of a migration.
    fn text(&self, migration: &Migration) -> &'a str {
        let files = &self.collected.files;
        let found = files.binary_search_by(|file| file.name.as_str().cmp(&migration.file));
        found
            .ok()
            .and_then(|at| files.get(at))
            .map_or("", |file| file.text.as_str())
    }

    /// Returns the file that most probably is the released one: two may have one id.
    pub(super) fn find(&self, released: &Released) -> Option<&'a Migration> {
        let candidates = self.by_id.get(released.id.as_str())?;
        let name = released.file.as_ref().map(|file| file.name.as_str());
        let same_meaning = |it: &&&Migration| it.checksum == released.checksum;
        let same_name = |it: &&&Migration| Some(it.file.as_str()) == name;
        let found = candidates.iter().find(same_meaning);
        let found = found.or_else(|| candidates.iter().find(same_name));
        found.or_else(|| candidates.first()).copied()
    }

    /// Tells whether the two run something else, as far as that can be known.
    pub(super) fn differs(&self, released: &Released, migration: &Migration) -> bool {
        let was_unparsable = released.file.as_ref().is_some_and(|it| it.is_unparsable);
        released.checksum.scheme() == Checksum::SCHEME
            && released.checksum != migration.checksum
            && !was_unparsable
            && !self.is_unparsable(migration)
    }

    fn is_unparsable(&self, migration: &Migration) -> bool {
        self.collected.unparsable.contains(&migration.file)
    }

    /// Returns the squashes that stand for a revision: one, or those that replace each other.
    fn replacing(&self, id: &str) -> impl Iterator<Item = &'a Migration> {
        let replaces = move |it: &&Migration| {
            let list = it.header.replaces.iter().flat_map(|list| &list.value);
            list.into_iter().any(|replaced| replaced.value == id)
        };
        self.collected.migrations.iter().filter(replaces)
    }

    /// Tells whether a file that could not be read is probably the revision's.
    fn may_be_unread(&self, id: &str) -> bool {
        let mut unread = self.collected.unread.iter();
        unread.any(|file| names_revision(file, id))
    }
}

/// Compares.
pub(crate) fn compare(
    current: &Current<'_>,
    released: &ReleasedSet<'_>,
    base: &Compared,
) -> Vec<Finding> {
    let comparison = Comparison {
        current,
        released,
        base,
    };
    let changed = released.changed.iter();
    changed.flat_map(|it| comparison.one(it)).collect()
}

struct Comparison<'a> {
    current: &'a Current<'a>,
    released: &'a ReleasedSet<'a>,
    base: &'a Compared,
}

impl Comparison<'_> {
    fn one(&self, released: &Released) -> Vec<Finding> {
        let Some(migration) = self.current.find(released) else {
            return self.missing(released).into_iter().collect();
        };
        if self.is_another(released, migration) {
            return vec![self.reused(released, migration)];
        }
        let mut findings = Vec::new();
        findings.extend(self.body(released, migration));
        let header = HeaderComparison {
            released,
            migration,
            base: self.base,
        };
        findings.extend(header.parents(&|id| self.released.has(id)));
        findings.extend(header.rest());
        findings
    }

    /// A revision without a file; none if its file is there and merely broken.
    fn missing(&self, released: &Released) -> Option<Finding> {
        let (base, id) = (self.base, &released.id);
        if self.current.may_be_unread(id) {
            return None;
        }
        let squashes: Vec<&Migration> = self.current.replacing(id).collect();
        if squashes.iter().any(|it| self.released.has(it.id())) {
            return None;
        }
        if let Some(squash) = squashes.first() {
            return Some(self.replaced(released, squash));
        }
        if let Some(renamed) = self.renamed(released) {
            let message = format!(
                "the revision `{id}`, released {base}, is called `{}` here: databases that stand on `{id}` \
                 would not know it any more",
                renamed.id()
            );
            let finding = Finding::of_revision(Rule::Removed, renamed, message).revision(id);
            return Some(finding.help(format!("give the revision its id `{id}` back")));
        }
        let message = format!("the revision `{id}`, released {base}, is gone");
        let (file, line) = &released.origin;
        let column = u32::from(*line > 0);
        let finding = Finding::of_file(Rule::Removed, file, message).at(*line, column);
        Some(finding.revision(id).help(
            "put its file back: databases that stand on it could neither go up nor down any more",
        ))
    }

    /// What a squash replaces may go, but not before a release had both.
    fn replaced(&self, released: &Released, squash: &Migration) -> Finding {
        let (base, id, squash_id) = (self.base, &released.id, squash.id());
        let message = format!(
            "the revision `{id}`, released {base}, is gone, and `{squash_id}`, which replaces it, was not \
             released before"
        );
        let help = format!(
            "put its file back until a release has had `{squash_id}` beside it: databases that stand inside \
             of what `{squash_id}` replaces need that release"
        );
        let finding = Finding::of_revision(Rule::Removed, squash, message).revision(id);
        finding.help(help)
    }

    /// Finds the file under another id: it does the same, on the same parents.
    fn renamed(&self, released: &Released) -> Option<&Migration> {
        let is_new = |it: &&Migration| !self.released.has(it.id());
        let is_same = |it: &&Migration| {
            it.checksum == released.checksum && Links::of(it).parents == released.links.parents
        };
        let migrations = &self.current.collected.migrations;
        migrations.iter().find(|it| is_same(it) && is_new(it))
    }

    /// Tells whether a file has the id and nothing else of the released revision.
    fn is_another(&self, released: &Released, migration: &Migration) -> bool {
        let has_other_name = released
            .file
            .as_ref()
            .is_none_or(|file| file.name != migration.file);
        has_other_name
            && self.current.differs(released, migration)
            && migration.header.down_revision.is_some()
            && Links::of(migration).parents != released.links.parents
    }

    fn reused(&self, released: &Released, migration: &Migration) -> Finding {
        let (base, id) = (self.base, &released.id);
        let message = format!(
            "the id `{id}` is that of another revision, released {base}: databases that applied that one \
             would take this one for applied"
        );
        Finding::of_revision(Rule::IdReused, migration, message)
            .help("put the released file back, and give this revision an id of its own")
    }

    fn body(&self, released: &Released, migration: &Migration) -> Option<Finding> {
        let (base, id) = (self.base, &released.id);
        let scheme = released.checksum.scheme();
        if scheme != Checksum::SCHEME {
            let (file, line) = &released.origin;
            let message = format!(
                "the checksum of `{id}` was computed by scheme {scheme}, and this program knows scheme {}",
                Checksum::SCHEME
            );
            let finding = Finding::of_file(Rule::Incomparable, file, message).at(*line, 1);
            return Some(finding.revision(id).help(
                "compare with a base in git instead, and if that finds nothing, accept the revision in the lock file",
            ));
        }
        if !self.current.differs(released, migration) {
            return None;
        }
        let place = released.file.as_ref().map(|file| {
            let is_rust = matches!(migration.body, Body::Rust { .. });
            difference::first(&file.text, self.current.text(migration), is_rust)
        });
        // The same text with another meaning: then it is what the file includes.
        let is_included = place == Some(None) && !migration.includes.is_empty();
        let message = if is_included {
            format!(
                "a file that the revision `{id}` includes has been edited since it was released {base}"
            )
        } else {
            format!("the revision `{id}` has been edited since it was released {base}")
        };
        let finding = Finding::of_revision(Rule::BodyEdited, migration, message).help(
            "put it back as it was, because databases that applied it will not run it again, and write a new revision",
        );
        Some(match place.flatten() {
            Some((line, column)) => finding.at(line, column),
            None => finding,
        })
    }
}
