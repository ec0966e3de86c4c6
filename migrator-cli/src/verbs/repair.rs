//! `repair`: what speaks against the history, put right by somebody's word.

use clap::Args;
use migrator::{Options, Repair, RevisionState, RevisionStatus};
use migrator_core::session::Session;
use serde::Serialize;

use crate::acting::{self, Patience};
use crate::context::Context;
use crate::database::{self, Connection};
use crate::exit::Exit;
use crate::failure::Failure;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} repair                              what could be repaired; changes nothing
  {program} repair --accept-changed             take all changed migrations for what ran
  {program} repair --accept-changed 1975        only this one
  {program} repair --abandon ae10               give up a half-done step, after undoing it by hand")]
pub(crate) struct Arguments {
    /// Take changed migrations for what ran: these revisions, or all
    #[arg(long, value_name = "REVISION", num_args = 0..)]
    accept_changed: Option<Vec<String>>,
    /// Give up the half-done step of a revision; may be repeated
    #[arg(long, value_name = "REVISION")]
    abandon: Vec<String>,
    #[command(flatten)]
    patience: Patience,
}

#[derive(Serialize)]
struct Answer<'r> {
    accepted: &'r [String],
    abandoned: &'r [String],
}

#[derive(Serialize)]
struct Needs<'s> {
    changed: Vec<&'s str>,
    half_done: Vec<&'s str>,
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let options = arguments.patience.apply(context.options()?);
    let connection = Connection::open_existing(context)?;
    let Some(repair) = arguments.repair() else {
        return look(context, connection, options);
    };
    let repaired = acting::run(context, connection, options, |verbs, session| {
        verbs.repair(session, repair)
    })?;
    let (accepted, abandoned) = (&repaired.accepted, &repaired.abandoned);
    if context.output.is_json {
        let answer = Answer {
            accepted,
            abandoned,
        };
        context.output.json("repair", answer)?;
        return Ok(Exit::Done);
    }
    for id in accepted {
        context
            .output
            .result(format_args!("accepted as it is now: {id}"));
    }
    for id in abandoned {
        context.output.result(format_args!("given up: {id}"));
    }
    if repaired.is_empty() {
        context.output.note("Nothing to repair.");
    }
    Ok(Exit::Done)
}

impl Arguments {
    /// Returns what is to be done; `None` if nothing was named.
    fn repair(&self) -> Option<Repair> {
        if self.accept_changed.is_none() && self.abandon.is_empty() {
            return None;
        }
        let repair = match self.accept_changed.as_deref() {
            None => Repair::new(),
            Some([]) => Repair::new().accept_all_changed(),
            Some(revisions) => Repair::new().accept_changed(revisions),
        };
        let abandons = self.abandon.iter();
        Some(abandons.fold(repair, Repair::abandon))
    }
}

/// Lists what could be repaired.
fn look(context: &Context, mut connection: Connection, options: Options) -> Result<Exit, Failure> {
    let session: Box<dyn Session + '_> = connection.session()?;
    let status = database::verbs(context, options)?.status(session)?;
    let needs: Vec<&RevisionStatus> = status.revisions.iter().filter(|it| needs(it)).collect();
    if context.output.is_json {
        context.output.json("repair", answer(&needs))?;
    } else {
        for it in &needs {
            context
                .output
                .result(format_args!("{}: {}", it.state, it.revision.id));
        }
        match needs.as_slice() {
            [] => context.note("Nothing to repair."),
            [first, ..] => context.note(&next(first)),
        }
    }
    Ok(match needs.is_empty() {
        true => Exit::Done,
        false => Exit::Conflict,
    })
}

fn needs(status: &RevisionStatus) -> bool {
    matches!(
        status.state,
        RevisionState::Changed | RevisionState::HalfDone { .. }
    )
}

fn answer<'s>(needs: &[&'s RevisionStatus]) -> Needs<'s> {
    let ids = |is_changed: bool| {
        let wanted = needs
            .iter()
            .filter(|it| (it.state == RevisionState::Changed) == is_changed);
        wanted.map(|it| it.revision.id.as_str()).collect()
    };
    Needs {
        changed: ids(true),
        half_done: ids(false),
    }
}

fn next(first: &RevisionStatus) -> String {
    let id = &first.revision.id;
    match first.state {
        RevisionState::Changed => format!(
            "Next: `{{program}} repair --accept-changed {id}`, if the change makes no difference"
        ),
        _ => format!(
            "Next: run it again to finish it; or undo by hand what it has done, then `{{program}} repair --abandon {id}`"
        ),
    }
}
