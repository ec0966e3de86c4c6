//! Scripts for `sqlite3`.
//!
//! The shell reads lines. It takes a carriage return at the end of one away, also inside a text,
//! and takes a line that holds `/` or `go` alone for the end of a statement.

use std::borrow::Cow;

use super::inline::inlined;
use super::literal::text_literal;
use super::marker::without_returns;
use crate::base::Dialect;
use crate::dialect::{Expected, Shell, terminated};
use crate::script::{Kind, spans};
use crate::session::{SessionError, SessionErrorKind, Settings, Statement};

/// Writes scripts for `sqlite3`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sqlite3;

impl Shell for Sqlite3 {
    fn command(&self) -> &'static str {
        "sqlite3 FILE < SCRIPT"
    }

    fn head(&self, settings: &Settings) -> Result<String, SessionError> {
        if settings.role.is_some() {
            let text = "SQLite has no roles";
            return Err(SessionError::new(SessionErrorKind::Unsupported, text));
        }
        // The shell does not obey foreign keys unless told to, as applications' connections do. Where
        // it has the other on, what mentions a table does not follow its new name.
        Ok(".bail on\nPRAGMA foreign_keys = ON;\nPRAGMA legacy_alter_table = OFF;\n".to_owned())
    }

    fn tail(&self, _settings: &Settings) -> String {
        String::new()
    }

    fn begin(&self, _settings: &Settings) -> String {
        "BEGIN IMMEDIATE;\n".to_owned()
    }

    fn commit(&self, _settings: &Settings) -> String {
        "COMMIT;\n".to_owned()
    }

    fn inlined(&self, statement: &Statement) -> Result<String, SessionError> {
        inlined(statement).map(Cow::into_owned)
    }

    fn statement(&self, statement: &Statement) -> Result<String, SessionError> {
        Ok(terminated(&in_lines(&inlined(statement)?)?))
    }

    fn statement_alone(
        &self,
        statement: &Statement,
        _settings: &Settings,
    ) -> Result<String, SessionError> {
        self.statement(statement)
    }

    /// A failing constraint tells its name, so the name is the message. A trigger could say as
    /// much; this is one statement less, and can be read.
    fn guard(&self, expected: &Expected<'_>) -> Vec<Statement> {
        let (version, history) = (expected.version, expected.history);
        let rows = match expected.rows {
            [] => "NULL".to_owned(),
            rows => text_literal(&rows.join(", ")).unwrap_or_default(),
        };
        let name = format!("expected the version rows: {}", expected.listed()).replace('"', "\"\"");
        let mut checks = format!(
            "\n    version_rows TEXT CONSTRAINT \"{name}\"\n        CHECK (version_rows IS {rows})"
        );
        let mut values = format!(
            "\n    (SELECT group_concat(version_num, ', ') FROM\n        \
             (SELECT DISTINCT coalesce(version_num, 'NULL') AS version_num\n         \
             FROM {version} ORDER BY version_num))"
        );
        if expected.must_be_whole {
            checks.push_str(
                ",\n    half_done INTEGER CONSTRAINT \"a step is half-done, and to be finished by \
                 the program first\"\n        CHECK (half_done = 0)",
            );
            values.push_str(&format!(
                ",\n    (SELECT count(*) FROM {history} WHERE status = 'started')"
            ));
        }
        vec![
            Statement::new(format!(
                "CREATE TEMPORARY TABLE migrator_guard ({checks}\n)"
            )),
            Statement::new(format!(
                "INSERT INTO temp.migrator_guard VALUES ({values}\n)"
            )),
            Statement::new("DROP TABLE temp.migrator_guard"),
        ]
    }

    fn note_references(&self) -> Vec<Statement> {
        vec![
            Statement::new("DROP TABLE IF EXISTS temp.migrator_strays"),
            Statement::new(format!(
                "CREATE TEMPORARY TABLE migrator_strays AS\n{STRAYS}"
            )),
        ]
    }

    fn check_references(&self) -> Vec<Statement> {
        vec![
            Statement::new(
                "CREATE TEMPORARY TABLE migrator_guard (\n    strays INTEGER CONSTRAINT \"rows have \
                 lost what they refer to\" CHECK (strays = 0)\n)",
            ),
            Statement::new(format!(
                "INSERT INTO temp.migrator_guard SELECT count(*) FROM (\n{STRAYS}\n\
                 EXCEPT SELECT * FROM temp.migrator_strays\n)"
            )),
            Statement::new("DROP TABLE temp.migrator_guard"),
        ]
    }

    fn obey_references(&self, obey: bool) -> &'static str {
        if obey {
            "PRAGMA foreign_keys = ON;\n"
        } else {
            "PRAGMA foreign_keys = OFF;\n"
        }
    }
}

