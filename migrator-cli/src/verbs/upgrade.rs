//! `upgrade`: apply what is missing.

use clap::Args;

use crate::context::Context;
use crate::database::{self, Connection};
use crate::exit::Exit;
use crate::failure::Failure;

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo migrator upgrade head")]
pub(crate) struct Arguments {
    /// Where to: `head`, a revision, `+1`, `label@head`
    #[arg(allow_hyphen_values = true)]
    target: String,
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let mut connection = Connection::open(context)?;
    let verbs = database::verbs(context, context.options()?)?;
    verbs.upgrade(connection.session()?, &arguments.target)?;
    Ok(Exit::Done)
}
