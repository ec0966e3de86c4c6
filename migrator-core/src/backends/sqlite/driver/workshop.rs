//! Where scratch databases come from: memory.

use std::fmt;

use rusqlite::Connection;

use super::{SqliteSession, opened};
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

impl Memory {
    /// Prepares each connection, for schemas that need functions, collations or modules of the application's own.
    ///
    /// ```
    /// # use migrator_core::backends::sqlite::Memory;
    /// let ground = Memory::with(|connection| {
    ///     connection.execute_batch("PRAGMA recursive_triggers = ON") // or `create_scalar_function(…)`
    /// });
    /// # drop(ground);
    /// ```
    pub fn with<F>(setup: F) -> MemoryWith<'static, F>
    where
        F: Fn(&Connection) -> rusqlite::Result<()>,
    {
        MemoryWith {
            setup,
            beside: None,
        }
    }
}

/// SQLite databases in memory that the application prepares, from [`Memory::with`].
#[derive(Clone, Copy)]
pub struct MemoryWith<'g, F> {
    setup: F,
    beside: Option<&'g Connection>,
}

impl<'g, F> MemoryWith<'g, F> {
    /// Names the database itself, to compare with it.
    #[must_use]
    pub fn beside(self, connection: &'g Connection) -> Self {
        Self {
            beside: Some(connection),
            ..self
        }
    }
}

impl<F> fmt::Debug for MemoryWith<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryWith").finish_non_exhaustive()
    }
}

impl sealed::Sealed for Memory {}
impl<F> sealed::Sealed for MemoryWith<'_, F> {}

impl<'g> Ground<'g> for Memory {
    fn workshop(self) -> Box<dyn Workshop + 'g> {
        Box::new(self)
    }
}

impl<'g, F> Ground<'g> for MemoryWith<'g, F>
where
    F: Fn(&Connection) -> rusqlite::Result<()> + 'g,
{
    fn workshop(self) -> Box<dyn Workshop + 'g> {
        Box::new(InMemory {
            setup: self.setup,
            beside: self.beside,
            is_plain: false,
        })
    }
}

/// What the application has made on the connection itself, functions say, is on no scratch connection: that is
/// what [`Memory::with`] is for.
impl<'g> Ground<'g> for &'g Connection {
    fn workshop(self) -> Box<dyn Workshop + 'g> {
        Box::new(InMemory {
            setup: plain,
            beside: Some(self),
            is_plain: true,
        })
    }
}

impl<'g> Ground<'g> for &'g mut Connection {
    fn workshop(self) -> Box<dyn Workshop + 'g> {
        (&*self).workshop()
    }
}

/// Memory, and the application's own database, if there is one.
struct InMemory<'g, F> {
    setup: F,
    beside: Option<&'g Connection>,
    /// Whether the setup does nothing, so that others can do without.
    is_plain: bool,
}

fn plain(_: &Connection) -> rusqlite::Result<()> {
    Ok(())
}

/// Memory alone.
impl Workshop for Memory {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn scratch(&mut self) -> Result<Box<dyn Session + '_>, SessionError> {
        opened(&plain)
    }

    fn database(&mut self) -> Result<Option<Box<dyn Session + '_>>, SessionError> {
        Ok(None)
    }

    fn anything(&mut self) -> Result<Box<dyn Session + '_>, SessionError> {
        self.scratch()
    }

    fn apart(&self) -> Option<Box<dyn Workshop + Send>> {
        Some(Box::new(*self))
    }
}

impl<F> Workshop for InMemory<'_, F>
where
    F: Fn(&Connection) -> rusqlite::Result<()>,
{
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn scratch(&mut self) -> Result<Box<dyn Session + '_>, SessionError> {
        opened(&self.setup)
    }

    fn database(&mut self) -> Result<Option<Box<dyn Session + '_>>, SessionError> {
        let session = |connection| SqliteSession::on(connection, Scope::Own);
        Ok(self.beside.map(session))
    }

    fn anything(&mut self) -> Result<Box<dyn Session + '_>, SessionError> {
        match self.beside {
            Some(connection) => Ok(SqliteSession::on(connection, Scope::Own)),
            None => self.scratch(),
        }
    }

    fn apart(&self) -> Option<Box<dyn Workshop + Send>> {
        self.is_plain
            .then(|| Box::new(Memory) as Box<dyn Workshop + Send>)
    }

    fn is_plain(&self) -> bool {
        self.is_plain
    }
}
