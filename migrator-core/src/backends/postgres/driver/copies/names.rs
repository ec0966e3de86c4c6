//! How templates and copies are called, and who holds a lock.
//!
//! Pure: names and SQL.

/// What the names of templates begin with.
const TEMPLATE: &str = "migrator_template_";

/// What the names of copies begin with.
const COPY: &str = "migrator_fixture_";

/// A template that no living process uses is dropped after so many seconds: three days.
const UNUSED: i64 = 3 * 24 * 3600;

/// So often it is noted that a template is in use, in seconds.
const NOTED: i64 = 3600;

/// Returns the name of a template.
pub(super) fn template(key: u64) -> String {
    format!("{TEMPLATE}{key:016x}")
}

/// Returns the name of a copy.
pub(super) fn copy(token: u64, n: u64) -> String {
    format!("{COPY}{token:016x}_{n}")
}

/// Returns the key in the name of a template.
pub(super) fn key_of(template: &str) -> Option<u64> {
    u64::from_str_radix(template.strip_prefix(TEMPLATE)?, 16).ok()
}

/// Returns a call about the lock of a key or a token: the server's number has a sign.
pub(super) fn lock(function: &str, key: u64) -> String {
    format!("SELECT pg_catalog.{function}({})::text", key.cast_signed())
}

/// Returns the query for copies whose process is no more.
pub(super) fn left_copies() -> String {
    format!(
        "SELECT d.datname FROM pg_catalog.pg_database AS d \
         WHERE d.datname ~ '^{COPY}[0-9a-f]{{16}}_[0-9]+$' \
         AND pg_catalog.pg_has_role(d.datdba, 'MEMBER') AND NOT {} ORDER BY d.datname",
        is_held(COPY)
    )
}

/// Returns the query for templates that no living process uses, and that are half-made or old.
pub(super) fn left_templates() -> String {
    format!(
        "SELECT d.datname FROM pg_catalog.pg_database AS d \
         WHERE d.datname ~ '^{TEMPLATE}[0-9a-f]{{16}}$' \
         AND pg_catalog.pg_has_role(d.datdba, 'MEMBER') AND NOT {} \
         AND (d.datallowconn OR {} > {UNUSED}) ORDER BY d.datname",
        is_held(TEMPLATE),
        age()
    )
}

/// Returns the query for whether a template is finished, and whether it has to be noted that it is in use.
pub(super) fn is_ready(key: u64) -> String {
    format!(
        "SELECT NOT d.datallowconn AS is_ready, {} > {NOTED} AS is_stale \
         FROM pg_catalog.pg_database AS d WHERE d.datname = '{}'",
        age(),
        template(key)
    )
}

/// Returns what makes a template one: nobody can connect, so nobody is ever in the way of a copy.
pub(super) fn finish(key: u64) -> String {
    format!(
        "ALTER DATABASE \"{}\" WITH ALLOW_CONNECTIONS false",
        template(key)
    )
}

/// Returns what notes that a template is in use.
pub(super) fn note_use(key: u64) -> String {
    // A comment is a literal and nothing else, so the server has to put its own clock into one.
    format!(
        "DO $$ BEGIN EXECUTE pg_catalog.format('COMMENT ON DATABASE \"{}\" IS %L', \
         'used ' || extract(epoch FROM pg_catalog.clock_timestamp())::bigint); END $$",
        template(key)
    )
}

/// How many seconds ago a template was used; without a note very long.
fn age() -> &'static str {
    "extract(epoch FROM pg_catalog.clock_timestamp()) - coalesce(substring(\
     pg_catalog.shobj_description(d.oid, 'pg_database') FROM '^used ([0-9]{9,11})$')::bigint, 0)"
}

/// Whether somebody holds the lock whose 16 digits follow the prefix, in whichever database.
///
/// The two halves of the number are two columns:
/// <https://www.postgresql.org/docs/current/view-pg-locks.html>
fn is_held(prefix: &str) -> String {
    format!(
        "EXISTS (SELECT FROM pg_catalog.pg_locks AS l WHERE l.locktype = 'advisory' AND l.objsubid = 1 \
         AND lpad(to_hex(l.classid::bigint), 8, '0') || lpad(to_hex(l.objid::bigint), 8, '0') \
         = substr(d.datname, {}, 16))",
        prefix.len() + 1
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_in_its_name() {
        for key in [0, 1, u64::MAX] {
            assert_eq!(key_of(&template(key)), Some(key));
            assert_eq!(template(key).len(), TEMPLATE.len() + 16);
        }
        assert_eq!(key_of("migrator_fixture_0000000000000000_1"), None);
    }

    #[test]
    fn names_are_short_enough_for_the_server() {
        assert!(copy(u64::MAX, u64::MAX).len() <= 63);
    }
}
