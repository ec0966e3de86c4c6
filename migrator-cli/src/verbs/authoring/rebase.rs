//! `rebase`: a line of revisions onto another head.

use clap::Args;
use migrator_build::authoring::{Changes, Folder, Rebase, rebase};

use crate::authoring::git;
use crate::authoring::shown::parents;
use crate::authoring::writing::Writing;
use crate::config::Key;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::folder;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  {program} rebase 9ace
  {program} rebase 9ace --onto ada0
  {program} rebase --base origin/main")]
pub(crate) struct Arguments {
    /// A revision of the line [default: the head that the base branch does not have]
    revision: Option<String>,
    /// The revision to follow from now on [default: the other head]
    #[arg(long, value_name = "REVISION")]
    onto: Option<String>,
    /// The branch whose revisions stay where they are [default: `base` in the configuration]
    #[arg(long, value_name = "REF")]
    base: Option<String>,
    /// Show what would change and change nothing
    #[arg(long)]
    dry_run: bool,
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let config = context.config()?;
    let folder = folder::read(context)?;
    let base = arguments.base.as_deref().or(config.text(Key::Base));
    let mut moved = Rebase::new();
    moved.revision.clone_from(&arguments.revision);
    moved.onto.clone_from(&arguments.onto);
    if let Some(base) = base {
        moved.base_branch = git::ids_at(&folder, base);
        if moved.base_branch.is_none() && arguments.base.is_some() {
            return Err(Failure::new(format!("git knows no revisions of `{base}`"))
                .help("name a branch or a commit that git has"));
        }
    }
    let changes = rebase(&folder, &moved)?;
    let id = moved_id(&folder, &changes);
    let writing = Writing::new(context, config, "rebase", arguments.dry_run);
    writing.make(&changes)?;
    if !arguments.dry_run {
        let now = folder::read(context)?;
        let from = parents(&folder, &id);
        writing.note(format_args!(
            "moved {id} from {from} onto {}",
            parents(&now, &id)
        ));
    }
    writing.done(&changes, Some(&id))?;
    Ok(Exit::Done)
}

/// Returns the id of the one revision that gets another parent.
fn moved_id(folder: &Folder, changes: &Changes) -> String {
    let change = changes.iter().next();
    let file = change.and_then(|change| {
        folder
            .files()
            .find(|file| folder.path(file) == *change.path())
    });
    file.map_or("", |file| file.id()).to_owned()
}
