//! `revision`: a new migration on top of the others.

use std::path::{Path, PathBuf};

use clap::Args;
use migrator_build::authoring::{NewRevision, revision};

use crate::authoring::draft::Draft;
use crate::authoring::shown::edge;
use crate::authoring::writing::Writing;
use crate::config::Config;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::folder;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  {program} revision -m \"create account table\"
  {program} revision -m \"add shopping cart\" --head 1975 --splice --branch-label cart
  $EDITOR $({program} revision -m \"fill the new column\" --sql)")]
pub(crate) struct Arguments {
    /// What it does, for lists and for the name of its file
    #[arg(
        short,
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    message: String,
    /// The revision it follows, several times for several; `base` for none [default: head]
    #[arg(long, value_name = "REVISION")]
    head: Vec<String>,
    /// Let it follow a revision that is no head, which begins another branch there
    #[arg(long)]
    splice: bool,
    /// A revision that must be applied before, and is no parent; may be repeated
    #[arg(long, value_name = "REVISION")]
    depends_on: Vec<String>,
    /// The folder to write into, if it is not the configured one
    #[arg(long, alias = "version-path", value_name = "FOLDER")]
    path: Option<PathBuf>,
    #[command(flatten)]
    draft: Draft,
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let config = context.config()?;
    let path = arguments
        .path
        .as_ref()
        .map(|path| config.current.join(path));
    let read = || match &path {
        Some(path) => folder::read_with(context, path),
        None => folder::read(context),
    };
    let folder = read()?;
    let new = arguments.new_revision(config, path.as_deref())?;
    let changes = revision(&folder, &new)?;
    let writing = Writing::new(context, config, "revision", arguments.draft.dry_run);
    writing.make(&changes)?;
    if !arguments.draft.dry_run {
        // Read anew: a hook may have made something else of it.
        writing.note(format_args!("created {}", edge(&read()?, &new.id)));
        if folder.graph().is_empty() {
            writing.note("write its upgrade and downgrade, then run `cargo migrator upgrade head`");
        }
    }
    writing.done(&changes, Some(&new.id))?;
    arguments.draft.open(&changes)?;
    Ok(Exit::Done)
}

impl Arguments {
    fn new_revision(&self, config: &Config, path: Option<&Path>) -> Result<NewRevision, Failure> {
        let mut new = self.draft.revision(&self.message, config)?;
        new.heads.clone_from(&self.head);
        new.splice = self.splice;
        new.depends_on.clone_from(&self.depends_on);
        new.folder = path.map(ToOwned::to_owned);
        Ok(new)
    }
}
