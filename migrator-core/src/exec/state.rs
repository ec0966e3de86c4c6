//! What stands in the database before a run: reading it, and creating what is missing.

use std::time::Duration;

use crate::exec::{Context, ExecError, until_free};
use crate::history::{Asking, EntryDirection, NewRow, Record, State, Status};
use crate::session::{Scope, Session, Statement};

/// Refuses a connection inside somebody's transaction, or a transaction that has ended, and reads
/// the state.
pub(crate) fn look(
    context: &mut Context<'_>,
    session: &mut dyn Session,
) -> Result<State, ExecError> {
    let is_own = session.scope() == Scope::Own;
    if is_own && session.in_transaction() {
        return Err(ExecError::InsideTransaction);
    }
    if !is_own && !session.in_transaction() {
        return Err(ExecError::TransactionOver);
    }
    let asking = if is_own {
        Asking::Freely
    } else {
        Asking::Carefully
    };
    let state = read_state(context, session, asking)?;
    if is_own && state.inside_transaction {
        return Err(ExecError::InsideTransaction);
    }
    context.report.before.clone_from(&state.rows);
    context.report.after.clone_from(&state.rows);
    Ok(state)
}

/// Reads the state.
pub(crate) fn read_state(
    context: &Context<'_>,
    session: &mut dyn Session,
    asking: Asking,
) -> Result<State, ExecError> {
    until_free(context, session, |context, session| {
        context.ledger.state(session, asking)
    })
}

impl Context<'_> {
    /// Reads the version rows and the whole history, oldest first, and nothing else; a missing table
    /// is empty.
    ///
    /// # Errors
    /// If the database cannot be read, or was busy until the deadline.
    pub fn read_history(
        &self,
        session: &mut dyn Session,
    ) -> Result<(State, Vec<Record>), ExecError> {
        let state = read_state(self, session, Asking::Carefully)?;
        let records = until_free(self, session, |context, session| {
            context.ledger.records(session, &state)
        })?;
        Ok((state, records))
    }
}

/// Creates what is missing, and notes what another tool has left.
pub(crate) fn tables(context: &Context<'_>, state: &State) -> Result<Vec<Statement>, ExecError> {
    let mut statements = create_tables(context, state)?;
    if !state.rows.is_empty() && state.last_rows.as_ref() != Some(&state.rows) {
        statements.push(context.ledger.record(&found(context, &state.rows)));
    }
    Ok(statements)
}

/// Creates what is missing.
pub(crate) fn create_tables(
    context: &Context<'_>,
    state: &State,
) -> Result<Vec<Statement>, ExecError> {
    let ledger = &context.ledger;
    let mut statements = Vec::new();
    if !state.has_version && !state.has_schema {
        statements.extend(ledger.create_schema());
    }
    if !state.has_version {
        let create = ledger.create_version();
        statements.push(create.map_err(|source| ExecError::Tables { source })?);
    }
    if !state.has_history {
        statements.push(ledger.create_history());
    }
    Ok(statements)
}

/// Returns the history row of version rows that another tool has left.
pub(crate) fn found<'c>(context: &'c Context<'_>, rows: &'c [String]) -> NewRow<'c> {
    NewRow {
        revision: rows.join(",").into(),
        parents: Vec::new(),
        dependencies: Vec::new(),
        direction: EntryDirection::Found,
        status: Status::Done,
        n_statements: 0,
        statement_hashes: &[],
        checksum: None,
        digest: Some(context.set.digest),
        version_rows: rows,
        duration: Duration::ZERO,
        application: context.application(),
    }
}

/// Tells a role that may write nothing at all from one that lacks a privilege.
pub(crate) fn explained(
    context: &Context<'_>,
    session: &mut dyn Session,
    error: ExecError,
) -> ExecError {
    if !error.is_denial() {
        return error;
    }
    match context.ledger.may_write(session) {
        Ok(Some(false)) => error.into_read_only(),
        Ok(_) | Err(_) => error,
    }
}
