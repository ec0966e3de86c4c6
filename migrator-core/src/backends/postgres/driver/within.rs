//! A schema in the place of a scratch database: in a transaction that is rolled back.
//!
//! For who may not create databases, or has only a connection. What is made is made in the database
//! itself, seen by nobody else, and never committed.
//!
//! Invariant: nothing outside the schema is touched. Bare names mean the schema alone, because the
//! `search_path` has nothing else; what names another schema, changes the `search_path`, or belongs to the
//! database as a whole is refused before it is sent. What `DO` and functions put together by themselves
//! is not seen.

use std::ops::ControlFlow;

use postgres::Client;

use super::state::PostgresSession;
use super::surroundings::Surroundings;
use super::wire::{Connector, Line};
use crate::backends::postgres::capabilities::sets_connection;
use crate::backends::postgres::settings::BEGIN;
use crate::base::Dialect;
use crate::script::{Kind, Reader, runs_in_transaction, tokens, unquoted};
use crate::session::{
    BatchError, Exclusion, FailedAt, Interrupter, Rows, Scope, Session, SessionError,
    SessionErrorKind, Settings, Statement,
};

/// What to do where the schema does not do.
const HELP: &str = "let the role create databases (`ALTER ROLE … CREATEDB`) and pass a `Server` or a `Config`, \
                    not a connection that is open already";

/// A session in which the schema is all there is.
pub(super) struct Within<'c> {
    inner: PostgresSession<'c>,
    /// Schemas that must not be named.
    others: Vec<String>,
}

impl<'c> Within<'c> {
    /// Begins the transaction and creates the schema.
    pub(super) fn begin(
        client: &'c mut Client,
        tls: impl Connector,
        surroundings: &Surroundings,
    ) -> Result<Self, SessionError> {
        if !surroundings.is_writable {
            return Err(SessionError {
                help: Some(
                    "name a server that can be written to, as a role without `default_transaction_read_only`",
                ),
                ..SessionError::new(SessionErrorKind::ReadOnly, "the connection can only read")
            });
        }
        if !surroundings.may_create_schemas {
            return Err(SessionError {
                help: Some(
                    "let the role create databases (`ALTER ROLE … CREATEDB`), or name a server where it may",
                ),
                ..SessionError::new(
                    SessionErrorKind::Denied,
                    "the role may create neither databases nor schemas",
                )
            });
        }
        let inner = PostgresSession::new(Box::new(Line { client, tls }), Scope::Joined);
        let mut within = Self {
            inner,
            others: surroundings.schemas.clone(),
        };
        let name = &surroundings.name;
        let sql = format!(
            "{BEGIN}; CREATE SCHEMA \"{name}\"; SET LOCAL search_path = \"{name}\"; \
             SET LOCAL lock_timeout = '1s'"
        );
        let begun = within.inner.wire.send(&sql);
        begun.map_err(|error| within.inner.said(error))?;
        Ok(within)
    }

    /// Refuses a statement that is somebody's, and not our own.
    fn check(&self, statement: &Statement) -> Result<(), SessionError> {
        let location = statement.location.as_ref();
        match location.and_then(|_| self.refused(&statement.sql)) {
            None => Ok(()),
            Some(what) => Err(SessionError {
                help: Some(HELP),
                ..SessionError::new(
                    SessionErrorKind::Unsupported,
                    format!("a schema in the place of a scratch database cannot hold {what}"),
                )
            }),
        }
    }

    /// Says what a statement does that reaches out of the schema.
    fn refused(&self, sql: &str) -> Option<String> {
        if let Some(words) = of_the_database(sql) {
            return Some(format!("what `{words}` makes"));
        }
        if !runs_in_transaction(Dialect::Postgres, sql) {
            return Some("what cannot run in a transaction".to_owned());
        }
        if sets_connection(sql) || sets_search_path(sql) {
            return Some("settings of the connection".to_owned());
        }
        let schema = self.others.iter().find(|schema| names(sql, schema))?;
        Some(format!("what belongs to the schema `{schema}`"))
    }
}

