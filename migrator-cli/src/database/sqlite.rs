//! `sqlite:` URLs.
//!
//! | | |
//! |---|---|
//! | `sqlite:app.db`, `sqlite://app.db` | a file, relative to the folder where it is written down |
//! | `sqlite:/srv/app.db`, `sqlite:///srv/app.db`, `sqlite:C:\app.db`, `sqlite:///C:/app.db` | a file |
//! | `sqlite::memory:` | a database that ends with the program |
//! | `?mode=ro`, `rw`, `rwc`, `memory` | only read; also write; also create, which is the default |
//!
//! A `%`, `?` or `#` of a file's name is percent-encoded.

use std::path::{Path, PathBuf};
use std::time::Duration;

use migrator_core::session::{Connect, Session};
#[cfg(feature = "autogenerate")]
use migrator_core::session::{Ground, Workshop};
use rusqlite::{Connection, OpenFlags};

use super::error::UrlError;
use super::{Database, Missing, Whereabouts, decoded};
use crate::failure::Failure;

/// What a URL says.
#[derive(Debug, PartialEq, Eq)]
struct Sqlite {
    /// `None` in memory.
    path: Option<PathBuf>,
    mode: Mode,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Read,
    Write,
    Create,
}

const PARAMETERS: &[&str] = &["mode"];
const MODES: &[&str] = &["ro", "rw", "rwc", "memory"];

/// How long SQLite itself waits for a lock. Nothing stops it meanwhile, and so it is short: the library
/// repeats what was refused, up to `lock-wait`, and hears Ctrl-C in between.
const TURN: Duration = Duration::from_millis(50);

/// Opens the file that a URL names.
pub(super) fn open(
    whereabouts: &Whereabouts,
    missing: Missing,
    _program: &str,
) -> Result<Box<dyn Database>, Failure> {
    Ok(Box::new(connect(whereabouts, missing)?))
}

impl Database for Connection {
    fn session(&mut self) -> Result<Box<dyn Session + '_>, Failure> {
        let session = (&*self).session();
        session.map_err(|error| Failure::new("the database cannot be opened").because(&error))
    }

    #[cfg(feature = "autogenerate")]
    fn workshop(&mut self) -> Result<Box<dyn Workshop + '_>, Failure> {
        Ok(Ground::workshop(&*self))
    }
}

/// Opens an empty database that ends with the program.
#[cfg(feature = "autogenerate")]
pub(super) fn memory() -> Result<Box<dyn Database>, Failure> {
    Ok(Box::new(in_memory()?))
}

fn in_memory() -> Result<Connection, Failure> {
    Connection::open_in_memory()
        .map_err(|error| Failure::new("no database can be made in memory").because(&error))
}

/// Sets how long SQLite waits, by SQL: the driver's own call needs SQLite 3.44 at link time, which is newer
/// than what many machines have installed.
fn wait_for_a_turn(connection: &Connection) -> rusqlite::Result<()> {
    let milliseconds = TURN.as_millis();
    connection.execute_batch(&format!("PRAGMA busy_timeout = {milliseconds}"))
}

fn connect(whereabouts: &Whereabouts, missing: Missing) -> Result<Connection, Failure> {
    let sqlite = Sqlite::read(&whereabouts.url, &whereabouts.folder)?;
    let is_file = |path: &&PathBuf| {
        missing != Missing::Imagine || sqlite.mode != Mode::Create || path.exists()
    };
    let Some(path) = sqlite.path.as_ref().filter(is_file) else {
        return in_memory();
    };
    Connection::open_with_flags(path, flags(sqlite.mode, missing))
        .and_then(|connection| wait_for_a_turn(&connection).map(|()| connection))
        .map_err(|error| refused(path, sqlite.mode, missing, &whereabouts.url, &error))
}

fn flags(mode: Mode, missing: Missing) -> OpenFlags {
    let access = match (mode, missing) {
        (Mode::Read, _) => OpenFlags::SQLITE_OPEN_READ_ONLY,
        (Mode::Create, Missing::Create) => {
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
        }
        (Mode::Write | Mode::Create, _) => OpenFlags::SQLITE_OPEN_READ_WRITE,
    };
    access | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

fn refused(
    path: &Path,
    mode: Mode,
    missing: Missing,
    url: &str,
    error: &rusqlite::Error,
) -> Failure {
    let shown = path.display();
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        let message = format!("there is no folder `{}` for the database", folder.display());
        return Failure::new(message).help("create it, or name another file");
    }
    if path.exists() {
        return Failure::new(format!("the database `{shown}` cannot be opened")).because(error);
    }
    let failure = Failure::new(format!("there is no database `{shown}`"));
    match (mode, missing) {
        // Alembic's users mean a relative path.
        _ if url.starts_with("sqlite:///") && path.parent() == Some(Path::new("/")) => {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            failure.help(format!(
                "write `sqlite:{name}` for a file in the current folder"
            ))
        }
        (Mode::Create, Missing::Refuse) => {
            failure.help("name another file, or make this one with `{program} upgrade head`")
        }
        (Mode::Create, Missing::Create | Missing::Imagine) => {
            Failure::new(format!("the database `{shown}` cannot be made")).because(error)
        }
        (Mode::Read | Mode::Write, _) => failure.help("leave `mode` out to have it made"),
    }
}

