//! `log`: what has been done to a database, by whom and when.

use std::fmt;
use std::time::{Duration, SystemTime};

use crate::command::Verbs;
use crate::command::verbs::open;
use crate::error::Result;
use crate::exec::{ExecError, Options};
use crate::history::{EntryDirection, Record};
use crate::session::Connect;
use crate::set::{Loaded, Migrations};

/// Something that has been done to a database, from the history table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogEntry {
    /// The number of the entry; a later one is larger.
    pub id: i64,
    /// What was done.
    pub action: LogAction,
    /// What it was done to: one revision; for a stamp, and for version rows that were found, the
    /// rows; for a repair, what was accepted and given up.
    pub revisions: Vec<String>,
    /// How far it has come.
    pub status: LogStatus,
    /// How many statements of the migration have run.
    pub n_statements: usize,
    /// How many it has; `None` while it is not done.
    pub n_total: Option<usize>,
    /// When it began, by the database's clock.
    pub started_at: Option<SystemTime>,
    /// When it was done.
    pub finished_at: Option<SystemTime>,
    /// How long it took.
    pub duration: Option<Duration>,
    /// The name and version of the application that did it.
    pub application: String,
    /// The version rows after it, sorted.
    pub version_rows: Vec<String>,
    /// Whether the migration that ran is the one that the program has; `None` if that is not known,
    /// because none ran, the program has no such revision, or its checksum is of another kind.
    pub is_unchanged: Option<bool>,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogAction {
    /// A revision was applied.
    Upgrade,
    /// A revision was reverted.
    Downgrade,
    /// A revision was taken over that another tool had applied.
    Adopt,
    /// The version rows were set.
    Stamp,
    /// Version rows were found that another tool has set.
    Found,
    /// What the history says was put right: see [`Verbs::repair`].
    Repair,
    /// Something that a later version of the library writes, in its word.
    Other(String),
}

impl fmt::Display for LogAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Upgrade => EntryDirection::Upgrade.word(),
            Self::Downgrade => EntryDirection::Downgrade.word(),
            Self::Adopt => EntryDirection::Adopt.word(),
            Self::Stamp => EntryDirection::Stamp.word(),
            Self::Found => EntryDirection::Found.word(),
            Self::Repair => EntryDirection::Repair.word(),
            Self::Other(word) => word,
        })
    }
}

impl LogAction {
    fn of(word: &str) -> Self {
        match EntryDirection::from_word(word) {
            Some(EntryDirection::Upgrade) => Self::Upgrade,
            Some(EntryDirection::Downgrade) => Self::Downgrade,
            Some(EntryDirection::Adopt) => Self::Adopt,
            Some(EntryDirection::Stamp) => Self::Stamp,
            Some(EntryDirection::Found) => Self::Found,
            Some(EntryDirection::Repair) => Self::Repair,
            None => Self::Other(word.to_owned()),
        }
    }
}

/// How far something has come.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogStatus {
    /// It is done.
    Done,
    /// It began outside a transaction and did not end: the next run goes on with it, or it is under
    /// way now.
    Started,
    /// It did not end, and was given up.
    Abandoned,
    /// Something that a later version of the library writes, in its word.
    Other(String),
}

impl LogStatus {
    fn of(word: &str) -> Self {
        match word {
            "done" => Self::Done,
            "started" => Self::Started,
            "abandoned" => Self::Abandoned,
            _ => Self::Other(word.to_owned()),
        }
    }
}

impl fmt::Display for LogStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Done => "done",
            Self::Started => "started",
            Self::Abandoned => "abandoned",
            Self::Other(word) => word,
        })
    }
}

impl LogEntry {
    fn of(set: &Loaded, record: Record) -> Self {
        let action = LogAction::of(&record.direction);
        let is_unchanged = match (record.checksum, set.checksum(&record.revision)) {
            (Some(then), Some(now)) => (then.scheme() == now.scheme()).then_some(then == now),
            _ => None,
        };
        let duration = match (record.started_at, record.finished_at) {
            (Some(start), Some(end)) => end.duration_since(start).ok(),
            _ => None,
        };
        let ids = record.revision.split(',').filter(|id| !id.is_empty());
        Self {
            id: record.id,
            action,
            revisions: ids.map(str::to_owned).collect(),
            status: LogStatus::of(&record.status),
            n_statements: record.n_done,
            n_total: record.n_total,
            started_at: record.started_at,
            finished_at: record.finished_at,
            duration,
            application: record.application,
            version_rows: record.version_rows,
            is_unchanged,
        }
    }
}

impl Verbs<'_> {
    /// Returns the whole history of a database, newest first: what was done, when, how long it took, and
    /// by which version of the application. Empty where there is no history table. Writes nothing and
    /// locks nothing.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn log<'c>(&self, connection: impl Connect<'c>) -> Result<Vec<LogEntry>> {
        let mut session = open(connection)?;
        let mut entries = Vec::new();
        self.run(&mut *session, |context, session| -> Result<(), ExecError> {
            let (_, records) = context.read_history(session)?;
            let set = context.set;
            entries.extend(records.into_iter().rev().map(|it| LogEntry::of(set, it)));
            Ok(())
        })?;
        Ok(entries)
    }
}

impl Migrations {
    /// Returns the whole history of a database. See [`Verbs::log`].
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn log<'c>(&self, connection: impl Connect<'c>) -> Result<Vec<LogEntry>> {
        self.with(Options::new()).log(connection)
    }
}
