//! What can be typed behind the verbs that act.

use std::time::Duration;

use clap::{Args, ValueEnum};
use migrator::{ChangedChecksum, NewerDatabase, Options, OutOfOrder, Transaction, UnknownRevision};

/// How long to wait for others.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Waiting")]
pub(crate) struct Patience {
    /// How long to wait for others who migrate or lock, such as `30s` or `5min` [default: 60s]
    #[arg(long, value_name = "DURATION", value_parser = humantime::parse_duration)]
    lock_wait: Option<Duration>,
    /// How long a statement may wait for a lock before its revision is rolled back and repeated
    /// [default: 1s]
    #[arg(long, value_name = "DURATION", value_parser = limit)]
    lock_timeout: Option<Limit>,
    /// How long a statement may run, or `none` [default: the connection's setting]
    #[arg(long, value_name = "DURATION", value_parser = limit)]
    statement_timeout: Option<Limit>,
}

/// A limit, or none.
#[derive(Debug, Clone, Copy)]
struct Limit(Option<Duration>);

fn limit(text: &str) -> Result<Limit, humantime::DurationError> {
    match text {
        "none" => Ok(Limit(None)),
        text => humantime::parse_duration(text).map(|limit| Limit(Some(limit))),
    }
}

impl Patience {
    /// Puts the flags on top of the settings.
    pub(crate) fn apply(&self, mut options: Options) -> Options {
        if let Some(limit) = self.lock_wait {
            options = options.lock_wait(limit);
        }
        if let Some(Limit(limit)) = self.lock_timeout {
            options = options.lock_timeout(limit);
        }
        if let Some(Limit(limit)) = self.statement_timeout {
            options = options.statement_timeout(limit);
        }
        options
    }
}

/// How revisions run.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "How it runs")]
pub(crate) struct Running {
    /// Keep all revisions or none, instead of each by itself
    #[arg(long, value_name = "MODE")]
    transaction: Option<Wrapping>,
    /// Run revisions that lie below the applied ones and never ran, or take them for applied
    #[arg(long, value_name = "WHAT")]
    out_of_order: Option<Below>,
    /// Go on although applied migrations have changed; `repair` accepts them for good
    #[arg(long)]
    accept_changed: bool,
    /// Do nothing, and succeed, if a newer version of the program has upgraded the database
    #[arg(long, value_name = "WHAT")]
    newer: Option<Leaving>,
    /// Do nothing, and succeed, if the database stands on a revision that the program lacks
    #[arg(long, value_name = "WHAT")]
    unknown: Option<Leaving>,
    /// What migrations find in `op.tag()`
    #[arg(long, value_name = "TEXT")]
    tag: Option<String>,
    /// What migrations find in `op.argument(KEY)`; may be repeated
    #[arg(short = 'x', value_name = "KEY=VALUE", value_parser = argument)]
    arguments: Vec<(String, String)>,
    #[command(flatten)]
    patience: Patience,
}

/// Reads `key=value`; a key alone has an empty value, as with Alembic.
fn argument(text: &str) -> Result<(String, String), &'static str> {
    match text.split_once('=').unwrap_or((text, "")) {
        ("", _) => Err("a key is missing before `=`"),
        (key, value) => Ok((key.to_owned(), value.to_owned())),
    }
}

/// How a run is wrapped in transactions.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Wrapping {
    /// Each revision by itself.
    PerMigration,
    /// All of them, or none.
    WholeRun,
}

/// What to do with revisions below the applied ones.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Below {
    /// Run them first.
    Apply,
    /// Take them for applied.
    Ignore,
}

/// What to do with what is not ours.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Leaving {
    /// Nothing.
    Leave,
}

impl Running {
    /// Puts the flags on top of the settings.
    pub(crate) fn apply(&self, options: Options) -> Options {
        let mut options = self.patience.apply(options);
        options = match self.transaction {
            Some(Wrapping::PerMigration) => options.transaction(Transaction::PerMigration),
            Some(Wrapping::WholeRun) => options.transaction(Transaction::WholeRun),
            None => options,
        };
        options = match self.out_of_order {
            Some(Below::Apply) => options.out_of_order(OutOfOrder::Apply),
            Some(Below::Ignore) => options.out_of_order(OutOfOrder::Ignore),
            None => options,
        };
        if let Some(tag) = &self.tag {
            options = options.tag(tag);
        }
        for (key, value) in &self.arguments {
            options = options.argument(key, value);
        }
        if self.accept_changed {
            options = options.changed_checksum(ChangedChecksum::Accept);
        }
        if let Some(Leaving::Leave) = self.newer {
            options = options.newer_database(NewerDatabase::Leave);
        }
        if let Some(Leaving::Leave) = self.unknown {
            options = options.unknown_revision(UnknownRevision::Leave);
        }
        options
    }
}
