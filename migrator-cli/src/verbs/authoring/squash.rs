//! `squash`: a revision that stands for a range of others.

use std::ffi::OsString;

use clap::Args;
use migrator_build::authoring::{Bodies, Folder, NewRevision, squash};

use crate::acting::text::{count, printable};
use crate::authoring::autogenerate::without_end;
use crate::authoring::draft::Draft;
use crate::authoring::made::MadeOf;
use crate::authoring::writing::Writing;
use crate::autogenerate::asking::Wish;
use crate::autogenerate::squash::{Squash, VERB};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::folder;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  {program} squash ae1027a6acf0:27c6a30d7c24
  {program} squash :27c6 -m \"the schema of 2025\"
  {program} squash ae10:27c6 --sql --dry-run")]
pub(crate) struct Arguments {
    /// The first and the last revision that it stands for; without the first, all that the last one needs
    #[arg(value_name = "FROM:TO")]
    range: String,
    /// What it is for [default: the ids of its ends]
    #[arg(
        short,
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    message: String,
    /// Do not try it on a scratch database
    #[arg(long)]
    no_proof: bool,
    #[command(flatten)]
    draft: Draft,
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let config = context.config()?;
    let folder = folder::read(context)?;
    let mut new = arguments.draft.revision(&arguments.message, config)?;
    // What is refused without a body is refused before anything is compiled.
    squash(&folder, &arguments.range, &new)?;
    let made = match arguments.ask(context, &folder)? {
        Ok(made) => made,
        Err(exit) => return Ok(exit),
    };
    tell(&made, context);
    made.put_into(&mut new);
    let changes = squash(&folder, &arguments.range, &new)?;
    let mut writing = Writing::new(context, config, "squash", arguments.draft.dry_run);
    writing.made_of(MadeOf::from(&made));
    writing.make(&changes)?;
    let draft = &arguments.draft;
    draft.tell(&writing, &new.id, || folder::read(context))?;
    writing.note(format_args!(
        "it stands for {}: keep their files until every database has met a release that has `{}`, then delete all of \
         them at once",
        count(made.replaces.len(), "revision"),
        new.id
    ));
    draft.done(&writing, &changes, &new.id)
}

impl Arguments {
    /// Has the application make it; it must know the folder's revisions.
    fn ask(&self, context: &Context, folder: &Folder) -> Result<Result<Squash, Exit>, Failure> {
        let wish = Wish {
            verb: VERB,
            is_sql: self.draft.is_sql(),
            is_proved: !self.no_proof,
            folder,
        };
        wish.ask(context, [OsString::from(&self.range)])
    }
}

impl Squash {
    fn put_into(&self, new: &mut NewRevision) {
        new.bodies = Some(Bodies {
            upgrade: without_end(&self.upgrade),
            downgrade: without_end(&self.downgrade),
        });
        new.is_irreversible = self.irreversible.is_some();
    }
}

/// Says what was made, and what to look at.
fn tell(made: &Squash, context: &Context) {
    if context.output.is_json {
        return;
    }
    context.output.note(format_args!(
        "{} of {} make {} of the squash.",
        count(made.operations_before, "operation"),
        count(made.replaces.len(), "revision"),
        count(made.operations, "operation"),
    ));
    if !made.carried.is_empty() {
        let carried: Vec<String> = made.carried.iter().map(|id| printable(id)).collect();
        context.output.note(format_args!(
            "Carried over as they are, because they do more than the catalogue shows: {}.",
            carried.join(", ")
        ));
    }
    if let Some(why) = &made.irreversible {
        let warning = format!("the squash has no downgrade: {}", printable(why));
        context.output.warn(format_args!("{warning}"));
    }
    if made.is_proved && made.irreversible.is_some() {
        context.note("Tried on scratch databases: it leaves the same schema and the same rows.");
    } else if made.is_proved {
        context.note("Tried on scratch databases: it leaves the same schema and the same rows, and its downgrade leads back.");
    }
}
