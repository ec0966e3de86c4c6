//! Writing by our own hand: under the lock that keeps other processes from migrating, again and again
//! up to the deadline where somebody else has locked one of our tables.

use crate::exec::lock::Locked;
use crate::exec::state::explained;
use crate::exec::transaction::{Guarded, Unkept};
use crate::exec::wait::Wait;
use crate::exec::{Context, ExecError};
use crate::session::{Scope, Session, Statement, always};

/// Does some work under the lock; it may be done several times, each in vain but the last.
pub(crate) fn undisturbed(
    context: &mut Context<'_>,
    session: &mut dyn Session,
    work: &mut dyn FnMut(&mut Context<'_>, &mut dyn Session) -> Result<(), ExecError>,
) -> Result<(), ExecError> {
    let mut locked = Locked::take(context, session)?;
    let outcome = when_free(context, locked.session(), work);
    let outcome = outcome.map_err(|error| explained(context, locked.session(), error));
    outcome.and(locked.release())
}

fn when_free(
    context: &mut Context<'_>,
    session: &mut dyn Session,
    work: &mut dyn FnMut(&mut Context<'_>, &mut dyn Session) -> Result<(), ExecError>,
) -> Result<(), ExecError> {
    let mut wait = Wait::for_traffic();
    loop {
        match work(context, session) {
            Err(error) if error.is_contention() && session.scope() == Scope::Own => {
                if let Some(waited) = wait.pause(context)? {
                    return Err(error.after(waited));
                }
            }
            outcome => return outcome,
        }
    }
}

/// Runs statements in the open transaction and commits.
pub(crate) fn keep(
    context: &Context<'_>,
    guarded: &mut Guarded<'_>,
    statements: &[Statement],
) -> Result<(), ExecError> {
    let kept = guarded.finish(context, statements, &mut always);
    kept.map_err(|unkept| match unkept {
        Unkept::Refused(_, error) => ExecError::database(error),
        Unkept::Waited(error) => error,
    })
}
