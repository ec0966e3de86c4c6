//! Migrations of tools that have a file for each way.

use migrator_core::base::Transaction;

use super::draft::{Draft, Found, Way};
use super::files::RawFile;
use super::version::Version;
use crate::Problem;

/// A file that is one way of a migration.
#[derive(Debug)]
pub(super) struct Half<'a> {
    pub(super) version: Version,
    pub(super) message: String,
    pub(super) is_up: bool,
    pub(super) file: &'a RawFile,
    pub(super) transaction: Transaction,
}

/// Puts the ways of each migration together: a way down belongs to the way up of the same version.
pub(super) fn pair<'a>(halves: Vec<Half<'a>>, found: &mut Found<'a>) {
    let (ups, mut downs): (Vec<_>, Vec<_>) = halves.into_iter().partition(|half| half.is_up);
    for up in ups {
        let at = downs
            .iter()
            .position(|down| down.version.is_same(&up.version));
        let down = at.map(|at| downs.remove(at));
        let is_bare = [Some(&up), down.as_ref()]
            .into_iter()
            .flatten()
            .any(|half| half.transaction == Transaction::None);
        found.drafts.push(Draft {
            version: up.version,
            message: up.message,
            up: Way::whole(up.file),
            down: down.map(|down| Way::whole(down.file)),
            transaction: if is_bare {
                Transaction::None
            } else {
                Transaction::default()
            },
        });
    }
    found.problems.extend(downs.iter().map(|down| {
        Problem::of_file(&down.file.display, "a way down without a way up")
            .help("add the file with the way up, or take this one away")
    }));
}
