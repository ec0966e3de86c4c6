//! `status`: how every revision stands in a database, and what to do next.

use clap::Args;
use migrator::{RevisionState, RevisionStatus, Status};
use migrator_core::base::rfc3339;
use serde::Serialize;

use crate::acting::text::{count, time};
use crate::context::Context;
use crate::database::{self, Connection};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::json;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} status                what is not in order, and what to do next
  {program} status -v             every revision, and when it was applied
  {program} status --exit-code    for scripts: ends with 3 if revisions are pending, 4 in a conflict")]
pub(crate) struct Arguments {}

#[derive(Serialize)]
struct Answer<'s> {
    rows: &'s [String],
    unknown: &'s [String],
    is_newer: bool,
    is_up_to_date: bool,
    pending: &'s [String],
    revisions: Vec<Revision>,
}

#[derive(Serialize)]
struct Revision {
    #[serde(flatten)]
    revision: json::Revision,
    state: &'static str,
    applied_at: Option<String>,
    half_done: Option<HalfDone>,
}

#[derive(Serialize)]
struct HalfDone {
    direction: String,
    n_done: usize,
    n_total: Option<usize>,
}

pub(crate) fn run(_arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let mut connection = Connection::open_existing(context)?;
    let url = connection.url().to_owned();
    let verbs = database::verbs(context, context.options()?)?;
    let status = verbs.status(connection.session()?)?;
    if context.output.is_json {
        context.output.json("status", answer(&status))?;
    } else {
        context
            .output
            .raw(text(&url, &status, context.globals.verbose > 0));
        let n_heads = verbs.heads()?.len();
        context.note(&format!("Next: {}", next(&status, n_heads)));
    }
    Ok(exit(&status))
}

fn answer(status: &Status) -> Answer<'_> {
    Answer {
        rows: &status.rows,
        unknown: &status.unknown,
        is_newer: status.is_newer,
        is_up_to_date: status.is_up_to_date(),
        pending: &status.pending,
        revisions: status.revisions.iter().map(Revision::of).collect(),
    }
}

impl Revision {
    fn of(status: &RevisionStatus) -> Self {
        let half_done = match status.state {
            RevisionState::HalfDone {
                direction,
                n_done,
                n_total,
            } => Some(HalfDone {
                direction: direction.to_string(),
                n_done,
                n_total,
            }),
            _ => None,
        };
        Self {
            revision: json::Revision::of(status.revision.clone()),
            state: match status.state {
                RevisionState::Applied => "applied",
                RevisionState::Pending => "pending",
                RevisionState::Changed => "changed",
                RevisionState::OutOfOrder => "out_of_order",
                RevisionState::HalfDone { .. } => "half_done",
                _ => "unknown",
            },
            applied_at: status.applied_at.map(rfc3339),
            half_done,
        }
    }
}

fn text(url: &str, status: &Status, shows_all: bool) -> String {
    let place = match status.rows.as_slice() {
        [] => "base".to_owned(),
        rows => rows.join(", "),
    };
    let is_applied =
        |it: &&RevisionStatus| matches!(it.state, RevisionState::Applied | RevisionState::Changed);
    let n_applied = status.revisions.iter().filter(is_applied).count();
    let of = count(status.revisions.len(), "revision");
    let mut text = format!("{url} is at {place}: {n_applied} of {of} applied\n");
    let shown: Vec<&RevisionStatus> = status
        .revisions
        .iter()
        .filter(|it| shows_all || it.state != RevisionState::Applied)
        .collect();
    let states: Vec<String> = shown.iter().map(|it| it.state.to_string()).collect();
    let width = states.iter().map(String::len).max().unwrap_or_default();
    for row in &status.unknown {
        let mark = if status.is_newer { "newer" } else { "unknown" };
        text.push_str(&format!("{mark:<width$}  {row}\n"));
    }
    for (revision, state) in shown.iter().zip(&states) {
        text.push_str(&format!("{state:<width$}  {}\n", line(revision)));
    }
    text
}

fn line(status: &RevisionStatus) -> String {
    let (id, message) = (&status.revision.id, &status.revision.message);
    let comma = if message.is_empty() { "" } else { ", " };
    match status.applied_at {
        Some(at) => format!("{id}{comma}{message} ({})", time(at)),
        None => format!("{id}{comma}{message}"),
    }
}

/// Says what to do, for the first thing that is not in order.
fn next(status: &Status, n_heads: usize) -> String {
    let in_state = |wanted: fn(&RevisionState) -> bool| {
        let mut revisions = status.revisions.iter();
        revisions.find(|it| wanted(&it.state))
    };
    let target = if n_heads == 1 { "head" } else { "heads" };
    if let Some(row) = status.unknown.first() {
        return match status.is_newer {
            true => {
                "start the newer version of the program, which has upgraded the database".to_owned()
            }
            false => format!(
                "run a version of the program that has {row}; if its file is gone for good, `{{program}} stamp --purge REVISION`"
            ),
        };
    }
    if let Some(it) = in_state(|state| matches!(state, RevisionState::HalfDone { .. })) {
        return half_done(it, target);
    }
    if in_state(|state| matches!(state, RevisionState::Changed)).is_some() {
        return "restore the files that have changed; if they are right as they are, `{program} repair --accept-changed`".to_owned();
    }
    if in_state(|state| matches!(state, RevisionState::OutOfOrder)).is_some() {
        return format!(
            "`{{program}} upgrade {target} --out-of-order apply`, or rebase what was added below"
        );
    }
    match status.pending.len() {
        0 => "nothing, the database is up to date".to_owned(),
        n => format!(
            "`{{program}} upgrade {target}` runs {}",
            count(n, "revision")
        ),
    }
}

fn half_done(status: &RevisionStatus, target: &str) -> String {
    let id = &status.revision.id;
    let again = match status.state {
        RevisionState::HalfDone {
            direction: migrator::Direction::Down,
            ..
        } => "downgrade to where it was going".to_owned(),
        _ => format!("`{{program}} upgrade {target}`"),
    };
    format!("{again} goes on with {id}; `{{program}} repair --abandon {id}` gives it up")
}

fn exit(status: &Status) -> Exit {
    let is_in_order =
        |it: &RevisionStatus| matches!(it.state, RevisionState::Applied | RevisionState::Pending);
    match status.unknown.is_empty() && status.revisions.iter().all(is_in_order) {
        false => Exit::Conflict,
        true if status.pending.is_empty() => Exit::Done,
        true => Exit::Pending,
    }
}
