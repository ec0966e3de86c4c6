//! Where scratch databases come from: a server, or a connection to one.
//!
//! ```text
//!  a server, with the right to create databases ─► a database from `template0`      database.rs
//!  a server without it, a client                ─► a schema in a transaction        within.rs
//! ```

use postgres::{Client, Config, NoTls};

use super::database::Database;
use super::server::{Server, on, open};
use super::surroundings::Surroundings;
use super::wire::Connector;
use super::within::Within;
use crate::base::Dialect;
use crate::session::{Ground, Session, SessionError, SessionErrorKind, Workshop};

impl<'g, T: Connector> Ground<'g> for Server<T> {
    fn workshop(self) -> Box<dyn Workshop + 'g> {
        Box::new(OnServer {
            config: self.config,
            tls: self.tls,
            client: None,
        })
    }
}

impl<'g, T: Connector> Ground<'g> for &Server<T> {
    fn workshop(self) -> Box<dyn Workshop + 'g> {
        self.clone().workshop()
    }
}

impl<'g> Ground<'g> for &Config {
    fn workshop(self) -> Box<dyn Workshop + 'g> {
        Server::config(self.clone()).workshop()
    }
}

impl<'g> Ground<'g> for &'g mut Client {
    fn workshop(self) -> Box<dyn Workshop + 'g> {
        Box::new(OnClient { client: self })
    }
}

/// A server, and the connection to the database beside which scratch databases stand.
struct OnServer<T> {
    config: Result<Config, String>,
    tls: T,
    client: Option<Client>,
}

impl<T: Connector> OnServer<T> {
    /// Connects once.
    fn client(&mut self) -> Result<&mut Client, SessionError> {
        match &mut self.client {
            Some(client) => Ok(client),
            none => Ok(none.insert(open(&self.config, self.tls.clone())?)),
        }
    }

    fn session(&mut self) -> Result<Box<dyn Session + '_>, SessionError> {
        let tls = self.tls.clone();
        let client = self.client()?;
        Ok(Box::new(on(client, tls)))
    }
}

impl<T: Connector> Workshop for OnServer<T> {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn scratch(&mut self) -> Result<Box<dyn Session + '_>, SessionError> {
        let (config, tls) = (self.config.clone(), self.tls.clone());
        let client = self.client()?;
        let surroundings = Surroundings::read(&mut on(client, tls.clone()))?;
        let may_create = surroundings.may_create_databases;
        if may_create && let Ok(config) = config {
            match Database::create(client, config, tls.clone(), &surroundings) {
                Ok(database) => return database.session(&surroundings).map(boxed),
                // What a hosted server forbids is not seen in the role.
                Err((_, error)) if error.kind != SessionErrorKind::Denied => return Err(error),
                Err((client, _)) => return within(client, tls, &surroundings),
            }
        }
        within(client, tls, &surroundings)
    }

    fn database(&mut self) -> Result<Option<Box<dyn Session + '_>>, SessionError> {
        self.session().map(Some)
    }

    fn anything(&mut self) -> Result<Box<dyn Session + '_>, SessionError> {
        self.session()
    }

    fn apart(&self) -> Option<Box<dyn Workshop + Send>> {
        Some(Box::new(Self {
            config: self.config.clone(),
            tls: self.tls.clone(),
            client: None,
        }))
    }
}

/// A connection of the application's, whose way to the server is out of reach.
struct OnClient<'g> {
    client: &'g mut Client,
}

impl Workshop for OnClient<'_> {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn scratch(&mut self) -> Result<Box<dyn Session + '_>, SessionError> {
        let surroundings = Surroundings::read(&mut on(self.client, NoTls))?;
        within(self.client, NoTls, &surroundings)
    }

    fn database(&mut self) -> Result<Option<Box<dyn Session + '_>>, SessionError> {
        self.anything().map(Some)
    }

    fn anything(&mut self) -> Result<Box<dyn Session + '_>, SessionError> {
        Ok(Box::new(on(self.client, NoTls)))
    }
}

fn within<'c>(
    client: &'c mut Client,
    tls: impl Connector,
    surroundings: &Surroundings,
) -> Result<Box<dyn Session + 'c>, SessionError> {
    Within::begin(client, tls, surroundings).map(boxed)
}

fn boxed<'c>(session: impl Session + 'c) -> Box<dyn Session + 'c> {
    Box::new(session)
}
