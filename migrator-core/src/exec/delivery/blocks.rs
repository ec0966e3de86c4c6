//! Steps and blocks outside a transaction: how they begin, and what is kept before them.

use crate::base::Location;
use crate::dialect::Extent;
use crate::exec::delivery::{Delivery, Taken, Wrap};
use crate::exec::journal::Journal;
use crate::exec::step_error::StepCause;
use crate::exec::stop::Stop;
use crate::exec::transaction::why_wrapped;
use crate::history::{NewRow, Status, Unfinished};
use crate::session::Statement;

impl Delivery<'_, '_, '_> {
    /// Leaves the step's transaction for a block: what was taken is kept from here on.
    pub(crate) fn enter_block(&mut self, location: &Location) -> Result<(), Stop> {
        if let Some(because) = why_wrapped(self.running.context, self.guarded.session()) {
            let location = location.clone();
            return Err(StepCause::BlockInside { location, because }.into());
        }
        if self.has_unseen {
            let location = location.clone();
            return Err(StepCause::RawOutside { location }.into());
        }
        if self.has_read {
            return Err(Stop::MustOnlyRead {
                up_to: self.n_taken,
            });
        }
        self.depth += 1;
        if self.wrap == Wrap::Single {
            return Ok(());
        }
        self.keep_so_far()?;
        self.wrap = Wrap::Single;
        Ok(())
    }

    /// Ends a block: what follows is in a transaction again.
    pub(crate) fn leave_block(&mut self, is_step_unwrapped: bool) -> Result<(), Stop> {
        self.flush()?;
        self.depth = self.depth.saturating_sub(1);
        if self.depth > 0 || is_step_unwrapped {
            return Ok(());
        }
        self.wrap = Wrap::Own;
        let renderer = self.running.context.renderer;
        self.before.extend(renderer.closing(Extent::Session));
        self.open_settings(Extent::Transaction);
        Ok(())
    }

    /// Commits what was taken before a block, with notes of it.
    fn keep_so_far(&mut self) -> Result<(), Stop> {
        let renderer = self.running.context.renderer;
        let mut ours: Vec<Statement> = self.closing().into_iter().collect();
        let Some(journal) = &self.journal else {
            let mut hashes = std::mem::take(&mut self.unnoted);
            hashes.extend(self.pending.iter().filter_map(Taken::hash));
            if !self.running.context.is_offline {
                ours.push(self.started(&hashes));
            }
            ours.extend(renderer.opening(Extent::Session));
            self.commit(ours)?;
            self.has_noted = true;
            self.journal = Some(self.own_journal(hashes)?);
            return Ok(());
        };
        let noted = journal.with(&self.unnoted);
        if !self.unnoted.is_empty() && !self.running.context.is_offline {
            ours.push(self.running.context.ledger.note_progress(&noted));
        }
        ours.extend(renderer.opening(Extent::Session));
        if self.pending.is_empty() && self.unnoted.is_empty() && ours.is_empty() {
            self.guarded.abandon();
            return Ok(());
        }
        self.ensure_open()?;
        self.commit(ours)?;
        self.has_noted = true;
        if !self.unnoted.is_empty() {
            self.unnoted.clear();
            if let Some(journal) = &mut self.journal {
                journal.set(noted);
            }
        }
        Ok(())
    }

    pub(super) fn read_journal(&mut self) -> Result<Option<Journal>, Stop> {
        let running = self.running;
        let (revision, direction) = (running.revision.id(), running.direction());
        let ledger = &running.context.ledger;
        let unfinished = match &running.context.rehearsal {
            Some(rehearsal) => rehearsal.begun(revision, direction).cloned(),
            None => ledger
                .unfinished(self.guarded.session(), revision, direction)
                .map_err(Stop::database)?,
        };
        let journal =
            |unfinished: Unfinished| Journal::new(revision, direction, unfinished, &self.rows);
        Ok(unfinished.map(journal))
    }

    pub(super) fn begin_single(&mut self) -> Result<(), Stop> {
        let renderer = self.running.context.renderer;
        let mut ours: Vec<Statement> = renderer.opening(Extent::Session).into_iter().collect();
        let is_new = self.journal.is_none();
        if is_new && !self.running.context.is_offline {
            ours.push(self.started(&[]));
        }
        if ours.is_empty() && self.before.is_empty() {
            self.guarded.abandon();
        } else {
            self.commit(ours)?;
            self.has_noted = true;
        }
        if is_new {
            self.journal = Some(self.own_journal(Vec::new())?);
        }
        Ok(())
    }

    pub(super) fn started(&self, hashes: &[String]) -> Statement {
        let row = self.running.history_row(Status::Started, &self.rows);
        self.running.context.ledger.record(&NewRow {
            n_statements: hashes.len(),
            statement_hashes: hashes,
            ..row
        })
    }

    /// Returns the notes as they were begun with these hashes. Where no lock is held, another
    /// process may have ended the step since we noted it.
    pub(super) fn own_journal(&mut self, hashes: Vec<String>) -> Result<Journal, Stop> {
        if self.running.context.is_offline {
            let (revision, direction) = (self.running.revision.id(), self.running.direction());
            return Ok(Journal::unwritten(revision, direction, hashes, &self.rows));
        }
        let journal = self.read_journal()?.ok_or(Stop::Overtaken)?;
        Ok(journal.after(hashes.len()))
    }
}
