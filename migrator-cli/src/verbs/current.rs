//! `current`: where a database stands.

use clap::Args;
use migrator::{Current, RevisionInfo};
use migrator_core::command::Line;
use serde::Serialize;

use crate::context::Context;
use crate::database::{self, Connection};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::json;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} current                  the revisions the database stands on
  {program} current --check-heads    for scripts: ends with 1 if an upgrade is missing")]
pub(crate) struct Arguments {
    /// End with 1 if the database does not stand on all heads
    #[arg(long)]
    check_heads: bool,
}

#[derive(Serialize)]
struct Answer<'c> {
    rows: &'c [String],
    revisions: Vec<json::Revision>,
    unknown: &'c [String],
    is_up_to_date: bool,
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let mut connection = Connection::open_existing(context)?;
    let url = connection.url().to_owned();
    let verbs = database::verbs(context, context.options()?)?;
    let current = verbs.current(connection.session()?)?;
    match context.output.is_json {
        true => context.output.json("current", answer(&current))?,
        false => show(context, &url, &current),
    }
    let exit = exit(&current);
    if arguments.check_heads && exit != Exit::Done {
        return Err(elsewhere(exit));
    }
    Ok(exit)
}

fn elsewhere(exit: Exit) -> Failure {
    let failure = Failure::new("the database does not stand on all heads").ending(exit);
    match exit {
        Exit::Pending => failure.help("run `{program} upgrade heads`"),
        _ => failure.help("run `{program} status`, which tells what is in the way"),
    }
}

fn answer(current: &Current) -> Answer<'_> {
    Answer {
        rows: &current.rows,
        revisions: current
            .revisions
            .iter()
            .cloned()
            .map(json::Revision::of)
            .collect(),
        unknown: &current.unknown,
        is_up_to_date: current.is_up_to_date,
    }
}

fn show(context: &Context, url: &str, current: &Current) {
    let output = context.output;
    if context.globals.verbose > 0 {
        output.result(format_args!("Current revision(s) for {url}:"));
    }
    for revision in &current.revisions {
        match context.globals.verbose {
            0 => output.result(line(revision)),
            _ => output.result(revision.entry()),
        }
    }
    for row in &current.unknown {
        output.result(format_args!("{row} (unknown)"));
    }
    if current.rows.is_empty() {
        output.note("Nothing is applied.");
    }
}

/// Returns the line that Alembic prints, which does not say of each that it is current.
fn line(revision: &RevisionInfo) -> String {
    let mut revision = revision.clone();
    revision.is_current = false;
    revision.line(Line::Current)
}

fn exit(current: &Current) -> Exit {
    match (current.is_up_to_date, current.unknown.is_empty()) {
        (true, _) => Exit::Done,
        (false, true) => Exit::Pending,
        (false, false) => Exit::Conflict,
    }
}
