//! Whether a revision is as a lock file has it. Pure.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Graph, Revision, RevisionSpec};
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

    /// Returns the released revisions that a set does not have, sorted. One for which a released squash stands may go.
    #[must_use]
    pub fn missing(&self, set: &Loaded) -> Vec<String> {
        let graph = &set.graph;
        let is_replaced = |id: &str| {
            let mut squashes = graph.squashes();
            squashes.any(|squash| {
                let is_released = self.lines.contains_key(squash.revision.id());
                is_released && squash.replaces().any(|it| it == id)
            })
        };
        let is_missing = |id: &&String| graph.find(id).is_none() && !is_replaced(id);
        self.lines.keys().filter(is_missing).cloned().collect()
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
        let header = header(&set.graph, revision);
        let meant = |names: &[String]| meant(&set.graph, revision, names);
        let as_written = |names: &[String]| names.iter().cloned().collect::<BTreeSet<_>>();
        if meant(&header.parents) != meant(&released.parents) {
            let (is, was) = (listed(&header.parents), listed(&released.parents));
            lines.push(format!("its parents are {is}, and were {was}"));
        }
        if meant(&header.depends_on) != meant(&released.depends_on) {
            let (is, was) = (listed(&header.depends_on), listed(&released.depends_on));
            lines.push(format!("it depends on {is}, and did on {was}"));
        }
        if as_written(&header.labels) != as_written(&released.labels) {
            let (is, was) = (listed(&header.labels), listed(&released.labels));
            lines.push(format!("its labels are {is}, and were {was}"));
        }
        if as_written(&header.replaces) != as_written(&released.replaces) {
            let (is, was) = (listed(&header.replaces), listed(&released.replaces));
            lines.push(format!("it replaces {is}, and did replace {was}"));
        }
        if migration.transaction != released.transaction {
            lines.push("its transaction mode is another".to_owned());
        }
        Some(lines)
    }
}

/// Returns what a revision says of itself: a squash stands elsewhere in the graph than its header says.
fn header(graph: &Graph, revision: Revision<'_>) -> RevisionSpec {
    if revision.squash().is_some() {
        let mut specs = graph.to_specs().into_iter();
        return specs.nth(revision.position().index()).unwrap_or_default();
    }
    let id = |it: Revision<'_>| it.id().to_owned();
    RevisionSpec {
        parents: revision.parents().map(id).collect(),
        depends_on: revision.dependencies().map(id).collect(),
        labels: revision.labels().map(str::to_owned).collect(),
        ..RevisionSpec::default()
    }
}

/// Returns the ids that names in the header of a revision mean: labels may stand there, and the last one of what a squash
/// stands for means the squash.
fn meant(graph: &Graph, of: Revision<'_>, names: &[String]) -> BTreeSet<String> {
    let id = |name: &String| {
        let found = graph.find(name).or_else(|| graph.find_label(name));
        let mut id = found.map_or(name.as_str(), Revision::id);
        let stands_for = |last: &str| {
            let mut squashes = graph.squashes();
            squashes.find(|it| {
                let is_inside =
                    it.revision.id() == of.id() || it.replaces().any(|id| id == of.id());
                it.last() == last && !is_inside
            })
        };
        while let Some(squash) = stands_for(id) {
            id = squash.revision.id();
        }
        id.to_owned()
    };
    names.iter().map(id).collect()
}

fn listed(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|it| format!("`{it}`")).collect();
    match names.is_empty() {
        true => "none".to_owned(),
        false => names.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::{Graph, Release, RevisionSpec, header, meant};

    fn spec(id: &str, parent: &str) -> RevisionSpec {
        let spec = RevisionSpec::new(id);
        match parent {
            "" => spec,
            parent => spec.parent(parent),
        }
    }

    #[test]
    fn a_squash_changes_no_header_that_was_released() {
        let mut squash = spec("s", "a");
        squash.replaces = ["r1", "r2"].map(str::to_owned).to_vec();
        let range = [spec("r1", "a"), spec("r2", "r1")];
        let rest = [spec("a", ""), squash, spec("c", "r2")];
        let beside = Graph::build(rest.iter().chain(&range).cloned()).unwrap();
        let alone = Graph::build(rest.iter().cloned()).unwrap();
        for graph in [&beside, &alone] {
            let parents = |id: &str, was: &str| {
                let revision = graph.find(id).unwrap();
                let is = meant(graph, revision, &header(graph, revision).parents);
                assert_eq!(is, meant(graph, revision, &[was.to_owned()]), "{id}");
            };
            parents("s", "a");
            parents("c", "r2");
            let replaces = header(graph, graph.find("s").unwrap()).replaces;
            assert_eq!(replaces, ["r1", "r2"]);
        }
        let revision = beside.find("r2").unwrap();
        let is = meant(&beside, revision, &header(&beside, revision).parents);
        assert_eq!(is, ["r1".to_owned()].into());
    }

    #[test]
    fn a_file_of_another_version_is_not_read() {
        let why = Release::read("\u{feff}# ours\nversion 2\n").unwrap_err();
        assert_eq!(
            why,
            "line 2: it is of version 2, and this program reads version 1"
        );
    }
}
