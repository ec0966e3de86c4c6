//! `history`: the revisions of a range, newest first.

use clap::Args;
use migrator_core::command::Line;
use serde::Serialize;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::selection::Selection;
use crate::{json, listing};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} history                  every revision, newest first
  {program} history -r 1975:head     from the revision that begins with 1975 up to the head
  {program} history -r current: -i   what is ahead of the database, with where it stands
  {program} history -r -3:current    the last three that were applied")]
pub(crate) struct Arguments {
    #[command(flatten)]
    selection: Selection,
}

#[derive(Serialize)]
struct Answer {
    revisions: Vec<json::Revision>,
}

impl Arguments {
    #[cfg(feature = "cargo")]
    pub(crate) fn needs_database(&self) -> bool {
        self.selection.needs_database()
    }
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let selected = arguments.selection.select(context)?;
    if context.output.is_json {
        let revisions = selected.into_json();
        context.output.json("history", Answer { revisions })?;
        return Ok(Exit::Done);
    }
    listing::print(context, &selected.revisions, Line::History);
    Ok(Exit::Done)
}
