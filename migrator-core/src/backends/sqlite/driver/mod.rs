//! SQLite through `rusqlite`: only here a connection is touched.
//!
//! Uses the part of the driver's interface that has stayed the same over many of
//! its versions, since the application chooses the version. The application's
//! busy handler, statement cache and settings are never changed here.

#[cfg(feature = "testing")]
mod image;
mod said;
mod values;
#[cfg(feature = "autogenerate")]
mod workshop;

use std::fmt;
use std::ops::{ControlFlow, Deref};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Transaction, params_from_iter};

#[cfg(feature = "testing")]
pub use self::image::{Image, converted};
use self::said::{READ_TO_THE_END, convert, is_interrupted, is_snapshot};
use self::values::{Bound, owned};
#[cfg(feature = "autogenerate")]
pub use self::workshop::{Memory, MemoryWith};
use crate::base::Dialect;
use crate::session::{
    BatchError, Connect, Exclusion, FailedAt, Interrupter, Rows, Scope, Session, SessionError,
    SessionErrorKind, Settings, Statement, sealed,
};
#[cfg(feature = "autogenerate")]
use crate::session::{Ground, Workshop};

/// A session on an application's connection.
pub struct SqliteSession<'c> {
    connection: Line<'c>,
    scope: Scope,
}

impl fmt::Debug for SqliteSession<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteSession")
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

impl sealed::Sealed for &Connection {}
impl sealed::Sealed for &mut Connection {}
impl sealed::Sealed for &Transaction<'_> {}
impl sealed::Sealed for &mut Transaction<'_> {}

impl<'c> Connect<'c> for &'c Connection {
    fn session(self) -> Result<Box<dyn Session + 'c>, SessionError> {
        Ok(SqliteSession::on(self, Scope::Own))
    }
}

impl<'c> Connect<'c> for &'c mut Connection {
    fn session(self) -> Result<Box<dyn Session + 'c>, SessionError> {
        Ok(SqliteSession::on(self, Scope::Own))
    }
}

impl<'c> Connect<'c> for &'c Transaction<'_> {
    fn session(self) -> Result<Box<dyn Session + 'c>, SessionError> {
        Ok(SqliteSession::on(self, Scope::Joined))
    }
}

impl<'c> Connect<'c> for &'c mut Transaction<'_> {
    fn session(self) -> Result<Box<dyn Session + 'c>, SessionError> {
        Ok(SqliteSession::on(self, Scope::Joined))
    }
}

/// An application's connection, or one of our own.
enum Line<'c> {
    Theirs(&'c Connection),
    Ours(Connection),
}

impl Deref for Line<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        match self {
            Self::Theirs(connection) => connection,
            Self::Ours(connection) => connection,
        }
    }
}

/// Opens a session on a database in memory that obeys foreign keys.
///
/// # Errors
/// What the driver says.
pub fn scratch() -> Result<Box<dyn Session>, SessionError> {
    opened(&|_| Ok(()))
}

/// The same with what `setup` makes on the connection.
fn opened(
    setup: &dyn Fn(&Connection) -> rusqlite::Result<()>,
) -> Result<Box<dyn Session>, SessionError> {
    let opened = Connection::open_in_memory();
    let opened = opened.and_then(|connection| setup(&connection).map(|()| connection));
    let mut session = SqliteSession {
        connection: Line::Ours(opened.map_err(|error| convert(error, ""))?),
        scope: Scope::Own,
    };
    session.obey_references(true)?;
    Ok(Box::new(session))
}

/// The savepoint that stands for a transaction of ours inside the application's.
const SAVEPOINT: &str = "migrator_step";

/// How often in a row another connection may write just when we begin. More often it cannot be:
/// then an unfinished query of this connection holds on to what it sees.
const MOST_SNAPSHOTS: usize = 20;

/// How many interrupts we bear where our work is to be ended.
const MOST_INTERRUPTS: usize = 10_000;

