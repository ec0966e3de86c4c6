//! `heads`: the revisions that no other names as its parent.

use clap::Args;
use migrator_core::command::Line;
use migrator_core::graph::{Graph, Position, Revision, clashing_heads};
use serde::Serialize;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::revisions::Revisions;
use crate::{json, listing};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} heads                    the newest revision of each branch
  {program} heads -v                 with parents, labels, file and description
  {program} heads --exit-code        for scripts: ends with 4 if branches must be merged")]
pub(crate) struct Arguments {
    /// Leave out heads that another revision depends on
    #[arg(long)]
    resolve_dependencies: bool,
}

#[derive(Serialize)]
struct Answer {
    revisions: Vec<json::Revision>,
    clashing: Vec<Vec<String>>,
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let revisions = Revisions::read(context)?;
    let graph = revisions.graph();
    let clashing = clashing(graph);
    let exit = match clashing.is_empty() {
        true => Exit::Done,
        false => Exit::Conflict,
    };
    let heads = revisions.infos(&heads(graph, arguments.resolve_dependencies), &[]);
    if context.output.is_json {
        let object = json::Revision::without_database;
        let revisions = heads.into_iter().map(object).collect();
        let answer = Answer {
            revisions,
            clashing,
        };
        context.output.json("heads", answer)?;
        return Ok(exit);
    }
    listing::print(context, &heads, Line::Heads);
    if heads.is_empty() {
        context.output.note("There are no revisions yet.");
    }
    Ok(exit)
}

fn heads(graph: &Graph, are_real: bool) -> Vec<Position> {
    match are_real {
        true => graph.real_heads().map(Revision::position).collect(),
        false => graph.heads().map(Revision::position).collect(),
    }
}

/// Returns the groups of heads that have the same labels, so that nothing tells them apart.
fn clashing(graph: &Graph) -> Vec<Vec<String>> {
    let ids = |heads: Vec<Revision<'_>>| heads.iter().map(|head| head.id().to_owned()).collect();
    clashing_heads(graph).into_iter().map(ids).collect()
}
