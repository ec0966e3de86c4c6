//! SQLite for a test: in memory, or a file.
//!
//! Migrated once in a process, and read as bytes: what is in memory in memory, a file as a file, because a migration may do other things
//! there (`PRAGMA journal_mode`). Each test gets a copy of the bytes.

use std::fs;
use std::path::{Path, PathBuf};

use migrator_core::backends::sqlite::{Connection, DriverResult, Image, converted};
use migrator_core::error::Result;
use migrator_core::kit::{Folder, Key, KitError, Store};

use super::fixture::Fixture;
use super::seed::Seed;
use super::setup::Setup;

/// What this process has migrated.
static IMAGES: Store<Key, Image> = Store::new();

/// What the file is called in its folder.
const NAME: &str = "test.db";

impl Fixture {
    /// Opens a database in memory.
    ///
    /// It is gone with the connection. The first call in a process migrates; each further one copies the bytes.
    ///
    /// # Errors
    /// If migrating fails, or a seed; of kind [`Set`](crate::ErrorKind::Set) without migrations.
    pub fn sqlite(&self) -> Result<Connection> {
        let key = self.key("sqlite in memory")?;
        let image = IMAGES.get(key, || self.in_memory())?;
        let connection = image
            .open()
            .map_err(|source| KitError::Database { source })?;
        set_up(self.setup.as_ref(), &connection)?;
        Ok(connection)
    }

    /// Makes a file, in a folder of its own for temporary files.
    ///
    /// The folder is removed with what is returned. What a killed process has left is removed by the next one.
    ///
    /// # Errors
    /// As for [`sqlite`](Self::sqlite); also if there is no room.
    pub fn sqlite_file(&self) -> Result<SqliteFile> {
        let key = self.key("sqlite file")?;
        let image = IMAGES.get(key, || self.on_file())?;
        let file = SqliteFile::new(self.setup.clone())?;
        fs::write(&file.path, image.bytes()).map_err(|source| file.failed(source))?;
        Ok(file)
    }

    /// Functions are the same as long as the process lives.
    fn key(&self, kind: &str) -> Result<Key> {
        let recipe = self.recipe(kind)?;
        Ok(match &self.setup {
            Some(setup) => recipe.with("setup", setup.identity).key(),
            None => recipe.key(),
        })
    }

    fn in_memory(&self) -> Result<Image> {
        let mut connection = opened(Connection::open_in_memory())?;
        self.make_database(&connection)?;
        let image = Image::of(&mut connection);
        Ok(image.map_err(|source| KitError::Database { source })?)
    }

    fn on_file(&self) -> Result<Image> {
        let file = SqliteFile::new(None)?;
        let connection = opened(Connection::open(&file.path))?;
        self.make_database(&connection)?;
        // The last connection that closes writes everything into the file itself.
        drop(connection);
        let bytes = fs::read(&file.path).map_err(|source| file.failed(source))?;
        Ok(Image::new(bytes))
    }

    /// Migrates, and puts in what is to be there.
    fn make_database(&self, connection: &Connection) -> Result {
        set_up(self.setup.as_ref(), connection)?;
        self.migrate(connection)?;
        for seed in &self.seeds {
            match seed {
                Seed::Sql(sql) => connection
                    .execute_batch(sql)
                    .map_err(|error| KitError::of_seed(sql, converted(error, sql)))?,
                Seed::Function(function) => function.on_sqlite(connection)?,
            }
            if !connection.is_autocommit() {
                return Err(KitError::of_open_seed(seed.name()).into());
            }
        }
        Ok(())
    }
}

/// An SQLite file of a test, which is removed with this value.
#[derive(Debug)]
pub struct SqliteFile {
    path: PathBuf,
    setup: Option<Setup>,
    _folder: Folder,
}

impl SqliteFile {
    fn new(setup: Option<Setup>) -> Result<Self, KitError> {
        let folder = Folder::new()?;
        Ok(Self {
            path: folder.path().join(NAME),
            setup,
            _folder: folder,
        })
    }

    /// Returns where it is; the folder around it is the test's own, for files beside it.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns its path as a URL: `sqlite:/tmp/…/test.db`.
    #[must_use]
    pub fn url(&self) -> String {
        let path = self.path.display().to_string();
        // What would end the path, and what would stand for another sign.
        let path = path.replace('%', "%25").replace('?', "%3F");
        format!("sqlite:{}", path.replace('#', "%23"))
    }

    /// Opens it, with [`Fixture::setup`].
    ///
    /// Each call opens another connection. What the application sets on a file, WAL say, it sets itself.
    ///
    /// # Errors
    /// What the driver says.
    pub fn connect(&self) -> Result<Connection> {
        let connection = opened(Connection::open(&self.path))?;
        set_up(self.setup.as_ref(), &connection)?;
        Ok(connection)
    }

    fn failed(&self, source: std::io::Error) -> KitError {
        KitError::File {
            path: self.path.clone(),
            source,
        }
    }
}

fn opened(connection: DriverResult<Connection>) -> Result<Connection, KitError> {
    connection.map_err(|error| KitError::Database {
        source: converted(error, ""),
    })
}

fn set_up(setup: Option<&Setup>, connection: &Connection) -> Result<(), KitError> {
    setup.map_or(Ok(()), |setup| setup.prepare(connection))
}
