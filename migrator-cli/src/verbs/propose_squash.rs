//! `propose-squash`: what `cargo migrator squash` asks of the application. Hidden, since its answer is for
//! cargo's door alone.

use clap::Args;

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
    /// Propose SQL instead of Rust
    #[arg(long)]
    sql: bool,
    /// Do not try it
    #[arg(long)]
    no_proof: bool,
    /// A revision that the application must have been compiled with; may be repeated
    #[arg(long, value_name = "ID")]
    knows: Vec<String>,
}

#[cfg(not(feature = "autogenerate"))]
pub(crate) fn run(arguments: &Arguments, _context: &Context) -> Result<Exit, Failure> {
    let Arguments {
        range: _,
        sql: _,
        no_proof: _,
        knows: _,
    } = arguments;
    Err(crate::autogenerate::not_compiled())
}

#[cfg(feature = "autogenerate")]
pub(crate) use made::run;

#[cfg(feature = "autogenerate")]
mod made {
    use migrator::Declared;
    use migrator_core::autogen::Language;

    use super::{Arguments, Context, Exit, Failure};
    use crate::acting::Spell;
    use crate::autogenerate::squash::{Squash, VERB};
    use crate::database::{self, Connection};
    use crate::door::Door;
    use crate::verbs::propose::check_known;

    pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
        check_known(&arguments.knows, context)?;
        let verbs = database::verbs(context, context.options()?)?;
        let mut prepared = verbs.autogenerate(Declared::new());
        if let Door::Application(cli) = &context.door
            && let Some(tune) = &cli.autogenerate
        {
            prepared = tune(prepared);
        }
        let language = match arguments.sql {
            true => Language::Sql,
            false => Language::Rust,
        };
        let prepared = prepared.language(language).prove(!arguments.no_proof);
        let mut connection = Connection::for_scratch(context)?;
        let spell = Spell::begin(context.output, "running the range on scratch databases");
        let squash = prepared.squash(connection.workshop()?, &arguments.range)?;
        drop(spell);
        context
            .output
            .json(VERB, Squash::of(squash, !arguments.no_proof))?;
        Ok(Exit::Done)
    }
}
