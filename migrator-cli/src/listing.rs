//! A list of revisions as text: a line for each, or with `-v` everything about each.

use migrator::RevisionInfo;
use migrator_core::command::Line;

use crate::context::Context;

/// Prints revisions in this order.
pub(crate) fn print(context: &Context, revisions: &[RevisionInfo], line: Line) {
    let text = |revision: &RevisionInfo| match context.globals.verbose {
        0 => revision.line(line) + "\n",
        _ => revision.entry() + "\n",
    };
    context
        .output
        .raw(revisions.iter().map(text).collect::<String>());
}
