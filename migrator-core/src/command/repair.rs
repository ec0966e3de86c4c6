//! `repair`: the history put right by somebody's word.

use crate::command::verbs::open;
use crate::command::{IntoTargets, Verbs};
use crate::error::Result;
use crate::exec::{ExecError, Options, Repaired, Repairs, repair};
use crate::graph::TargetError;
use crate::session::Connect;
use crate::set::Migrations;

/// What [`repair`](Verbs::repair) is to put right in the history of a database.
///
/// ```
/// # use migrator_core::command::Repair;
/// let repair = Repair::new().accept_changed("c46dab3fa34a").abandon("27c6a30d7c24");
/// # drop(repair);
/// ```
#[derive(Debug, Clone, Default)]
#[must_use = "nothing is repaired before it is passed to a verb"]
pub struct Repair {
    repairs: Repairs,
    /// What is wrong with a target.
    wrong: Option<TargetError>,
}

impl Repair {
    /// Creates a repair of nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes what migrations say now for what ran: their checksums are written into the history, and
    /// the database is no longer refused because of them.
    ///
    /// For a change that makes no difference, such as another name of a variable. Nothing of the migration runs; what
    /// does make a difference belongs into a new revision. A program that still has the
    /// migration as it was is refused from then on, so repair when its last instance has gone.
    pub fn accept_changed(mut self, targets: impl IntoTargets) -> Self {
        match targets.into_targets() {
            Ok(targets) => self.repairs.accepts.extend(targets),
            Err(wrong) => {
                self.wrong.get_or_insert(wrong);
            }
        }
        self
    }

    /// The same for every migration that has changed; none is no error.
    pub fn accept_all_changed(mut self) -> Self {
        self.repairs.accepts_all = true;
        self
    }

    /// Gives up the step of a revision that began outside a transaction and did not end, as if it had never
    /// begun: the next run does not go on with it, and runs it from its start if it is pending.
    ///
    /// Named by its id or the beginning of it; the program need not have the revision any more. What the step
    /// has done stays, and is to be undone by hand before.
    pub fn abandon(mut self, revision: impl Into<String>) -> Self {
        self.repairs.abandons.push(revision.into());
        self
    }
}

impl Verbs<'_> {
    /// Puts the history of a database right: accepts for good that applied migrations have changed, and gives up
    /// steps that are half-done.
    ///
    /// Only the history is written, in one transaction, and a row of its own says that it was done. If everything
    /// is right afterwards, the next start costs one query again. Other processes of the program
    /// are kept out meanwhile, as by [`upgrade`](Self::upgrade).
    ///
    /// # Errors
    /// Of [kind](crate::error::ErrorKind) `Target` if what is named is not changed or not half-done, with what
    /// is, or if nothing is named; `Busy`, `Cancelled`, `ReadOnly` and `InsideTransaction` as for `upgrade`. Nothing is
    /// repaired then.
    ///
    /// # Examples
    /// ```no_run
    /// # use migrator_core::command::{Repair, Verbs};
    /// # use migrator_core::{error::Result, session::Connect};
    /// # fn repair<'c>(verbs: &Verbs<'_>, connection: impl Connect<'c>) -> Result {
    /// let repaired = verbs.repair(connection, Repair::new().accept_all_changed())?;
    /// println!("accepted: {}", repaired.accepted.join(", "));
    /// # Ok(())
    /// # }
    /// ```
    pub fn repair<'c>(&self, connection: impl Connect<'c>, named: Repair) -> Result<Repaired> {
        if let Some(wrong) = named.wrong {
            return Err(wrong.into());
        }
        let repairs = named.repairs;
        let mut session = open(connection)?;
        let mut repaired = Repaired::default();
        self.run(&mut *session, |context, session| -> Result<(), ExecError> {
            repaired = repair(context, session, &repairs)?;
            Ok(())
        })?;
        Ok(repaired)
    }
}

impl Migrations {
    /// Puts the history of a database right. See [`Verbs::repair`].
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::error::ErrorKind).
    pub fn repair<'c>(&self, connection: impl Connect<'c>, repair: Repair) -> Result<Repaired> {
        self.with(Options::new()).repair(connection, repair)
    }
}
