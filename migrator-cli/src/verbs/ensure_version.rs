//! `ensure-version`: the version table and the history, and nothing else.

use clap::Args;
use migrator::SqlVerbs;
use serde::Serialize;

use crate::acting::{self, Patience, Scripting};
use crate::context::Context;
use crate::database::Connection;
use crate::exit::Exit;
use crate::failure::Failure;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} ensure-version                             so that another role needs no right to create tables
  {program} ensure-version --sql --dialect postgres    the same as a script")]
pub(crate) struct Arguments {
    #[command(flatten)]
    patience: Patience,
    #[command(flatten)]
    scripting: Scripting,
}

#[derive(Serialize)]
struct Answer {
    created: bool,
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let options = arguments.patience.apply(context.options()?);
    if arguments.scripting.is_asked() {
        let scripting = &arguments.scripting;
        return scripting.write(context, options, SqlVerbs::ensure_version);
    }
    let connection = Connection::open(context)?;
    let created = acting::run(context, connection, options, |verbs, session| {
        verbs.ensure_version(session)
    })?;
    if context.output.is_json {
        context.output.json("ensure-version", Answer { created })?;
    } else {
        context.output.note(match created {
            true => "The version table and the history are there now.",
            false => "Nothing to do: the version table and the history are there.",
        });
    }
    Ok(Exit::Done)
}
