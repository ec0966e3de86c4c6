//! PostgreSQL: from a URL to a connection.
//!
//! `url` reads it, `parameters` is what it says, `tls` what `sslmode` means. What the URL leaves open is
//! taken from the environment of `libpq` (`PGHOST`, `PGPASSWORD`, …), as `psql` does.

mod parameters;
#[cfg(test)]
mod tests;
#[cfg(feature = "tls")]
mod tls;
mod url;

use std::path::Path;

use migrator::postgres as driver;
use migrator_core::session::{Connect, Session, SessionError};
#[cfg(feature = "autogenerate")]
use migrator_core::session::{Ground, Workshop};
use postgres::config::SslMode;
use postgres::error::SqlState;
use postgres::{Config, NoTls};

use super::error::UrlError;
use super::{Database, Missing, OpenAgain, Whereabouts, mask};
use crate::failure::Failure;
use parameters::Parameters;

/// Where servers listen for local programs.
const SOCKETS: [&str; 2] = ["/var/run/postgresql", "/tmp"];

/// Reads the URL of a server, which is connected to when a session begins.
pub(super) fn open(
    whereabouts: &Whereabouts,
    _missing: Missing,
    program: &str,
) -> Result<Box<dyn Database>, Failure> {
    Ok(Box::new(Server::read(whereabouts, program)?))
}

/// A server to connect to.
#[derive(Clone)]
struct Server {
    config: Config,
    attempts: Vec<Attempt>,
    /// What to look at if nobody answers.
    help: String,
}

/// One way to connect; the next is for servers that do not take this one.
#[derive(Clone)]
enum Attempt {
    Plain,
    /// Required, or else preferred.
    #[cfg(feature = "tls")]
    Encrypted(tls::Connector, SslMode),
}

/// What `sslmode` says, in the words of `libpq`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Disable,
    Allow,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

impl Server {
    /// Reads a URL; `program` is what the server is told who is connected.
    fn read(whereabouts: &Whereabouts, program: &str) -> Result<Self, Failure> {
        let mut parameters = url::read(&whereabouts.url)?;
        parameters.complete(|name| std::env::var(name).ok().filter(|text| !text.is_empty()));
        if parameters.get("application_name").is_none() {
            parameters.set("application_name", program.to_owned());
        }
        if parameters.get("host").is_none() {
            // The certificate is compared with the host, which is then the address.
            let host = match parameters.get("hostaddr") {
                Some(address) => address.to_owned(),
                None => local_host(parameters.get("port").unwrap_or("5432")),
            };
            parameters.set("host", host);
        }
        let attempts = attempts(&mut parameters, &whereabouts.folder)?;
        let config = parameters.to_pairs().parse().map_err(unreadable)?;
        let url = mask::passwords(&whereabouts.url);
        let help = format!(
            "check `{url}` ({}), and whether the server runs",
            whereabouts.origin
        );
        Ok(Self {
            config,
            attempts,
            help,
        })
    }

    fn connect(&self) -> Result<Box<dyn Session>, Failure> {
        self.try_all(|attempt| attempt.session(&self.config))
    }

    /// Does something in the first way that the server takes.
    fn try_all<T>(&self, try_: impl Fn(&Attempt) -> Result<T, SessionError>) -> Result<T, Failure> {
        let mut refusal = None;
        for attempt in &self.attempts {
            match try_(attempt) {
                Ok(done) => return Ok(done),
                Err(error) => {
                    let is_final = !is_about_encryption(&error);
                    // The last answer is about the way that was taken last.
                    refusal = Some(error);
                    if is_final {
                        break;
                    }
                }
            }
        }
        Err(refusal.map_or_else(
            || Failure::new("the database cannot be reached"),
            |error| unreachable_server(&error, &self.help),
        ))
    }
}

impl Database for Server {
    fn session(&mut self) -> Result<Box<dyn Session + '_>, Failure> {
        self.connect()
    }

    fn again(&self) -> Option<OpenAgain> {
        let server = self.clone();
        Some(Box::new(move || server.connect()))
    }

    #[cfg(feature = "autogenerate")]
    fn workshop(&mut self) -> Result<Box<dyn Workshop + '_>, Failure> {
        self.try_all(|attempt| {
            // Opens nothing yet, so that it would not be known which way the server takes.
            drop(attempt.session(&self.config)?);
            Ok(attempt.workshop(&self.config))
        })
    }
}

impl Attempt {
    fn session(&self, config: &Config) -> Result<Box<dyn Session>, SessionError> {
        let mut config = config.clone();
        match self {
            Self::Plain => {
                config.ssl_mode(SslMode::Disable);
                driver::Server::config(config).tls(NoTls).session()
            }
            #[cfg(feature = "tls")]
            Self::Encrypted(connector, mode) => {
                config.ssl_mode(*mode);
                driver::Server::config(config)
                    .tls(connector.clone())
                    .session()
            }
        }
    }
}

