//! What the settings of a run are in PostgreSQL's SQL, for the session and for scripts.

use std::time::Duration;

use crate::base::{ChecksumBuilder, Dialect};
use crate::script::words;
use crate::session::Settings;

/// What is read after waiting for a lock must be newer than the lock, hence the
/// isolation level, whatever the database's default is.
pub(super) const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";

/// Returns the timeouts by the names of their settings.
pub(super) const fn timeouts(settings: &Settings) -> [(&'static str, Option<Duration>); 2] {
    [
        ("lock_timeout", settings.lock_timeout),
        ("statement_timeout", settings.statement_timeout),
    ]
}

/// Returns what sets the timeouts for a transaction: nothing, or statements with a line each.
pub(super) fn local_timeouts(settings: &Settings) -> String {
    let set = timeouts(settings).into_iter().filter_map(|(name, limit)| {
        let limit = millis(limit?);
        Some(format!("SET LOCAL {name}={limit};\n"))
    });
    set.collect()
}

/// Returns the timeouts for a statement outside a transaction, with values as literals.
///
/// What is built or dropped concurrently gets no timeouts at all: cut off, it leaves
/// an invalid index or a detached half, and nobody's reads or writes queue behind its waiting.
pub(super) fn timeouts_alone(settings: &Settings, sql: &str) -> Vec<(&'static str, String)> {
    let concurrently =
        words(Dialect::Postgres, sql).any(|word| word.eq_ignore_ascii_case("CONCURRENTLY"));
    let literal = |(name, limit): (&'static str, Option<Duration>)| match limit {
        _ if concurrently => Some((name, "'0'".to_owned())),
        Some(limit) => Some((name, format!("'{}'", millis(limit)))),
        None => None,
    };
    timeouts(settings).into_iter().filter_map(literal).collect()
}

/// Returns the key of the advisory lock of this name; it is one of the database's own by nature.
///
/// A name without a schema is nearly always that of a table in `public`, so that both have one
/// lock: to wait in vain does less harm than not to wait.
pub(super) fn lock_key(name: &str) -> i64 {
    let name = name.strip_prefix("\"public\".").unwrap_or(name);
    let mut builder = ChecksumBuilder::new();
    let checksum = builder.part("migrator lock").part(name).finish();
    let mut key = [0; 8];
    for (byte, from) in key.iter_mut().zip(checksum.bytes()) {
        *byte = *from;
    }
    i64::from_be_bytes(key)
}

/// A timeout in milliseconds, in the bounds of PostgreSQL, where 0 means none.
pub(super) fn millis(timeout: Duration) -> i32 {
    let millis = i32::try_from(timeout.as_millis()).unwrap_or(i32::MAX);
    if timeout.is_zero() { 0 } else { millis.max(1) }
}
