//! Statements and batches outside a transaction, each with its note in the history.
//!
//! A statement that can run in a transaction shares one with its note, so it runs
//! exactly once. What becomes of one that cannot, if nobody sees its end, is in
//! `alone`. What sets up the connection is repeated whenever a step is resumed.

use crate::exec::Context;
use crate::exec::alone::Sending;
use crate::exec::journal::{Journal, Undelivered, hash, note};
use crate::exec::transaction::Guarded;
use crate::exec::wait::Wait;
use crate::history::Walk;
use crate::session::{Statement, always};

impl Journal {
    /// Runs a statement, unless the notes say that it has run.
    pub(crate) fn deliver(
        &mut self,
        context: &Context<'_>,
        guarded: &mut Guarded<'_>,
        statement: &Statement,
        announce: &mut dyn FnMut(),
    ) -> Result<(), Undelivered> {
        let mut sending = Sending {
            context,
            statement,
            hash: hash(statement),
            announce,
        };
        let mut wait = Wait::for_traffic();
        loop {
            context.check_cancelled().map_err(Undelivered::Run)?;
            let tried = if context.renderer.runs_in_transaction(statement) {
                self.deliver_inside(guarded, &mut sending)
            } else {
                self.deliver_alone(guarded, &mut sending)
            };
            guarded.abandon();
            match tried {
                Err(Undelivered::Refused(error)) if error.is_busy() => {
                    if wait.pause(context).map_err(Undelivered::Run)?.is_some() {
                        return Err(Undelivered::Refused(error));
                    }
                }
                Err(error) => return Err(error),
                Ok(()) => {
                    self.awaits_note = false;
                    self.n_passed += 1;
                    return Ok(());
                }
            }
        }
    }

    /// Runs a statement and notes it, in one transaction.
    fn deliver_inside(
        &mut self,
        guarded: &mut Guarded<'_>,
        sending: &mut Sending<'_, '_>,
    ) -> Result<(), Undelivered> {
        let (context, statement) = (sending.context, sending.statement);
        guarded.begin(context).map_err(Undelivered::Run)?;
        self.refresh(context, guarded.session())?;
        let has_run = self.has_run(&sending.hash)?;
        if has_run && !context.renderer.sets_connection(statement) {
            return Ok(());
        }
        let mut statements = vec![statement.clone()];
        let noted = self.with(std::slice::from_ref(&sending.hash));
        if !has_run {
            (sending.announce)();
            statements.extend(note(context, &noted));
        }
        guarded.finish(context, &statements, &mut always)?;
        if !has_run {
            self.unfinished = noted;
        }
        Ok(())
    }

    /// Runs one batch of an operation and notes how far it has come, or that it is done, in the
    /// open transaction, and commits.
    pub(crate) fn deliver_batch(
        &mut self,
        context: &Context<'_>,
        guarded: &mut Guarded<'_>,
        batch: Option<Statement>,
        walk: Result<Walk, &str>,
    ) -> Result<(), Undelivered> {
        let mut noted = match &walk {
            Ok(_) => self.with(&[]),
            Err(hash) => self.with(&[(*hash).to_owned()]),
        };
        noted.walk = walk.ok();
        let statements: Vec<Statement> = batch.into_iter().chain(note(context, &noted)).collect();
        guarded.finish(context, &statements, &mut always)?;
        self.unfinished = noted;
        Ok(())
    }
}
