//! Which revision becomes SQL, and which a skeleton, and why.

use std::collections::BTreeMap;
use std::fmt;

use migrator_core::base::Dialect;
use migrator_core::script::Direction;

use super::output::RevisionSql;
use super::version_file::VersionFile;

/// What Alembic has written for one kind of database.
#[derive(Debug, Clone)]
pub struct Offline {
    dialect: Dialect,
    written: BTreeMap<(bool, String), RevisionSql>,
    failed: BTreeMap<(bool, String), String>,
}

impl Offline {
    /// Starts with nothing.
    #[must_use]
    pub fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            written: BTreeMap::new(),
            failed: BTreeMap::new(),
        }
    }

    /// Returns the kind of database.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Keeps what was written of a revision, unless it is there already or incomplete.
    pub fn keep(&mut self, sql: RevisionSql) {
        if sql.is_complete {
            let key = key(sql.direction, &sql.id);
            self.written.entry(key).or_insert(sql);
        }
    }

    /// Says why a revision could not be written.
    pub fn fail(&mut self, direction: Direction, id: &str, reason: &str) {
        self.failed.insert(key(direction, id), reason.to_owned());
    }

    /// Tells whether a revision is written.
    #[must_use]
    pub fn has(&self, direction: Direction, id: &str) -> bool {
        self.written.contains_key(&key(direction, id))
    }

    fn get(&self, direction: Direction, id: &str) -> Result<&RevisionSql, String> {
        let key = key(direction, id);
        self.written.get(&key).ok_or_else(|| {
            let reason = self.failed.get(&key);
            reason.map_or_else(|| "Alembic did not write it".to_owned(), Clone::clone)
        })
    }
}

fn key(direction: Direction, id: &str) -> (bool, String) {
    (direction == Direction::Up, id.to_owned())
}

/// What becomes of a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    Sql(Sql),
    /// To be written by hand, for this reason.
    Skeleton(String),
}

/// The sections of an SQL migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sql {
    pub(super) up: Vec<Section>,
    /// Without any the revision has no way back.
    pub(super) down: Vec<Section>,
    pub(super) missing: Vec<Missing>,
    pub(super) leaves_transaction: bool,
}

/// The statements for one kind of database, or for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) dialect: Option<Dialect>,
    pub(super) sql: String,
}

/// A way that Alembic could not write, or not for one kind of database, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Missing {
    pub(super) direction: Direction,
    pub(super) dialect: Option<Dialect>,
    pub(super) reason: String,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let way = match self.direction {
            Direction::Up => "way up",
            Direction::Down => "way back",
        };
        match self.dialect {
            Some(dialect) => write!(f, "no {way} for {dialect}: {}", self.reason),
            None => write!(f, "no {way}: {}", self.reason),
        }
    }
}

/// Decides what becomes of a revision.
pub(super) fn form(version: &VersionFile, offline: &[Offline]) -> Form {
    if version.is_empty() {
        return Form::Sql(Sql {
            up: nothing(),
            down: nothing(),
            missing: Vec::new(),
            leaves_transaction: false,
        });
    }
    if offline.is_empty() {
        return Form::Skeleton("Alembic was not asked for its SQL".to_owned());
    }
    if version.asks_whether_offline {
        let reason = "it does something else where there is no database to ask";
        return Form::Skeleton(reason.to_owned());
    }
    let up = Way::of(version, Direction::Up, offline);
    let down = Way::of(version, Direction::Down, offline);
    if up.sections.is_empty() {
        let reason = up.missing.into_iter().next().map(|it| it.reason);
        return Form::Skeleton(reason.unwrap_or_default());
    }
    Form::Sql(Sql {
        up: up.sections,
        down: down.sections,
        missing: up.missing.into_iter().chain(down.missing).collect(),
        leaves_transaction: up.leaves_transaction || down.leaves_transaction,
    })
}

fn nothing() -> Vec<Section> {
    vec![Section {
        dialect: None,
        sql: String::new(),
    }]
}

/// One way, as far as it is written.
struct Way {
    sections: Vec<Section>,
    missing: Vec<Missing>,
    leaves_transaction: bool,
}

impl Way {
    fn of(version: &VersionFile, direction: Direction, offline: &[Offline]) -> Self {
        let function = match direction {
            Direction::Up => &version.upgrade,
            Direction::Down => &version.downgrade,
        };
        let mut way = Self {
            sections: Vec::new(),
            missing: Vec::new(),
            leaves_transaction: false,
        };
        if function.is_empty {
            way.sections = nothing();
            return way;
        }
        for written in offline {
            match written.get(direction, version.id()) {
                Ok(sql) if sql.reads && version.has_connection => {
                    let reason = "it reads from the database, and Alembic had none";
                    way.miss(direction, written.dialect, reason);
                }
                Ok(sql) => {
                    way.leaves_transaction |= sql.leaves_transaction;
                    way.sections.push(Section {
                        dialect: Some(written.dialect),
                        sql: sql.sql.clone(),
                    });
                }
                Err(reason) => way.miss(direction, written.dialect, &reason),
            }
        }
        way.join();
        way
    }

    fn miss(&mut self, direction: Direction, dialect: Dialect, reason: &str) {
        self.missing.push(Missing {
            direction,
            dialect: Some(dialect),
            reason: reason.to_owned(),
        });
    }

    /// Says once what is the same for all.
    fn join(&mut self) {
        if self.sections.is_empty() {
            self.missing.truncate(1);
            self.missing.iter_mut().for_each(|it| it.dialect = None);
        } else if self.missing.is_empty() {
            let first = self.sections.first().map(|section| section.sql.clone());
            if self
                .sections
                .iter()
                .all(|it| Some(&it.sql) == first.as_ref())
            {
                self.sections.truncate(1);
                self.sections.iter_mut().for_each(|it| it.dialect = None);
            }
        }
    }
}
