//! Creating the library's own tables, and nothing else.

use crate::exec::state::{create_tables, look, read_state};
use crate::exec::transaction::Guarded;
use crate::exec::undisturbed::{keep, undisturbed};
use crate::exec::{Context, ExecError};
use crate::history::Asking;
use crate::session::Session;

/// Creates the tables that are missing; tells whether there were any.
///
/// # Errors
/// Each of [`ExecError`] but those of a migration.
pub fn ensure_version(
    context: &mut Context<'_>,
    session: &mut dyn Session,
) -> Result<bool, ExecError> {
    let state = look(context, session)?;
    if state.has_version && state.has_history {
        return Ok(false);
    }
    let mut has_created = false;
    undisturbed(context, session, &mut |context, session| {
        let mut guarded = Guarded::new(session);
        guarded.begin(context)?;
        let state = read_state(context, guarded.session(), Asking::Carefully)?;
        let statements = create_tables(context, &state)?;
        has_created = !statements.is_empty();
        if has_created {
            keep(context, &mut guarded, &statements)?;
        }
        Ok(())
    })?;
    Ok(has_created)
}
