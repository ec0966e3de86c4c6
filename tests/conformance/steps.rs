//! A database on which migrations run one by one, with a look at it in between.

use std::sync::Arc;

use migrator::__private::Outcome;
use migrator::{Error, ErrorKind, Migrations, Op};

use crate::backend::{Backend, Connection, Database};
use crate::shown::shown;
use crate::support::{Rev, set};

pub(crate) type Up = fn(&mut Op<'_>) -> Outcome;

/// A line of migrations on an empty database.
pub(crate) struct Steps {
    pub(crate) database: Arc<dyn Database>,
    pub(crate) connection: Box<dyn Connection>,
    set: &'static Migrations,
}

impl Steps {
    pub(crate) fn new(on: &dyn Backend, ups: &[Up]) -> Self {
        let mut parents: Vec<String> = Vec::new();
        let mut revisions = Vec::new();
        for (number, up) in ups.iter().enumerate() {
            let id = format!("r{number:03}");
            let names: Vec<&str> = parents.iter().map(String::as_str).collect();
            revisions.push(Rev::rust(&id, &names, *up));
            parents = vec![id];
        }
        let database = on.database();
        let connection = database.connect();
        Self {
            database,
            connection,
            set: set(revisions),
        }
    }

    /// Runs the next migration.
    pub(crate) fn next(&mut self) {
        self.try_next().unwrap();
    }

    pub(crate) fn try_next(&mut self) -> Result<(), Error> {
        self.connection.upgrade(self.set, "+1").map(|_| ())
    }

    /// Checks that the database takes rows, and that it refuses others.
    pub(crate) fn takes_and_refuses(&mut self, taken: &[&str], refused: &[&str]) {
        for sql in taken {
            assert_eq!(self.connection.attempt(sql), Ok(()), "{sql}");
        }
        for sql in refused {
            assert!(self.connection.attempt(sql).is_err(), "{sql}");
        }
    }
}

/// Runs a migration that must be refused as unsupported, with nothing of it done; returns the
/// message.
pub(crate) fn refused(on: &dyn Backend, up: Up) -> String {
    let mut steps = Steps::new(on, &[up]);
    let error = steps.try_next().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported, "{error:?}");
    assert_eq!(steps.database.tables(), [""; 0]);
    let text = shown(&error, &[]);
    let from = text.find("caused by: ").unwrap();
    let message = text[from..].lines().next().unwrap();
    message.replace("caused by: ", "")
}
