//! `rebase`: moves a line of revisions onto another head.
//!
//! ```text
//!  a ── b ── c          head of the base branch        a ── b ── c ── x ── y
//!   └── x ── y          mine: rebase y
//! ```
//!
//! Only one parent changes: that of the lowest revision of the line that the target does
//! not have below it, here `x`.

use std::collections::{BTreeMap, BTreeSet};

use migrator_core::graph::{Edges, Graph, Revision};

use super::places::Source;
use super::revision::ids;
use super::wanted::Wanted;
use super::{AuthoringError, Change, Changes, Folder, RevisionFile, edit, rename};

/// Which line to move, and where to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rebase {
    /// The target that names a revision of the line, often its head. Without it, the one
    /// head that is not of the base branch or, if `onto` is given, not on its line.
    pub revision: Option<String>,
    /// The target to move onto; without it the one other head.
    pub onto: Option<String>,
    /// The ids of the revisions that the base branch has, if that is known, as from git.
    /// They stay where they are, and tell whose line is to move if nothing else does.
    pub base_branch: Option<BTreeSet<String>>,
}

impl Rebase {
    /// Creates a rebase of the head that is not of the base branch onto the other head.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

/// Decides about the one parent that changes.
///
/// # Errors
/// [`AuthoringError`]: it cannot be told what to move or where to, the line has a
/// merge point or is of the base branch, it already stands there, or the revisions would need each other.
pub fn rebase(folder: &Folder, rebase: &Rebase) -> Result<Changes, AuthoringError> {
    let graph = folder.graph();
    let named = |target: &Option<String>| {
        let file = target.as_deref().map(|target| edit::file(folder, target));
        file.transpose()
    };
    let onto = named(&rebase.onto)?.and_then(|file| graph.find(file.id()));
    let moved = match named(&rebase.revision)?.and_then(|file| graph.find(file.id())) {
        Some(moved) => moved,
        None => mine(graph, onto, rebase.base_branch.as_ref())?,
    };
    let onto = match onto {
        Some(onto) => onto,
        None => theirs(graph, moved)?,
    };
    let lowest = lowest(graph, moved, onto)?;
    let Some(file) = folder.file_of(lowest) else {
        return Err(AuthoringError::NoRevision {
            target: lowest.id().to_owned(),
        });
    };
    if let Some(base) = &rebase.base_branch
        && base.contains(lowest.id())
    {
        return Err(AuthoringError::OfBaseBranch {
            id: lowest.id().to_owned(),
        });
    }
    let (change, moved_file) = moved_onto(folder, file, onto.id())?;
    folder.graph_with(&BTreeMap::from([(file.id(), moved_file)]), &[])?;
    let mut changes = Changes::new();
    changes.push(change);
    changes.note(format!(
        "a database that has `{0}` applied already, as your own may, lacks what is below `{0}` now: run \
         `cargo migrator upgrade head --out-of-order apply` there",
        lowest.id()
    ));
    Ok(changes)
}

/// Tells whether `below` is `above` or an ancestor of it by parents.
fn is_on(graph: &Graph, above: Revision<'_>, below: Revision<'_>) -> bool {
    graph
        .ancestors([above.position()], Edges::Parents)
        .contains(below.position())
}

/// Returns the head of the line to move when nobody names it.
fn mine<'g>(
    graph: &'g Graph,
    onto: Option<Revision<'g>>,
    base_branch: Option<&BTreeSet<String>>,
) -> Result<Revision<'g>, AuthoringError> {
    let all: Vec<Revision<'g>> = graph.heads().collect();
    let is_beside = |head: &Revision<'g>| match onto {
        Some(onto) => !is_on(graph, *head, onto) && !is_on(graph, onto, *head),
        None => true,
    };
    let heads: Vec<Revision<'g>> = all.iter().copied().filter(is_beside).collect();
    if all.len() < 2 || heads.is_empty() {
        return Err(AuthoringError::NothingToRebase {
            head: all.first().map(|head| head.id().to_owned()),
        });
    }
    let is_new = |head: &Revision<'g>| base_branch.is_some_and(|base| !base.contains(head.id()));
    let new: Vec<Revision<'g>> = heads.iter().copied().filter(is_new).collect();
    match (heads.as_slice(), new.as_slice()) {
        ([head], _) | (_, [head]) => Ok(*head),
        _ => Err(AuthoringError::WhichToRebase {
            heads: ids(heads.into_iter()),
        }),
    }
}

/// Returns the one head that is not on the moved line.
fn theirs<'g>(graph: &'g Graph, moved: Revision<'g>) -> Result<Revision<'g>, AuthoringError> {
    let heads = graph.heads().filter(|head| !is_on(graph, *head, moved));
    let heads: Vec<Revision<'g>> = heads.collect();
    match heads.as_slice() {
        [head] => Ok(*head),
        [] => Err(AuthoringError::NothingToRebase {
            head: graph.heads().next().map(|head| head.id().to_owned()),
        }),
        _ => Err(AuthoringError::WhichOnto {
            id: moved.id().to_owned(),
            heads: ids(heads.into_iter()),
        }),
    }
}

/// Returns the lowest revision of the line that the target does not have below it.
fn lowest<'g>(
    graph: &'g Graph,
    moved: Revision<'g>,
    onto: Revision<'g>,
) -> Result<Revision<'g>, AuthoringError> {
    let id = || moved.id().to_owned();
    if moved.position() == onto.position() {
        return Err(AuthoringError::OntoItself { id: id() });
    }
    let below_onto = graph.ancestors([onto.position()], Edges::Parents);
    if below_onto.contains(moved.position()) {
        return Err(AuthoringError::BelowTarget {
            id: id(),
            onto: onto.id().to_owned(),
        });
    }
    let mut lowest = moved;
    loop {
        if lowest.is_merge_point() {
            return Err(AuthoringError::MergeInLine {
                id: id(),
                merge: lowest.id().to_owned(),
                parents: lowest.parents().map(|it| it.id().to_owned()).collect(),
            });
        }
        match lowest.parents().next() {
            Some(parent) if parent.position() == onto.position() => {
                return Err(AuthoringError::StandsThere {
                    id: id(),
                    onto: onto.id().to_owned(),
                });
            }
            Some(parent) if !below_onto.contains(parent.position()) => lowest = parent,
            _ => return Ok(lowest),
        }
    }
}

/// Gives a revision with one parent or none another one.
fn moved_onto(
    folder: &Folder,
    file: &RevisionFile,
    onto: &str,
) -> Result<(Change, RevisionFile), AuthoringError> {
    let mut source = Source::read(folder, file)?;
    if let Some(list) = source.header.down_revision.clone() {
        match list.value.as_slice() {
            [] => source.fill_list(&list, onto)?,
            [parent] => source.set_id(parent, onto)?,
            _ => {}
        }
    }
    let [_, depends_on, labels, replaces] = rename::lists(&source.header);
    let wanted = Wanted {
        id: file.id(),
        message: source.header.message.clone(),
        parents: &[onto.to_owned()],
        depends_on: &depends_on,
        labels: &labels,
        replaces: &replaces,
    };
    let (new, header) = source.finish(&wanted)?;
    let Source {
        path, text: old, ..
    } = source;
    let file = RevisionFile {
        header,
        ..file.clone()
    };
    Ok((Change::Edit { path, old, new }, file))
}