impl Session for SqliteSession<'_> {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    #[cfg(feature = "autogenerate")]
    fn workshop(&mut self) -> Option<Box<dyn Workshop + '_>> {
        (self.scope == Scope::Own).then(|| Ground::workshop(&*self.connection))
    }

    fn scope(&self) -> Scope {
        self.scope
    }

    fn configure(&mut self, settings: &Settings) -> Result<(), SessionError> {
        match settings.role {
            None => Ok(()),
            Some(_) => Err(SessionError::new(
                SessionErrorKind::Unsupported,
                "SQLite has no roles",
            )),
        }
    }

    fn exclusion(&self) -> Exclusion {
        Exclusion::Transaction
    }

    fn lock(&mut self) -> Result<(), SessionError> {
        Ok(())
    }

    fn unlock(&mut self) -> Result<(), SessionError> {
        Ok(())
    }

    fn in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }

    fn begin(&mut self) -> Result<(), SessionError> {
        match self.scope {
            Scope::Own => self.begin_immediate(),
            Scope::Joined => self.run(&format!("SAVEPOINT {SAVEPOINT}")),
        }
    }

    fn execute(
        &mut self,
        statements: &[Statement],
        about_to: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Result<(), BatchError> {
        let was_inside = self.in_transaction();
        for (index, statement) in statements.iter().enumerate() {
            let run = match about_to(index) {
                ControlFlow::Continue(()) => self.run_statement(statement),
                ControlFlow::Break(()) => Err(SessionError::new(
                    SessionErrorKind::Interrupted,
                    "interrupted before it began",
                )),
            };
            let run = run.and_then(|()| match was_inside && !self.in_transaction() {
                true => Err(SessionError::new(
                    SessionErrorKind::TransactionEnded,
                    "the transaction has ended",
                )),
                false => Ok(()),
            });
            run.map_err(|error| BatchError {
                at: FailedAt::Statement(index),
                error,
            })?;
        }
        Ok(())
    }

    fn query(&mut self, statement: &Statement) -> Result<Rows, SessionError> {
        let mut rows = Vec::new();
        let columns = self
            .step_through(statement, |values| {
                rows.push(values.map(owned).collect());
                Ok(())
            })
            .map_err(|error| convert(error, &statement.sql))?;
        Ok(Rows::new(columns, rows))
    }

    fn read(&mut self, statement: &Statement) -> Result<Rows, SessionError> {
        let prepared = self.connection.prepare(&statement.sql);
        let prepared = prepared.map_err(|error| convert(error, &statement.sql))?;
        if !prepared.readonly() {
            return Err(SessionError::new(
                SessionErrorKind::ReadOnly,
                "the statement would write",
            ));
        }
        drop(prepared);
        self.query(statement)
    }

    #[cfg(feature = "raw-driver")]
    fn raw(&mut self, work: &mut crate::session::RawWork<'_>) -> Result<(), SessionError> {
        work(crate::session::Raw::Sqlite(&self.connection));
        Ok(())
    }

    fn commit(&mut self) -> Result<(), SessionError> {
        match self.scope {
            Scope::Own => match self.run("COMMIT") {
                // A progress handler is asked once more when the work is done. A commit that
                // an interrupt has stopped leaves the transaction open.
                Err(error) if is_interrupted(&error) && self.connection.is_autocommit() => Ok(()),
                committed => committed,
            },
            Scope::Joined => self.run(&format!("RELEASE {SAVEPOINT}")),
        }
    }

    fn rollback(&mut self) -> Result<(), SessionError> {
        // Some errors (a full disk, an I/O error) make SQLite roll back by itself.
        // https://sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction
        if self.connection.is_autocommit() {
            return Ok(());
        }
        match self.scope {
            Scope::Own => self.run_whatever_stops("ROLLBACK"),
            Scope::Joined => {
                self.run_whatever_stops(&format!("ROLLBACK TO {SAVEPOINT}"))?;
                self.run_whatever_stops(&format!("RELEASE {SAVEPOINT}"))
            }
        }
    }

    fn obeys_references(&mut self) -> Result<bool, SessionError> {
        let rows = self.query(&Statement::new("PRAGMA foreign_keys"))?;
        let value: Option<i64> = rows.first().and_then(|row| row.get(0).ok());
        Ok(value == Some(1))
    }

    fn obey_references(&mut self, obey: bool) -> Result<(), SessionError> {
        self.run_whatever_stops(if obey {
            "PRAGMA foreign_keys = ON"
        } else {
            "PRAGMA foreign_keys = OFF"
        })
    }

    fn interrupter(&self) -> Interrupter {
        let handle = self.connection.get_interrupt_handle();
        Box::new(move || handle.interrupt())
    }
}

