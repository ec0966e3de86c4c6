//! Where a squash of our own stands in the place of a tool's files, which are gone.
//!
//! ```text
//!  files there   1 ── 2 ── 3 ── 4        S replaces 1, 2
//!  files gone    S ── 3 ── 4             the parent of 3 is still 2, which is now another name of S
//! ```

use migrator_core::script::{Header, Located};

use crate::link::values;
use crate::source::Migration;

/// Gives the migration behind files that are gone the last of them as its parent, as it had while they were there.
pub(crate) fn relink<'a>(foreign: &mut [Migration], own: impl IntoIterator<Item = &'a Header>) {
    for squash in own {
        let replaced = values(&squash.replaces);
        let is_here = |id: &String| foreign.iter().any(|it| it.id() == id);
        let is_gone = |id: &String| is_version(id) && !is_here(id);
        let Some(last) = replaced.last().filter(|_| replaced.iter().all(is_gone)) else {
            continue;
        };
        let parents = values(&squash.down_revision);
        let mut others = foreign.iter_mut();
        if let Some(next) = others.find(|it| values(&it.header.down_revision) == parents) {
            let parent = Located::new(last.clone(), 1, 1);
            next.header.down_revision = Some(Located::new(vec![parent], 1, 1));
        }
    }
}

/// Tells whether an id is a tool's version. One of our own has letters, unless chance or its author would have none.
fn is_version(id: &str) -> bool {
    id.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}