#[cfg(feature = "autogenerate")]
impl Attempt {
    fn workshop(&self, config: &Config) -> Box<dyn Workshop> {
        let mut config = config.clone();
        match self {
            Self::Plain => {
                config.ssl_mode(SslMode::Disable);
                driver::Server::config(config).tls(NoTls).workshop()
            }
            #[cfg(feature = "tls")]
            Self::Encrypted(connector, mode) => {
                config.ssl_mode(*mode);
                driver::Server::config(config)
                    .tls(connector.clone())
                    .workshop()
            }
        }
    }
}

/// Tells whether the server may answer otherwise if encryption is switched on or off.
fn is_about_encryption(error: &SessionError) -> bool {
    let Some(error) = error.driver.downcast_ref::<postgres::Error>() else {
        return false;
    };
    match error.code() {
        Some(code) => *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION,
        None => error.to_string().contains("TLS"),
    }
}

fn unreachable_server(error: &SessionError, otherwise: &str) -> Failure {
    let text = mask::passwords(&error.message);
    let failure = Failure::new("the database cannot be reached").cause(&text);
    if text.contains("server does not support TLS") {
        return failure.help("switch `ssl` on in the server, or connect with `sslmode=prefer`");
    }
    if text.contains("UnknownIssuer") {
        return failure.help("name the certificate of the authority with `sslrootcert`");
    }
    if text.contains("not valid for name") {
        return failure.help(
            "name the server as its certificate does, or compare no name, with `sslmode=verify-ca`",
        );
    }
    match error.help {
        Some(help) => failure.help(help),
        None if has_answered(error) => failure,
        None => failure.help(otherwise),
    }
}

/// Tells whether these are the server's own words.
fn has_answered(error: &SessionError) -> bool {
    let error = error.driver.downcast_ref::<postgres::Error>();
    error.is_some_and(|error| error.code().is_some())
}

/// Returns the folder of a local server's socket, or else `localhost`.
fn local_host(port: &str) -> String {
    let socket = format!(".s.PGSQL.{port}");
    let mut folders = SOCKETS.iter();
    let folder = folders.find(|folder| Path::new(folder).join(&socket).exists());
    (*folder.unwrap_or(&"localhost")).to_owned()
}

/// Takes the parameters that the driver does not know, and returns what they ask for.
fn attempts(parameters: &mut Parameters, folder: &Path) -> Result<Vec<Attempt>, UrlError> {
    let mode = mode(parameters.take("sslmode").as_deref())?;
    let files = ["sslrootcert", "sslcert", "sslkey"].map(|name| parameters.take(name));
    let hosts = parameters.get("host").unwrap_or_default();
    let is_local = !hosts.is_empty() && hosts.split(',').all(|host| host.starts_with('/'));
    if is_local || mode == Mode::Disable {
        return Ok(vec![Attempt::Plain]);
    }
    encrypted(mode, files, folder)
}

#[cfg(feature = "tls")]
fn encrypted(
    mode: Mode,
    files: [Option<String>; 3],
    folder: &Path,
) -> Result<Vec<Attempt>, UrlError> {
    let connector = tls::connector(mode, &files, folder)?;
    Ok(match mode {
        Mode::Disable => vec![Attempt::Plain],
        Mode::Allow => vec![
            Attempt::Plain,
            Attempt::Encrypted(connector, SslMode::Require),
        ],
        // A server without TLS says so, and goes on in the same connection.
        Mode::Prefer => vec![
            Attempt::Encrypted(connector, SslMode::Prefer),
            Attempt::Plain,
        ],
        Mode::Require | Mode::VerifyCa | Mode::VerifyFull => {
            vec![Attempt::Encrypted(connector, SslMode::Require)]
        }
    })
}

#[cfg(not(feature = "tls"))]
fn encrypted(mode: Mode, _: [Option<String>; 3], _: &Path) -> Result<Vec<Attempt>, UrlError> {
    let refused = |mode| Err(UrlError::NoTls { mode });
    match mode {
        Mode::Disable | Mode::Allow | Mode::Prefer => Ok(vec![Attempt::Plain]),
        Mode::Require => refused("require"),
        Mode::VerifyCa => refused("verify-ca"),
        Mode::VerifyFull => refused("verify-full"),
    }
}

fn mode(text: Option<&str>) -> Result<Mode, UrlError> {
    Ok(match text {
        Some("disable") => Mode::Disable,
        Some("allow") => Mode::Allow,
        Some("prefer") | None => Mode::Prefer,
        Some("require") => Mode::Require,
        Some("verify-ca") => Mode::VerifyCa,
        Some("verify-full") => Mode::VerifyFull,
        Some(_) => {
            return Err(UrlError::UnknownValue {
                name: "sslmode".to_owned(),
                known: &[
                    "disable",
                    "allow",
                    "prefer",
                    "require",
                    "verify-ca",
                    "verify-full",
                ],
            });
        }
    })
}

/// Says which parameter the driver cannot read; its name is known, so it is no password.
fn unreadable(error: postgres::Error) -> Failure {
    use std::error::Error as _;
    let cause = error.source().map(ToString::to_string).unwrap_or_default();
    let name = cause.strip_prefix("invalid value for option `");
    match name.and_then(|rest| rest.strip_suffix('`')) {
        Some(name) => Failure::usage(format!("the URL's parameter `{name}` is not readable")),
        None => Failure::usage("the database's URL is not readable"),
    }
}
