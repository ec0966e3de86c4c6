//! A database as the bytes of its file, and databases in memory that begin as it.
//!
//! The bytes are copied once for each, into memory that SQLite owns:
//! <https://sqlite.org/c3ref/deserialize.html>.

use std::fmt;

use rusqlite::{Connection, MAIN_DB};

use super::said::convert;
use crate::session::SessionError;

/// Returns what the driver says in words that all backends share.
#[must_use]
pub fn converted(error: rusqlite::Error, sql: &str) -> SessionError {
    convert(error, sql)
}

/// A database as the bytes of its file.
#[derive(Clone)]
pub struct Image(Vec<u8>);

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Image({} bytes)", self.0.len())
    }
}

impl Image {
    /// Takes the bytes of a file.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Reads what is in a database.
    ///
    /// # Errors
    /// What the driver says.
    pub fn of(connection: &mut Connection) -> Result<Self, SessionError> {
        let sql = "PRAGMA main.page_count";
        let n_pages: i64 = connection
            .query_row(sql, [], |row| row.get(0))
            .map_err(|error| convert(error, sql))?;
        if n_pages == 0 {
            // Of nothing there are no bytes, which looks like a lack of memory.
            return Ok(Self(Vec::new()));
        }
        let bytes = connection.serialize(MAIN_DB);
        let bytes = bytes.map_err(|error| convert(error, ""))?;
        Ok(Self(bytes.to_vec()))
    }

    /// Returns the bytes of the file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Opens a database in memory that begins as this.
    ///
    /// # Errors
    /// What the driver says.
    pub fn open(&self) -> Result<Connection, SessionError> {
        let opened = Connection::open_in_memory().and_then(|mut connection| {
            if !self.0.is_empty() {
                let bytes = self.0.as_slice();
                connection.deserialize_read_exact(MAIN_DB, bytes, bytes.len(), false)?;
            }
            Ok(connection)
        });
        opened.map_err(|error| convert(error, ""))
    }
}
