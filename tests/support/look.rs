//! What a database looks like from outside: with `rusqlite` alone, and through
//! SQLite's own trace.

use std::sync::{Arc, Mutex};

use rusqlite::Connection;
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use rusqlite::types::ValueRef;

/// The statements that SQLite itself says it ran during `work`.
pub fn statements(connection: &mut Connection, work: impl FnOnce(&Connection)) -> Vec<String> {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let note = Arc::clone(&seen);
    let callback = move |event: TraceEvent<'_>| {
        if let TraceEvent::Stmt(_, sql) = event {
            note.lock().unwrap().push(sql.to_owned());
        }
    };
    connection
        .trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(callback))
        .unwrap();
    work(connection);
    connection
        .trace_v2(TraceEventCodes::empty(), None::<fn(TraceEvent<'_>)>)
        .unwrap();
    seen.lock().unwrap().clone()
}

/// Changes when, and only when, another connection has committed a write.
pub fn data_version(connection: &Connection) -> String {
    column(connection, "PRAGMA data_version").remove(0)
}

/// The first column of a query, as text.
pub fn column(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| Ok(text(row.get_ref(0)?)));
    rows.unwrap().map(Result::unwrap).collect()
}

/// All columns of a query, each row as one line.
pub fn lines(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    let n_columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        let values = (0..n_columns).map(|at| row.get_ref(at).map(text));
        Ok(values.collect::<Result<Vec<_>, _>>()?.join(" | "))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

fn text(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "NULL".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Blob(bytes) => format!("{bytes:?}"),
    }
}

/// The version rows, sorted.
pub fn version_rows(connection: &Connection) -> Vec<String> {
    column(
        connection,
        "SELECT version_num FROM main.alembic_version ORDER BY 1",
    )
}

/// The names of all tables but SQLite's own, sorted.
pub fn tables(connection: &Connection) -> Vec<String> {
    column(
        connection,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1",
    )
}

/// Direction, revision and version rows of each history row, oldest first.
pub fn history(connection: &Connection) -> Vec<String> {
    column(
        connection,
        "SELECT direction || ' ' || revision || ' -> ' || version_rows FROM migrator_history ORDER BY id",
    )
}

/// The whole schema and every row, but for the history's clock times and its counter.
pub fn dump(connection: &Connection) -> Vec<String> {
    let mut dump = lines(
        connection,
        "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name",
    );
    for table in tables(connection) {
        let columns = column(
            connection,
            &format!(
                "SELECT '\"' || replace(name, '\"', '\"\"') || '\"' FROM pragma_table_info('{name}') \
                 WHERE name NOT IN ('started_at', 'finished_at') \
                 AND (name, '{name}') <> ('id', 'migrator_history')",
                name = table.replace('\'', "''")
            ),
        );
        let quoted = table.replace('"', "\"\"");
        let rows = format!("SELECT {} FROM \"{quoted}\" ORDER BY 1", columns.join(", "));
        dump.extend(
            lines(connection, &rows)
                .into_iter()
                .map(|row| format!("{table}: {row}")),
        );
    }
    dump
}

/// How many revisions of [`line`](super::line) the database holds, after checking
/// that everything in it says the same.
pub fn revision_boundary(connection: &Connection) -> usize {
    assert_eq!(column(connection, "PRAGMA integrity_check"), ["ok"]);
    let all = tables(connection);
    let mut tables: Vec<String> = all
        .iter()
        .filter_map(|name| name.strip_prefix("t_").map(str::to_owned))
        .collect();
    tables.sort_unstable();
    let expected: Vec<String> = (1..=tables.len()).map(|at| format!("r{at:03}")).collect();
    assert_eq!(tables, expected, "the tables");
    let has = |table: &str| all.iter().any(|name| name == table);
    if tables.is_empty() {
        // Killed before the first commit: nothing at all may be there.
        assert_eq!(all, [""; 0]);
        return 0;
    }
    assert!(has("log") && has("alembic_version") && has("migrator_history"));
    assert_eq!(
        column(connection, "SELECT revision FROM log ORDER BY rowid"),
        expected,
        "the log"
    );
    assert_eq!(
        version_rows(connection),
        expected[expected.len() - 1..],
        "the version row"
    );
    assert_eq!(
        column(
            connection,
            "SELECT revision FROM migrator_history WHERE direction = 'upgrade' AND status = 'done' ORDER BY id"
        ),
        expected,
        "the history"
    );
    for revision in &expected {
        assert_eq!(
            column(connection, &format!("SELECT x FROM t_{revision}")),
            [revision.as_str()]
        );
    }
    tables.len()
}
