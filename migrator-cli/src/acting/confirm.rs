//! Asking before data is lost.
//!
//! Only where somebody can answer: on a terminal. A script has decided already, as with Alembic; `--yes`
//! says so on a terminal.

use std::io::{self, BufRead as _, IsTerminal as _};

use migrator::DryRun;

use super::text::printable;
use crate::context::Context;
use crate::failure::Failure;

/// Shows what a plan loses, and fails unless that is wanted. The plan is made again after the answer,
/// which may have taken its time.
pub(crate) fn losses(
    context: &Context,
    mut plan: impl FnMut() -> Result<DryRun, Failure>,
) -> Result<(), Failure> {
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Ok(());
    }
    let planned = plan()?;
    let warning = warning(&planned);
    if warning.is_empty() {
        return Ok(());
    }
    context.output.ask(&format!("{warning}Continue? [y/N] "));
    let answer = answer()?;
    if !answer.ends_with('\n') {
        // The end of the input, as of Ctrl-D, leaves the cursor behind the question.
        context.output.ask("\n");
    }
    if !is_yes(&answer) {
        return Err(Failure::new(
            "the downgrade was not confirmed, and nothing was done",
        ));
    }
    match plan()? == planned {
        true => Ok(()),
        false => Err(
            Failure::new("the database has changed since the question was asked")
                .help("look at it with `{program} status`, then start again"),
        ),
    }
}

/// Returns what a plan loses, or may lose, a line each; empty if nothing.
fn warning(plan: &DryRun) -> String {
    let mut text = String::new();
    for step in &plan.steps {
        let id = &step.revision;
        for lost in &step.loses {
            text.push_str(&format!("  {} (downgrade of {id})\n", printable(lost)));
        }
        if step.unknown.is_some() {
            text.push_str(&format!(
                "  whatever the downgrade of {id} decides when it runs\n"
            ));
        }
    }
    match text.is_empty() {
        true => text,
        false => format!("These are lost, with the data in them:\n{text}"),
    }
}

fn answer() -> Result<String, Failure> {
    let mut line = String::new();
    io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| Failure::new("the answer cannot be read").because(&error))?;
    Ok(line)
}

fn is_yes(answer: &str) -> bool {
    matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}
