//! How templates and copies are called, and who holds a lock.
//!
//! Pure: names and SQL.

/// A template, by numbers.
#[derive(Debug, Clone, Copy)]
pub struct Template {
    /// Two have the same if everything that decides what is in them is the same.
    pub key: u64,
    /// Two have the same if they differ in nothing but when the program was built that decides a part.
    pub line: u64,
}

/// What the names of templates begin with.
const TEMPLATE: &str = "migrator_template_";

/// What the names of templates end with until they are finished.
const UNFINISHED: &str = "_new";

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

/// Returns the name of a template until it is finished.
pub(super) fn unfinished(key: u64) -> String {
    format!("{}{UNFINISHED}", template(key))
}

/// Returns the key in the name of a template, finished or not.
pub(super) fn key_of(template: &str) -> Option<u64> {
    let name = template.strip_suffix(UNFINISHED).unwrap_or(template);
    u64::from_str_radix(name.strip_prefix(TEMPLATE)?, 16).ok()
}

/// Returns a call about the lock of a key or a token: who holds it lives, and uses the template.
pub(super) fn lock(function: &str, key: u64) -> String {
    // The server's number has a sign, and the least would be one too long without quotes.
    let key = key.cast_signed();
    format!("SELECT pg_catalog.{function}('{key}'::bigint)::text")
}

/// Returns a call about the other lock of a key: who holds it makes the template. Pairs of numbers are locks of their
/// own: <https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADVISORY-LOCKS>.
pub(super) fn turn(function: &str, key: u64) -> String {
    let [a, b, c, d, e, f, g, h] = key.to_be_bytes();
    let (high, low) = ([a, b, c, d], [e, f, g, h]);
    let (high, low) = (i32::from_be_bytes(high), i32::from_be_bytes(low));
    format!("SELECT pg_catalog.{function}('{high}'::integer, '{low}'::integer)::text")
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

/// Returns the query for templates that no living process uses, and that are half-made, old, or of another build of the
/// program of this one.
pub(super) fn left_templates(of: Template) -> String {
    format!(
        "SELECT d.datname FROM pg_catalog.pg_database AS d \
         WHERE d.datname ~ '^{TEMPLATE}[0-9a-f]{{16}}({UNFINISHED})?$' \
         AND pg_catalog.pg_has_role(d.datdba, 'MEMBER') AND NOT {} \
         AND (d.datallowconn OR {} > {UNUSED} OR {} = '{:016x}' AND d.datname <> '{}') ORDER BY d.datname",
        is_held(TEMPLATE),
        age(),
        noted("^used [0-9]+ ([0-9a-f]{16})$"),
        of.line,
        template(of.key)
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

/// Returns what closes a template: nobody can connect, so nobody is ever in the way of a copy.
pub(super) fn close(name: &str) -> String {
    format!("ALTER DATABASE \"{name}\" WITH ALLOW_CONNECTIONS false")
}

/// Returns what gives a template its name, under which it can be copied.
pub(super) fn finish(key: u64) -> String {
    let (unfinished, template) = (unfinished(key), template(key));
    format!("ALTER DATABASE \"{unfinished}\" RENAME TO \"{template}\"")
}

/// Returns what notes that a template is in use, and of which line it is.
pub(super) fn note_use(name: &str, line: u64) -> String {
    // A comment is a literal and nothing else, so the server has to put its own clock into one.
    format!(
        "DO $$ BEGIN EXECUTE pg_catalog.format('COMMENT ON DATABASE \"{name}\" IS %L', \
         'used ' || extract(epoch FROM pg_catalog.clock_timestamp())::bigint || ' {line:016x}'); END $$"
    )
}

/// How many seconds ago a template was used; without a note very long.
fn age() -> String {
    let used = noted("^used ([0-9]{9,11})( |$)");
    format!("extract(epoch FROM pg_catalog.clock_timestamp()) - coalesce({used}::bigint, 0)")
}

/// What the pattern finds in the note about a template.
fn noted(pattern: &str) -> String {
    format!("substring(pg_catalog.shobj_description(d.oid, 'pg_database') FROM '{pattern}')")
}

/// Whether somebody holds a lock whose 16 digits follow the prefix, of either kind and in whichever database.
///
/// The two halves of the number are two columns:
/// <https://www.postgresql.org/docs/current/view-pg-locks.html>
fn is_held(prefix: &str) -> String {
    format!(
        "EXISTS (SELECT FROM pg_catalog.pg_locks AS l WHERE l.locktype = 'advisory' \
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
            assert_eq!(key_of(&unfinished(key)), Some(key));
            assert_eq!(template(key).len(), TEMPLATE.len() + 16);
        }
        assert_eq!(key_of("migrator_fixture_0000000000000000_1"), None);
    }

    #[test]
    fn names_are_short_enough_for_the_server() {
        assert!(copy(u64::MAX, u64::MAX).len() <= 63);
    }
}
