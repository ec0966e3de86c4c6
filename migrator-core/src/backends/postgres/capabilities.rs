//! What changes the connection only.

use crate::script::{Kind, Reader};

/// Tells whether a statement changes a setting of the connection: `SET` and `RESET` but for
/// what ends with the transaction, and a `SELECT` that begins with `set_config`.
///
/// A setting that is changed deeper inside a query, or by a function it calls, is not seen.
pub(super) fn sets_connection(sql: &str) -> bool {
    let mut reader = Reader::new(sql);
    match reader.word().as_deref() {
        Some("SET") => !["LOCAL", "TRANSACTION", "CONSTRAINTS"]
            .iter()
            .any(|word| reader.next_is(word)),
        Some("RESET" | "LOAD") => true,
        Some("SELECT") => {
            let name = reader.name();
            name.is_some_and(|name| name.name == "set_config") && reader.next_is_kind(Kind::Open)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::sets_connection;

    #[test]
    fn settings_of_the_connection_are_told_from_those_of_the_transaction() {
        let check = |sql: &str, expect: bool| assert_eq!(sets_connection(sql), expect, "{sql}");
        check("SET search_path TO app", true);
        check("set session work_mem = '1MB'", true);
        check("SET ROLE x", true);
        check("RESET ALL", true);
        check(
            "SELECT pg_catalog.set_config('search_path', '', false)",
            true,
        );
        check("select set_config('a.b', '1', false), 2", true);
        check("SET LOCAL work_mem = '1MB'", false);
        check("SET TRANSACTION READ ONLY", false);
        check("SET CONSTRAINTS ALL DEFERRED", false);
        check("SELECT set_config FROM t", false);
        check("UPDATE t SET a = 1", false);
    }
}
