//! `show`: everything about the revisions that are named.

use clap::Args;
use migrator_core::graph::{Graph, Position, Symbol, Target};
use serde::Serialize;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::json;
use crate::revisions::Revisions;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} show head                the newest revision: parents, labels, file, description
  {program} show 1975 ae10           two revisions, by the beginnings of their ids
  {program} show billing@head        the newest one of a branch
  {program} show current             those on which the database stands")]
pub(crate) struct Arguments {
    /// A revision: an id or how it begins, a label, `head`, `heads`, `current`, `-1`, `label@head`
    #[arg(
        required = true,
        value_name = "REVISION",
        allow_negative_numbers = true
    )]
    revisions: Vec<String>,
}

#[derive(Serialize)]
struct Answer {
    revisions: Vec<json::Revision>,
}

impl Arguments {
    /// Tells whether the database must be asked. What cannot be understood is not asked about.
    #[cfg(feature = "cargo")]
    pub(crate) fn needs_database(&self) -> bool {
        let targets = self.revisions.iter().map(|text| Target::parse(text));
        targets.flatten().any(|target| needs_rows(&target))
    }
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let targets = arguments.revisions.iter().map(|text| Target::parse(text));
    let targets = targets.collect::<Result<Vec<Target>, _>>()?;
    let revisions = Revisions::read(context)?;
    let asked_database = targets.iter().any(needs_rows);
    let rows = match asked_database {
        true => revisions.rows(context)?,
        false => Vec::new(),
    };
    let named = named(revisions.graph(), &targets, &rows)?;
    let infos = revisions.infos(&named, &rows);
    if context.output.is_json {
        let object = match asked_database {
            true => json::Revision::of,
            false => json::Revision::without_database,
        };
        let revisions = infos.into_iter().map(object).collect();
        context.output.json("show", Answer { revisions })?;
        return Ok(Exit::Done);
    }
    for info in &infos {
        context.output.result(info.entry());
    }
    if infos.is_empty() {
        let nothing = "No revision is named by that: nothing stands before the first one.";
        context.output.note(nothing);
    }
    Ok(Exit::Done)
}

/// Tells whether a target means something only beside a database. `-1` does not: it counts from the heads.
fn needs_rows(target: &Target) -> bool {
    match target.symbol() {
        Some(symbol) => *symbol == Symbol::Current,
        None => target.steps() > Some(0),
    }
}

/// Returns the revisions that the targets name, in their order, each once.
fn named(graph: &Graph, targets: &[Target], rows: &[Position]) -> Result<Vec<Position>, Failure> {
    let mut named: Vec<Position> = Vec::new();
    for target in targets {
        let found = match needs_rows(target) {
            true => graph.resolve_at(target, rows)?,
            false => graph.resolve(target)?,
        };
        for position in found {
            if !named.contains(&position) {
                named.push(position);
            }
        }
    }
    Ok(named)
}
