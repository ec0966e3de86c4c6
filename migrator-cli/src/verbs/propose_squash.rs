//! `propose-squash`: what `cargo migrator squash` asks of the application. Hidden, since its answer is for
//! cargo's door alone.

use clap::Args;

use crate::autogenerate::asking::Asking;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  {program} propose-squash ae10:27c6    what `cargo migrator squash` writes into a file, as JSON")]
pub(crate) struct Arguments {
    /// The first and the last revision that it stands for
    #[arg(value_name = "FROM:TO")]
    range: String,
    #[command(flatten)]
    asking: Asking,
}

#[cfg(not(feature = "autogenerate"))]
pub(crate) fn run(arguments: &Arguments, _context: &Context) -> Result<Exit, Failure> {
    let Arguments { range: _, asking } = arguments;
    Err(asking.refused())
}

#[cfg(feature = "autogenerate")]
pub(crate) use made::run;

#[cfg(feature = "autogenerate")]
mod made {
    use migrator::Declared;

    use super::{Arguments, Context, Exit, Failure};
    use crate::acting::Spell;
    use crate::autogenerate::squash::{Squash, VERB};
    use crate::database::{self, Connection};
    use crate::door::Door;

    pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
        arguments.asking.check_known(context)?;
        let verbs = database::verbs(context, context.options()?)?;
        let mut prepared = verbs.autogenerate(Declared::new());
        if let Door::Application(cli) = &context.door
            && let Some(tune) = &cli.autogenerate
        {
            prepared = tune(prepared);
        }
        let prepared = arguments.asking.prepare(prepared);
        let mut connection = Connection::for_scratch(context)?;
        let spell = Spell::begin(context.output, "running the range on scratch databases");
        let squash = prepared.squash(connection.workshop()?, &arguments.range)?;
        drop(spell);
        context
            .output
            .json(VERB, Squash::of(squash, arguments.asking.proves()))?;
        Ok(Exit::Done)
    }
}
