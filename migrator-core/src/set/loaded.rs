//! A set of migrations that has been found fit to run.

use std::borrow::Cow;
use std::collections::HashMap;

#[cfg(feature = "autogenerate")]
use crate::base::Transaction;
use crate::base::{Checksum, ChecksumBuilder};
use crate::graph::{Graph, Position, RevisionSpec, clashing_heads};
#[cfg(feature = "autogenerate")]
use crate::ops::{Op, Outcome};
use crate::set::{EmbeddedSet, Migration, SetError};
#[cfg(feature = "autogenerate")]
use crate::set::{RustFunction, Script};

/// A graph and its migrations.
#[derive(Debug)]
pub struct Loaded {
    /// The graph.
    pub graph: Graph,
    /// Covers every header and every checksum.
    pub digest: Checksum,
    /// The name and version of the application.
    pub application: String,
    /// One migration per revision, in the graph's order.
    migrations: Cow<'static, [Migration]>,
}

impl Loaded {
    /// Takes an embedded set as it is; nothing is checked or sorted again.
    ///
    /// # Errors
    /// [`SetError::Graph`] if it refers to revisions of other sets.
    pub fn embedded(set: &'static EmbeddedSet) -> Result<Self, SetError> {
        let graph = Graph::embedded(&set.graph);
        let missing = graph.external_references().map(|reference| {
            let revision = graph
                .at(reference.revision)
                .map_or("", |revision| revision.id());
            format!(
                "`{revision}` needs `{}`, which is in no set",
                reference.name
            )
        });
        let problems: Vec<String> = missing.collect();
        if !problems.is_empty() {
            return Err(SetError::Graph { problems });
        }
        Ok(Self {
            graph,
            digest: set.digest,
            application: application(set),
            migrations: Cow::Borrowed(set.migrations),
        })
    }

    /// Makes one graph of several sets; the first gives the application's name.
    ///
    /// The rule about several heads applies as it does when a folder is embedded.
    ///
    /// # Errors
    /// [`SetError::Graph`] with everything that does not fit, or
    /// [`SetError::ClashingHeads`].
    pub fn combined(sets: &[&'static EmbeddedSet], allow_heads: bool) -> Result<Self, SetError> {
        let mut specs: Vec<RevisionSpec> = Vec::new();
        let mut migrations: HashMap<&str, Migration> = HashMap::new();
        for set in sets {
            let graph = Graph::embedded(&set.graph);
            specs.extend(graph.to_specs());
            let ids = set.graph.revisions.iter().map(|revision| revision.id);
            migrations.extend(ids.zip(set.migrations.iter().copied()));
        }
        let graph = Graph::build(specs).map_err(|problems| SetError::Graph {
            problems: problems.iter().map(ToString::to_string).collect(),
        })?;
        if !allow_heads {
            refuse_clashing_heads(&graph)?;
        }
        let migrations = graph
            .revisions()
            .filter_map(|it| migrations.get(it.id()).copied())
            .collect();
        Ok(Self {
            graph,
            digest: digest(sets),
            application: sets.first().map(|set| application(set)).unwrap_or_default(),
            migrations: Cow::Owned(migrations),
        })
    }

    /// Makes a set of one revision that does nothing, for a step that no migration stands behind.
    ///
    /// # Errors
    /// Never, but that of making a graph.
    #[cfg(feature = "autogenerate")]
    pub(crate) fn nameless() -> Result<Self, SetError> {
        let graph = Graph::build([RevisionSpec::new("0")]).map_err(|problems| SetError::Graph {
            problems: problems.iter().map(ToString::to_string).collect(),
        })?;
        let digest = ChecksumBuilder::new().finish();
        let nothing = Migration {
            file: "",
            checksum: digest,
            transaction: Transaction::PerMigration,
            upgrade: Script::Rust(&Nothing),
            downgrade: None,
            original: None,
        };
        Ok(Self {
            graph,
            digest,
            application: String::new(),
            migrations: Cow::Owned(vec![nothing]),
        })
    }

    /// Returns the migration at an index of the graph's order.
    #[must_use]
    pub fn migration(&self, index: usize) -> Option<&Migration> {
        self.migrations.get(index)
    }

    /// Returns a revision's file, relative to the crate's `Cargo.toml`; empty if the set does not have it.
    #[must_use]
    pub fn file(&self, position: Position) -> &'static str {
        self.migration(position.index()).map_or("", |it| it.file)
    }

    /// Returns a revision's checksum; `None` if the set does not have it.
    #[must_use]
    pub fn checksum(&self, id: &str) -> Option<Checksum> {
        let position = self.graph.find(id)?.position();
        Some(self.migration(position.index())?.checksum)
    }
}

/// A migration's function that asks for nothing.
#[cfg(feature = "autogenerate")]
#[derive(Debug)]
struct Nothing;

#[cfg(feature = "autogenerate")]
impl RustFunction for Nothing {
    fn run(&self, _op: &mut Op<'_>) -> Outcome {
        Ok(())
    }
}

fn application(set: &EmbeddedSet) -> String {
    format!("{} {}", set.package, set.version)
}

/// The same whatever the order of the sets.
fn digest(sets: &[&'static EmbeddedSet]) -> Checksum {
    let mut digests: Vec<&[u8; 32]> = sets.iter().map(|set| set.digest.bytes()).collect();
    digests.sort_unstable();
    let mut builder = ChecksumBuilder::new();
    for digest in digests {
        builder.part(digest);
    }
    builder.finish()
}

fn refuse_clashing_heads(graph: &Graph) -> Result<(), SetError> {
    let heads: Vec<Vec<String>> = clashing_heads(graph)
        .into_iter()
        .map(|heads| heads.iter().map(|head| head.id().to_owned()).collect())
        .collect();
    if heads.is_empty() {
        Ok(())
    } else {
        Err(SetError::ClashingHeads { heads })
    }
}
