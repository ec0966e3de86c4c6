//! A tool that has left something in a database: where, and what it says.

use crate::adopt::Tool;
use crate::adopt::tools::{Told, reader};
use crate::base::TableName;
use crate::exec::{Context, ExecError, until_free};
use crate::session::{RowError, Rows, Session, SessionError, SessionErrorKind, Statement, always};

/// Where a number counts what has run, instead of a table.
const USER_VERSION: &str = "PRAGMA user_version";

/// A tool that has left something in a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) tool: Tool,
    /// What it is called in messages.
    pub(super) name: String,
    place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    Table { table: TableName, may_hold: bool },
    Number(Told),
}

impl Found {
    /// One that has left a table, which the role may keep others from writing or not.
    pub(super) fn in_table(tool: Tool, name: String, table: TableName, may_hold: bool) -> Self {
        let place = Place::Table { table, may_hold };
        Self { tool, name, place }
    }

    /// One that has left a number.
    pub(super) fn by_number(told: Told) -> Self {
        Self {
            tool: Tool::RusqliteMigration,
            name: USER_VERSION.to_owned(),
            place: Place::Number(told),
        }
    }

    /// Keeps others from writing the table until the transaction ends, where the role may.
    pub(super) fn hold(
        &self,
        context: &Context<'_>,
        session: &mut dyn Session,
    ) -> Result<(), ExecError> {
        let Place::Table {
            table,
            may_hold: true,
        } = &self.place
        else {
            return Ok(());
        };
        let table = quoted(context, table)?;
        let Some(hold) = context.renderer.hold_table(&table) else {
            return Ok(());
        };
        let held = session.execute(&[hold], &mut always);
        held.map_err(|failed| ExecError::database(failed.error))
    }

    /// Reads what the tool says.
    pub(super) fn told(
        &self,
        context: &Context<'_>,
        session: &mut dyn Session,
    ) -> Result<Told, ExecError> {
        let (table, reader) = match (&self.place, reader(self.tool)) {
            (Place::Table { table, .. }, Some(reader)) => (table, reader),
            (Place::Number(told), _) => return Ok(told.clone()),
            (Place::Table { .. }, None) => {
                return Err(ExecError::Bug {
                    what: "a tool without a table has one",
                });
            }
        };
        let query = reader.query(context.renderer, &quoted(context, table)?);
        let rows = ask(context, session, &Statement::new(query))?;
        (reader.understand)(&rows).map_err(|error| strange(&self.name, error))
    }
}

fn quoted(context: &Context<'_>, table: &TableName) -> Result<String, ExecError> {
    let quoted = context.renderer.quote_own_table(table);
    quoted.map_err(|source| ExecError::Tables { source })
}

/// Asks the database. Before a transaction it waits for who is in the way; in one that would not help, and whoever began
/// it tries again.
///
/// # Errors
/// What the database says.
pub(super) fn ask(
    context: &Context<'_>,
    session: &mut dyn Session,
    question: &Statement,
) -> Result<Rows, ExecError> {
    if session.in_transaction() {
        return session.query(question).map_err(ExecError::database);
    }
    until_free(context, session, |_, session| session.query(question))
}

/// Says that a table holds what it should not.
pub(super) fn strange(table: &str, error: RowError) -> ExecError {
    let message = format!("in `{table}`: {error}");
    ExecError::database(SessionError {
        driver: Box::new(error),
        ..SessionError::new(SessionErrorKind::Other, message)
    })
}

/// Says that rows may be hidden, which would be taken for what has not run.
pub(super) fn hidden(table: &str) -> ExecError {
    let message = format!("row-level security may hide rows of table `{table}` from this role");
    ExecError::database(SessionError {
        help: Some(
            "take the database over in the role that owns the table, with `Options::role`, or disable row-level \
             security for it",
        ),
        ..SessionError::new(SessionErrorKind::Other, message)
    })
}
