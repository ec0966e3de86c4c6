//! From files to a checked graph, and from the graph's problems back to lines.

use migrator_core::base::{Checksum, ChecksumBuilder, Transaction};
use migrator_core::graph::{Graph, GraphProblem, RevisionSpec, clashing_heads};
use migrator_core::script::{Header, Located, LocatedList, names_revision};

use crate::problem::Problem;
use crate::source::Migration;

/// What the graph may look like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Policy {
    /// Several heads with the same labels are fine.
    pub(crate) allow_heads: bool,
    /// Parents and dependencies may be in other sets, so heads are not final.
    pub(crate) is_partial: bool,
}

/// A file as far as the graph is concerned.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node<'a> {
    /// The file's name in its folder.
    pub(crate) file: &'a str,
    /// Its path for messages.
    pub(crate) path: &'a str,
    pub(crate) header: &'a Header,
}

impl<'a> Node<'a> {
    pub(crate) fn of(migration: &'a Migration) -> Self {
        Self {
            file: &migration.file,
            path: &migration.path,
            header: &migration.header,
        }
    }

    fn id(&self) -> &'a str {
        let revision = self.header.revision.as_ref();
        revision.map_or("", |revision| revision.value.as_str())
    }
}

/// Builds the graph. `unread` are the files whose revision is unknown: what is
/// missing because of them is not reported again.
pub(crate) fn graph(
    nodes: &[Node<'_>],
    unread: &[String],
    policy: Policy,
    problems: &mut Vec<Problem>,
) -> Option<Graph> {
    let specs = nodes.iter().map(spec);
    let built = if policy.is_partial {
        Graph::build_partial(specs).map(|partial| partial.graph)
    } else {
        Graph::build(specs)
    };
    let linker = Linker { nodes, unread };
    match built {
        Ok(graph) => {
            if !policy.allow_heads && !policy.is_partial {
                problems.extend(several_heads(nodes, unread, &graph));
            }
            Some(graph)
        }
        Err(found) => {
            problems.extend(found.iter().flat_map(|problem| linker.problems(problem)));
            None
        }
    }
}

/// Returns a problem for each group of heads with the same labels, unless a file is
/// missing from the graph: one whose parents could not be read looks like one more
/// base, and what it stands on like one more head.
pub(crate) fn several_heads(nodes: &[Node<'_>], unread: &[String], graph: &Graph) -> Vec<Problem> {
    let all_linked = nodes.iter().all(|node| node.header.down_revision.is_some());
    if unread.is_empty() && all_linked {
        Linker { nodes, unread }.heads(graph)
    } else {
        Vec::new()
    }
}

/// Covers every header and every checksum; the order of files does not matter.
pub(crate) fn digest(migrations: &[Migration]) -> Checksum {
    let mut by_id: Vec<&Migration> = migrations.iter().collect();
    by_id.sort_by_key(|migration| migration.id());
    let mut digest = ChecksumBuilder::new();
    for migration in by_id {
        let header = &migration.header;
        digest.part(migration.id());
        for list in [
            &header.down_revision,
            &header.depends_on,
            &header.branch_labels,
        ] {
            let items = values(list);
            digest.part(items.len().to_string());
            for item in items {
                digest.part(item);
            }
        }
        // Nothing if there is none, so that the digests of others stay as they are.
        for (n_after, id) in values(&header.replaces).iter().rev().enumerate() {
            digest.part(format!("replaces {n_after}"));
            digest.part(id);
        }
        let mode = header
            .transaction
            .map(|mode| mode.value)
            .unwrap_or_default();
        digest.part(if mode == Transaction::None {
            "none"
        } else {
            "per-migration"
        });
        digest.part(migration.checksum.to_string());
    }
    digest.finish()
}

fn spec(node: &Node<'_>) -> RevisionSpec {
    let header = node.header;
    let mut spec = RevisionSpec::new(node.id()).message(header.message.as_str());
    spec.parents = values(&header.down_revision);
    spec.depends_on = values(&header.depends_on);
    spec.labels = values(&header.branch_labels);
    spec.replaces = values(&header.replaces);
    spec
}

pub(crate) fn values(list: &Option<LocatedList>) -> Vec<String> {
    items(list).iter().map(|item| item.value.clone()).collect()
}

fn items(list: &Option<LocatedList>) -> &[Located<String>] {
    list.as_ref().map_or(&[], |list| list.value.as_slice())
}

/// What to do if a dependency is in no file of the folder.
const ELSEWHERE: &str = "to depend on another crate's revisions, embed with `combine = [&the_crate::MIGRATIONS]` and \
                         write `migrator_build::Compiler::new(…).combined().run()` in `build.rs`; \
                         `cargo migrator` finds them by the setting `combine`";

struct Linker<'a> {
    nodes: &'a [Node<'a>],
    unread: &'a [String],
}

