//! `heads`: the revisions that no other names as its parent.

use clap::Args;
use serde::Serialize;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::revisions;

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo migrator heads")]
pub(crate) struct Arguments {}

#[derive(Serialize)]
struct Answer {
    heads: Vec<String>,
}

pub(crate) fn run(_arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let heads = revisions::heads(context)?;
    if context.output.is_json {
        let heads = heads.into_iter().map(|head| head.id).collect();
        context.output.json("heads", Answer { heads })?;
        return Ok(Exit::Done);
    }
    for head in &heads {
        context.output.result(format_args!("{} (head)", head.id));
    }
    Ok(Exit::Done)
}
