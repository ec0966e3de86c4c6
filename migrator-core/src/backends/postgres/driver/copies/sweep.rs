//! What killed processes have left, and templates that nobody has used for long.
//!
//! Nobody has to be able to drop them: another process may be about to.

use postgres::Client;

use super::names::{self, Template};

/// Drops copies whose process is no more.
pub(super) fn copies(client: &mut Client) {
    for name in list(client, &names::left_copies()) {
        drop_unused(client, &name);
    }
}

/// Drops templates that nobody uses and that are half-made, old, or of another build than this one.
pub(super) fn templates(client: &mut Client, of: Template) {
    for name in list(client, &names::left_templates(of)) {
        // Whoever begins to use it waits now, and finds it gone.
        let Some(key) = names::key_of(&name) else {
            continue;
        };
        if !is_true(client, &names::lock("pg_try_advisory_lock", key)) {
            continue;
        }
        drop_unused(client, &name);
        let _ = client.batch_execute(&names::lock("pg_advisory_unlock", key));
    }
}

/// Without force: should its process live after all, it is connected.
fn drop_unused(client: &mut Client, name: &str) {
    let _ = client.batch_execute(&format!("DROP DATABASE IF EXISTS \"{name}\""));
}

fn list(client: &mut Client, sql: &str) -> Vec<String> {
    let rows = client.query(sql, &[]).unwrap_or_default();
    rows.iter().filter_map(|row| row.try_get(0).ok()).collect()
}

fn is_true(client: &mut Client, sql: &str) -> bool {
    list(client, sql) == ["true"]
}
