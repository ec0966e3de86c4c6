//! A row of the history with everything that is worth showing.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::base::Checksum;
use crate::history::entry::split_ids;
use crate::history::read::{number, query_if_there, strange};
use crate::history::{Entry, EntryDirection, Ledger, State};
use crate::session::{Row, RowError, Session, SessionError};

/// A row of the history as it stands in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The key.
    pub id: i64,
    /// The revision; for stamps and the like, revisions joined by commas.
    pub revision: String,
    /// The revision's parents when it ran.
    pub parents: Vec<String>,
    /// Its dependencies then.
    pub dependencies: Vec<String>,
    /// What happened, as the table says it.
    pub direction: String,
    /// How far it is, as the table says it.
    pub status: String,
    /// How many statements have run.
    pub n_done: usize,
    /// How many there are, once that is known.
    pub n_total: Option<usize>,
    /// The migration's checksum when it ran.
    pub checksum: Option<Checksum>,
    /// The version rows after it, sorted.
    pub version_rows: Vec<String>,
    /// When it began.
    pub started_at: Option<SystemTime>,
    /// When it was done.
    pub finished_at: Option<SystemTime>,
    /// The name and version of the application.
    pub application: String,
}

impl Record {
    /// Returns what decisions need of it; `None` if it is not done, or if a later version of the library
    /// wrote a direction that this one does not know.
    #[must_use]
    pub fn entry(&self) -> Option<Entry> {
        if self.status != "done" {
            return None;
        }
        Some(Entry {
            id: self.id,
            revision: self.revision.clone(),
            ancestors: [self.parents.as_slice(), &self.dependencies].concat(),
            direction: EntryDirection::from_word(&self.direction)?,
            checksum: self.checksum,
            version_rows: self.version_rows.clone(),
        })
    }

    /// Returns the step that it says has begun and not ended.
    #[must_use]
    pub fn begun(&self) -> Option<(&str, EntryDirection)> {
        let direction = EntryDirection::from_word(&self.direction)?;
        (self.status == "started").then_some((self.revision.as_str(), direction))
    }
}

impl Ledger<'_> {
    /// Reads the whole history, oldest first, rows of unfinished steps included; empty if the table
    /// is missing.
    ///
    /// # Errors
    /// What the database says, a missing table excepted.
    pub fn records(
        &self,
        session: &mut dyn Session,
        state: &State,
    ) -> Result<Vec<Record>, SessionError> {
        if !self.may_ask_history(state) {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT id, revision, down_revision, depends_on, direction, status, statements_done, \
             statements_total, checksum, version_rows, {}, {}, application FROM {} ORDER BY id",
            self.renderer.unix_micros("started_at"),
            self.renderer.unix_micros("finished_at"),
            self.history
        );
        let Some(rows) = query_if_there(session, sql)? else {
            return Ok(Vec::new());
        };
        let records = rows.iter().map(record);
        let strange = |error| strange(&self.tables.history, error);
        records.collect::<Result<_, _>>().map_err(strange)
    }
}

fn record(row: &Row) -> Result<Record, RowError> {
    let count = |at: usize| number(row, at).and_then(|it| usize::try_from(it).ok());
    let instant = |at: usize| number(row, at).and_then(instant);
    let ids = |at: usize| Ok(split_ids(&row.get::<String>(at)?));
    let checksum: Option<String> = row.get(8)?;
    let application: Option<String> = row.get(12)?;
    Ok(Record {
        id: number(row, 0).unwrap_or_default(),
        revision: row.get(1)?,
        parents: ids(2)?,
        dependencies: ids(3)?,
        direction: row.get(4)?,
        status: row.get(5)?,
        n_done: count(6).unwrap_or_default(),
        n_total: count(7),
        checksum: checksum.and_then(|text| text.parse().ok()),
        version_rows: ids(9)?,
        started_at: instant(10),
        finished_at: instant(11),
        application: application.unwrap_or_default(),
    })
}

/// Returns the instant so many microseconds after 1970 began.
fn instant(micros: i64) -> Option<SystemTime> {
    let distance = Duration::from_micros(micros.unsigned_abs());
    match micros < 0 {
        true => UNIX_EPOCH.checked_sub(distance),
        false => UNIX_EPOCH.checked_add(distance),
    }
}
