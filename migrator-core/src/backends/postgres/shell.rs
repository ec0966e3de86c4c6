//! Scripts for `psql`.
//!
//! Outside quotes psql replaces `:name` by a variable of its own, so a colon is kept away from
//! what follows it. Inside quotes of any kind it leaves everything as it is.
//! <https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-INTERPOLATION>

use std::borrow::Cow;

use super::block::block;
use super::inline::{inlined, refuse_stream};
use super::literal::text_literal;
use super::settings::{BEGIN, local_timeouts, lock_key, timeouts_alone};
use crate::base::Dialect;
use crate::dialect::{Expected, Shell, terminated};
use crate::script::{Kind, spans};
use crate::session::{LockMode, SessionError, SessionErrorKind, Settings, Statement};

/// Writes scripts for `psql`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Psql;

/// What is said where another process migrates.
const BUSY: &str = "another process is migrating this database";

impl Shell for Psql {
    fn command(&self) -> &'static str {
        "psql -X -d DATABASE -f SCRIPT"
    }

    fn head(&self, settings: &Settings) -> Result<String, SessionError> {
        let mut head = "\\set ON_ERROR_STOP on\n\\set AUTOCOMMIT on\n".to_owned();
        head.push_str("SET client_encoding = 'UTF8';\n");
        if let Some(role) = &settings.role {
            text_literal(role).map_err(|_| {
                let text = "the name of the role holds a NUL byte";
                SessionError::new(SessionErrorKind::Unsupported, text)
            })?;
            head.push_str(&noted("role"));
        }
        if settings.lock == LockMode::Session {
            head.push_str(&locked("pg_try_advisory_lock", settings));
        }
        Ok(head)
    }

    fn tail(&self, settings: &Settings) -> String {
        match settings.lock {
            LockMode::Session => {
                let key = lock_key(&settings.lock_name);
                own_block(&format!(
                    "BEGIN\n    PERFORM pg_advisory_unlock({key});\nEND"
                ))
            }
            LockMode::Transaction => String::new(),
        }
    }

    fn begin(&self, settings: &Settings) -> String {
        let mut begin = format!("{BEGIN};\n");
        if settings.lock == LockMode::Transaction {
            begin.push_str(&locked("pg_try_advisory_xact_lock", settings));
        }
        begin.push_str(&local_timeouts(settings));
        if let Some(role) = role(settings) {
            begin.push_str(&format!("SET LOCAL ROLE {role};\n"));
        }
        begin
    }

    fn commit(&self, settings: &Settings) -> String {
        // A role that a migration has set for the connection would outlast the commit.
        match settings.role {
            Some(_) => format!("{}COMMIT;\n", put_back("role")),
            None => "COMMIT;\n".to_owned(),
        }
    }

    fn inlined(&self, statement: &Statement) -> Result<String, SessionError> {
        inlined(statement).map(Cow::into_owned)
    }

    fn statement(&self, statement: &Statement) -> Result<String, SessionError> {
        refuse_stream(&statement.sql)?;
        Ok(terminated(&without_variables(&inlined(statement)?)))
    }

    fn statement_alone(
        &self,
        statement: &Statement,
        settings: &Settings,
    ) -> Result<String, SessionError> {
        let mut changes = timeouts_alone(settings, &statement.sql);
        changes.extend(role(settings).map(|role| ("role", role)));
        let set = changes
            .iter()
            .map(|(name, value)| format!("{}SET {name} = {value};\n", noted(name)));
        let after = changes.iter().map(|(name, _)| put_back(name));
        let parts = set.chain([self.statement(statement)?]).chain(after);
        Ok(parts.collect())
    }

    fn guard(&self, expected: &Expected<'_>) -> Vec<Statement> {
        vec![Statement::new(guard(expected))]
    }
}

fn role(settings: &Settings) -> Option<String> {
    text_literal(settings.role.as_deref()?).ok()
}

/// Notes a setting in a variable of psql's.
fn noted(name: &str) -> String {
    format!("SELECT current_setting('{name}') AS migrator_{name} \\gset\n")
}

fn put_back(name: &str) -> String {
    format!("SET {name} = :'migrator_{name}';\n")
}

fn locked(function: &str, settings: &Settings) -> String {
    let key = lock_key(&settings.lock_name);
    own_block(&format!(
        "BEGIN\n    IF NOT {function}({key}) THEN\n        \
         RAISE EXCEPTION '{BUSY}';\n    END IF;\nEND"
    ))
}

fn own_block(body: &str) -> String {
    format!("{};\n", block(&format!("\n{body}\n")))
}

/// PL/pgSQL looks for the tables of a query only when it comes to the query.
fn guard(expected: &Expected<'_>) -> String {
    let literal = |text: &str| text_literal(text).unwrap_or_else(|_| "''".to_owned());
    let (version, history) = (expected.version, expected.history);
    let (version_name, history_name) = (literal(version), literal(history));
    let rows = match expected.rows {
        [] => "NULL".to_owned(),
        rows => literal(&rows.join(", ")),
    };
    let listed = literal(&expected.listed());
    let mut body = format!(
        "DECLARE
    version_rows text;
    half_done text;
BEGIN
    IF to_regclass({version_name}) IS NOT NULL THEN
        SELECT string_agg(id, ', ' ORDER BY id) INTO version_rows
            FROM (SELECT DISTINCT coalesce(version_num::text, 'NULL') COLLATE \"C\" AS id
            FROM {version}) AS found;
    END IF;
    IF version_rows IS DISTINCT FROM {rows} THEN
        RAISE EXCEPTION 'the script is not for this database: expected the version rows %, found %',
            {listed}, coalesce(version_rows, 'none');
    END IF;
"
    );
    if expected.must_be_whole {
        body.push_str(&format!(
            "    IF to_regclass({history_name}) IS NOT NULL THEN
        SELECT string_agg(direction || ' of ' || revision, ', ')
            INTO half_done FROM {history} WHERE status = 'started';
    END IF;
    IF half_done IS NOT NULL THEN
        RAISE EXCEPTION 'half-done, and to be finished by the program first: %', half_done;
    END IF;
"
        ));
    }
    body.push_str("END\n");
    block(&format!("\n{body}"))
}

/// Keeps psql's variables out of a statement.
fn without_variables(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut colons = 0;
    for (kind, place) in spans(Dialect::Postgres, sql).flatten() {
        let token = sql.get(place).unwrap_or_default();
        // What the lexer takes for a comment here is a command of psql's.
        if kind == Kind::LineComment && token.starts_with('\\') {
            continue;
        }
        let is_name =
            matches!(kind, Kind::Word | Kind::Quoted | Kind::Text | Kind::Number) || token == "{";
        if colons == 1 && is_name {
            text.push(' ');
        }
        text.push_str(token);
        colons = if token == ":" { colons + 1 } else { 0 };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::without_variables;

    #[test]
    fn a_colon_is_kept_away_from_what_psql_would_take_for_a_variable() {
        let check = |sql: &str, expect: &str| assert_eq!(without_variables(sql), expect);
        check(
            "SELECT a[1:b], ':x', x::text",
            "SELECT a[1: b], ':x', x::text",
        );
        check("SELECT a[:'b'], a[:\"c\"]", "SELECT a[: 'b'], a[: \"c\"]");
        check("SELECT f(a := 1), x::\"T\"", "SELECT f(a := 1), x::\"T\"");
        check("SELECT $$:a$$ -- :b", "SELECT $$:a$$ -- :b");
    }
}
