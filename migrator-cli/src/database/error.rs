//! What can be wrong with a database's URL. No message repeats more of it than a scheme or a name.

use std::path::PathBuf;

use migrator::Dialect;
use thiserror::Error;

use crate::config::value::suggestion;
use crate::failure::Failure;

/// A URL that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[cfg_attr(
    not(all(feature = "postgres", feature = "sqlite", feature = "tls")),
    allow(dead_code, reason = "some are of one kind of database")
)]
pub(crate) enum UrlError {
    #[error("the database's URL does not begin with `sqlite:` or `postgres://`")]
    NoScheme,
    #[error("databases of the kind `{scheme}` are not supported")]
    UnknownScheme { scheme: String },
    #[error("the URL names a driver of Python, `{driver}`")]
    Driver { scheme: String, driver: String },
    #[error("this program is built without {}", name(*dialect))]
    NotCompiled { dialect: Dialect },
    #[cfg(all(feature = "postgres", not(feature = "tls")))]
    #[error("the URL says `sslmode={mode}`, and this program is built without TLS")]
    NoTls { mode: &'static str },
    #[error("the URL has no parameter `{name}`")]
    UnknownParameter {
        name: String,
        known: &'static [&'static str],
    },
    #[error("the URL's parameter `{name}` has a value that does not exist")]
    UnknownValue {
        name: String,
        known: &'static [&'static str],
    },
    #[error("the URL's {part} is not readable")]
    Unreadable {
        part: &'static str,
        help: &'static str,
    },
    #[error("the URL has a parameter that is not known, behind the password")]
    AfterPassword,
    #[error("the URL has only one of `sslcert` and `sslkey`")]
    HalfOfAPair,
    #[error("the file of `{parameter}`, `{}`, cannot be read: {cause}", file.display())]
    File {
        parameter: &'static str,
        file: PathBuf,
        cause: String,
    },
    #[error("no certificate of an authority is known")]
    NoAuthority,
    #[error("TLS cannot be set up: {cause}")]
    Tls { cause: String },
}

impl UrlError {
    fn help(&self) -> Option<String> {
        match self {
            Self::NoScheme => {
                Some("write `sqlite:app.db`, or `postgres://user@host/database`".to_owned())
            }
            Self::UnknownScheme { scheme } => {
                suggestion(scheme, ["sqlite", "postgres", "postgresql"])
                    .or_else(|| Some("use an SQLite file or a PostgreSQL database".to_owned()))
            }
            Self::Driver { scheme, driver } => {
                Some(format!("leave `+{driver}` out, and write `{scheme}:…`"))
            }
            Self::NotCompiled { dialect } => Some(add_feature(match dialect {
                Dialect::Sqlite => "sqlite-bundled",
                _ => "postgres",
            })),
            #[cfg(all(feature = "postgres", not(feature = "tls")))]
            Self::NoTls { .. } => Some(add_feature("tls")),
            Self::UnknownParameter { name, known } => suggestion(name, known.iter().copied())
                .or_else(|| {
                    Some(
                        "leave it out; what else another program needs belongs into another URL"
                            .to_owned(),
                    )
                }),
            Self::UnknownValue { known, .. } => Some(format!("write one of {}", listed(known))),
            Self::Unreadable { help, .. } => Some((*help).to_owned()),
            Self::AfterPassword => Some(
                "write a blank of the password as `%20` and an `&` as `%26`; among pairs, quote it"
                    .to_owned(),
            ),
            Self::HalfOfAPair => Some("name both the client's certificate and its key".to_owned()),
            Self::NoAuthority => {
                Some("name the certificate of the authority with `sslrootcert`".to_owned())
            }
            Self::File { .. } | Self::Tls { .. } => None,
        }
    }
}

fn name(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "SQLite",
        _ => "PostgreSQL",
    }
}

fn add_feature(feature: &str) -> String {
    format!("add the feature `{feature}` to `migrator-cli` in the application's Cargo.toml")
}

fn listed(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

impl From<UrlError> for Failure {
    fn from(error: UrlError) -> Self {
        let failure = Self::usage(error.to_string());
        match error.help() {
            Some(help) => failure.help(help),
            None => failure,
        }
    }
}
