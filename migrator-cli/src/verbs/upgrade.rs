//! `upgrade`: apply what is missing.

use clap::Args;

use crate::acting::{self, Running, Scripting, plan};
use crate::context::Context;
use crate::database::Connection;
use crate::exit::Exit;
use crate::failure::Failure;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} upgrade head                             everything that is missing
  {program} upgrade +1                               the next revision
  {program} upgrade 1975:head --sql > upgrade.sql    a script for a database that stands on 1975")]
pub(crate) struct Arguments {
    /// Where to: `head`, a revision, `+1`, `label@head`; with `--sql` also a range, `1975:head`
    #[arg(allow_negative_numbers = true)]
    target: String,
    /// Show the revisions that would run, with their SQL, and change nothing
    #[arg(long, conflicts_with = "sql")]
    dry_run: bool,
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
            .write(context, options, |verbs| verbs.upgrade(target));
    }
    let plan = || {
        plan::make(context, options.clone(), |verbs, session| {
            verbs.plan_upgrade(session, target)
        })
    };
    if arguments.dry_run {
        return plan::show(context, "upgrade", &plan()?);
    }
    let connection = Connection::open(context)?;
    let report = acting::run(context, connection, options, |verbs, session| {
        verbs.upgrade(session, target)
    })?;
    acting::tell(context, "upgrade", &report)
}
