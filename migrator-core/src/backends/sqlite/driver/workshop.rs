//! Where scratch databases come from: memory.

use rusqlite::Connection;

use super::{SqliteSession, scratch};
use crate::base::Dialect;
use crate::session::{Ground, Scope, Session, SessionError, Workshop, sealed};

/// SQLite databases in memory, for comparisons that no database is needed for.
///
/// ```no_run
/// # use migrator_core::{backends::sqlite::Memory, declared::Declared, set::Migrations};
/// # fn compare(migrations: &Migrations, declared: Declared) -> migrator_core::error::Result {
/// let differences = migrations.autogenerate(declared).check(Memory)?;
/// assert!(differences.is_empty(), "{differences}");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Memory;

impl sealed::Sealed for Memory {}

impl<'g> Ground<'g> for Memory {
    fn workshop(self) -> Box<dyn Workshop + 'g> {
        Box::new(InMemory { beside: None })
    }
}

impl<'g> Ground<'g> for &'g Connection {
    fn workshop(self) -> Box<dyn Workshop + 'g> {
        Box::new(InMemory { beside: Some(self) })
    }
}

impl<'g> Ground<'g> for &'g mut Connection {
    fn workshop(self) -> Box<dyn Workshop + 'g> {
        (&*self).workshop()
    }
}

/// Memory, and the application's own database, if there is one.
struct InMemory<'g> {
    beside: Option<&'g Connection>,
}

impl Workshop for InMemory<'_> {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn scratch(&mut self) -> Result<Box<dyn Session + '_>, SessionError> {
        scratch()
    }

    fn database(&mut self) -> Result<Option<Box<dyn Session + '_>>, SessionError> {
        let session = |connection| SqliteSession::on(connection, Scope::Own);
        Ok(self.beside.map(session))
    }

    fn anything(&mut self) -> Result<Box<dyn Session + '_>, SessionError> {
        match self.beside {
            Some(connection) => Ok(SqliteSession::on(connection, Scope::Own)),
            None => scratch(),
        }
    }
}
