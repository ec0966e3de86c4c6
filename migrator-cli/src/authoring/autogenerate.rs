//! A revision whose bodies the application proposes.

use std::path::Path;

use anstyle::{AnsiColor, Style};
use clap::Args;
use migrator_build::authoring::{Bodies, Folder};

use crate::acting::text::{count, printable};
use crate::autogenerate::asking::Wish;
use crate::autogenerate::flags::Comparing;
use crate::autogenerate::hints;
use crate::autogenerate::proposal::{Proposal, VERB};
use crate::config::Config;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;

/// How lines of a log begin.
const INFO: Style = AnsiColor::Green.on_default();

/// Whether the application is asked, and what it is told.
#[derive(Debug, Args)]
pub(crate) struct Autogenerating {
    /// Write the difference between what the application declares and what the migrations make
    #[arg(long)]
    pub(crate) autogenerate: bool,
    /// Do not try the revision on a scratch database
    #[arg(long, requires = "autogenerate")]
    no_proof: bool,
    /// Write the file even if nothing has changed
    #[arg(long, requires = "autogenerate")]
    allow_empty: bool,
    /// Add what is answered on the terminal to the file of hints
    #[arg(long, requires = "autogenerate", conflicts_with = "dry_run")]
    remember: bool,
    #[command(flatten)]
    comparing: Comparing,
}

impl Autogenerating {
    /// Refuses what means nothing to a revision that is written by hand.
    pub(crate) fn check(&self, config: &Config) -> Result<(), Failure> {
        if self.autogenerate {
            // A mistake in the hints is told before anything is compiled.
            return self.comparing.all_hints(config).map(drop);
        }
        if self.comparing.is_empty() {
            return Ok(());
        }
        let failure = Failure::usage("there is nothing to compare for a revision that you write");
        Err(failure.help("add `--autogenerate`"))
    }

    /// Has the application compare, ask and prove; it must know the folder's revisions.
    pub(crate) fn ask(
        &self,
        context: &Context,
        folder: &Folder,
        is_sql: bool,
    ) -> Result<Result<Proposal, Exit>, Failure> {
        let wish = Wish {
            verb: VERB,
            is_sql,
            is_proved: !self.no_proof,
            folder,
        };
        wish.ask(context, self.comparing.arguments())
    }

    /// Tells whether there is a revision to write.
    pub(crate) fn writes(&self, proposal: &Proposal) -> bool {
        self.allow_empty || !proposal.changes.is_empty()
    }

    /// Keeps the answers, if that was asked for, and says where.
    pub(crate) fn remember(&self, proposal: &Proposal, output: Output) -> Result<(), Failure> {
        if !self.remember || proposal.answers.is_empty() {
            return Ok(());
        }
        let path = Path::new(&proposal.hints);
        hints::append(path, &proposal.answers).map_err(|error| {
            let message = format!("the answers cannot be added to `{}`", proposal.hints);
            Failure::new(message).because(&error)
        })?;
        let n_answers = count(proposal.answers.len(), "answer");
        if !output.is_json {
            output.note(format_args!("added {n_answers} to {}", proposal.hints));
        }
        Ok(())
    }
}

/// Says what was found, and what to look at before the file is used.
pub(crate) fn tell(proposal: &Proposal, output: Output) {
    if output.is_json {
        return;
    }
    for change in &proposal.changes {
        let text = printable(&change.text);
        output.note(format_args!(
            "{INFO}INFO {INFO:#} [migrator] Detected {text}"
        ));
    }
    list(output, "the upgrade loses", &proposal.losses);
    list(output, "to mind before the upgrade", &proposal.cautions);
    list(output, "not proved", &proposal.unproved);
    list(output, "seen when it was tried", &proposal.notes);
    if proposal.is_proved && !proposal.changes.is_empty() {
        output.note("Tried on a scratch database, up and down.");
    }
}

fn list(output: Output, heading: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let lines = lines.iter().map(|line| format!("\n  {}", printable(line)));
    output.warn(format_args!("{heading}:{}", lines.collect::<String>()));
}

impl Proposal {
    /// Returns what stands in the file.
    pub(crate) fn bodies(&self) -> Bodies {
        Bodies {
            upgrade: without_end(&self.upgrade),
            downgrade: without_end(&self.downgrade),
        }
    }
}

/// Leaves out the end of a function, which templates have.
pub(crate) fn without_end(body: &str) -> String {
    let body = body.trim_end();
    let body = body.strip_suffix("Ok(())").unwrap_or(body).trim_end();
    body.trim_start_matches('\n').to_owned()
}
