//! `log`: what has been done to a database, by whom, when, and for how long.

use clap::Args;
use migrator::{LogAction, LogEntry, LogStatus};
use migrator_core::base::rfc3339;
use serde::Serialize;

use crate::acting::text::{count, milliseconds, on_one_line, span, time};
use crate::context::Context;
use crate::database::{self, Connection};
use crate::exit::Exit;
use crate::failure::Failure;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} log                 everything, newest first
  {program} log --limit 5       the five newest entries
  {program} log --json          with version rows and statements")]
pub(crate) struct Arguments {
    /// Show only so many entries, the newest
    #[arg(long, value_name = "NUMBER")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Answer<'e> {
    entries: Vec<Entry<'e>>,
}

#[derive(Serialize)]
struct Entry<'e> {
    id: i64,
    action: String,
    revisions: &'e [String],
    status: String,
    n_statements: usize,
    n_total: Option<usize>,
    started_at: Option<String>,
    finished_at: Option<String>,
    duration_ms: Option<u64>,
    application: &'e str,
    version_rows: &'e [String],
    is_unchanged: Option<bool>,
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let mut connection = Connection::open_existing(context)?;
    let verbs = database::verbs(context, context.options()?)?;
    let mut entries = verbs.log(connection.session()?)?;
    let is_empty = entries.is_empty();
    entries.truncate(arguments.limit.unwrap_or(usize::MAX));
    if context.output.is_json {
        let entries = entries.iter().map(Entry::of).collect();
        context.output.json("log", Answer { entries })?;
        return Ok(Exit::Done);
    }
    for entry in &entries {
        context.output.result(line(entry));
    }
    if is_empty {
        context.output.note("The history is empty.");
    }
    Ok(Exit::Done)
}

impl<'e> Entry<'e> {
    fn of(entry: &'e LogEntry) -> Self {
        Self {
            id: entry.id,
            action: entry.action.to_string(),
            revisions: &entry.revisions,
            status: entry.status.to_string(),
            n_statements: entry.n_statements,
            n_total: entry.n_total,
            started_at: entry.started_at.map(rfc3339),
            finished_at: entry.finished_at.map(rfc3339),
            duration_ms: entry.duration.map(milliseconds),
            application: &entry.application,
            version_rows: &entry.version_rows,
            is_unchanged: entry.is_unchanged,
        }
    }
}

/// `2026-11-21 22:40:01Z  upgrade    1975ea83b712  12 ms  shop 1.4.0, by alice@laptop`.
fn line(entry: &LogEntry) -> String {
    let at = entry.started_at.map_or_else(|| "?".to_owned(), time);
    let action = entry.action.to_string();
    let place = match entry.revisions.as_slice() {
        [] => "base".to_owned(),
        revisions => revisions.join(", "),
    };
    let columns = [
        format!("{at:<20}"),
        format!("{:<9}", on_one_line(&action)),
        on_one_line(&place),
        lasted(entry),
        on_one_line(&entry.application),
    ];
    let mut text = columns.join("  ");
    let has_applied = matches!(entry.action, LogAction::Upgrade | LogAction::Adopt);
    let has_changed = entry.is_unchanged == Some(false) && has_applied;
    if has_changed {
        text.push_str("  (changed since)");
    }
    text
}

/// How long it took, or how far it has come.
fn lasted(entry: &LogEntry) -> String {
    match (&entry.status, entry.duration) {
        (LogStatus::Done, Some(duration)) => span(duration),
        (LogStatus::Done, None) => "?".to_owned(),
        (status, _) => format!("{status} after {}", count(entry.n_statements, "statement")),
    }
}
