//! The settings around a step: noted before it, put back after it.
//!
//! `search_path` and `role` decide which tables our own statements mean and whether they
//! may write them. Both are noted in settings of ours, so
//! that nothing has to be read back. They are put back only where they differ: a setting
//! that is written inside an application's transaction outlives the `SET LOCAL` under it.

use crate::dialect::Extent;
use crate::session::Statement;

/// Longer ago than that no step began; more microseconds would leave PostgreSQL's calendar.
const MOST_MICROS: u64 = 1_000_000_000_000_000;

/// What is put back, in this order: who the session is decides which roles it may have, and
/// changing it gives up the role.
const NOTED: [&str; 5] = [
    "session_authorization",
    "role",
    "search_path",
    "client_encoding",
    "standard_conforming_strings",
];

/// What decides how every message to come is read, ours included, is put back for good.
const OF_MESSAGES: [&str; 2] = ["client_encoding", "standard_conforming_strings"];

/// Returns what runs before a step's statements.
///
/// Each noted value starts with `=`, to tell an empty one from one never noted. When a step
/// began is noted for a transaction only: on the connection it would outlive the step.
pub(super) fn opening(extent: Extent) -> Statement {
    let is_local = is_local(extent);
    let notes = NOTED.map(|name| {
        format!(
            "pg_catalog.set_config('migrator.{name}', \
             '=' || pg_catalog.current_setting('{name}'), {is_local})"
        )
    });
    let mut sql = format!("SELECT {}", notes.join(", "));
    if extent == Extent::Transaction {
        sql.push_str(
            ", pg_catalog.set_config('migrator.began', \
             extract(epoch FROM pg_catalog.clock_timestamp())::text, true)",
        );
    }
    Statement::new(sql)
}

/// Returns what runs before our own statements: it puts the noted settings back.
///
/// The driver speaks UTF-8, and statements are told apart by the standard's strings, whatever a
/// migration, a dump for one, has set.
pub(super) fn closing(extent: Extent) -> Statement {
    let is_local = is_local(extent);
    let noted = NOTED.map(|name| {
        let is_local = is_local && !OF_MESSAGES.contains(&name);
        format!("('{name}', pg_catalog.current_setting('migrator.{name}', true), {is_local})")
    });
    Statement::new(format!(
        "SELECT pg_catalog.set_config(name, pg_catalog.substr(noted, 2), is_local) FROM (VALUES {}) \
         AS settings (name, noted, is_local) \
         WHERE noted <> '' AND pg_catalog.substr(noted, 2) <> pg_catalog.current_setting(name)",
        noted.join(", ")
    ))
}

const fn is_local(extent: Extent) -> bool {
    matches!(extent, Extent::Transaction)
}

/// Returns the time at which the step under way began: as noted by [`opening`], or so many
/// microseconds ago.
pub(super) fn step_began(micros: u64) -> String {
    let micros = micros.min(MOST_MICROS);
    format!(
        "coalesce(to_timestamp(nullif(current_setting('migrator.began', true), '')::float8), \
         clock_timestamp() - interval '{micros} microseconds')"
    )
}
