//! Whose a folder is that is read as ours and looks like another tool's.
//!
//! Nothing is guessed: which layout it is must be said, and here is only told that it was not. Without that, a
//! folder of diesel would be one without migrations, and every file of sqlx one without a header.

use std::collections::HashSet;
use std::path::Path;

use migrator_core::script::{Header, Layout};

use crate::Problem;

/// Returns the layouts that a folder's files fit best, in the order of the list; none if they fit none.
pub(crate) fn likely(path: &Path) -> Vec<Layout> {
    let fitting = Layout::ALL
        .into_iter()
        .filter(|layout| *layout != Layout::Migrator)
        .filter_map(|layout| Some((n_misfits(path, layout)?, layout)));
    let fitting: Vec<(usize, Layout)> = fitting.collect();
    let least = fitting.iter().map(|(n_misfits, _)| *n_misfits).min();
    let best = fitting
        .iter()
        .filter(|(n_misfits, _)| Some(*n_misfits) == least);
    let best: Vec<Layout> = best.map(|(_, layout)| *layout).collect();
    // These have marks of their own in each file; what fits them fits sqlx by name only.
    let marked = best
        .iter()
        .find(|layout| matches!(layout, Layout::Goose | Layout::Dbmate));
    marked.map_or_else(|| best.clone(), |marked| vec![*marked])
}

/// Counts what does not fit; `None` if that is as much as what does, or more.
fn n_misfits(path: &Path, layout: Layout) -> Option<usize> {
    let mut problems = Vec::new();
    let found = super::read(path, "", layout, &mut problems);
    (problems.len() < found.migrations.len()).then_some(problems.len())
}

/// Says that the files look like another tool's, if something is wrong with them or none is ours. In the place of
/// all problems, if none is ours; beside them otherwise.
pub(crate) fn say_likeness(
    path: &Path,
    display: &str,
    own: &[&Header],
    problems: &mut Vec<Problem>,
) -> bool {
    let has_own = !own.is_empty();
    let is_sound = has_own && problems.is_empty() && has_all_parents(own);
    if is_sound || !path.is_dir() {
        return false;
    }
    let likely = likely(path);
    let Some(first) = likely.first() else {
        return false;
    };
    if !has_own {
        problems.clear();
    }
    let names: Vec<String> = likely.iter().map(|layout| format!("{layout}'s")).collect();
    let message = format!("these files look like {}", names.join(" or "));
    let say = match likely.as_slice() {
        [_] => "say so with",
        _ => "say whose they are, as with",
    };
    let keyword = first.keyword();
    let help = format!(
        "{say} `layout = {keyword}` in `embed_migrations!`, `.layout(Layout::{first:?})` in `build.rs` and \
         `layout = \"{keyword}\"` in `migrator.toml`"
    );
    problems.push(Problem::of_file(display, message).help(help));
    true
}

fn has_all_parents(own: &[&Header]) -> bool {
    let ids = own.iter().filter_map(|header| header.revision.as_ref());
    let ids: HashSet<&str> = ids.map(|id| id.value.as_str()).collect();
    let lists = own
        .iter()
        .filter_map(|header| header.down_revision.as_ref());
    let mut parents = lists.flat_map(|list| &list.value);
    parents.all(|parent| ids.contains(parent.value.as_str()))
}
