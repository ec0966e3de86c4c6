//! `revision`: a new migration on top of the others.

use std::path::{Path, PathBuf};

use clap::Args;
use migrator_build::authoring::{Changes, NewRevision, revision};

use crate::authoring::autogenerate::{self, Autogenerating};
use crate::authoring::draft::Draft;
use crate::authoring::made::MadeOf;
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
  $EDITOR $({program} revision -m \"fill the new column\" --sql)
  {program} revision --autogenerate -m \"users have an age\"
  {program} revision --autogenerate --rename users.nick=name --dry-run")]
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
    #[command(flatten)]
    autogenerating: Autogenerating,
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
    let mut new = arguments.new_revision(config, path.as_deref())?;
    let mut writing = Writing::new(context, config, "revision", arguments.draft.dry_run);
    let auto = &arguments.autogenerating;
    auto.check(config)?;
    let proposal = match auto.autogenerate {
        true => {
            // What is refused without a body is refused before anything is compiled or asked.
            revision(&folder, &new)?;
            match auto.ask(context, &folder, arguments.draft.is_sql())? {
                Err(exit) => return Ok(exit),
                Ok(proposal) => Some(proposal),
            }
        }
        false => None,
    };
    if let Some(proposal) = &proposal {
        writing.made_of(MadeOf::from(proposal));
        autogenerate::tell(proposal, context.output);
        if !auto.writes(proposal) {
            if !context.output.is_json {
                context.note("Nothing has changed: the migrations make what is declared.");
            }
            writing.done(&Changes::default(), None)?;
            return Ok(Exit::Done);
        }
        new.bodies = Some(proposal.bodies());
        if new.message.is_empty() {
            new.message.clone_from(&proposal.message);
        }
    }
    let changes = revision(&folder, &new)?;
    writing.make(&changes)?;
    if let Some(proposal) = &proposal {
        auto.remember(proposal, context.output)?;
    }
    arguments.draft.tell(&writing, &new.id, read)?;
    if folder.graph().is_empty() {
        writing.note(match proposal {
            Some(_) => "look at it, then run `cargo migrator upgrade head`",
            None => "write its upgrade and downgrade, then run `cargo migrator upgrade head`",
        });
    }
    arguments.draft.done(&writing, &changes, &new.id)
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
