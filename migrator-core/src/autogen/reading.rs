//! What a database answers when it is asked about itself.

use crate::autogen::AutogenError;
use crate::catalog::{Catalog, Introspection, Scope};
use crate::session::{Rows, Session};

/// Asks all questions; writes nothing.
///
/// # Errors
/// [`AutogenError::Unreadable`].
pub(super) fn ask(
    session: &mut dyn Session,
    introspection: &dyn Introspection,
    scope: &Scope,
    side: &'static str,
) -> Result<Vec<Rows>, AutogenError> {
    let questions = introspection.questions(scope);
    let answers = questions.iter().map(|question| session.read(question));
    answers
        .collect::<Result<_, _>>()
        .map_err(|source| AutogenError::Unreadable { side, source })
}

/// Makes a catalog of the answers.
///
/// # Errors
/// [`AutogenError::Catalog`].
pub(crate) fn understand(
    answers: &[Rows],
    introspection: &dyn Introspection,
    scope: &Scope,
    side: &'static str,
) -> Result<Catalog, AutogenError> {
    let catalog = introspection.catalog(scope, answers);
    catalog.map_err(|source| AutogenError::Catalog { side, source })
}
