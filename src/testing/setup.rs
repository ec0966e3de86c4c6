//! What prepares each connection to SQLite.

use std::fmt;
use std::sync::Arc;

use migrator_core::backends::sqlite::{Connection, DriverResult};
use migrator_core::kit::{KitError, identity};

/// What [`Fixture::setup`](super::Fixture::setup) accepts: `fn(&rusqlite::Connection) -> rusqlite::Result<()>`.
///
/// A function's name, or a closure that captures nothing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot prepare a connection",
    label = "prepares no connection",
    note = "write `fn setup(connection: &rusqlite::Connection) -> rusqlite::Result<()>`"
)]
pub trait SetupFunction: Fn(&Connection) -> DriverResult<()> + Send + Sync + 'static {}

impl<F> SetupFunction for F where F: Fn(&Connection) -> DriverResult<()> + Send + Sync + 'static {}

/// A function of the application.
#[derive(Clone)]
pub(super) struct Setup {
    pub(super) identity: [u8; 8],
    call: Arc<Call>,
}

type Call = dyn Fn(&Connection) -> DriverResult<()> + Send + Sync;

impl Setup {
    pub(super) fn new<F: SetupFunction>(function: F) -> Self {
        const { super::captures_nothing::<F>() };
        Self {
            identity: identity::<F>(),
            call: Arc::new(function),
        }
    }

    pub(super) fn prepare(&self, connection: &Connection) -> Result<(), KitError> {
        (self.call)(connection).map_err(|error| KitError::Setup {
            source: error.into(),
        })
    }
}

impl fmt::Debug for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Setup")
    }
}
