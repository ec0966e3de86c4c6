//! What a scratch database holds at one moment.

use std::sync::Arc;

use super::error::ChecksError;
use crate::autogen::{ask, understand};
use crate::backends;
use crate::catalog::{Catalog, Introspection, Scope};
use crate::session::{Rows, Session, Workshop};

/// What messages call what is read.
const SCRATCH: &str = "a scratch database";

/// What a scratch database holds at one moment.
#[derive(Debug)]
pub(super) struct Look {
    answers: Vec<Rows>,
    pub(super) catalog: Catalog,
}

impl Look {
    /// Looks. What was seen before is taken if nothing has changed since: understanding the answers is the
    /// greater part of the work.
    pub(super) fn at(
        session: &mut dyn Session,
        introspection: &dyn Introspection,
        scope: &Scope,
        known: &[&Arc<Self>],
    ) -> Result<Arc<Self>, ChecksError> {
        let answers = ask(session, introspection, scope, SCRATCH)?;
        if let Some(same) = known.iter().find(|it| it.answers == answers) {
            return Ok(Arc::clone(same));
        }
        let catalog = understand(&answers, introspection, scope, SCRATCH)?;
        Ok(Arc::new(Self { answers, catalog }))
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
