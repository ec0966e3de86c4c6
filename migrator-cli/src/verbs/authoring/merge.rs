//! `merge`: a revision that makes several heads one.

use clap::Args;
use migrator_build::authoring::{Language, NewRevision, merge};

use crate::authoring::shown::edge;
use crate::authoring::writing::Writing;
use crate::authoring::{editor, layout};
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
    /// A name for the branch that begins here; may be repeated
    #[arg(long, value_name = "LABEL")]
    branch_label: Vec<String>,
    /// Its id [default: drawn]
    #[arg(long, value_name = "ID")]
    rev_id: Option<String>,
    /// Merge revisions that are no heads, too
    #[arg(long)]
    splice: bool,
    /// Write an SQL file instead of a Rust one
    #[arg(long)]
    sql: bool,
    /// Show the file and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Open the file in the editor afterwards
    #[arg(long, conflicts_with = "dry_run")]
    edit: bool,
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let config = context.config()?;
    let folder = folder::read(context)?;
    let new = arguments.new_revision(config)?;
    let changes = merge(&folder, &new)?;
    let writing = Writing::new(context, config, "merge", arguments.dry_run);
    writing.make(&changes)?;
    if !arguments.dry_run {
        writing.note(format_args!(
            "created {}",
            edge(&folder::read(context)?, &new.id)
        ));
    }
    writing.done(&changes, Some(&new.id))?;
    if arguments.edit {
        editor::open_created(&changes)?;
    }
    Ok(Exit::Done)
}

impl Arguments {
    fn new_revision(&self, config: &Config) -> Result<NewRevision, Failure> {
        let layout = layout::layout(config)?;
        let id = self.rev_id.clone().unwrap_or_else(layout::id);
        let mut new = NewRevision::new(id, self.message.clone(), layout.moment);
        new.heads.clone_from(&self.revisions);
        new.splice = self.splice;
        new.branch_labels.clone_from(&self.branch_label);
        if self.sql {
            new.language = Language::Sql;
        }
        new.layout = layout;
        Ok(new)
    }
}