/// Returns the first words of a statement that makes something that is in no schema.
fn of_the_database(sql: &str) -> Option<String> {
    const KINDS: [&str; 17] = [
        "ACCESS",
        "CAST",
        "DATABASE",
        "EVENT",
        "EXTENSION",
        "FOREIGN",
        "GROUP",
        "LANGUAGE",
        "PUBLICATION",
        "ROLE",
        "SCHEMA",
        "SERVER",
        "SUBSCRIPTION",
        "SYSTEM",
        "TABLESPACE",
        "TRANSFORM",
        "USER",
    ];
    let mut reader = Reader::new(sql);
    let verb = reader.word()?;
    if !["CREATE", "ALTER", "DROP"].contains(&verb.as_str()) {
        return None;
    }
    if reader.takes("OR") {
        reader.takes("REPLACE");
    }
    reader.takes("TRUSTED");
    reader.takes("PROCEDURAL");
    let kind = reader.word()?;
    if kind == "FOREIGN" && reader.next_is("TABLE") {
        return None;
    }
    KINDS
        .contains(&kind.as_str())
        .then(|| format!("{verb} {kind}"))
}

fn sets_search_path(sql: &str) -> bool {
    let mut reader = Reader::new(sql);
    reader.takes("SET") && {
        reader.takes("LOCAL");
        reader.next_is("search_path")
    }
}

/// Tells whether a schema's name stands before a dot, outside texts and comments.
fn names(sql: &str, schema: &str) -> bool {
    let mut before = None;
    for (kind, text) in tokens(Dialect::Postgres, sql).map_while(Result::ok) {
        if matches!(kind, Kind::LineComment | Kind::BlockComment) {
            continue;
        }
        let is_name = match kind {
            Kind::Word => text.to_lowercase() == schema,
            Kind::Quoted => unquoted(text) == schema,
            _ => false,
        };
        if text.starts_with('.') && before == Some(true) {
            return true;
        }
        before = Some(is_name);
    }
    false
}

impl Session for Within<'_> {
    fn dialect(&self) -> Dialect {
        self.inner.dialect()
    }

    fn scope(&self) -> Scope {
        self.inner.scope()
    }

    fn configure(&mut self, settings: &Settings) -> Result<(), SessionError> {
        self.inner.configure(settings)
    }

    fn exclusion(&self) -> Exclusion {
        self.inner.exclusion()
    }

    fn lock(&mut self) -> Result<(), SessionError> {
        self.inner.lock()
    }

    fn unlock(&mut self) -> Result<(), SessionError> {
        self.inner.unlock()
    }

    fn in_transaction(&self) -> bool {
        self.inner.in_transaction()
    }

    fn begin(&mut self) -> Result<(), SessionError> {
        self.inner.begin()
    }

    fn execute(
        &mut self,
        statements: &[Statement],
        about_to: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Result<(), BatchError> {
        self.check_all(statements)?;
        self.inner.execute(statements, about_to)
    }

    fn execute_and_commit(
        &mut self,
        statements: &[Statement],
        about_to: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Result<(), BatchError> {
        self.check_all(statements)?;
        self.inner.execute_and_commit(statements, about_to)
    }

    fn query(&mut self, statement: &Statement) -> Result<Rows, SessionError> {
        self.check(statement)?;
        self.inner.query(statement)
    }

    fn read(&mut self, statement: &Statement) -> Result<Rows, SessionError> {
        self.inner.read(statement)
    }

    #[cfg(feature = "raw-driver")]
    fn raw(&mut self, _work: &mut crate::session::RawWork<'_>) -> Result<(), SessionError> {
        Err(SessionError {
            help: Some(HELP),
            ..SessionError::new(
                SessionErrorKind::Unsupported,
                "a schema in the place of a scratch database cannot hold what the driver's connection does",
            )
        })
    }

    fn commit(&mut self) -> Result<(), SessionError> {
        self.inner.commit()
    }

    fn rollback(&mut self) -> Result<(), SessionError> {
        self.inner.rollback()
    }

    fn interrupter(&self) -> Interrupter {
        self.inner.interrupter()
    }
}

impl Within<'_> {
    fn check_all(&self, statements: &[Statement]) -> Result<(), BatchError> {
        for (index, statement) in statements.iter().enumerate() {
            self.check(statement).map_err(|error| BatchError {
                at: FailedAt::Statement(index),
                error,
            })?;
        }
        Ok(())
    }
}

impl Drop for Within<'_> {
    fn drop(&mut self) {
        // The server rolls back what a lost connection has left.
        if self.inner.wire.send("ROLLBACK").is_err() {
            let _ = self.inner.wire.send("ROLLBACK");
        }
    }
}