impl Linker<'_> {
    /// Finds file, line and column of a problem of the graph.
    fn problems(&self, problem: &GraphProblem) -> Vec<Problem> {
        use GraphProblem as P;
        let at = |index: &usize| self.nodes.get(*index);
        let message = problem.to_string();
        let place = match problem {
            P::DuplicateId { indexes, .. } => return self.duplicates(indexes),
            P::UnknownParent {
                parent: missing, ..
            }
            | P::UnknownDependency {
                dependency: missing,
                ..
            } if self.unread.iter().any(|file| names_revision(file, missing)) => {
                return Vec::new();
            }
            P::UnknownParent { index, place, .. } | P::RepeatedParent { index, place, .. } => {
                at(index).map(|m| (m, items(&m.header.down_revision).get(*place)))
            }
            P::UnknownDependency { index, place, .. }
            | P::RepeatedDependency { index, place, .. } => {
                at(index).map(|m| (m, items(&m.header.depends_on).get(*place)))
            }
            P::SelfParent { index, id } => {
                at(index).map(|m| (m, find(items(&m.header.down_revision), id)))
            }
            P::SelfDependency {
                index, dependency, ..
            } => at(index).map(|m| (m, find(items(&m.header.depends_on), dependency))),
            P::IllegalLabel { index, label, .. } | P::LabelIsId { index, label, .. } => {
                at(index).map(|m| (m, find(items(&m.header.branch_labels), label)))
            }
            P::DuplicateLabel { label, indexes, .. } => {
                let last = indexes.iter().max().and_then(at);
                last.map(|m| (m, find_last(items(&m.header.branch_labels), label)))
            }
            P::Squash { index, fault, .. } => at(index).map(|m| {
                let list = items(&m.header.replaces);
                (m, fault.place().and_then(|place| list.get(place)))
            }),
            P::InsideSquash {
                index,
                is_parent,
                place,
                ..
            } => at(index).map(|m| {
                let list = match is_parent {
                    true => &m.header.down_revision,
                    false => &m.header.depends_on,
                };
                (m, items(list).get(*place))
            }),
            P::Cycle { ids, indexes } => indexes.first().and_then(at).map(|m| {
                let next = ids.get(1).map_or("", String::as_str);
                let parent = find(items(&m.header.down_revision), next);
                (
                    m,
                    parent.or_else(|| find(items(&m.header.depends_on), next)),
                )
            }),
            other => other.indexes().last().and_then(at).map(|m| (m, None)),
        };
        let Some((node, item)) = place else {
            return Vec::new();
        };
        let item = item.or(node.header.revision.as_ref());
        let mut help = problem.help();
        if matches!(problem, P::UnknownDependency { .. }) {
            let near = help.map(|help| help + " ").unwrap_or_default();
            help = Some(near + ELSEWHERE);
        }
        let problem = Problem {
            help,
            ..problem_at(node, item, message)
        };
        vec![problem]
    }

    /// One problem for each file but the first that has the id.
    fn duplicates(&self, indexes: &[usize]) -> Vec<Problem> {
        let files = indexes.iter().filter_map(|index| self.nodes.get(*index));
        let mut files: Vec<&Node<'_>> = files.collect();
        files.sort_by(|a, b| a.file.cmp(b.file));
        let Some((first, others)) = files.split_first() else {
            return Vec::new();
        };
        let problem = |other: &&Node<'_>| {
            let message = format!(
                "the revision id `{}` is already used by {}",
                first.id(),
                first.path
            );
            problem_at(other, other.header.revision.as_ref(), message)
                .help("give each revision an id of its own")
        };
        others.iter().map(problem).collect()
    }

    /// Two heads off one head are almost always two pull requests.
    fn heads(&self, graph: &Graph) -> Vec<Problem> {
        let problem = |heads: Vec<migrator_core::graph::Revision<'_>>| {
            let ids: Vec<&str> = heads.iter().map(|head| head.id()).collect();
            let of = |id: &&str| self.nodes.iter().find(|node| node.id() == *id);
            let nodes: Vec<&Node<'_>> = ids.iter().filter_map(of).collect();
            let named = nodes.iter().map(|m| format!("`{}` ({})", m.id(), m.path));
            let message = format!(
                "there are several heads: {}",
                named.collect::<Vec<_>>().join(", ")
            );
            let last = nodes.iter().max_by_key(|node| node.file)?;
            let parents: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
            let all = graph.heads().count() == ids.len();
            let which = if all {
                "heads".to_owned()
            } else {
                ids.join(" ")
            };
            let help = format!(
                "merge them with `cargo migrator merge {which}`, which adds a revision with the parents {}; \
                 or make one the parent of the other",
                parents.join(" and ")
            );
            Some(problem_at(last, last.header.revision.as_ref(), message).help(help))
        };
        clashing_heads(graph)
            .into_iter()
            .filter_map(problem)
            .collect()
    }
}

fn find<'a>(items: &'a [Located<String>], value: &str) -> Option<&'a Located<String>> {
    items.iter().find(|item| item.value == value)
}

fn find_last<'a>(items: &'a [Located<String>], value: &str) -> Option<&'a Located<String>> {
    items.iter().rfind(|item| item.value == value)
}

fn problem_at(node: &Node<'_>, item: Option<&Located<String>>, message: String) -> Problem {
    let (line, column) = item.map_or((1, 1), |item| (item.line, item.column));
    Problem::of_file(node.path, message).at(line, column)
}
