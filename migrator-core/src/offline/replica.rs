//! A database that stands where the script stands, for operations that depend on what there is.
//!
//! Most scripts need none, so it is made when the first question comes up: the earlier revisions
//! are applied to it, then what the script holds so far is run on it, and from then on whatever
//! is written down. It has the tables of the real database, and none of its data.

use crate::session::{Rows, Session, SessionError, SessionErrorKind, Statement, always};

/// Makes a database that stands where the script begins.
pub type MakeReplica<'r> = dyn Fn() -> Result<Box<dyn Session>, SessionError> + 'r;

/// What a script does.
#[derive(Debug, Clone)]
pub(super) enum Act {
    Begin,
    Run(Statement),
    Commit,
    ObeyReferences(bool),
}

/// The database, and what was done since it stood where the script begins.
pub(super) struct Replica<'r> {
    make: &'r MakeReplica<'r>,
    session: Option<Box<dyn Session>>,
    acts: Vec<Act>,
    /// Whether an act that fails only leaves the questions after it unanswered.
    is_lenient: bool,
    /// What failed, if the database is therefore no longer like the one it stands for.
    failure: Option<String>,
}

impl<'r> Replica<'r> {
    pub(super) fn new(make: &'r MakeReplica<'r>) -> Self {
        Self {
            make,
            session: None,
            acts: Vec::new(),
            is_lenient: false,
            failure: None,
        }
    }

    /// The same for what runs elsewhere if it fails here.
    pub(super) fn lenient(make: &'r MakeReplica<'r>) -> Self {
        Self {
            is_lenient: true,
            ..Self::new(make)
        }
    }

    #[cfg(feature = "testing")]
    pub(super) fn into_acts(self) -> Vec<Act> {
        self.acts
    }

    pub(super) fn n_acts(&self) -> usize {
        self.acts.len()
    }

    pub(super) fn session(&mut self) -> Option<&mut dyn Session> {
        match &mut self.session {
            Some(session) => Some(&mut **session),
            None => None,
        }
    }

    /// Does what is written down, or keeps it in mind.
    pub(super) fn act(&mut self, act: Act) -> Result<(), SessionError> {
        if let Some(session) = &mut self.session {
            let ran = run(&mut **session, &act);
            borne(ran, self.is_lenient, &mut self.failure)?;
        }
        self.acts.push(act);
        Ok(())
    }

    /// Answers a question.
    pub(super) fn query(&mut self, statement: &Statement) -> Result<Rows, SessionError> {
        if self.session.is_none() {
            let mut session = (self.make)()?;
            for act in &self.acts {
                let ran = run(&mut *session, act);
                borne(ran, self.is_lenient, &mut self.failure)?;
            }
            self.session = Some(session);
        }
        match (&mut self.session, &self.failure) {
            (Some(session), None) => session.query(statement),
            (_, failure) => {
                let failure = failure.clone().unwrap_or_default();
                Err(SessionError::new(SessionErrorKind::Other, failure))
            }
        }
    }

    /// Forgets the transaction that is open, and began with this act.
    pub(super) fn roll_back(&mut self, act: usize) -> Result<(), SessionError> {
        self.acts.truncate(act);
        match &mut self.session {
            Some(session) => session.rollback(),
            None => Ok(()),
        }
    }

    /// Forgets acts; what is committed can only be forgotten with the database.
    pub(super) fn go_back(&mut self, act: usize) {
        if self.acts.len() > act {
            self.acts.truncate(act);
            self.session = None;
            self.failure = None;
        }
    }
}

fn run(session: &mut dyn Session, act: &Act) -> Result<(), SessionError> {
    match act {
        Act::Begin => session.begin(),
        Act::Run(statement) => session
            .execute(std::slice::from_ref(statement), &mut always)
            .map_err(|failed| failed.error),
        Act::Commit => session.commit(),
        Act::ObeyReferences(obey) => session.obey_references(*obey),
    }
    .map_err(explained)
}

/// Keeps a failure in mind instead of passing it on, if it is to be borne.
fn borne(
    ran: Result<(), SessionError>,
    is_lenient: bool,
    failure: &mut Option<String>,
) -> Result<(), SessionError> {
    match ran {
        Err(error) if is_lenient => {
            failure.get_or_insert(error.message);
            Ok(())
        }
        ran => ran,
    }
}

/// Says where the statement failed: not on the database that the script is for.
fn explained(error: SessionError) -> SessionError {
    SessionError {
        message: format!(
            "on the empty database on which the migrations are replayed: {}",
            error.message
        ),
        ..error
    }
}
