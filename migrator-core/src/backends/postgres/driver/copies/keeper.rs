//! The connections of this process to the maintenance database, and the locks they hold.

use std::collections::BTreeSet;
use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

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

/// So long is waited for a server that does not answer, unless the URL says otherwise.
const CONNECTING: Duration = Duration::from_secs(30);

/// The role, the database whose locks tell who lives, and what is set for each connection: by its URL or for the role.
const SETTINGS: &str = "SELECT pg_catalog.format('%L %L ', current_user, current_database()) \
     || coalesce(string_agg(pg_catalog.format('%s=%L', name, setting), ' ' ORDER BY name), '') \
     FROM pg_catalog.pg_settings WHERE source IN ('client', 'global', 'user') \
     AND name <> 'application_name'";

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
    circumstances: String,
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
        if !surroundings.is_writable {
            return Err(only_reads());
        }
        if !surroundings.may_create_databases {
            return Err(may_not_create());
        }
        let settings = client.query_one(SETTINGS, &[]);
        let settings: String = settings.and_then(|row| row.try_get(0)).map_err(said)?;
        let token = RandomState::new().build_hasher().finish();
        begin(&mut client, token)?;
        sweep::copies(&mut client);
        Ok(Self {
            url: url.to_owned(),
            config,
            token,
            counter: AtomicU64::new(0),
            version: surroundings.version,
            circumstances: format!(
                "{} {} {settings}",
                surroundings.version, surroundings.locale
            ),
            locale: surroundings.locale,
            holder: Mutex::new(client),
            templates: Mutex::default(),
            idle: Mutex::default(),
        })
    }

    /// Returns what of the server and of the connection decides what a template holds.
    #[must_use]
    pub fn circumstances(&self) -> &str {
        &self.circumstances
    }

    /// Returns the number that no other keeper has.
    pub(super) fn token(&self) -> u64 {
        self.token
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
            _ => untimed(connect(&self.config)?)?,
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
            *holder = untimed(connect(&self.config)?)?;
            held(&self.templates).clear();
            begin(&mut holder, self.token)?;
        }
        Ok(holder)
    }
}

/// Makes known that this process lives.
fn begin(holder: &mut Client, token: u64) -> Result<(), SessionError> {
    let sql = names::lock("pg_advisory_lock", token);
    holder.batch_execute(&sql).map_err(said)
}

/// Connects to the maintenance database, or, where the server denies that, to the one that is named.
fn maintenance(mut named: Config) -> Result<(Client, Config), SessionError> {
    if named.get_application_name().is_none() {
        named.application_name("migrator fixtures");
    }
    if named.get_connect_timeout().is_none() {
        named.connect_timeout(CONNECTING);
    }
    let mut config = named.clone();
    config.dbname(MAINTENANCE);
    let (client, config) = match connect(&config) {
        Ok(client) => (client, config),
        Err(error) if is_said_by_server(&error) => match connect(&named) {
            Ok(client) => (client, named),
            Err(_) => return Err(error),
        },
        Err(error) => return Err(error),
    };
    Ok((untimed(client)?, config))
}

/// Tells whether there is a server, and it said this.
fn is_said_by_server(error: &SessionError) -> bool {
    let error = error.driver.downcast_ref::<postgres::Error>();
    error.is_some_and(|error| error.as_db_error().is_some())
}

/// Has the server wait as long as it takes, and end nobody who is silent for long.
fn untimed(mut client: Client) -> Result<Client, SessionError> {
    // From version 14 on there is this setting.
    let _ = client.batch_execute("SET idle_session_timeout = 0");
    let sql = "SET statement_timeout = 0; SET lock_timeout = '10min'";
    client.batch_execute(sql).map_err(said)?;
    Ok(client)
}

fn only_reads() -> SessionError {
    SessionError {
        help: Some("name the primary server, and leave `default_transaction_read_only` off"),
        ..SessionError::new(
            SessionErrorKind::ReadOnly,
            "the server of the tests takes no writes",
        )
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
