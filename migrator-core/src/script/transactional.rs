//! What runs inside a transaction.
//!
//! PostgreSQL's documentation of each command says whether it "cannot be executed inside a
//! transaction block"; decided from the statement's words, with comments and quoted
//! names told apart. What a statement calls is not seen: a procedure or a `DO` block that
//! commits, and `REINDEX` or `CLUSTER` of a partitioned table, are errors of PostgreSQL's.

use crate::base::Dialect;
use crate::script::control::ignored_in_transaction;
use crate::script::reader::Reader;
use crate::script::words;

/// Tells whether a database runs a statement inside a transaction, and the statement then does what it says.
///
/// # Dialects
/// | dialect | |
/// |---|---|
/// | PostgreSQL | `ALTER TYPE … ADD VALUE` is one that it runs, from PostgreSQL 12 on: only the use of the new value must wait for the commit |
/// | SQLite | a pragma that does nothing there is none that it runs |
///
/// # Examples
/// ```
/// use migrator_core::{base::Dialect, script::runs_in_transaction};
/// let runs = |sql| runs_in_transaction(Dialect::Postgres, sql);
/// assert!(runs("CREATE INDEX i ON t (a)"));
/// assert!(!runs("CREATE INDEX CONCURRENTLY i ON t (a)"));
/// ```
#[must_use]
pub fn runs_in_transaction(dialect: Dialect, sql: &str) -> bool {
    match dialect {
        Dialect::Sqlite => sqlite_runs(sql),
        Dialect::Postgres => postgres_runs(sql),
    }
}

fn sqlite_runs(sql: &str) -> bool {
    // https://sqlite.org/lang_vacuum.html, https://sqlite.org/lang_detach.html
    let refused = ["VACUUM", "ATTACH", "DETACH"];
    let first = words(Dialect::Sqlite, sql).next().unwrap_or_default();
    !refused.iter().any(|word| word.eq_ignore_ascii_case(first))
        && ignored_in_transaction(Dialect::Sqlite, sql).is_none()
}

fn postgres_runs(sql: &str) -> bool {
    let mut reader = Reader::new(sql);
    let refused = match reader.word().as_deref() {
        Some("VACUUM") => true,
        Some("CREATE") => is_refused_create(&mut reader),
        Some("DROP") => is_refused_drop(&mut reader),
        Some("ALTER") => is_refused_alter(&mut reader),
        Some("REINDEX") => is_refused_reindex(&mut reader),
        Some("CLUSTER") => is_of_everything(&mut reader),
        _ => false,
    };
    !refused
}

fn is_refused_create(reader: &mut Reader<'_>) -> bool {
    reader.takes("UNIQUE");
    match reader.word().as_deref() {
        Some("INDEX") => reader.takes("CONCURRENTLY"),
        Some("DATABASE" | "TABLESPACE") => true,
        Some("SUBSCRIPTION") => !has_option(reader, &["CREATE_SLOT", "CONNECT"], false),
        _ => false,
    }
}

fn is_refused_drop(reader: &mut Reader<'_>) -> bool {
    match reader.word().as_deref() {
        Some("INDEX") => reader.takes("CONCURRENTLY"),
        // Unless it has no replication slot, which nobody sees from here.
        Some("DATABASE" | "TABLESPACE" | "SUBSCRIPTION") => true,
        _ => false,
    }
}

fn is_refused_alter(reader: &mut Reader<'_>) -> bool {
    match reader.word().as_deref() {
        Some("SYSTEM") => true,
        Some("DATABASE") => {
            reader.name();
            reader.takes_all(&["SET", "TABLESPACE"])
        }
        Some("TABLE") => detaches_concurrently(reader),
        Some("SUBSCRIPTION") => {
            reader.name();
            let refreshes = match reader.word().as_deref() {
                Some("REFRESH") => true,
                Some("SET" | "ADD" | "DROP") => reader.next_is("PUBLICATION"),
                _ => false,
            };
            refreshes && !has_option(reader, &["REFRESH", "COPY_DATA"], false)
        }
        _ => false,
    }
}

/// `… DETACH PARTITION name CONCURRENTLY`.
fn detaches_concurrently(reader: &mut Reader<'_>) -> bool {
    while !reader.is_done() {
        if reader.takes_all(&["DETACH", "PARTITION"]) {
            return reader.name().is_some() && reader.takes("CONCURRENTLY");
        }
        reader.skip();
    }
    false
}

