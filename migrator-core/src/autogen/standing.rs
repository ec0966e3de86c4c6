//! Whether a database stands where the migrations end.

use crate::autogen::AutogenError;
use crate::backends;
use crate::exec::{Context, ExecError, Options, until_free};
use crate::graph::Edges;
use crate::history::Asking;
use crate::session::Session;
use crate::set::Loaded;

/// Fails unless every migration is applied; writes nothing.
///
/// # Errors
/// [`AutogenError::UnknownRevision`], [`AutogenError::NotAtHead`], and [`AutogenError::Standing`] if the version
/// table cannot be read.
pub(super) fn check_at_head(
    session: &mut dyn Session,
    set: &Loaded,
    options: &Options,
) -> Result<(), AutogenError> {
    let rows = rows(session, set, options).map_err(|source| AutogenError::Standing {
        source: Box::new(source),
    })?;
    let unknown = set.graph.unknown_rows(&rows);
    if !unknown.is_empty() {
        return Err(AutogenError::UnknownRevision { rows: unknown });
    }
    let applied = set.graph.ancestors(set.graph.rows(&rows), Edges::All);
    match set.graph.len() - applied.len() {
        0 => Ok(()),
        n_pending => Err(AutogenError::NotAtHead { rows, n_pending }),
    }
}

fn rows(
    session: &mut dyn Session,
    set: &Loaded,
    options: &Options,
) -> Result<Vec<String>, ExecError> {
    let dialect = session.dialect();
    let context = Context::new(set, options, backends::renderer(dialect))?;
    let settings = options.settings(context.ledger.version_name());
    session
        .configure(&settings)
        .map_err(|source| ExecError::Setting { dialect, source })?;
    let state = until_free(&context, session, |context, session| {
        context.ledger.state(session, Asking::Carefully)
    })?;
    Ok(state.rows)
}
