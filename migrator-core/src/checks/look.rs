//! What a scratch database holds at one moment.

use std::sync::Arc;

use super::error::ChecksError;
use crate::autogen::understand;
use crate::backends;
use crate::catalog::{Catalog, Introspection, Scope};
use crate::session::{Rows, Session, SessionError, Statement, Workshop, always};

/// What messages call what is read.
const SCRATCH: &str = "a scratch database";

/// What a scratch database holds at one moment.
#[derive(Debug)]
pub(super) struct Look {
    answers: Vec<Rows>,
    pub(super) catalog: Catalog,
}

/// What is asked of one database again and again.
pub(super) struct Questions {
    scope: Scope,
    plain: Vec<Statement>,
    /// The same as the connection keeps them; empty where it keeps none, or has lost them.
    kept: Vec<Statement>,
}

impl Questions {
    /// Has a connection keep what it will be asked.
    pub(super) fn of(
        session: &mut dyn Session,
        introspection: &dyn Introspection,
        scope: &Scope,
    ) -> Self {
        let plain = introspection.questions(scope);
        let keep = |(at, question)| {
            let name = format!("migrator_question_{at}");
            let (keep, kept) = introspection.kept(&name, question)?;
            session.execute(&[keep], &mut always).ok()?;
            Some(kept)
        };
        let kept: Option<Vec<Statement>> = plain.iter().enumerate().map(keep).collect();
        Self {
            scope: scope.clone(),
            plain,
            kept: kept.unwrap_or_default(),
        }
    }

    /// Looks. What was seen before is taken if nothing has changed since: understanding the answers is the
    /// greater part of the work here.
    pub(super) fn look(
        &mut self,
        session: &mut dyn Session,
        introspection: &dyn Introspection,
        known: &[&Arc<Look>],
    ) -> Result<Arc<Look>, ChecksError> {
        let answers = self.ask(session)?;
        if let Some(same) = known.iter().find(|it| it.answers == answers) {
            return Ok(Arc::clone(same));
        }
        let catalog = understand(&answers, introspection, &self.scope, SCRATCH)?;
        Ok(Arc::new(Look { answers, catalog }))
    }

    fn ask(&mut self, session: &mut dyn Session) -> Result<Vec<Rows>, ChecksError> {
        let mut ask = |questions: &[Statement]| -> Result<Vec<Rows>, SessionError> {
            let questions = questions.iter();
            questions.map(|question| session.read(question)).collect()
        };
        if !self.kept.is_empty() {
            if let Ok(answers) = ask(&self.kept) {
                return Ok(answers);
            }
            // A migration may have had the connection forget everything.
            self.kept.clear();
        }
        Ok(ask(&self.plain)?)
    }
}

/// Returns what decides how a server describes what it holds: its kind and its version.
///
/// # Errors
/// If it cannot be asked.
pub fn identity(workshop: &mut dyn Workshop) -> Result<String, ChecksError> {
    let dialect = workshop.dialect();
    let question = backends::introspection(dialect).identity();
    let answer = workshop.anything()?.read(&question)?;
    Ok(format!("{dialect} {answer:?}"))
}
