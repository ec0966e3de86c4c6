//! Dropping a database whoever is connected to it.

use postgres::Client;

use super::super::database::force;
use super::super::said::said;
use super::keeper::Keeper;
use crate::session::SessionError;

/// Drops a database if it is there, whoever is connected to it.
pub(super) fn drop_database(
    keeper: &Keeper,
    client: &mut Client,
    name: &str,
) -> Result<(), SessionError> {
    let force = force(keeper.version());
    if force.is_empty() {
        let sql = format!(
            "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity \
             WHERE datname = '{name}'"
        );
        client.batch_execute(&sql).map_err(said)?;
    }
    let sql = format!("DROP DATABASE IF EXISTS \"{name}\"{force}");
    client.batch_execute(&sql).map_err(said)
}
