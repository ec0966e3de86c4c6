//! The session behind offline scripts.

use std::fmt;
use std::ops::ControlFlow;

use crate::base::Dialect;
use crate::dialect::{Renderer, Shell};
use crate::offline::comment;
use crate::offline::replica::{Act, MakeReplica, Replica};
use crate::session::{
    BatchError, Exclusion, FailedAt, Interrupter, Rows, Scope, Session, SessionError,
    SessionErrorKind, Settings, Statement,
};

/// Writes down what it is told to do.
pub struct ScriptSession<'r> {
    shell: &'r dyn Shell,
    dialect: Dialect,
    settings: Settings,
    text: String,
    /// Where the transaction that is open began.
    began_at: Option<Mark>,
    obeys_references: bool,
    scope: Scope,
    /// Whether nobody reads the text, so that none is written.
    is_silent: bool,
    replica: Replica<'r>,
}

/// A place in a script.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    text: usize,
    acts: usize,
}

impl fmt::Debug for ScriptSession<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScriptSession")
            .field("dialect", &self.dialect)
            .field("text", &self.text)
            .finish_non_exhaustive()
    }
}

impl<'r> ScriptSession<'r> {
    /// Begins an empty script. What must be known of the database is asked of a replica, which
    /// is made when the first question comes up.
    #[must_use]
    pub fn new(renderer: &'r dyn Renderer, replica: &'r MakeReplica<'r>) -> Self {
        Self {
            shell: renderer.shell(),
            dialect: renderer.dialect(),
            settings: Settings::default(),
            text: String::new(),
            began_at: None,
            obeys_references: !renderer.shell().obey_references(true).is_empty(),
            scope: Scope::Own,
            is_silent: false,
            replica: Replica::new(replica),
        }
    }

    /// Begins a script that nobody reads: what is written on it is told to a dry run. It behaves as a
    /// connection of this scope that obeys its foreign keys or does not. What fails on the
    /// replica may run on the database that it stands for, and only leaves questions unanswered.
    #[must_use]
    pub fn silent(
        renderer: &'r dyn Renderer,
        replica: &'r MakeReplica<'r>,
        scope: Scope,
        obeys_references: bool,
    ) -> Self {
        Self {
            obeys_references,
            scope,
            is_silent: true,
            replica: Replica::lenient(replica),
            ..Self::new(renderer, replica)
        }
    }

    /// Returns the script, with what follows its last transaction.
    #[must_use]
    pub fn into_text(mut self) -> String {
        let tail = self.shell.tail(&self.settings);
        self.text.push_str(&tail);
        self.text.truncate(self.text.trim_end().len());
        self.text.push('\n');
        self.text
    }

    /// Returns what the script does, each statement as the database reads it.
    ///
    /// # Errors
    /// If a parameter has no literal.
    #[cfg(feature = "testing")]
    pub fn into_acts(self) -> Result<super::Acts, SessionError> {
        super::Acts::new(self.replica.into_acts(), self.shell)
    }

    /// Returns the place where the script ends now.
    #[must_use]
    pub fn mark(&self) -> Mark {
        Mark {
            text: self.text.len(),
            acts: self.replica.n_acts(),
        }
    }

    /// Forgets what was written after a place that was not inside a transaction.
    pub fn go_back(&mut self, mark: Mark) {
        self.text.truncate(mark.text);
        self.replica.go_back(mark.acts);
    }

    /// Adds a text, and an empty line behind it.
    fn push(&mut self, text: &str) {
        if !self.is_silent {
            self.text.push_str(text);
            self.text.push('\n');
        }
    }

    fn write(&mut self, statement: &Statement) -> Result<(), SessionError> {
        if !self.is_silent {
            let text = match self.began_at {
                Some(_) => self.shell.statement(statement),
                None => self.shell.statement_alone(statement, &self.settings),
            };
            self.push(&text?);
        }
        self.replica.act(Act::Run(statement.clone()))
    }
}

impl Session for ScriptSession<'_> {
    fn dialect(&self) -> Dialect {
        self.dialect
    }

    fn scope(&self) -> Scope {
        self.scope
    }

    fn configure(&mut self, settings: &Settings) -> Result<(), SessionError> {
        self.settings = settings.clone();
        let head = self.shell.head(settings)?;
        self.push(&head);
        Ok(())
    }

    /// Nobody can come between two steps that are only written down.
    fn exclusion(&self) -> Exclusion {
        Exclusion::Lock
    }

    fn lock(&mut self) -> Result<(), SessionError> {
        Ok(())
    }

    fn unlock(&mut self) -> Result<(), SessionError> {
        Ok(())
    }

    fn in_transaction(&self) -> bool {
        self.began_at.is_some()
    }

    fn begin(&mut self) -> Result<(), SessionError> {
        self.began_at = Some(self.mark());
        let begin = self.shell.begin(&self.settings);
        self.push(&begin);
        self.replica.act(Act::Begin)
    }

    fn execute(
        &mut self,
        statements: &[Statement],
        about_to: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Result<(), BatchError> {
        for (index, statement) in statements.iter().enumerate() {
            let written = match about_to(index) {
                ControlFlow::Continue(()) => self.write(statement),
                ControlFlow::Break(()) => Err(SessionError::new(
                    SessionErrorKind::Interrupted,
                    "interrupted before it was written",
                )),
            };
            let at = FailedAt::Statement(index);
            written.map_err(|error| BatchError { at, error })?;
        }
        Ok(())
    }

    fn query(&mut self, statement: &Statement) -> Result<Rows, SessionError> {
        self.replica.query(statement)
    }

    fn read(&mut self, statement: &Statement) -> Result<Rows, SessionError> {
        self.replica.query(statement)
    }

    #[cfg(feature = "raw-driver")]
    fn raw(&mut self, _work: &mut crate::session::RawWork<'_>) -> Result<(), SessionError> {
        let text = "a script has no connection";
        Err(SessionError::new(SessionErrorKind::Unsupported, text))
    }

    fn commit(&mut self) -> Result<(), SessionError> {
        self.began_at = None;
        let commit = self.shell.commit(&self.settings);
        self.push(&commit);
        self.replica.act(Act::Commit)
    }

    fn rollback(&mut self) -> Result<(), SessionError> {
        let Some(mark) = self.began_at.take() else {
            return Ok(());
        };
        self.text.truncate(mark.text);
        self.replica.roll_back(mark.acts)
    }

    fn obeys_references(&mut self) -> Result<bool, SessionError> {
        match self.replica.session() {
            // A migration may have set it by itself.
            Some(session) => session.obeys_references(),
            None => Ok(self.obeys_references),
        }
    }

    fn obey_references(&mut self, obey: bool) -> Result<(), SessionError> {
        self.obeys_references = obey;
        self.push(self.shell.obey_references(obey));
        self.replica.act(Act::ObeyReferences(obey))
    }

    fn remark(&mut self, text: &str) {
        self.push(&comment(text));
    }

    fn interrupter(&self) -> Interrupter {
        Box::new(|| {})
    }
}
