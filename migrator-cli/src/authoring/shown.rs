//! How paths and revisions are printed: paths so that they can be opened from the current folder.

use std::path::{Component, Path};

use migrator_build::authoring::Folder;
use migrator_core::graph::Revision;

/// Returns a path as it is written in the folder `current`, with forward slashes.
pub(crate) fn shown(path: &Path, current: &Path) -> String {
    let text = match path.strip_prefix(current) {
        Ok(below) => below.to_string_lossy().into_owned(),
        Err(_) => beside(path, current).unwrap_or_else(|| path.to_string_lossy().into_owned()),
    };
    if cfg!(windows) {
        text.replace('\\', "/")
    } else {
        text
    }
}

/// Goes up to a folder that holds both, unless that is the root.
fn beside(path: &Path, current: &Path) -> Option<String> {
    let has_detours = |path: &Path| path.components().any(|it| it == Component::ParentDir);
    if has_detours(path) || has_detours(current) {
        return None;
    }
    let (n_up, common) = current
        .ancestors()
        .enumerate()
        .find(|(_, folder)| path.starts_with(folder))?;
    let below = path.strip_prefix(common).ok()?;
    common.parent()?;
    Some(format!("{}{}", "../".repeat(n_up), below.to_string_lossy()))
}

/// Returns the parents of a revision, then itself, in the words of `history`.
pub(crate) fn edge(folder: &Folder, id: &str) -> String {
    let message = folder.graph().find(id).map_or("", |it| it.message());
    let parents = parents(folder, id);
    match message {
        "" => format!("{parents} -> {id}"),
        message => format!("{parents} -> {id}, {message}"),
    }
}

/// Returns the parents of a revision.
pub(crate) fn parents(folder: &Folder, id: &str) -> String {
    let revision = folder.graph().find(id);
    let parents: Vec<&str> = revision
        .iter()
        .flat_map(|revision| revision.parents())
        .map(Revision::id)
        .collect();
    match parents.as_slice() {
        [] => "<base>".to_owned(),
        parents => parents.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::shown;

    #[test]
    fn paths_can_be_opened_from_the_current_folder() {
        let check = |path: &str, current: &str, expect: &str| {
            assert_eq!(shown(Path::new(path), Path::new(current)), expect);
        };
        check("/a/b/migrations/x.rs", "/a/b", "migrations/x.rs");
        check(
            "/a/b/migrations/x.rs",
            "/a/b/src/bin",
            "../../migrations/x.rs",
        );
        check("/a/b/../c/x.rs", "/a/b", "../c/x.rs");
        check("/a/b/../c/x.rs", "/a/d", "/a/b/../c/x.rs");
        check("/a/x.rs", "/b", "/a/x.rs");
    }
}
