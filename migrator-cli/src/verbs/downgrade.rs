//! `downgrade`: revert what stands on a target.

use clap::Args;

use crate::acting::{self, Running, Scripting, confirm, plan};
use crate::context::Context;
use crate::database::Connection;
use crate::exit::Exit;
use crate::failure::Failure;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} downgrade -1                               the newest revision
  {program} downgrade 1975                             until 1975 is the newest
  {program} downgrade base                             everything
  {program} downgrade ae10:1975 --sql > downgrade.sql  a script")]
pub(crate) struct Arguments {
    /// Where to: `-1`, a revision, `base`, `label@-1`; with `--sql` a range, `ae10:1975`
    #[arg(allow_negative_numbers = true)]
    target: String,
    /// Show the revisions that would run, with their SQL, and change nothing
    #[arg(long, conflicts_with = "sql")]
    dry_run: bool,
    /// Do not ask before data is lost
    #[arg(short, long)]
    yes: bool,
    #[command(flatten)]
    running: Running,
    #[command(flatten)]
    scripting: Scripting,
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let (target, options) = (
        arguments.target.as_str(),
        arguments.running.apply(context.options()?),
    );
    if arguments.scripting.is_asked() {
        return arguments
            .scripting
            .write(context, options, |verbs| verbs.downgrade(target));
    }
    let plan = || {
        plan::make(context, options.clone(), |verbs, session| {
            verbs.plan_downgrade(session, target)
        })
    };
    if arguments.dry_run {
        return plan::show(context, "downgrade", &plan()?);
    }
    if !arguments.yes {
        confirm::losses(context, plan)?;
    }
    // In a file that is not there, nothing can be reverted.
    let connection = Connection::open_existing(context)?;
    let report = acting::run(context, connection, options, |verbs, session| {
        verbs.downgrade(session, target)
    })?;
    acting::tell(context, "downgrade", &report)
}
