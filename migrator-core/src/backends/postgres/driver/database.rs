//! A scratch database: made on the server, and dropped with the session.
//!
//! From `template0`, because whatever a site has put into `template1` would count as made by nobody.
//!
//! Invariant: on every way out the database is dropped, panics included. What a killed process has left
//! is dropped by a later one, if it is old and nobody is connected to it.

use postgres::{Client, Config, Error, Row, SimpleQueryMessage, Statement as Prepared};

use super::server::{connect_to, on};
use super::state::PostgresSession;
use super::surroundings::{LEFTOVER, PREFIX, Surroundings, list};
use super::wire::{Connector, Line, Wire};
use crate::backends::postgres::literal::text_literal;
use crate::backends::postgres::names::quoted;
use crate::session::{Interrupter, Scope, Session, SessionError, SessionErrorKind, Statement};

/// A database that is dropped with this value.
pub(super) struct Database<'c, T: Connector> {
    name: String,
    drop_sql: String,
    /// The connection to the database beside which it stands, and how another one is made.
    admin: &'c mut Client,
    config: Config,
    tls: T,
}

impl<'c, T: Connector> Database<'c, T> {
    /// Creates it; gives the connection back if it cannot be created.
    pub(super) fn create(
        admin: &'c mut Client,
        config: Config,
        tls: T,
        surroundings: &Surroundings,
    ) -> Result<Self, (&'c mut Client, SessionError)> {
        sweep(admin, &tls);
        let name = &surroundings.name;
        let force = force(surroundings.version);
        let create = format!(
            "CREATE DATABASE \"{name}\" TEMPLATE template0{}",
            surroundings.locale
        );
        let created = execute(&mut on(admin, tls.clone()), create);
        match created {
            Ok(()) => Ok(Self {
                name: name.clone(),
                drop_sql: format!("DROP DATABASE IF EXISTS \"{name}\"{force}"),
                admin,
                config,
                tls,
            }),
            Err(error) => Err((admin, error)),
        }
    }

    /// Connects to it and makes it like the one beside which it stands.
    pub(super) fn session(
        self,
        surroundings: &Surroundings,
    ) -> Result<PostgresSession<'c>, SessionError>
    where
        T: 'c,
    {
        let mut config = self.config.clone();
        config.dbname(&self.name);
        let client = connect_to(&config, self.tls.clone())?;
        let line = Line {
            client: Box::new(client),
            tls: self.tls.clone(),
        };
        let wire = OwnLine {
            line,
            _database: self,
        };
        let mut session = PostgresSession::new(Box::new(wire), Scope::Own);
        prepare(&mut session, surroundings)?;
        Ok(session)
    }
}

/// Returns what drops a database while somebody is connected to it; nothing where the server knows no such words.
pub(super) fn force(version: u32) -> &'static str {
    match version {
        130_000.. => " WITH (FORCE)",
        _ => "",
    }
}

impl<T: Connector> Drop for Database<'_, T> {
    fn drop(&mut self) {
        if self.admin.batch_execute(&self.drop_sql).is_ok() {
            return;
        }
        // The connection may have been lost meanwhile. What cannot be dropped now is left to a later run.
        if let Ok(mut other) = connect_to(&self.config, self.tls.clone()) {
            let _ = other.batch_execute(&self.drop_sql);
        }
    }
}

/// Gives a new database the schema and the settings that connections to its model have.
fn prepare(
    session: &mut PostgresSession<'_>,
    surroundings: &Surroundings,
) -> Result<(), SessionError> {
    if let Some(own) = &surroundings.own_schema {
        let own = quoted(own)
            .map_err(|error| SessionError::new(SessionErrorKind::Unsupported, error.to_string()))?;
        execute(session, format!("CREATE SCHEMA IF NOT EXISTS {own}"))?;
    }
    // Nothing here has to survive a crash of the server.
    let durable = [("synchronous_commit".to_owned(), "off".to_owned())];
    for (name, value) in surroundings.settings.iter().chain(&durable) {
        let literals = text_literal(name).and_then(|name| Ok((name, text_literal(value)?)));
        if let Ok((name, value)) = literals {
            // What only a superuser may set was set by one, for reasons that do not concern us.
            let sql = format!("SELECT pg_catalog.set_config({name}, {value}, false)");
            let _ = session.query(&Statement::new(sql));
        }
    }
    Ok(())
}

/// Drops what killed runs have left. Nobody has to be able to do that.
fn sweep(admin: &mut Client, tls: &impl Connector) {
    let mut session = on(admin, tls.clone());
    let Ok(leftovers) = list(&mut session, leftovers()) else {
        return;
    };
    for name in leftovers.iter().filter_map(|name| quoted(name).ok()) {
        // Without force: somebody may have connected just now.
        let _ = execute(&mut session, format!("DROP DATABASE IF EXISTS {name}"));
    }
}

/// Databases of ours that are old, with nobody connected, and that this role may drop.
fn leftovers() -> String {
    format!(
        "SELECT d.datname FROM pg_catalog.pg_database AS d \
         WHERE d.datname ~ '^{PREFIX}[0-9]{{9,11}}_[0-9]+_[0-9a-f]{{16}}$' \
         AND split_part(substr(d.datname, {start}), '_', 1)::bigint \
         < extract(epoch FROM pg_catalog.clock_timestamp()) - {LEFTOVER} \
         AND pg_catalog.pg_has_role(d.datdba, 'MEMBER') \
         AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity AS a WHERE a.datid = d.oid) \
         ORDER BY d.datname LIMIT {MOST_LEFTOVERS}",
        start = PREFIX.len() + 1
    )
}

/// So many leftovers are removed at a time.
const MOST_LEFTOVERS: usize = 20;

/// The connection to a scratch database, and then the database: in this order they go.
struct OwnLine<'c, T: Connector> {
    line: Line<Box<Client>, T>,
    _database: Database<'c, T>,
}

impl<T: Connector> Wire for OwnLine<'_, T> {
    fn send(&mut self, sql: &str) -> Result<(), Error> {
        self.line.send(sql)
    }

    fn send_for_text(&mut self, sql: &str) -> Result<Vec<SimpleQueryMessage>, Error> {
        self.line.send_for_text(sql)
    }

    fn fetch(&mut self, sql: &str) -> Result<Vec<Row>, Error> {
        self.line.fetch(sql)
    }

    fn prepare(&mut self, sql: &str) -> Result<Prepared, Error> {
        self.line.prepare(sql)
    }

    fn run_prepared(&mut self, statement: &Prepared) -> Result<Vec<Row>, Error> {
        self.line.run_prepared(statement)
    }

    #[cfg(feature = "raw-driver")]
    fn raw(&mut self, work: &mut crate::session::RawWork<'_>) {
        self.line.raw(work);
    }

    fn interrupter(&self) -> Interrupter {
        self.line.interrupter()
    }
}

pub(super) fn execute(session: &mut PostgresSession<'_>, sql: String) -> Result<(), SessionError> {
    let statement = Statement::new(sql);
    let ran = session.execute(
        std::slice::from_ref(&statement),
        &mut crate::session::always,
    );
    ran.map_err(|failed| failed.error)
}