impl Sqlite {
    fn read(url: &str, folder: &Path) -> Result<Self, UrlError> {
        let rest = url.strip_prefix("sqlite:").unwrap_or(url);
        let (file, query) = rest.split_once('?').unwrap_or((rest, ""));
        let file = match file.strip_prefix("//") {
            Some(file) => file,
            None => file,
        };
        let mode = mode(query)?;
        let file = without_slash(file);
        let (Some(mode), false) = (mode, file == ":memory:" || file == "/:memory:") else {
            return Ok(Self {
                path: None,
                mode: Mode::Create,
            });
        };
        if file.is_empty() {
            return Err(UrlError::Unreadable {
                part: "file name",
                help: "write `sqlite:app.db`, or `sqlite::memory:`",
            });
        }
        Ok(Self {
            path: Some(folder.join(decoded(file, "file name")?)),
            mode,
        })
    }
}

/// Returns `C:/app.db` for `/C:/app.db`, where there are such names.
fn without_slash(file: &str) -> &str {
    match file.strip_prefix('/') {
        Some(rest) if cfg!(windows) && rest.chars().nth(1) == Some(':') => rest,
        _ => file,
    }
}

/// Returns how to open the file; `None` in memory.
fn mode(query: &str) -> Result<Option<Mode>, UrlError> {
    let mut mode = Some(Mode::Create);
    for parameter in query.split('&').filter(|text| !text.is_empty()) {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if name != "mode" {
            return Err(UrlError::UnknownParameter {
                name: name.to_owned(),
                known: PARAMETERS,
            });
        }
        mode = match value {
            "ro" => Some(Mode::Read),
            "rw" => Some(Mode::Write),
            "rwc" => Some(Mode::Create),
            "memory" => None,
            _ => {
                return Err(UrlError::UnknownValue {
                    name: name.to_owned(),
                    known: MODES,
                });
            }
        };
    }
    Ok(mode)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_a_file_or_memory() {
        let file = |path: &str, mode| {
            Ok(Sqlite {
                path: Some(PathBuf::from(path)),
                mode,
            })
        };
        let memory = || {
            Ok(Sqlite {
                path: None,
                mode: Mode::Create,
            })
        };
        let cases = [
            ("sqlite:app.db", file("/at/app.db", Mode::Create)),
            (
                "sqlite:./data/app.db",
                file("/at/./data/app.db", Mode::Create),
            ),
            ("sqlite://app.db", file("/at/app.db", Mode::Create)),
            ("sqlite:/srv/app.db", file("/srv/app.db", Mode::Create)),
            ("sqlite:///srv/app.db", file("/srv/app.db", Mode::Create)),
            ("sqlite:a%20b%3F%25.db", file("/at/a b?%.db", Mode::Create)),
            ("sqlite:a b.db?mode=ro", file("/at/a b.db", Mode::Read)),
            ("sqlite:app.db?mode=rw", file("/at/app.db", Mode::Write)),
            ("sqlite:app.db?mode=rwc", file("/at/app.db", Mode::Create)),
            ("sqlite:app.db?mode=memory", memory()),
            ("sqlite::memory:", memory()),
            ("sqlite://:memory:", memory()),
            ("sqlite:///:memory:", memory()),
        ];
        if cfg!(unix) {
            for (url, expected) in cases {
                assert_eq!(Sqlite::read(url, Path::new("/at")), expected, "{url}");
            }
        }
    }

    #[test]
    fn what_a_url_cannot_say_is_refused() {
        let read = |url| Sqlite::read(url, Path::new("/at")).unwrap_err().to_string();
        assert_eq!(read("sqlite:"), "the URL's file name is not readable");
        assert_eq!(read("sqlite:%ff.db"), "the URL's file name is not readable");
        assert_eq!(read("sqlite:a?cache=x"), "the URL has no parameter `cache`");
        assert_eq!(
            read("sqlite:a?mode=r"),
            "the URL's parameter `mode` has a value that does not exist"
        );
    }
}
