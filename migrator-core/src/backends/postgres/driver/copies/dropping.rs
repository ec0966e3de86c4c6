//! Dropping a database whoever is connected to it.

use postgres::Client;

use super::super::said::said;
use super::keeper::Keeper;
use crate::session::SessionError;

/// From this version on a database can be dropped while somebody is connected to it.
const HAS_FORCE: u32 = 130_000;

/// Drops a database if it is there, whoever is connected to it.
pub(super) fn drop_database(
    keeper: &Keeper,
    client: &mut Client,
    name: &str,
) -> Result<(), SessionError> {
    let force = match keeper.version() >= HAS_FORCE {
        true => " WITH (FORCE)",
        false => {
            let sql = format!(
                "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity \
                 WHERE datname = '{name}'"
            );
            client.batch_execute(&sql).map_err(said)?;
            ""
        }
    };
    let sql = format!("DROP DATABASE IF EXISTS \"{name}\"{force}");
    client.batch_execute(&sql).map_err(said)
}
