//! What a migration reads, and the driver's own connection.

use crate::exec::delivery::{Delivery, Wrap};
use crate::exec::journal::hash;
use crate::exec::step_error::StepCause;
use crate::exec::stop::Stop;
use crate::session::{Rows, SessionErrorKind, Statement};

impl Delivery<'_, '_, '_> {
    /// Sends what was taken, then reads.
    pub(crate) fn query(&mut self, statement: &Statement) -> Result<Rows, Stop> {
        self.check_obeyed(statement)?;
        self.flush()?;
        let number = self.n_taken + 1;
        if self.wrap == Wrap::Single {
            return self.read(statement, number);
        }
        self.n_taken = number;
        if self.pass(statement, number)? {
            // What it wrote is kept, so it may only read this time.
            self.send_before()?;
            return self.read(statement, number);
        }
        if self.journal.is_none() && self.wrap == Wrap::Own {
            self.unnoted.push(hash(statement));
        }
        self.ensure_open()?;
        self.send_before()?;
        self.running.tell_statement(number, statement);
        if number <= self.running.context.only_reads_up_to {
            return self.read(statement, number);
        }
        self.has_read = true;
        let rows = self.guarded.session().query(statement);
        let rows = rows.map_err(|error| Stop::of_statement(statement, error, number, number))?;
        self.check_still_inside(statement.location.as_ref())?;
        Ok(rows)
    }

    /// Reads what must not write.
    fn read(&mut self, statement: &Statement, number: usize) -> Result<Rows, Stop> {
        let rows = self.guarded.session().read(statement);
        rows.map_err(|error| match (error.kind, &statement.location) {
            (SessionErrorKind::ReadOnly, Some(location)) => {
                let location = location.clone();
                StepCause::QueryWrites { location }.into()
            }
            _ => Stop::of_statement(statement, error, number, number),
        })
    }

    /// Sends what was taken, then gives the driver's own connection away, inside the
    /// transaction. Nothing notes what is done with it, so it goes with no journal.
    #[cfg(feature = "raw-driver")]
    pub(crate) fn raw(
        &mut self,
        work: &mut crate::session::RawWork<'_>,
        location: &crate::base::Location,
    ) -> Result<(), Stop> {
        if self.wrap == Wrap::Single || self.journal.is_some() {
            let location = location.clone();
            return Err(StepCause::RawOutside { location }.into());
        }
        self.has_unseen = true;
        self.flush()?;
        self.ensure_open()?;
        self.send_before()?;
        let given = self.guarded.session().raw(work);
        given.map_err(Stop::database)?;
        self.check_still_inside(Some(location))?;
        Ok(())
    }
}
