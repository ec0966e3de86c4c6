//! `branches`: the revisions from which several branches start, with what they branch into.

use clap::Args;
use migrator::RevisionInfo;
use migrator_core::command::Line;
use migrator_core::graph::{Position, Revision};
use serde::Serialize;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::json;
use crate::revisions::Revisions;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} branches                 each branch point, and its children
  {program} branches -v              with files and descriptions")]
pub(crate) struct Arguments {}

#[derive(Serialize)]
struct Answer {
    revisions: Vec<json::Revision>,
}

pub(crate) fn run(_arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let revisions = Revisions::read(context)?;
    let points = points(&revisions);
    if context.output.is_json {
        let object = json::Revision::without_database;
        let revisions = points.into_iter().map(object).collect();
        context.output.json("branches", Answer { revisions })?;
        return Ok(Exit::Done);
    }
    let is_verbose = context.globals.verbose > 0;
    let text = points.iter().map(|it| text(&revisions, it, is_verbose));
    context.output.raw(text.collect::<String>());
    if points.is_empty() {
        context.output.note("The graph has no branch points.");
    }
    Ok(Exit::Done)
}

/// Returns the branch points, newest first.
fn points(revisions: &Revisions) -> Vec<RevisionInfo> {
    let graph = revisions.graph();
    let points = graph.revisions().filter(|it| it.is_branch_point());
    let points: Vec<Position> = points.map(Revision::position).collect();
    let points = graph.newest_first(&points.into_iter().collect());
    revisions.infos(&points, &[])
}

/// Returns a branch point, a line for each of its children, and an empty line.
fn text(revisions: &Revisions, point: &RevisionInfo, is_verbose: bool) -> String {
    let (mut text, line) = match is_verbose {
        true => (point.entry(), Line::BranchesVerbose),
        false => (point.line(Line::Branches), Line::Branches),
    };
    text.push('\n');
    // Under the id, as Alembic has it.
    let indent = " ".repeat(point.id.chars().count());
    for child in &point.children {
        let child = revisions.graph().find(child).map(Revision::position);
        for child in revisions.infos(child.as_slice(), &[]) {
            text.push_str(&format!("{indent} -> {}\n", child.line(line)));
        }
    }
    text.push('\n');
    text
}