impl<'c> SqliteSession<'c> {
    fn on(connection: &'c Connection, scope: Scope) -> Box<dyn Session + 'c> {
        let connection = Line::Theirs(connection);
        Box::new(Self { connection, scope })
    }

    fn run(&self, sql: &str) -> Result<(), SessionError> {
        self.connection
            .execute_batch(sql)
            .map_err(|error| convert(error, sql))
    }

    /// Takes the write lock now: a deferred transaction would read first and could then never be
    /// upgraded beside another writer. <https://sqlite.org/lang_transaction.html>
    fn begin_immediate(&self) -> Result<(), SessionError> {
        let mut attempts = (0..MOST_SNAPSHOTS).map(|_| self.run("BEGIN IMMEDIATE"));
        let begun = attempts.find(|begun| !begun.as_ref().is_err_and(is_snapshot));
        let begun = begun.unwrap_or_else(|| self.run("BEGIN IMMEDIATE"));
        if begun.is_err() && !self.connection.is_autocommit() {
            // A progress handler is asked once more when the work is done. What stopped it is what
            // will be reported.
            let _ = self.run_whatever_stops("ROLLBACK");
        }
        begun.map_err(|error| match is_snapshot(&error) {
            true => SessionError {
                kind: SessionErrorKind::Outdated,
                help: Some(READ_TO_THE_END),
                ..error
            },
            false => error,
        })
    }

    /// Runs what ends our work. An interrupt is meant for the work, and one that comes late would leave the
    /// transaction open, or the foreign keys off.
    fn run_whatever_stops(&self, sql: &str) -> Result<(), SessionError> {
        let was_stopped =
            |outcome: &Result<(), SessionError>| outcome.as_ref().is_err_and(is_interrupted);
        let mut attempts = (0..MOST_INTERRUPTS).map(|_| self.run(sql));
        let outcome = attempts.find(|outcome| !was_stopped(outcome));
        outcome.unwrap_or_else(|| self.run(sql))
    }

    fn run_statement(&self, statement: &Statement) -> Result<(), SessionError> {
        self.step_through(statement, |_| Ok(()))
            .map_err(|error| convert(error, &statement.sql))?;
        if statement.must_change_rows && self.connection.changes() == 0 {
            return Err(SessionError::new(
                SessionErrorKind::Other,
                "the row that had to change is not there",
            ));
        }
        Ok(())
    }

    /// Runs a statement to its end, whether or not it returns rows, and returns
    /// its column names.
    fn step_through(
        &self,
        statement: &Statement,
        mut on_row: impl FnMut(&mut dyn Iterator<Item = ValueRef<'_>>) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<Vec<String>> {
        let mut prepared = self.connection.prepare(&statement.sql)?;
        let name = |at| prepared.column_name(at).map(str::to_owned);
        let columns: Vec<String> = (0..prepared.column_count())
            .map(name)
            .collect::<Result<_, _>>()?;
        let mut rows = prepared.query(params_from_iter(statement.params.iter().map(Bound)))?;
        while let Some(row) = rows.next()? {
            let mut values = (0..columns.len()).map(|at| row.get_ref(at).unwrap_or(ValueRef::Null));
            on_row(&mut values)?;
        }
        Ok(columns)
    }
}
