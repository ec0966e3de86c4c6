//! The connections of this process to the maintenance database, and the locks they hold.

use std::collections::BTreeSet;
use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use postgres::{Client, Config, NoTls};

use super::super::said::said;
use super::super::server::{on, parsed};
use super::super::surroundings::Surroundings;
use super::apart::apart;
use super::connecting::connect;
use super::{names, sweep, url};
use crate::session::{SessionError, SessionErrorKind};

/// The database that every server has.
const MAINTENANCE: &str = "postgres";

/// So many connections are kept open for the next copy, beside the one that holds the locks.
const MOST_IDLE: usize = 4;

/// What this process has on a server: one connection that holds its locks, and some more for making and dropping
/// copies at once.
pub struct Keeper {
    url: String,
    /// Leads to the maintenance database.
    config: Config,
    token: u64,
    counter: AtomicU64,
    version: u32,
    locale: String,
    role: String,
    /// The connection that holds the locks.
    holder: Mutex<Client>,
    /// The keys of the templates that are held; apart, because a copy being made on that connection holds up nobody
    /// who only asks.
    templates: Mutex<BTreeSet<u64>>,
    idle: Mutex<Vec<Client>>,
}

impl fmt::Debug for Keeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keeper")
            .field("token", &self.token)
            .finish_non_exhaustive()
    }
}

impl Keeper {
    /// Connects, makes known that this process lives, and drops what killed processes have left.
    ///
    /// # Errors
    /// If the server cannot be reached, or the role may not create databases.
    pub fn open(url: &str) -> Result<Self, SessionError> {
        apart(|| Self::opened(url))
    }

    fn opened(url: &str) -> Result<Self, SessionError> {
        let config =
            parsed(url).map_err(|text| SessionError::new(SessionErrorKind::Disconnected, text))?;
        let (mut client, config) = maintenance(config)?;
        let surroundings = Surroundings::read(&mut on(&mut client, NoTls))?;
        if !surroundings.may_create_databases {
            return Err(may_not_create());
        }
        let role = client.query_one("SELECT current_user::text", &[]);
        let role = role.and_then(|row| row.try_get(0)).map_err(said)?;
        let token = RandomState::new().build_hasher().finish();
        begin(&mut client, token)?;
        sweep::copies(&mut client);
        Ok(Self {
            url: url.to_owned(),
            config,
            token,
            counter: AtomicU64::new(0),
            version: surroundings.version,
            locale: surroundings.locale,
            role,
            holder: Mutex::new(client),
            templates: Mutex::default(),
            idle: Mutex::default(),
        })
    }

    /// Returns what of the server decides what a template holds.
    #[must_use]
    pub fn circumstances(&self) -> String {
        format!("{} {} {}", self.version, self.role, self.locale)
    }

    /// Returns a name that no other process takes.
    pub(super) fn next_name(&self) -> String {
        names::copy(self.token, self.counter.fetch_add(1, Ordering::Relaxed))
    }

    /// Returns the URL of a database on the server, and what it means.
    pub(super) fn leading_to(&self, database: &str) -> (String, Config) {
        let mut config = self.config.clone();
        config.dbname(database);
        (url::of_database(&self.url, database), config)
    }

    /// Tells the server's version as it counts it: 150004.
    pub(super) fn version(&self) -> u32 {
        self.version
    }

    /// Returns what `CREATE DATABASE` is told, so that texts sort as they do in the maintenance database.
    pub(super) fn locale(&self) -> &str {
        &self.locale
    }

    /// Tells whether this process holds a template. A connection that is at work is not waited for.
    pub(super) fn holds(&self, key: u64) -> Result<bool, SessionError> {
        if !matches!(self.holder.try_lock(), Err(TryLockError::WouldBlock)) {
            drop(self.holder()?);
        }
        Ok(held(&self.templates).contains(&key))
    }

    /// Notes that it does.
    pub(super) fn hold(&self, key: u64) {
        held(&self.templates).insert(key);
    }

    /// Has the template looked for again.
    pub(super) fn forget(&self, key: u64) {
        held(&self.templates).remove(&key);
    }

    /// Does something on whichever connection nobody uses.
    pub(super) fn on_any<T>(
        &self,
        work: impl FnOnce(&mut Client) -> Result<T, SessionError>,
    ) -> Result<T, SessionError> {
        let holder = match self.holder.try_lock() {
            Ok(holder) => Some(holder),
            Err(TryLockError::Poisoned(holder)) => Some(holder.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        };
        if let Some(mut holder) = holder
            && !holder.is_closed()
        {
            return work(&mut holder);
        }
        let idle = held(&self.idle).pop();
        let mut client = match idle {
            Some(client) if !client.is_closed() => client,
            _ => connect(&self.config)?,
        };
        let done = work(&mut client);
        let mut idle = held(&self.idle);
        if idle.len() < MOST_IDLE {
            idle.push(client);
        }
        done
    }

    /// Returns the connection that holds the locks; if it was lost, another one with the same token.
    pub(super) fn holder(&self) -> Result<MutexGuard<'_, Client>, SessionError> {
        let mut holder = held(&self.holder);
        if holder.is_closed() {
            *holder = connect(&self.config)?;
            held(&self.templates).clear();
            begin(&mut holder, self.token)?;
        }
        Ok(holder)
    }
}

/// Makes known that this process lives.
fn begin(holder: &mut Client, token: u64) -> Result<(), SessionError> {
    // From version 14 on a server can be set to end whoever is silent for long.
    let _ = holder.batch_execute("SET idle_session_timeout = 0");
    let sql = "SET statement_timeout = 0; SET lock_timeout = '10min'";
    holder.batch_execute(sql).map_err(said)?;
    let sql = names::lock("pg_advisory_lock", token);
    holder.batch_execute(&sql).map_err(said)
}

/// Connects to the maintenance database, or, where that is denied, to the one that is named.
fn maintenance(named: Config) -> Result<(Client, Config), SessionError> {
    let mut config = named.clone();
    config.dbname(MAINTENANCE);
    if config.get_application_name().is_none() {
        config.application_name("migrator fixtures");
    }
    match connect(&config) {
        Ok(client) => Ok((client, config)),
        Err(error) => match connect(&named) {
            Ok(client) => Ok((client, named)),
            Err(_) => Err(error),
        },
    }
}

fn may_not_create() -> SessionError {
    SessionError {
        help: Some("grant it with `ALTER ROLE … CREATEDB`, or name another role in the URL"),
        ..SessionError::new(
            SessionErrorKind::Denied,
            "the role may not create databases on the server of the tests",
        )
    }
}

/// Whoever has panicked has left nothing half-done here.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
