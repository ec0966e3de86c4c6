//! Which revision a version of another tool means: by its id, or by a person's word. Pure.

use crate::adopt::{Tool, Wishes};
use crate::base::nearest;
use crate::graph::{Graph, Revision, Standing};

/// What somebody says that a version stands for.
pub(super) fn said(wishes: &Wishes, version: &str) -> Option<String> {
    let mut map = wishes.map.iter();
    let named = map
        .find(|(it, _)| it == version)
        .map(|(_, revision)| revision.clone());
    named.or_else(|| wishes.naming.as_ref()?(version))
}

/// The revision of an id, or the one that stands for it now that its file is gone.
pub(super) fn meant<'g>(graph: &'g Graph, id: &str) -> Option<Revision<'g>> {
    Some(match graph.standing(id)? {
        Standing::Here(revision) => revision,
        Standing::Last(squash) | Standing::Inside(squash) => squash.revision,
    })
}

/// Revisions that are called nearly so.
pub(super) fn near(graph: &Graph, id: &str) -> Vec<String> {
    let ids = graph.revisions().map(Revision::id);
    nearest(id, ids).into_iter().map(str::to_owned).collect()
}

/// To Flyway `1.0`, `1_0` and `01` are the version `1`.
pub(super) fn alike<'g>(graph: &'g Graph, tool: Tool, id: &str) -> Option<Revision<'g>> {
    if tool != Tool::Flyway {
        return None;
    }
    let version = dotted(id)?;
    let mut revisions = graph.revisions();
    revisions.find(|it| dotted(it.id()).as_ref() == Some(&version))
}

/// The numbers of a version of Flyway's, without zeros at the end.
pub(super) fn dotted(version: &str) -> Option<Vec<u64>> {
    let parts = version.split(['.', '_']).map(|part| part.parse().ok());
    let mut parts: Vec<u64> = parts.collect::<Option<_>>()?;
    while parts.len() > 1 && parts.last() == Some(&0) {
        parts.pop();
    }
    Some(parts)
}
