//! The parameters of a connection by their names in `libpq`.

use std::fmt;

use crate::database::error::UrlError;

/// What the driver takes, and what we take for TLS.
const KNOWN: &[&str] = &[
    "application_name",
    "channel_binding",
    "connect_timeout",
    "dbname",
    "host",
    "hostaddr",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_retries",
    "load_balance_hosts",
    "options",
    "password",
    "port",
    "sslcert",
    "sslkey",
    "sslmode",
    "sslnegotiation",
    "sslrootcert",
    "target_session_attrs",
    "tcp_user_timeout",
    "user",
];

/// What `libpq` reads from its environment, where the URL does not say it.
const VARIABLES: &[(&str, &str)] = &[
    ("PGAPPNAME", "application_name"),
    ("PGCHANNELBINDING", "channel_binding"),
    ("PGCONNECT_TIMEOUT", "connect_timeout"),
    ("PGDATABASE", "dbname"),
    ("PGHOST", "host"),
    ("PGHOSTADDR", "hostaddr"),
    ("PGOPTIONS", "options"),
    ("PGPASSWORD", "password"),
    ("PGPORT", "port"),
    ("PGSSLCERT", "sslcert"),
    ("PGSSLKEY", "sslkey"),
    ("PGSSLMODE", "sslmode"),
    ("PGSSLROOTCERT", "sslrootcert"),
    ("PGTARGETSESSIONATTRS", "target_session_attrs"),
    ("PGUSER", "user"),
];

/// Parameters in the order they were set; none is empty.
#[derive(Default, Clone, PartialEq, Eq)]
pub(super) struct Parameters {
    values: Vec<(String, String)>,
}

/// Names only: a value can be the password.
impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.values.iter().map(|(name, _)| name);
        f.debug_list().entries(names).finish()
    }
}

impl Parameters {
    /// Returns a parameter.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut values = self.values.iter();
        let (_, value) = values.find(|(known, _)| known == name)?;
        Some(value)
    }

    /// Sets a parameter in place of what it was; an empty one is not set.
    pub(super) fn set(&mut self, name: &str, value: String) {
        if !value.is_empty() {
            self.values.retain(|(known, _)| known != name);
            self.values.push((name.to_owned(), value));
        }
    }

    /// Takes a parameter away.
    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        let at = self.values.iter().position(|(known, _)| known == name)?;
        Some(self.values.remove(at).1)
    }

    /// Sets a parameter that somebody wrote.
    pub(super) fn add(&mut self, name: &str, value: String) -> Result<(), UrlError> {
        match name {
            // Of Java's driver; `libpq` takes it as well.
            "ssl" if value == "true" => self.set("sslmode", "require".to_owned()),
            _ if KNOWN.contains(&name) => self.set(name, value),
            // A password that is not encoded ends where it should not, and its rest stands here.
            _ if self.get("password").is_some() => return Err(UrlError::AfterPassword),
            _ => {
                return Err(UrlError::UnknownParameter {
                    name: name.to_owned(),
                    known: KNOWN,
                });
            }
        }
        Ok(())
    }

    /// Adds what the environment of `libpq` says and the URL does not.
    pub(super) fn complete(&mut self, variable: impl Fn(&str) -> Option<String>) {
        for (name, parameter) in VARIABLES {
            // An address belongs to a host: one that is named is not looked for elsewhere.
            let is_elsewhere = *parameter == "hostaddr" && self.get("host").is_some();
            if self.get(parameter).is_none()
                && !is_elsewhere
                && let Some(value) = variable(name)
            {
                self.set(parameter, value);
            }
        }
    }

    /// Writes them as the driver reads them.
    pub(super) fn to_pairs(&self) -> String {
        let pairs = self.values.iter().map(|(name, value)| {
            let value = value.replace('\\', "\\\\").replace('\'', "\\'");
            format!("{name}='{value}'")
        });
        pairs.collect::<Vec<_>>().join(" ")
    }
}
