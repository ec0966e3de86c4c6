//! The history row of a step that is not in one transaction.
//!
//! While such a step is under way its row says `started` and carries the hashes
//! of the statements that have run. A finished step has a `done` row instead. How far an
//! operation in batches has come is in `walk`.

use crate::history::entry::split_ids;
use crate::history::read::{number, query_if_there};
use crate::history::walk::Walk;
use crate::history::{EntryDirection, Ledger, State};
use crate::session::{Row, Session, SessionError, Statement};

/// A step that has begun and not ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Unfinished {
    /// The key of its history row.
    pub id: i64,
    /// The hashes of the statements that have run, in order.
    pub hashes: Vec<String>,
    /// The hash of the statement that was sent and of which nobody saw the end.
    pub in_flight: Option<String>,
    /// How far the operation in batches has come that is under way.
    pub walk: Option<Walk>,
}

/// Marks the hash of a statement in flight.
const IN_FLIGHT: char = '~';

impl Unfinished {
    fn parse(id: i64, text: &str) -> Self {
        let mut hashes = split_ids(text);
        let in_flight = hashes.pop_if(|last| last.starts_with(IN_FLIGHT));
        // One that cannot be read stays among the hashes, where it is no statement's.
        let walk = hashes.last().and_then(|last| Walk::parse(last));
        if walk.is_some() {
            hashes.pop();
        }
        Self {
            id,
            hashes,
            in_flight: in_flight.map(|hash| hash.trim_start_matches(IN_FLIGHT).to_owned()),
            walk,
        }
    }

    fn text(&self) -> String {
        let in_flight = self
            .in_flight
            .iter()
            .map(|hash| format!("{IN_FLIGHT}{hash}"));
        let walk = self.walk.iter().map(Walk::text);
        let hashes = self.hashes.iter().cloned();
        let parts: Vec<String> = hashes.chain(walk).chain(in_flight).collect();
        parts.join(",")
    }
}

impl Ledger<'_> {
    /// Reads the newest `started` row of a step, if there is one.
    ///
    /// # Errors
    /// What the database says.
    pub fn unfinished(
        &self,
        session: &mut dyn Session,
        revision: &str,
        direction: EntryDirection,
    ) -> Result<Option<Unfinished>, SessionError> {
        let sql = format!(
            "SELECT id, statement_hashes FROM {} WHERE status = 'started' \
             AND revision = {} AND direction = {} ORDER BY id DESC LIMIT 1",
            self.history,
            self.renderer.placeholder(1),
            self.renderer.placeholder(2)
        );
        let params = vec![revision.into(), direction.word().into()];
        let rows = session.query(&Statement::new(sql).with_params(params))?;
        Ok(rows.first().and_then(|row| {
            let hashes: Option<String> = row.get(1).ok()?;
            let id = number(row, 0)?;
            Some(Unfinished::parse(id, &hashes.unwrap_or_default()))
        }))
    }

    /// Reads which steps have begun and not ended, oldest first; none if the table is missing.
    ///
    /// # Errors
    /// What the database says, a missing table excepted.
    pub fn all_unfinished(
        &self,
        session: &mut dyn Session,
        state: &State,
    ) -> Result<Vec<(String, EntryDirection)>, SessionError> {
        if !self.may_ask_history(state) {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT revision, direction FROM {} WHERE status = 'started' ORDER BY id",
            self.history
        );
        let Some(rows) = query_if_there(session, sql)? else {
            return Ok(Vec::new());
        };
        let step = |row: &Row| {
            let direction: String = row.get(1).ok()?;
            Some((row.get(0).ok()?, EntryDirection::from_word(&direction)?))
        };
        Ok(rows.iter().filter_map(step).collect())
    }

    /// Notes which statements of a started step have run.
    #[must_use]
    pub fn note_progress(&self, unfinished: &Unfinished) -> Statement {
        let sql = format!(
            "UPDATE {} SET statements_done = {}, statement_hashes = {} WHERE id = {}",
            self.history,
            self.renderer.placeholder(1),
            self.renderer.placeholder(2),
            self.renderer.placeholder(3)
        );
        let n_done = i64::try_from(unfinished.hashes.len()).unwrap_or(i64::MAX);
        let params = vec![
            n_done.into(),
            unfinished.text().into(),
            unfinished.id.into(),
        ];
        Statement::new(sql).with_params(params)
    }

    /// Deletes the row of a started step, to make place for its `done` row.
    #[must_use]
    pub fn forget(&self, unfinished: &Unfinished) -> Statement {
        let id = self.renderer.placeholder(1);
        Statement::new(format!("DELETE FROM {} WHERE id = {id}", self.history))
            .with_params(vec![unfinished.id.into()])
    }

    /// Gives up a started step.
    #[must_use]
    pub fn abandon(&self, revision: &str, direction: EntryDirection) -> Statement {
        let sql = format!(
            "UPDATE {} SET status = 'abandoned' WHERE status = 'started' AND revision = {} \
             AND direction = {}",
            self.history,
            self.renderer.placeholder(1),
            self.renderer.placeholder(2)
        );
        let params = vec![revision.into(), direction.word().into()];
        Statement::new(sql).with_params(params).changing_rows()
    }

    /// Gives up every started step: where the database stands is now somebody's word.
    #[must_use]
    pub fn abandon_all(&self) -> Statement {
        Statement::new(format!(
            "UPDATE {} SET status = 'abandoned' WHERE status = 'started'",
            self.history
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::Unfinished;

    /// Else the batches would begin again with the first one.
    #[test]
    fn a_walk_that_cannot_be_read_is_not_forgotten() {
        let text = "0123,@4567:many:i1:i2,~89ab";
        let unfinished = Unfinished::parse(1, text);
        assert_eq!(unfinished.hashes, ["0123", "@4567:many:i1:i2"]);
        assert_eq!(unfinished.walk, None);
        assert_eq!(unfinished.text(), text);
    }
}
