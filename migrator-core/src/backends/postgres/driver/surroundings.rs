//! What a scratch database must know of the one beside which it stands.

use std::borrow::Cow;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use super::state::PostgresSession;
use crate::backends::postgres::literal::text_literal;
use crate::backends::postgres::presence::INSIDE_TRANSACTION;
use crate::session::{Row, Session, SessionError, SessionErrorKind, Statement};

/// What the names of scratch databases and schemas begin with.
pub(super) const PREFIX: &str = "migrator_scratch_";

/// A leftover of a killed run is removed when it is so many seconds old.
pub(super) const LEFTOVER: i64 = 600;

/// What a scratch database must know of the one beside which it stands.
pub(super) struct Surroundings {
    /// Whether anything can be written at all: not on a standby, nor by default in transactions that only read.
    pub(super) is_writable: bool,
    pub(super) may_create_databases: bool,
    pub(super) may_create_schemas: bool,
    /// As the server counts it: 150004.
    pub(super) version: u32,
    /// What `CREATE DATABASE` is told, so that texts sort and are encoded as they are here.
    pub(super) locale: String,
    /// The schema in which the connection creates things.
    pub(super) own_schema: Option<String>,
    /// What the database itself sets for its connections.
    pub(super) settings: Vec<(String, String)>,
    /// The schemas that are there, without the server's own.
    pub(super) schemas: Vec<String>,
    /// A name for something new.
    pub(super) name: String,
}

impl Surroundings {
    /// Asks the database; refuses a connection that is inside a transaction.
    pub(super) fn read(session: &mut PostgresSession<'_>) -> Result<Self, SessionError> {
        let rows = session.query(&Statement::new(question()))?;
        let row = rows.first().ok_or_else(unanswered)?;
        if flag(row, "inside_transaction")? {
            return Err(SessionError {
                help: Some("finish the transaction first, or pass another connection"),
                ..SessionError::new(
                    SessionErrorKind::InsideTransaction,
                    "the connection is inside a transaction",
                )
            });
        }
        let is_writable = flag(row, "is_writable")?;
        Ok(Self {
            is_writable,
            may_create_databases: is_writable && flag(row, "may_create_databases")?,
            may_create_schemas: is_writable && flag(row, "may_create_schemas")?,
            version: text(row, "version")?
                .unwrap_or_default()
                .parse()
                .unwrap_or(0),
            locale: locale(row)?,
            own_schema: text(row, "own_schema")?,
            settings: settings(session)?,
            schemas: list(session, SCHEMAS)?,
            name: name(row)?,
        })
    }
}

fn question() -> String {
    format!(
        "SELECT r.rolcreatedb OR r.rolsuper AS may_create_databases, \
         pg_catalog.has_database_privilege(d.oid, 'CREATE') AS may_create_schemas, \
         NOT pg_catalog.pg_is_in_recovery() \
         AND pg_catalog.current_setting('default_transaction_read_only') = 'off' AS is_writable, \
         pg_catalog.current_setting('server_version_num') AS version, \
         pg_catalog.pg_encoding_to_char(d.encoding) AS encoding, d.datcollate AS collate, \
         d.datctype AS ctype, j->>'datlocprovider' AS provider, \
         coalesce(j->>'datlocale', j->>'daticulocale') AS locale, j->>'daticurules' AS rules, \
         pg_catalog.current_schema() AS own_schema, \
         extract(epoch FROM pg_catalog.clock_timestamp())::bigint AS seconds, \
         pg_catalog.pg_backend_pid() AS process, {INSIDE_TRANSACTION} AS inside_transaction \
         FROM pg_catalog.pg_database AS d \
         CROSS JOIN LATERAL pg_catalog.to_jsonb(d) AS j \
         CROSS JOIN pg_catalog.pg_roles AS r \
         WHERE d.datname = pg_catalog.current_database() AND r.rolname = current_user"
    )
}

