//! Connections that we open ourselves.

use std::error::Error as _;
use std::fmt;

use postgres::{Client, Config, NoTls};

use super::said::said;
use super::state::PostgresSession;
use super::wire::{Connector, Line};
use crate::session::{Connect, Scope, Session, SessionError, SessionErrorKind, sealed};
#[cfg(feature = "autogenerate")]
use crate::session::{Ground, Workshop};

/// What a connection of ours is called if its configuration does not say.
const APPLICATION: &str = "migrator";

/// A PostgreSQL server to connect to for one run.
///
/// The connection is opened when the run begins and closed when it ends. It is unencrypted
/// unless a connector is given, as for [`postgres::Client::connect`]. No error and no
/// `Debug` output shows any part of the URL.
///
/// Inside an async runtime, use it on a thread that may block.
///
/// # Examples
/// ```
/// use migrator_core::backends::postgres::Server;
/// use migrator_core::session::Connect;
/// # use postgres::NoTls as connector;
///
/// // `migrator::upgrade(&server, "head")`, for one.
/// let server = Server::url("postgres://shop:secret@localhost:1/shop").tls(connector);
/// let error = (&server).session().err().expect("nobody listens at port 1");
/// assert!(error.to_string().starts_with("error connecting to server"));
/// assert!(!format!("{error:?} {server:?}").contains("secret"));
/// ```
#[derive(Clone)]
pub struct Server<T = NoTls> {
    pub(super) config: Result<Config, String>,
    pub(super) tls: T,
}

impl Server {
    /// Names a server by its URL, or by pairs such as `host=… user=…`.
    ///
    /// A mistake in it is reported when the connection is opened.
    #[must_use]
    pub fn url(url: impl AsRef<str>) -> Self {
        Self {
            config: parsed(url.as_ref()),
            tls: NoTls,
        }
    }

    /// Names a server by the driver's own configuration.
    #[must_use]
    pub fn config(config: Config) -> Self {
        Self {
            config: Ok(config),
            tls: NoTls,
        }
    }
}

impl<T> Server<T> {
    /// Encrypts the connection, and a cancel, with a connector of the application's.
    #[must_use]
    pub fn tls<U: Connector>(self, tls: U) -> Server<U> {
        Server {
            config: self.config,
            tls,
        }
    }
}

/// Shows nothing: in a URL that is misread, any part can be the password.
impl<T> fmt::Debug for Server<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").finish_non_exhaustive()
    }
}

impl<T> sealed::Sealed for Server<T> {}
impl<T> sealed::Sealed for &Server<T> {}
impl sealed::Sealed for &Config {}

impl<'c, T: Connector> Connect<'c> for Server<T> {
    fn session(self) -> Result<Box<dyn Session + 'c>, SessionError> {
        connect(&self.config, self.tls)
    }
}

impl<'c, T: Connector> Connect<'c> for &Server<T> {
    fn session(self) -> Result<Box<dyn Session + 'c>, SessionError> {
        connect(&self.config, self.tls.clone())
    }
}

impl<'c> Connect<'c> for &Config {
    fn session(self) -> Result<Box<dyn Session + 'c>, SessionError> {
        connect(&Ok(self.clone()), NoTls)
    }
}

fn connect<'c>(
    config: &Result<Config, String>,
    tls: impl Connector,
) -> Result<Box<dyn Session + 'c>, SessionError> {
    let client = Box::new(open(config, tls.clone())?);
    let line = Line {
        client,
        tls: tls.clone(),
    };
    let session = PostgresSession::new(Box::new(line), Scope::Own);
    #[cfg(feature = "autogenerate")]
    let session = session.on_server(workshops(config.clone(), tls));
    Ok(Box::new(session))
}

/// What makes workshops of a server: each connects by itself.
#[cfg(feature = "autogenerate")]
fn workshops<T: Connector>(
    config: Result<Config, String>,
    tls: T,
) -> Box<dyn Fn() -> Box<dyn Workshop>> {
    Box::new(move || {
        let (config, tls) = (config.clone(), tls.clone());
        Server { config, tls }.workshop()
    })
}

/// Opens a connection as configured.
pub(super) fn open(
    config: &Result<Config, String>,
    tls: impl Connector,
) -> Result<Client, SessionError> {
    match config {
        Ok(config) => connect_to(config, tls),
        Err(text) => Err(SessionError::new(SessionErrorKind::Disconnected, text)),
    }
}

/// Opens a connection.
pub(super) fn connect_to(config: &Config, tls: impl Connector) -> Result<Client, SessionError> {
    let mut config = config.clone();
    if config.get_application_name().is_none() {
        config.application_name(APPLICATION);
    }
    // Whatever the reason, there is no connection.
    config.connect(tls).map_err(|error| SessionError {
        kind: SessionErrorKind::Disconnected,
        ..said(error)
    })
}

/// Parses a URL; a mistake names at most the option whose value is wrong, because
/// everything else in the parser's message can be a part of the password.
pub(super) fn parsed(url: &str) -> Result<Config, String> {
    let authority = url.split_once("://").map(|(_, rest)| rest);
    let before_options = authority.map(|rest| rest.split('?').next().unwrap_or(rest));
    if before_options.is_some_and(|text| text.matches('@').count() > 1) {
        return Err(
            "the connection URL is not valid: it has two `@`; in a password it is written `%40`"
                .to_owned(),
        );
    }
    url.parse().map_err(|error: postgres::Error| {
        let cause = error.source().map(ToString::to_string).unwrap_or_default();
        let option = cause.strip_prefix("invalid value for option `");
        match option.and_then(|rest| rest.strip_suffix('`')) {
            Some(option) => {
                format!("the connection URL is not valid: the value of `{option}` is not one")
            }
            None => "the connection URL is not valid".to_owned(),
        }
    })
}

/// A session on a client, which nobody else uses meanwhile.
#[cfg(feature = "autogenerate")]
pub(super) fn on<'c>(client: &'c mut Client, tls: impl Connector) -> PostgresSession<'c> {
    PostgresSession::new(Box::new(Line { client, tls }), Scope::Own)
}
