//! Statements that no transaction bears.
//!
//! Such a statement is noted after it ran. If the process dies in between, the next run
//! must find out what became of it:
//!
//! | recovery | noted before it runs | on the next run |
//! |---|---|---|
//! | `Repeat` | no | it runs again, and bears that |
//! | `Check` | if the catalogue shows that its effect is not there yet, so that what is found later is its own | done: passed over; cut off: removed, and run again; absent: run. What a refused one leaves is removed at once |
//! | `Refuse` | yes | refused by name |

use crate::dialect::{Effect, Recovery};
use crate::exec::Context;
use crate::exec::journal::{Journal, Undelivered};
use crate::exec::transaction::Guarded;
use crate::session::{SessionError, SessionErrorKind, Statement, always};

/// A statement on its way, outside a transaction.
pub(super) struct Sending<'s, 'a> {
    pub(super) context: &'s Context<'a>,
    pub(super) statement: &'s Statement,
    /// What stands for it in the notes.
    pub(super) hash: String,
    /// Tells that it is about to run.
    pub(super) announce: &'s mut dyn FnMut(),
}

/// What the catalogue shows of a statement's effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Absent,
    Done,
    Broken,
}

impl Journal {
    /// Runs a statement that no transaction bears, and notes it afterwards.
    pub(super) fn deliver_alone(
        &mut self,
        guarded: &mut Guarded<'_>,
        sending: &mut Sending<'_, '_>,
    ) -> Result<(), Undelivered> {
        let (context, statement) = (sending.context, sending.statement);
        // The statement has run, and only its note had to wait for somebody.
        if self.awaits_note {
            return self.note_done(context, guarded, &sending.hash);
        }
        self.refresh(context, guarded.session())?;
        if self.has_run(&sending.hash)? {
            return if context.renderer.sets_connection(statement) {
                run(guarded, statement)
            } else {
                Ok(())
            };
        }
        let recovery = if statement.repeatable {
            Recovery::Repeat
        } else {
            context.renderer.recovery(statement)
        };
        match recovery {
            // Nobody sees the end of what is only written down.
            Recovery::Refuse if context.is_offline && self.unfinished.in_flight.is_some() => {
                return Err(Undelivered::Unseen);
            }
            Recovery::Check(_) | Recovery::Refuse if context.is_offline => {
                (sending.announce)();
                run(guarded, statement)?;
            }
            Recovery::Repeat => {
                (sending.announce)();
                run(guarded, statement)?;
            }
            Recovery::Check(effect) => self.run_checked(guarded, sending, &effect)?,
            Recovery::Refuse => self.run_once(guarded, sending)?,
        }
        self.awaits_note = true;
        self.note_done(context, guarded, &sending.hash)
    }

    /// Runs a statement whose effect the catalogue shows.
    fn run_checked(
        &mut self,
        guarded: &mut Guarded<'_>,
        sending: &mut Sending<'_, '_>,
        effect: &Effect,
    ) -> Result<(), Undelivered> {
        let mut found = check(guarded, effect)?;
        let is_ours = self.unfinished.in_flight.as_ref() == Some(&sending.hash);
        if is_ours && found == Found::Done {
            return Ok(());
        }
        if is_ours && found == Found::Broken {
            if let Some(remove) = &effect.remove {
                run(guarded, remove)?;
            }
            found = check(guarded, effect)?;
        }
        if !is_ours && found == Found::Absent {
            self.note_in_flight(sending.context, guarded, Some(&sending.hash))?;
        }
        (sending.announce)();
        if let Err(refused) = run(guarded, sending.statement) {
            if is_final(&refused) {
                // The refusal is what will be reported.
                let _ = self.tidy(sending.context, guarded, effect);
            }
            return Err(refused);
        }
        // `IF NOT EXISTS` passes over an index that is there and of no use.
        match found {
            Found::Broken if check(guarded, effect)? == Found::Broken => {
                Err(Undelivered::LeftBroken)
            }
            Found::Absent | Found::Done | Found::Broken => Ok(()),
        }
    }

    /// Removes what a refused statement has left of its own, and the note of it, so that
    /// its author may write another in its place. What cannot be removed stays noted.
    fn tidy(
        &mut self,
        context: &Context<'_>,
        guarded: &mut Guarded<'_>,
        effect: &Effect,
    ) -> Result<(), Undelivered> {
        if self.unfinished.in_flight.is_none() {
            return Ok(());
        }
        if let (Found::Broken, Some(remove)) = (check(guarded, effect)?, &effect.remove)
            && run(guarded, remove).is_err()
        {
            return Ok(());
        }
        self.note_in_flight(context, guarded, None)
    }

    /// Runs a statement that must not be repeated and whose effect nothing shows.
    fn run_once(
        &mut self,
        guarded: &mut Guarded<'_>,
        sending: &mut Sending<'_, '_>,
    ) -> Result<(), Undelivered> {
        if self.unfinished.in_flight.is_some() {
            return Err(Undelivered::Unseen);
        }
        self.note_in_flight(sending.context, guarded, Some(&sending.hash))?;
        (sending.announce)();
        match run(guarded, sending.statement) {
            // Nobody knows how far it came.
            Err(Undelivered::Refused(error)) if error.kind == SessionErrorKind::Disconnected => {
                Err(Undelivered::Refused(error))
            }
            Err(refused) => {
                self.note_in_flight(sending.context, guarded, None)?;
                Err(refused)
            }
            Ok(()) => Ok(()),
        }
    }
}

/// Tells whether a refusal is the database's last word on the statement as it is written.
fn is_final(refused: &Undelivered) -> bool {
    use SessionErrorKind::{Busy, Disconnected, Interrupted};
    matches!(refused, Undelivered::Refused(error)
        if !matches!(error.kind, Busy | Disconnected | Interrupted))
}

fn run(guarded: &mut Guarded<'_>, statement: &Statement) -> Result<(), Undelivered> {
    guarded
        .session()
        .execute(std::slice::from_ref(statement), &mut always)
        .map_err(|failed| Undelivered::Refused(failed.error))
}

fn check(guarded: &mut Guarded<'_>, effect: &Effect) -> Result<Found, Undelivered> {
    let rows = guarded.session().query(&effect.check);
    let rows = rows.map_err(Undelivered::Refused)?;
    let word: Option<String> = rows.first().and_then(|row| row.get(0).ok());
    match word.as_deref() {
        Some("absent") => Ok(Found::Absent),
        Some("done") => Ok(Found::Done),
        Some("broken") => Ok(Found::Broken),
        _ => Err(Undelivered::Refused(SessionError::new(
            SessionErrorKind::Other,
            "the catalogue did not tell what became of the statement",
        ))),
    }
}
