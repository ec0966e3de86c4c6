//! PostgreSQL from async code: the verbs on a blocking thread.
//!
//! Migrations are plain functions, and they run on a `postgres::Client`, which blocks
//! the thread it is used on and panics where a runtime is being driven. An async
//! application therefore hands over its connection's *configuration*, the one that
//! it makes its pool of, and waits:
//!
//! ```no_run
//! # mod app {
//! use tokio_postgres::{Config, NoTls};
//!
//! # type Result<T = (), E = Box<dyn std::error::Error>> = std::result::Result<T, E>;
//! # #[tokio::main(flavor = "current_thread")]
//! async fn main() -> Result {
//!     let config: Config = std::env::var("DATABASE_URL")?.parse()?;
//!     migrator::tokio::upgrade(&config, NoTls, "head").await?;
//!     // … make the pool of the same `config`, and serve.
//!     Ok(())
//! }
//! # }
//! ```
//!
//! The other verbs, a handle of one's own and [`Options`](crate::Options) go through
//! [`with_server`].
//!
//! # What is kept of the configuration
//!
//! Everything: hosts, user, password, `application_name` (`migrator` if there is none), `options`,
//! timeouts, keepalives, the wish for TLS. TLS is what the given connector makes of it, so pass what
//! the pool is given, `postgres_openssl::MakeTlsConnector` for example; a
//! [`Cancel`](crate::Cancel) goes through it, too. The connection is closed again before the future
//! is ready. It should lead to the server itself, not to a
//! [pooler](crate::postgres#the-lock-and-poolers) that hands every transaction to another connection.
//!
//! # Deadlines, and a future that is dropped
//!
//! Nothing happens before the future is first polled; it borrows nothing, so it can be spawned.
//! From then on the run is on its own thread, and **dropping the future does not stop it**: nobody
//! waits for it any longer, that is all. Tokio, when it shuts down, does wait for it. What limits the
//! time:
//!
//! | | |
//! |---|---|
//! | reaching the server | `connect_timeout` of the configuration |
//! | waiting for another process that migrates | [`Options::lock_wait`](crate::Options::lock_wait) |
//! | waiting for a table that others use | [`Options::lock_timeout`](crate::Options::lock_timeout) |
//! | one statement | [`Options::statement_timeout`](crate::Options::statement_timeout) |
//! | the whole run | [`Cancel`](crate::Cancel), as here |
//!
//! ```no_run
//! # mod app {
//! use std::{pin::pin, time::Duration};
//! use migrator::{Cancel, Options, Report};
//! use tokio_postgres::{Config, NoTls};
//!
//! async fn upgrade_within(limit: Duration, config: &Config) -> migrator::Result<Report> {
//!     let cancel = Cancel::new();
//!     let options = Options::new().cancel(&cancel);
//!     let mut run = pin!(migrator::tokio::with_server(config, NoTls, |server| {
//!         migrator::with(options).upgrade(server, "head")
//!     }));
//!     if let Ok(result) = tokio::time::timeout(limit, &mut run).await {
//!         return result;
//!     }
//!     cancel.cancel(); // the statement stops, its migration is rolled back
//!     run.await // an error of kind `Cancelled`, with what is kept in its report
//! }
//! # }
//! ```
//!
//! A panic in a migration goes on unwinding in the task that awaits, after the migration
//! was rolled back and the lock given back.

use tokio_postgres::Config;

use migrator_core::command::IntoTarget;
use migrator_core::error::Result;
use migrator_core::exec::{ExecError, Report};
use migrator_core::session::{SessionError, SessionErrorKind};

use crate::postgres::{Connector, Server};

/// Applies every revision that the target needs and the database lacks, from inside a
/// Tokio runtime. See [`Verbs::upgrade`](crate::Verbs::upgrade) and the [module](self).
///
/// The migrations are those of the application's one embedded set.
///
/// # Errors
/// As [`with_server`], and as [`upgrade`](crate::upgrade).
pub fn upgrade<T, G>(
    config: &Config,
    tls: T,
    target: G,
) -> impl Future<Output = Result<Report>> + Send + use<T, G>
where
    T: Connector,
    G: IntoTarget,
{
    let target = target.into_target();
    let config = config.clone();
    async move {
        let target = target?;
        with_server(&config, tls, |server| crate::upgrade(server, target)).await
    }
}

/// Has `work` done on a blocking thread, with a server that every verb accepts.
///
/// For every verb, with any set of migrations and any [`Options`](crate::Options). Each verb opens
/// a connection and closes it when it is done.
///
/// ```no_run
/// # async fn show() -> migrator::Result {
/// # let config = tokio_postgres::Config::new();
/// use migrator::Options;
/// use tokio_postgres::NoTls;
///
/// let options = Options::new().application("shop 2.1");
/// let current = migrator::tokio::with_server(&config, NoTls, |server| {
///     migrator::with(options).upgrade(server, "head")?;
///     migrator::current(server)
/// })
/// .await?;
/// assert!(current.is_up_to_date);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Those of `work`. A verb fails with one of kind [`Database`](crate::ErrorKind::Database) if the
/// server cannot be reached or refuses the login; the password is never in it. Of the same kind if
/// no Tokio runtime polls the future, or if it is shutting down; `work` is not called then.
///
/// # Panics
/// If `work` panics, with the same payload.
pub fn with_server<T, W, R>(
    config: &Config,
    tls: T,
    work: W,
) -> impl Future<Output = Result<R>> + Send + use<T, W, R>
where
    T: Connector,
    W: FnOnce(&Server<T>) -> Result<R> + Send + 'static,
    R: Send + 'static,
{
    let server = Server::config(config.clone().into()).tls(tls);
    on_blocking_thread(move || work(&server))
}

async fn on_blocking_thread<R, W>(work: W) -> Result<R>
where
    W: FnOnce() -> Result<R> + Send + 'static,
    R: Send + 'static,
{
    let runtime = ::tokio::runtime::Handle::try_current()
        .map_err(|_| not_run("no Tokio runtime polls the future"))?;
    match runtime.spawn_blocking(work).await {
        Ok(result) => result,
        Err(stopped) => match stopped.try_into_panic() {
            Ok(payload) => std::panic::resume_unwind(payload),
            Err(_) => Err(not_run("the Tokio runtime is shutting down").into()),
        },
    }
}

fn not_run(why: &str) -> ExecError {
    let source = SessionError::new(SessionErrorKind::Other, why);
    ExecError::Connect { source }
}