/// The rows whose foreign keys lead nowhere.
const STRAYS: &str = "SELECT \"table\", rowid AS \"row\", \"parent\" FROM pragma_foreign_key_check";

/// Returns SQL that means the same when it is read in lines.
///
/// # Errors
/// A name that the shell would change.
fn in_lines(sql: &str) -> Result<String, SessionError> {
    let mut text = String::with_capacity(sql.len());
    let (mut is_at_start, mut is_default) = (false, false);
    for (kind, place) in spans(Dialect::Sqlite, sql).flatten() {
        let rest = sql.get(place.end..).unwrap_or_default();
        let token = sql.get(place).unwrap_or_default();
        let is_alone = is_at_start && ends_line(rest);
        match kind {
            Kind::Quoted if token.contains("\r\n") => return Err(changed_name(token)),
            // A default is a literal, or an expression in parentheses.
            Kind::Text if token.contains("\r\n") && is_default => {
                text.push_str(&format!("({})", without_returns(token)));
            }
            Kind::Text if token.contains("\r\n") => text.push_str(&without_returns(token)),
            // A comment before it, even an empty one, makes it a line like any other.
            Kind::Other if is_alone && token == "/" => text.push_str("/**//"),
            Kind::Word if is_alone && token.eq_ignore_ascii_case("go") => {
                text.push_str("/**/");
                text.push_str(token);
            }
            _ => text.push_str(token),
        }
        is_at_start = match kind {
            Kind::Blank => is_at_start || token.contains('\n'),
            Kind::LineComment => true,
            _ => false,
        };
        is_default = match kind {
            Kind::Blank | Kind::LineComment | Kind::BlockComment => is_default,
            _ => kind == Kind::Word && token.eq_ignore_ascii_case("DEFAULT"),
        };
    }
    Ok(text)
}

fn changed_name(name: &str) -> SessionError {
    let what = format!(
        "the shell takes the carriage return at the end of a line away, so that the name {name:?} \
         cannot be written in a script"
    );
    SessionError::new(SessionErrorKind::Unsupported, what)
}

/// Tells whether only blanks and comments follow on the line.
fn ends_line(rest: &str) -> bool {
    let line = rest.lines().next().unwrap_or_default().trim_start();
    line.is_empty() || line.starts_with("--") || line.starts_with("/*")
}

#[cfg(test)]
mod tests {
    use super::in_lines;

    #[test]
    fn what_the_shell_would_misread_is_written_otherwise() {
        let check = |sql: &str, expect: &str| assert_eq!(in_lines(sql).unwrap(), expect);
        check("SELECT 8\n/\n2", "SELECT 8\n/**//\n2");
        check(
            "SELECT a\n  Go -- x\nFROM t",
            "SELECT a\n  /**/Go -- x\nFROM t",
        );
        check("SELECT 8\n/ 2, go\n", "SELECT 8\n/ 2, go\n");
        check("SELECT 'a\n/\nb'", "SELECT 'a\n/\nb'");
        check(
            "SELECT 'a\r\nb <CRLF>'",
            "SELECT replace('a<<CRLF>>b <CRLF>', '<<CRLF>>', char(13, 10))",
        );
        check(
            "x DEFAULT /* ' */ 'a\r\nb' CHECK (y = 'a\r\nb')",
            "x DEFAULT /* ' */ (replace('a<CRLF>b', '<CRLF>', char(13, 10))) \
             CHECK (y = replace('a<CRLF>b', '<CRLF>', char(13, 10)))",
        );
        check("SELECT 'a\nb' AS \"a\nb\r\"", "SELECT 'a\nb' AS \"a\nb\r\"");
    }
}
