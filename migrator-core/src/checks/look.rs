//! What a scratch database holds at one moment.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::error::ChecksError;
use crate::autogen::understand;
use crate::backends;
use crate::base::Value;
use crate::catalog::{Catalog, Introspection, Scope};
use crate::session::{Rows, Session, SessionError, Statement, Workshop, always};

/// What messages call what is read.
const SCRATCH: &str = "a scratch database";

/// What a scratch database holds at one moment.
#[derive(Debug)]
pub(super) struct Look {
    answers: Vec<Rows>,
    pub(super) catalog: Catalog,
    /// What is there and catalogs do not say: a line each.
    pub(super) unsaid: BTreeSet<String>,
}

/// What is asked of one database again and again.
pub(super) struct Questions {
    scope: Scope,
    plain: Vec<Statement>,
    /// The first ones are those whose answers make a catalog.
    n_of_catalog: usize,
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
        let mut plain = introspection.questions(scope);
        let n_of_catalog = plain.len();
        plain.extend(introspection.unsaid());
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
            n_of_catalog,
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
        let (of_catalog, others) = answers
            .split_at_checked(self.n_of_catalog)
            .unwrap_or((&answers, &[]));
        let catalog = understand(of_catalog, introspection, &self.scope, SCRATCH)?;
        let unsaid = others.iter().flat_map(Rows::iter).filter_map(|row| {
            let text = row.values().first()?;
            match text {
                Value::Text(text) => Some(text.clone()),
                _ => None,
            }
        });
        let unsaid = unsaid.collect();
        Ok(Arc::new(Look {
            answers,
            catalog,
            unsaid,
        }))
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
