//! What several of these tests need.

use std::time::{Duration, Instant};

use postgres::Client;

use crate::support::Rev;
use crate::support::postgres::{TestDatabase, column, lines};

/// Whether `scripts/soak` runs: then nothing is left out.
pub(crate) fn is_soak() -> bool {
    std::env::var_os("MIGRATOR_SOAK").is_some()
}

/// Looks again and again until something is so; each look asks a server, which takes a
/// while. The limit is far away and only keeps a broken test from hanging.
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(
            started.elapsed() < Duration::from_secs(120),
            "never: {what}"
        );
        std::thread::yield_now();
    }
}

/// Waits until a query answers `t`.
pub(crate) fn until_true(client: &mut Client, sql: &str) {
    until(sql, || column(client, sql) == ["t"]);
}

/// The schema as `pg_dump` writes it, and every row but for clock times and generated
/// numbers, which a repeated attempt may count differently.
pub(crate) fn snapshot(database: &TestDatabase) -> Vec<String> {
    let mut snapshot = database.schema();
    let mut client = database.client();
    let tables = "SELECT format('%I.%I', table_schema, table_name), \
        string_agg(format('%I', column_name), ', ' ORDER BY ordinal_position) \
        FROM information_schema.columns JOIN information_schema.tables \
        USING (table_schema, table_name) \
        WHERE table_schema NOT IN ('pg_catalog', 'information_schema') \
        AND table_type = 'BASE TABLE' AND is_identity = 'NO' \
        AND column_name NOT IN ('started_at', 'finished_at') GROUP BY 1 ORDER BY 1";
    for line in lines(&mut client, tables) {
        let (table, columns) = line.split_once(" | ").unwrap();
        let mut rows = lines(&mut client, &format!("SELECT {columns} FROM {table}"));
        rows.sort_unstable();
        snapshot.extend(rows.into_iter().map(|row| format!("{table}: {row}")));
    }
    snapshot
}

/// Fails with the first difference, instead of with two whole dumps.
pub(crate) fn assert_same(found: &[String], expected: &[String], context: &str) {
    let missing: Vec<&String> = expected.iter().filter(|it| !found.contains(it)).collect();
    let added: Vec<&String> = found.iter().filter(|it| !expected.contains(it)).collect();
    assert!(
        found == expected,
        "{context}: missing {missing:#?}, added {added:#?}, {} lines instead of {}",
        found.len(),
        expected.len()
    );
}

/// The version rows, sorted.
pub(crate) fn version_rows(client: &mut Client) -> Vec<String> {
    column(
        client,
        "SELECT version_num FROM alembic_version ORDER BY version_num",
    )
}

/// The history, oldest first: revision, direction, status.
pub(crate) fn history(client: &mut Client) -> Vec<String> {
    column(
        client,
        "SELECT concat_ws(' ', direction, revision, status) FROM migrator_history ORDER BY id",
    )
}

/// The advisory locks that a server process holds, marks included.
pub(crate) fn advisory_locks(client: &mut Client, pid: i32) -> Vec<String> {
    let sql = format!(
        "SELECT classid, objid, objsubid FROM pg_locks WHERE locktype = 'advisory' AND pid = {pid}"
    );
    lines(client, &sql)
}

/// The number of the server process behind a connection.
pub(crate) fn pid(client: &mut Client) -> i32 {
    column(client, "SELECT pg_backend_pid()")[0]
        .parse()
        .unwrap()
}

/// The same revisions once more, for another set.
pub(crate) fn again(revisions: &[Rev]) -> Vec<Rev> {
    revisions
        .iter()
        .map(|it| Rev {
            spec: it.spec.clone(),
            migration: it.migration,
        })
        .collect()
}
