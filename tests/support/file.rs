//! A database file in a folder of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

/// Deleted, with everything SQLite puts beside it, when dropped.
pub struct File {
    folder: TempDir,
    path: PathBuf,
}

impl File {
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("app.db");
        Self { folder, path }
    }

    /// A file in write-ahead mode.
    pub fn wal() -> Self {
        let file = Self::new();
        let mode: String = file
            .open()
            .query_row("PRAGMA journal_mode = wal", [], |row| row.get(0))
            .unwrap();
        assert_eq!(mode, "wal");
        file
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn open(&self) -> Connection {
        Connection::open(&self.path).unwrap()
    }

    /// A connection that never waits inside SQLite, so that all waiting is ours.
    pub fn open_impatient(&self) -> Connection {
        let connection = self.open();
        connection.busy_timeout(std::time::Duration::ZERO).unwrap();
        connection
    }

    pub fn open_read_only(&self) -> Connection {
        Connection::open_with_flags(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
    }

    /// Every byte of the file, of its journal and of its write-ahead log. The
    /// index of that log (`-shm`) holds the readers' marks and is no content.
    pub fn bytes(&self) -> BTreeMap<String, Vec<u8>> {
        std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap())
            .map(|entry| (entry.file_name().into_string().unwrap(), entry.path()))
            .filter(|(name, _)| !name.ends_with("-shm"))
            .map(|(name, path)| (name, std::fs::read(path).unwrap()))
            .collect()
    }
}
