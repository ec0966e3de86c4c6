//! `--dry-run`: what a verb would do to the database as it is now.

use migrator::{DryRun, Error, Options, PlannedStep};
use migrator_core::command::Verbs;
use migrator_core::session::Session;
use serde::Serialize;

use super::log;
use super::screen::Screen;
use super::text::{count, printable};
use crate::context::Context;
use crate::database::{self, Connection};
use crate::exit::Exit;
use crate::failure::Failure;

/// The plan as `--json` prints it.
#[derive(Serialize)]
struct Answer<'p> {
    dry_run: bool,
    steps: Vec<Step<'p>>,
    before: &'p [String],
    after: &'p [String],
    warnings: &'p [String],
}

#[derive(Serialize)]
struct Step<'p> {
    revision: &'p str,
    message: &'p str,
    file: &'p str,
    direction: String,
    from: &'p [String],
    to: &'p [String],
    statements: &'p [String],
    unknown: Option<&'p str>,
    n_kept: usize,
    is_outside_transaction: bool,
    loses: &'p [String],
}

/// Asks the database, and changes nothing.
pub(crate) fn make(
    context: &Context,
    options: Options,
    work: impl FnOnce(&Verbs<'_>, Box<dyn Session + '_>) -> Result<DryRun, Error>,
) -> Result<DryRun, Failure> {
    let mut connection = Connection::open_imagined(context)?;
    let verbs = database::verbs(context, options)?;
    let session = connection.session()?;
    let screen = Screen::lines_only(context.output);
    Ok(log::while_running(context, &screen.into(), || {
        work(&verbs, session)
    })?)
}

/// Prints a plan: the steps on stdout, where they lead on stderr.
pub(crate) fn show(context: &Context, verb: &str, plan: &DryRun) -> Result<Exit, Failure> {
    if context.output.is_json {
        context.output.json(verb, answer(plan))?;
    } else {
        for step in &plan.steps {
            context.output.raw(text(step));
        }
        context.output.note(sentence(plan));
    }
    Ok(match plan.before == plan.after && plan.steps.is_empty() {
        true => Exit::Done,
        false => Exit::Pending,
    })
}

fn answer(plan: &DryRun) -> Answer<'_> {
    let steps = plan.steps.iter().map(|step| Step {
        revision: &step.revision,
        message: &step.message,
        file: &step.file,
        direction: step.direction.to_string(),
        from: &step.from,
        to: &step.to,
        statements: &step.statements,
        unknown: step.unknown.as_deref(),
        n_kept: step.n_kept,
        is_outside_transaction: step.is_outside_transaction,
        loses: &step.loses,
    });
    Answer {
        dry_run: true,
        steps: steps.collect(),
        before: &plan.before,
        after: &plan.after,
        warnings: &plan.warnings,
    }
}

/// The line that a run would log, then what it would do, indented.
fn text(step: &PlannedStep) -> String {
    let (from, to) = (step.from.join(", "), step.to.join(", "));
    let comma = if step.message.is_empty() { "" } else { ", " };
    let mut text = format!("{} {from} -> {to}{comma}{}\n", step.direction, step.message);
    let mut line = |mark: &str, content: &str| {
        for content in printable(content).lines() {
            text.push_str(mark);
            text.push_str(content);
            text.push('\n');
        }
    };
    for lost in &step.loses {
        line("  -- loses ", lost);
    }
    if step.is_outside_transaction {
        line("  -- ", "outside a transaction");
    }
    if step.n_kept > 0 {
        let statements = count(step.n_kept, "statement");
        line(
            "  -- ",
            &format!("{statements} done already, by a run that was interrupted"),
        );
    }
    for statement in &step.statements {
        line("  ", &format!("{statement};"));
    }
    if let Some(why) = &step.unknown {
        line("  -- what follows is known when it runs: ", why);
    }
    text
}

fn sentence(plan: &DryRun) -> String {
    let place = match plan.after.as_slice() {
        [] => "base".to_owned(),
        rows => rows.join(", "),
    };
    match plan.steps.len() {
        0 if plan.before == plan.after => format!("Nothing to do: the database is at {place}."),
        0 => format!("The database would be at {place}."),
        n => format!(
            "{} would run; the database would be at {place}.",
            count(n, "revision")
        ),
    }
}
