//! `stamp`: say where a database stands, and run nothing.

use clap::Args;

use crate::acting::{self, Patience, Scripting, plan};
use crate::context::Context;
use crate::database::Connection;
use crate::exit::Exit;
use crate::failure::Failure;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} stamp head             the schema is there already, made by other means
  {program} stamp ae10 27c6        the tips of two branches
  {program} stamp --purge head     forget also what no file is left of")]
pub(crate) struct Arguments {
    /// Where the database stands: `head`, revisions, `base`; with `--sql` also a range, `1975:head`
    #[arg(required = true)]
    targets: Vec<String>,
    /// Forget all version rows first, also those of unknown revisions
    #[arg(long)]
    purge: bool,
    /// Tell where the database would stand, and change nothing
    #[arg(long, conflicts_with = "sql")]
    dry_run: bool,
    #[command(flatten)]
    patience: Patience,
    #[command(flatten)]
    scripting: Scripting,
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let options = arguments.patience.apply(context.options()?);
    // What the program's own settings say is left as it is.
    let options = match arguments.purge {
        true => options.purge(true),
        false => options,
    };
    let targets = &arguments.targets;
    if arguments.scripting.is_asked() {
        return arguments
            .scripting
            .write(context, options, |verbs| verbs.stamp(&targets.join(",")));
    }
    if arguments.dry_run {
        let plan = plan::make(context, options, |verbs, session| {
            verbs.plan_stamp(session, targets)
        })?;
        return plan::show(context, "stamp", &plan);
    }
    let connection = Connection::open(context)?;
    let report = acting::run(context, connection, options, |verbs, session| {
        verbs.stamp(session, targets)
    })?;
    acting::tell(context, "stamp", &report)
}
