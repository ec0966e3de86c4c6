//! A database that stands where the script stands, for operations that depend on what there is.
//!
//! Most scripts need none, so it is made when the first question comes up: the earlier revisions
//! are applied to it, then what the script holds so far is run on it, and from then on whatever
//! is written down. It has the tables of the real database, and none of its data.

use crate::session::{Rows, Session, SessionError, Statement, always};

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
}

impl<'r> Replica<'r> {
    pub(super) fn new(make: &'r MakeReplica<'r>) -> Self {
        Self {
            make,
            session: None,
            acts: Vec::new(),
        }
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
            run(&mut **session, &act)?;
        }
        self.acts.push(act);
        Ok(())
    }

    /// Answers a question.
    pub(super) fn query(&mut self, statement: &Statement) -> Result<Rows, SessionError> {
        if let Some(session) = &mut self.session {
            return session.query(statement);
        }
        let mut session = (self.make)()?;
        for act in &self.acts {
            run(&mut *session, act)?;
        }
        self.session.insert(session).query(statement)
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
