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

/// Returns what runs before a step's statements.
///
/// Each noted value starts with `=`, to tell an empty one from one never noted. When a step
/// began is noted for a transaction only: on the connection it would outlive the step.
pub(super) fn opening(extent: Extent) -> Statement {
    let is_local = is_local(extent);
    let mut sql = format!(
        "SELECT pg_catalog.set_config('migrator.search_path', \
         '=' || pg_catalog.current_setting('search_path'), {is_local}), \
         pg_catalog.set_config('migrator.role', \
         '=' || pg_catalog.current_setting('role'), {is_local})"
    );
    if extent == Extent::Transaction {
        sql.push_str(
            ", pg_catalog.set_config('migrator.began', \
             extract(epoch FROM pg_catalog.clock_timestamp())::text, true)",
        );
    }
    Statement::new(sql)
}

/// Returns what runs before our own statements: it puts the noted settings back.
pub(super) fn closing(extent: Extent) -> Statement {
    let is_local = is_local(extent);
    Statement::new(format!(
        "SELECT pg_catalog.set_config(name, pg_catalog.substr(noted, 2), {is_local}) FROM (VALUES \
         ('role', pg_catalog.current_setting('migrator.role', true)), \
         ('search_path', pg_catalog.current_setting('migrator.search_path', true))) \
         AS settings (name, noted) \
         WHERE noted <> '' AND pg_catalog.substr(noted, 2) <> pg_catalog.current_setting(name)"
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
