//! `rename`: another message, another file name, another id.

use clap::Args;
use migrator_build::authoring::{Rename, files, rename};

use crate::authoring::style;
use crate::authoring::writing::Writing;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::folder;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  {program} rename ae10 -m \"add the date of the last order\"
  {program} rename head --rev-id 20261121_orders")]
pub(crate) struct Arguments {
    /// Which one
    revision: String,
    /// The new message [default: as it is; the file is named after it]
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
    /// The new id, for a revision that no database has applied
    #[arg(long, value_name = "ID")]
    rev_id: Option<String>,
    /// Show what would change and change nothing
    #[arg(long)]
    dry_run: bool,
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let config = context.config()?;
    let folder = folder::read(context)?;
    let style = style::style(config)?;
    let mut renamed = Rename::new(arguments.revision.clone(), style.moment);
    renamed.message.clone_from(&arguments.message);
    renamed.id.clone_from(&arguments.rev_id);
    renamed.style = style;
    let changes = rename(&folder, &renamed)?;
    let old_id = files(&folder, &arguments.revision)?
        .first()
        .map_or("", |file| file.id());
    let id = arguments.rev_id.as_deref().unwrap_or(old_id);
    let writing = Writing::new(context, config, "rename", arguments.dry_run);
    writing.make(&changes)?;
    writing.tell(&changes);
    writing.done(&changes, Some(id))?;
    Ok(Exit::Done)
}