/// Of the database for all roles, and then for this one, which counts more.
const SETTINGS: &str = "SELECT s.setting FROM pg_catalog.pg_db_role_setting AS c \
     CROSS JOIN LATERAL unnest(c.setconfig) WITH ORDINALITY AS s (setting, place) \
     WHERE c.setdatabase = (SELECT oid FROM pg_catalog.pg_database \
     WHERE datname = pg_catalog.current_database()) \
     AND (c.setrole = 0 OR c.setrole = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = session_user)) \
     ORDER BY c.setrole <> 0, s.place";

const SCHEMAS: &str = "SELECT nspname FROM pg_catalog.pg_namespace \
     WHERE nspname NOT IN ('pg_catalog', 'information_schema') AND nspname !~ '^pg_(toast|temp)' \
     ORDER BY nspname";

/// Settings that are about who may do what here, and not about what is made.
const NOT_TAKEN: [&str; 4] = [
    "default_transaction_read_only",
    "role",
    "session_authorization",
    "statement_timeout",
];

fn settings(session: &mut PostgresSession<'_>) -> Result<Vec<(String, String)>, SessionError> {
    let all = list(session, SETTINGS)?;
    let pairs = all.iter().filter_map(|it| it.split_once('='));
    let taken = pairs.filter(|(name, _)| !NOT_TAKEN.contains(name));
    Ok(taken
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect())
}

/// Returns what `CREATE DATABASE` is told.
///
/// <https://www.postgresql.org/docs/current/sql-createdatabase.html>
fn locale(row: &Row) -> Result<String, SessionError> {
    let mut sql = String::new();
    let mut say = |keyword: &str, value: Option<String>| -> Result<(), SessionError> {
        if let Some(value) = value {
            let literal = text_literal(&value).map_err(|_| unanswered())?;
            sql.push_str(&format!(" {keyword} {literal}"));
        }
        Ok(())
    };
    say("ENCODING", text(row, "encoding")?)?;
    say("LC_COLLATE", text(row, "collate")?)?;
    say("LC_CTYPE", text(row, "ctype")?)?;
    let (locale, rules) = (text(row, "locale")?, text(row, "rules")?);
    match text(row, "provider")?.as_deref() {
        Some("i") => {
            say("LOCALE_PROVIDER", Some("icu".to_owned()))?;
            say("ICU_LOCALE", locale)?;
            say("ICU_RULES", rules)?;
        }
        Some("b") => {
            say("LOCALE_PROVIDER", Some("builtin".to_owned()))?;
            say("BUILTIN_LOCALE", locale)?;
        }
        // That of the C library, the only one of old.
        _ => {}
    }
    Ok(sql)
}

/// A name that tells how old it is, and that nobody else takes.
fn name(row: &Row) -> Result<String, SessionError> {
    let seconds = text(row, "seconds")?.unwrap_or_default();
    let process = text(row, "process")?.unwrap_or_default();
    let random = RandomState::new().build_hasher().finish();
    Ok(format!("{PREFIX}{seconds}_{process}_{random:016x}"))
}

pub(super) fn list(
    session: &mut PostgresSession<'_>,
    sql: impl Into<Cow<'static, str>>,
) -> Result<Vec<String>, SessionError> {
    let rows = session.query(&Statement::new(sql))?;
    let values = rows.iter().map(|row| row.get::<String>(0));
    values.collect::<Result<_, _>>().map_err(|_| unanswered())
}

fn text(row: &Row, column: &str) -> Result<Option<String>, SessionError> {
    row.get(column).map_err(|_| unanswered())
}

fn flag(row: &Row, column: &str) -> Result<bool, SessionError> {
    Ok(text(row, column)?.as_deref() == Some("t"))
}

fn unanswered() -> SessionError {
    SessionError::new(
        SessionErrorKind::Other,
        "the server does not tell what a scratch database has to be like",
    )
}
