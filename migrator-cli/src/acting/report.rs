//! What a verb that acted says at its end.

use migrator::{Direction, Report};
use serde::Serialize;

use super::text::{count, milliseconds, span};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

/// The report as `--json` prints it.
#[derive(Serialize)]
struct Answer<'r> {
    steps: Vec<Step<'r>>,
    before: &'r [String],
    after: &'r [String],
    duration_ms: u64,
    waited_ms: u64,
    warnings: &'r [String],
}

#[derive(Serialize)]
struct Step<'r> {
    revision: &'r str,
    message: &'r str,
    direction: String,
    n_statements: usize,
    duration_ms: u64,
}

/// Says what a verb has done: one object, or a sentence on stderr.
pub(crate) fn tell(context: &Context, verb: &str, report: &Report) -> Result<Exit, Failure> {
    if context.output.is_json {
        context.output.json(verb, answer(report))?;
    } else {
        context.output.note(sentence(report));
    }
    Ok(Exit::Done)
}

fn answer(report: &Report) -> Answer<'_> {
    let steps = report.steps.iter().map(|step| Step {
        revision: &step.revision,
        message: &step.message,
        direction: step.direction.to_string(),
        n_statements: step.n_statements,
        duration_ms: milliseconds(step.duration),
    });
    Answer {
        steps: steps.collect(),
        before: &report.before,
        after: &report.after,
        duration_ms: milliseconds(report.duration),
        waited_ms: milliseconds(report.waited),
        warnings: &report.warnings,
    }
}

fn sentence(report: &Report) -> String {
    let place = match report.after.as_slice() {
        [] => "base".to_owned(),
        rows => rows.join(", "),
    };
    let Some(first) = report.steps.first() else {
        return match report.before == report.after {
            true => format!("Nothing to do: the database is at {place}."),
            false => format!("The database is now at {place}."),
        };
    };
    let done = match first.direction {
        Direction::Up => "Applied",
        Direction::Down => "Reverted",
    };
    let revisions = count(report.steps.len(), "revision");
    let duration = span(report.duration);
    format!("{done} {revisions} in {duration}; the database is now at {place}.")
}
