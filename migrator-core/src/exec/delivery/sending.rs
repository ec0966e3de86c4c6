//! Sending what was taken, with statements of our own before and behind it.

use crate::exec::batch::Batch;
use crate::exec::delivery::{Delivery, Taken, Wrap};
use crate::exec::stop::Stop;
use crate::exec::transaction::Unkept;
use crate::session::Statement;

impl Delivery<'_, '_, '_> {
    pub(in crate::exec) fn flush(&mut self) -> Result<(), Stop> {
        if self.pending.is_empty() {
            return Ok(());
        }
        if self.wrap == Wrap::Single {
            return self.flush_one_by_one();
        }
        if self.journal.is_none() && self.wrap == Wrap::Own {
            let hashes = self.pending.iter().filter_map(Taken::hash);
            self.unnoted.extend(hashes);
        }
        self.send(Vec::new())
    }

    /// Runs our own statements that must be first, if they have not run yet.
    pub(in crate::exec) fn send_before(&mut self) -> Result<(), Stop> {
        if self.before.is_empty() {
            return Ok(());
        }
        self.send(Vec::new())
    }

    pub(super) fn flush_one_by_one(&mut self) -> Result<(), Stop> {
        let total = self.n_taken;
        let context = self.running.context;
        for taken in std::mem::take(&mut self.pending) {
            let (number, statement) = (taken.number, taken.statement);
            let Some(journal) = &mut self.journal else {
                break;
            };
            let mut announce = || self.running.tell_statement(number, &statement);
            journal
                .deliver(context, &mut self.guarded, &statement, &mut announce)
                .map_err(|error| error.into_stop(&statement, number, total))?;
        }
        Ok(())
    }

    pub(super) fn batch(&mut self, after: Vec<Statement>) -> Batch {
        let before = std::mem::take(&mut self.before);
        let pending = std::mem::take(&mut self.pending);
        Batch::new(before, pending, after, self.n_taken)
    }

    /// Sends everything, with `after` behind it, and leaves the transaction open.
    pub(super) fn send(&mut self, after: Vec<Statement>) -> Result<(), Stop> {
        self.ensure_open()?;
        let batch = self.batch(after);
        let mut about_to = |index: usize| batch.announce(self.running, index);
        self.guarded
            .session()
            .execute(&batch.statements, &mut about_to)
            .map_err(|failed| batch.failed(failed.at, failed.error))?;
        self.check_still_inside(batch.last_location())?;
        Ok(())
    }

    /// Sends everything, with `after` behind it, and commits.
    pub(super) fn commit(&mut self, after: Vec<Statement>) -> Result<(), Stop> {
        self.ensure_open()?;
        let batch = self.batch(after);
        let running = self.running;
        let mut about_to = |index: usize| batch.announce(running, index);
        self.guarded
            .finish(running.context, &batch.statements, &mut about_to)
            .map_err(|unkept| match unkept {
                Unkept::Refused(at, error) => batch.failed(at, error),
                Unkept::Waited(error) => Stop::run(error),
            })
    }
}
