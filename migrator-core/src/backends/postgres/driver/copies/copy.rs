//! Making a copy and dropping it.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use postgres::error::SqlState;
use postgres::{Client, Config, Error};

use super::super::said::said;
use super::apart::apart;
use super::connecting::{connect, patiently};
use super::dropping::drop_database;
use super::keeper::Keeper;
use super::names;
use crate::session::SessionError;

/// A copy of a template, which is dropped with this value, whoever is connected to it.
pub struct Copy {
    keeper: Arc<Keeper>,
    name: String,
    url: String,
    config: Config,
}

impl fmt::Debug for Copy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Copy")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Copy {
    /// Makes a copy of the template with this key; `None` if that is no more.
    ///
    /// # Errors
    /// What the server says.
    pub fn of_template(keeper: &Arc<Keeper>, key: u64) -> Result<Option<Self>, SessionError> {
        apart(|| Self::made(Arc::clone(keeper), key))
    }

    fn made(keeper: Arc<Keeper>, key: u64) -> Result<Option<Self>, SessionError> {
        let name = keeper.next_name();
        let (template, (url, config)) = (names::template(key), keeper.leading_to(&name));
        let sql = format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\"");
        let made = keeper.on_any(|client| {
            // Somebody looks after the template at the moment, as autovacuum does.
            Ok(patiently(is_in_use, || client.batch_execute(&sql)))
        })?;
        match made {
            Ok(()) => Ok(Some(Self {
                keeper,
                name,
                url,
                config,
            })),
            Err(error) if is_gone(&error) => {
                keeper.forget(key);
                Ok(None)
            }
            Err(error) => Err(said(error)),
        }
    }

    /// Returns its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the URL by which it is reached, with the password.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the same as the driver's configuration.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Connects to it; waits where too many tests have a connection.
    ///
    /// # Errors
    /// What the server says.
    pub fn client(&self) -> Result<Client, SessionError> {
        connect(&self.config)
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let (keeper, name) = (&*self.keeper, &*self.name);
        let drop_it = || apart(|| keeper.on_any(|client| drop_database(keeper, client, name)));
        // What cannot be dropped now is swept by a later process; and a second panic would end this one.
        let _ = catch_unwind(AssertUnwindSafe(drop_it));
    }
}

fn is_in_use(error: &Error) -> bool {
    error.code() == Some(&SqlState::OBJECT_IN_USE)
}

/// Tells whether the template is no more.
fn is_gone(error: &Error) -> bool {
    error.code() == Some(&SqlState::UNDEFINED_DATABASE)
}
