//! What a script does, so that a database can be asked what comes of it.

use crate::dialect::Shell;
use crate::offline::replica::Act;
use crate::session::{Session, SessionError, Statement, always};

/// What a script does, each statement as the database reads it: with literals in the place of parameters.
#[derive(Debug)]
pub struct Acts {
    acts: Vec<Act>,
}

impl Acts {
    pub(super) fn new(acts: Vec<Act>, shell: &dyn Shell) -> Result<Self, SessionError> {
        let inlined = |act: Act| match act {
            Act::Run(statement) => Ok(Act::Run(Statement::new(shell.inlined(&statement)?))),
            act => Ok(act),
        };
        let acts = acts.into_iter().map(inlined).collect::<Result<_, _>>()?;
        Ok(Self { acts })
    }

    /// Does all of it on a database, as the shell would.
    ///
    /// # Errors
    /// What the database says; a transaction may be open then.
    pub fn run(&self, session: &mut dyn Session) -> Result<(), SessionError> {
        // Those of one transaction go out together.
        let mut together: Option<Vec<Statement>> = None;
        for act in &self.acts {
            match act {
                Act::Begin => {
                    session.begin()?;
                    together = Some(Vec::new());
                }
                Act::Run(statement) => match &mut together {
                    Some(statements) => statements.push(statement.clone()),
                    None => session
                        .execute(std::slice::from_ref(statement), &mut always)
                        .map_err(|failed| failed.error)?,
                },
                Act::Commit => {
                    let statements = together.take().unwrap_or_default();
                    session
                        .execute_and_commit(&statements, &mut always)
                        .map_err(|failed| failed.error)?;
                }
                Act::ObeyReferences(obey) => session.obey_references(*obey)?,
            }
        }
        Ok(())
    }
}
