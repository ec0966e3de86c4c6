//! `merge`: a revision that makes several heads one.

use clap::Args;
use migrator_build::authoring::{NewRevision, merge};

use crate::authoring::draft::Draft;
use crate::authoring::writing::Writing;
use crate::config::Config;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::folder;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  {program} merge
  {program} merge -m \"merge accounts and carts\" ae10 27c6")]
pub(crate) struct Arguments {
    /// The heads to merge
    #[arg(value_name = "REVISION", default_value = "heads")]
    revisions: Vec<String>,
    /// What it is for [default: the ids of what it merges]
    #[arg(
        short,
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    message: String,
    /// Merge revisions that are no heads, too
    #[arg(long)]
    splice: bool,
    #[command(flatten)]
    draft: Draft,
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let config = context.config()?;
    let folder = folder::read(context)?;
    let new = arguments.new_revision(config)?;
    let changes = merge(&folder, &new)?;
    let writing = Writing::new(context, config, "merge", arguments.draft.dry_run);
    writing.make(&changes)?;
    let draft = &arguments.draft;
    draft.tell(&writing, &new.id, || folder::read(context))?;
    draft.done(&writing, &changes, &new.id)
}

impl Arguments {
    fn new_revision(&self, config: &Config) -> Result<NewRevision, Failure> {
        let mut new = self.draft.revision(&self.message, config)?;
        new.heads.clone_from(&self.revisions);
        new.splice = self.splice;
        Ok(new)
    }
}