fn is_refused_reindex(reader: &mut Reader<'_>) -> bool {
    let options = reader.parenthesis();
    if is_set(&options, "CONCURRENTLY", true) {
        return true;
    }
    let is_wide = matches!(
        reader.word().as_deref(),
        Some("SCHEMA" | "DATABASE" | "SYSTEM")
    );
    is_wide || reader.next_is("CONCURRENTLY")
}

/// `CLUSTER` without a table.
fn is_of_everything(reader: &mut Reader<'_>) -> bool {
    reader.parenthesis();
    reader.takes("VERBOSE");
    reader.is_done()
}

/// Tells whether one of the options `WITH (name = value, …)` is set to a truth value.
fn has_option(reader: &mut Reader<'_>, names: &[&str], value: bool) -> bool {
    while !reader.is_done() {
        if reader.takes("WITH") {
            let options = reader.parenthesis();
            return names.iter().any(|name| is_set(&options, name, value));
        }
        reader.skip();
    }
    false
}

/// Looks for `name`, `name value` or `name = value` among the tokens of options; without a
/// value an option is true.
fn is_set(options: &[String], name: &str, value: bool) -> bool {
    let Some(at) = options.iter().position(|option| option == name) else {
        return false;
    };
    let mut after = options.iter().skip(at + 1).filter(|token| *token != "=");
    let is_false = after.next().is_some_and(|token| {
        matches!(
            token.trim_matches('\''),
            "FALSE" | "OFF" | "0" | "NO" | "F" | "N"
        )
    });
    is_false != value
}

#[cfg(test)]
mod tests {
    use super::runs_in_transaction;
    use crate::base::Dialect;

    #[test]
    fn what_no_transaction_bears_is_known_by_its_words() {
        let refused = |sql: &str| assert!(!runs_in_transaction(Dialect::Postgres, sql), "{sql}");
        refused("vacuum");
        refused("/* x */ VACUUM (FULL) t");
        refused("CREATE INDEX CONCURRENTLY i ON t (a)");
        refused("create unique index -- x\n concurrently if not exists \"i\" on t (a)");
        refused("DROP INDEX CONCURRENTLY i");
        refused("REINDEX INDEX CONCURRENTLY i");
        refused("REINDEX (VERBOSE, CONCURRENTLY) TABLE t");
        refused("REINDEX (CONCURRENTLY on) TABLE t");
        refused("REINDEX DATABASE d");
        refused("REINDEX SYSTEM d");
        refused("REINDEX SCHEMA s");
        refused("ALTER TABLE a.t DETACH PARTITION a.\"P\" CONCURRENTLY");
        refused("CREATE DATABASE d");
        refused("DROP DATABASE IF EXISTS d");
        refused("ALTER DATABASE \"d\" SET TABLESPACE s");
        refused("CREATE TABLESPACE s LOCATION '/x'");
        refused("DROP TABLESPACE s");
        refused("ALTER SYSTEM SET work_mem = '1MB'");
        refused("CLUSTER");
        refused("CLUSTER (VERBOSE)");
        refused("CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p");
        refused("DROP SUBSCRIPTION s");
        refused("ALTER SUBSCRIPTION s REFRESH PUBLICATION");
        refused("ALTER SUBSCRIPTION s SET PUBLICATION p");
    }

    #[test]
    fn everything_else_runs_in_one() {
        let runs = |sql: &str| assert!(runs_in_transaction(Dialect::Postgres, sql), "{sql}");
        runs("CREATE INDEX \"concurrently\" ON t (a)");
        runs("CREATE INDEX i ON t (concurrently)");
        runs("DROP INDEX \"CONCURRENTLY\"");
        runs("REINDEX TABLE t");
        runs("REINDEX (CONCURRENTLY false) INDEX i");
        runs("REINDEX (VERBOSE) TABLE \"concurrently\"");
        runs("REFRESH MATERIALIZED VIEW CONCURRENTLY v");
        runs("ALTER TYPE mood ADD VALUE 'happy'");
        runs("ALTER TABLE t DETACH PARTITION p");
        runs("ALTER TABLE t DETACH PARTITION p FINALIZE");
        runs("ALTER TABLE t DROP COLUMN \"detach partition x concurrently\"");
        runs("ALTER DATABASE d SET work_mem = '1MB'");
        runs("CLUSTER t USING i");
        runs("CLUSTER VERBOSE t");
        runs("CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (create_slot = false)");
        runs("ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh = off)");
        runs("ALTER SUBSCRIPTION s DISABLE");
        runs("COMMENT ON TABLE t IS 'VACUUM'");
        runs("SELECT 'CREATE INDEX CONCURRENTLY'");
        runs("\"vacuum\"");
        runs("ANALYZE");
        runs("");
    }
}
