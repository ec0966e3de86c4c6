//! What we ask of the driver, whichever of its types it is asked through.

use std::ops::DerefMut;
use std::sync::mpsc;
use std::time::Duration;

use postgres::tls::{MakeTlsConnect, TlsConnect};
use postgres::{
    CancelToken, Client, Error, GenericClient, Row, SimpleQueryMessage, Socket, Statement,
    Transaction,
};

use crate::session::Interrupter;

/// A server that does not take a cancel within this time is not waited for.
const REACHABLE: Duration = Duration::from_secs(2);

/// A connection that carries messages to the server; each method but
/// [`interrupter`](Self::interrupter) is one exchange.
pub(super) trait Wire {
    /// Sends statements in one simple-query message.
    fn send(&mut self, sql: &str) -> Result<(), Error>;

    /// As [`send`](Self::send), and returns their rows as text.
    fn send_for_text(&mut self, sql: &str) -> Result<Vec<SimpleQueryMessage>, Error>;

    /// Runs one statement and returns its rows in the binary format.
    fn fetch(&mut self, sql: &str) -> Result<Vec<Row>, Error>;

    /// Asks for the types of a statement's columns. A type that the driver meets for
    /// the first time costs further exchanges.
    fn prepare(&mut self, sql: &str) -> Result<Statement, Error>;

    /// Runs a prepared statement and returns its rows in the binary format.
    fn run_prepared(&mut self, statement: &Statement) -> Result<Vec<Row>, Error>;

    /// Returns a function that cancels what the server does for this connection.
    fn interrupter(&self) -> Interrupter;

    /// Returns the connection itself, unless it is a transaction of the application's.
    #[cfg(feature = "autogenerate")]
    fn client(&mut self) -> Option<&mut Client> {
        None
    }

    /// Gives the driver's own type away for a while.
    #[cfg(feature = "raw-driver")]
    fn raw(&mut self, work: &mut crate::session::RawWork<'_>);
}

/// What a connector for TLS has to be so that it can also cancel from another thread.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a connector for TLS",
    note = "pass `postgres::NoTls`, or what the application's pool is given, such as `postgres_openssl::MakeTlsConnector`"
)]
pub trait Connector:
    MakeTlsConnect<Socket, Stream: Send, TlsConnect: Send + TlsConnect<Socket, Future: Send>>
    + Clone
    + Send
    + Sync
    + 'static
{
}

impl<T> Connector for T where
    T: MakeTlsConnect<Socket, Stream: Send, TlsConnect: Send + TlsConnect<Socket, Future: Send>>
        + Clone
        + Send
        + Sync
        + 'static
{
}

/// What the two types of the driver do in ways of their own.
pub(super) trait Handle {
    fn token(&self) -> CancelToken;

    #[cfg(feature = "autogenerate")]
    fn client(&mut self) -> Option<&mut Client> {
        None
    }

    #[cfg(feature = "raw-driver")]
    fn give(&mut self, work: &mut crate::session::RawWork<'_>);
}

impl Handle for Client {
    fn token(&self) -> CancelToken {
        self.cancel_token()
    }

    #[cfg(feature = "autogenerate")]
    fn client(&mut self) -> Option<&mut Client> {
        Some(self)
    }

    #[cfg(feature = "raw-driver")]
    fn give(&mut self, work: &mut crate::session::RawWork<'_>) {
        work(crate::session::Raw::Postgres(self));
    }
}

impl Handle for Transaction<'_> {
    fn token(&self) -> CancelToken {
        self.cancel_token()
    }

    #[cfg(feature = "raw-driver")]
    fn give(&mut self, work: &mut crate::session::RawWork<'_>) {
        work(crate::session::Raw::PostgresTransaction(self));
    }
}

/// A driver's type, owned or borrowed, and the connector through which to cancel.
pub(super) struct Line<R, T> {
    pub(super) client: R,
    pub(super) tls: T,
}

impl<R, T> Wire for Line<R, T>
where
    R: DerefMut<Target: GenericClient + Handle>,
    T: Connector,
{
    fn send(&mut self, sql: &str) -> Result<(), Error> {
        self.client.batch_execute(sql)
    }

    fn send_for_text(&mut self, sql: &str) -> Result<Vec<SimpleQueryMessage>, Error> {
        self.client.simple_query(sql)
    }

    fn fetch(&mut self, sql: &str) -> Result<Vec<Row>, Error> {
        self.client.query_typed(sql, &[])
    }

    fn prepare(&mut self, sql: &str) -> Result<Statement, Error> {
        self.client.prepare(sql)
    }

    fn run_prepared(&mut self, statement: &Statement) -> Result<Vec<Row>, Error> {
        self.client.query(statement, &[])
    }

    #[cfg(feature = "autogenerate")]
    fn client(&mut self) -> Option<&mut Client> {
        Handle::client(&mut *self.client)
    }

    #[cfg(feature = "raw-driver")]
    fn raw(&mut self, work: &mut crate::session::RawWork<'_>) {
        self.client.give(work);
    }

    /// The driver cancels through a connection of its own, in a runtime that it
    /// starts; that must not happen inside the caller's runtime, hence the thread. It is
    /// waited for, so that a late cancel does not hit what the application does next, but
    /// not longer than a server takes that can be reached.
    fn interrupter(&self) -> Interrupter {
        let (token, tls) = (self.client.token(), self.tls.clone());
        Box::new(move || {
            let (token, tls) = (token.clone(), tls.clone());
            // If it cannot be started or the server cannot be reached, the statement
            // runs to its end and the run stops before the next.
            let (sender, sent) = mpsc::channel();
            let started = std::thread::Builder::new()
                .name("migrator-cancel".to_owned())
                .spawn(move || {
                    let _ = token.cancel_query(tls);
                    let _ = sender.send(());
                });
            if started.is_ok() {
                let _ = sent.recv_timeout(REACHABLE);
            }
        })
    }
}
