//! Whether a revision is as a lock file has it. Pure.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Graph, Revision};
use crate::script::ReleasedLine;
use crate::set::Loaded;

/// The format that is read.
const VERSION: &str = "1";

/// What was released: the lines of a lock file.
#[derive(Debug, Clone, Default)]
pub struct Release {
    lines: BTreeMap<String, ReleasedLine>,
}

impl Release {
    /// Reads a lock file.
    ///
    /// # Errors
    /// The first line that cannot be read, and why not.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut release = Self::default();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (number, line) in (1_u32..).zip(text.lines().map(str::trim)) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(version) = line.strip_prefix("version ") {
                if version.trim() != VERSION {
                    return Err(format!(
                        "line {number}: it is of version {version}, and this program reads version {VERSION}"
                    ));
                }
                continue;
            }
            let line = ReleasedLine::parse(line).map_err(|why| format!("line {number}: {why}"))?;
            release.lines.insert(line.id.clone(), line);
        }
        Ok(release)
    }

    /// Returns the released revisions that a set does not have, sorted.
    #[must_use]
    pub fn missing(&self, set: &Loaded) -> Vec<String> {
        let ids = self.lines.keys();
        let missing = ids.filter(|id| set.graph.find(id).is_none());
        missing.cloned().collect()
    }

    /// Tells what is different of a revision, a line each; `None` if it was not released.
    #[must_use]
    pub fn differences(&self, set: &Loaded, id: &str) -> Option<Vec<String>> {
        let released = self.lines.get(id)?;
        let Some(revision) = set.graph.find(id) else {
            return Some(vec!["it is not there any more".to_owned()]);
        };
        let mut lines = Vec::new();
        let migration = set.migration(revision.position().index())?;
        if migration.checksum != released.checksum {
            lines.push("what it does was edited".to_owned());
        }
        let parents = ids(revision.parents());
        if parents != released.parents.iter().cloned().collect() {
            lines.push(format!(
                "its parents are {}, and were {}",
                listed(&parents),
                listed(&released.parents)
            ));
        }
        let needed = ids(revision.dependencies());
        if needed != resolved(&set.graph, &released.depends_on) {
            lines.push(format!(
                "it depends on {}, and did on {}",
                listed(&needed),
                listed(&released.depends_on)
            ));
        }
        let labels: BTreeSet<String> = revision.labels().map(str::to_owned).collect();
        if labels != released.labels.iter().cloned().collect() {
            lines.push(format!(
                "its labels are {}, and were {}",
                listed(&labels),
                listed(&released.labels)
            ));
        }
        if migration.transaction != released.transaction {
            lines.push("its transaction mode is another".to_owned());
        }
        Some(lines)
    }
}

fn ids<'g>(revisions: impl Iterator<Item = Revision<'g>>) -> BTreeSet<String> {
    revisions.map(|it| it.id().to_owned()).collect()
}

/// A dependency may be named by a label.
fn resolved(graph: &Graph, names: &[String]) -> BTreeSet<String> {
    let id = |name: &String| {
        let found = graph.find(name).or_else(|| graph.find_label(name));
        found.map_or_else(|| name.clone(), |it| it.id().to_owned())
    };
    names.iter().map(id).collect()
}

fn listed<'n>(names: impl IntoIterator<Item = &'n String>) -> String {
    let names: Vec<String> = names.into_iter().map(|it| format!("`{it}`")).collect();
    match names.is_empty() {
        true => "none".to_owned(),
        false => names.join(", "),
    }
}
