//! A place inside the server through which every statement of a run passes, so that
//! something can happen there, at the statement that a test chooses.
//!
//! Triggers on every table, our own included, and event triggers for everything that
//! changes the schema: each statement passes before it does anything and after it has
//! done it. They are counted in a setting of the connection; a sequence would now and then
//! write, after which PostgreSQL refuses to drop an index concurrently.

use postgres::Client;

use crate::support::postgres::{TestDatabase, column};

/// What happens at the chosen place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// The server process is terminated, as by an administrator.
    Terminate,
    /// It waits for as long as the test holds [`HOLD`].
    Wait,
}

/// The advisory lock that stops whoever waits.
const HOLD: i64 = 6174;

/// Installs the gate; something happens when a connection passes it for the `at`th time.
pub(crate) fn install(database: &TestDatabase, at: usize, action: Action) {
    let name = database.name();
    database
        .client()
        .batch_execute(&format!(
            "ALTER DATABASE {name} SET gate.at = {at}; \
             ALTER DATABASE {name} SET gate.action = '{action:?}'; {GATE}"
        ))
        .unwrap();
}

const GATE: &str = r"
CREATE SCHEMA gate;
CREATE FUNCTION gate.pass() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    n integer := coalesce(nullif(current_setting('gate.n', true), ''), '0')::integer + 1;
BEGIN
    PERFORM set_config('gate.n', n::text, false);
    IF n = current_setting('gate.at')::integer THEN
        IF current_setting('gate.action') = 'Terminate' THEN
            PERFORM pg_terminate_backend(pg_backend_pid());
            PERFORM pg_sleep(60);
        ELSE
            PERFORM pg_advisory_lock_shared(6174);
        END IF;
    END IF;
END $$;
CREATE FUNCTION gate.on_rows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM gate.pass();
    RETURN NULL;
END $$;
CREATE FUNCTION gate.on_command() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE
    command record;
BEGIN
    IF tg_tag = 'CREATE TRIGGER' THEN
        RETURN;
    END IF;
    PERFORM gate.pass();
    IF tg_event = 'ddl_command_end' AND tg_tag = 'CREATE TABLE' THEN
        FOR command IN SELECT * FROM pg_event_trigger_ddl_commands() WHERE object_type = 'table' LOOP
            EXECUTE format('CREATE TRIGGER gate_before BEFORE INSERT OR UPDATE OR DELETE ON %s
                EXECUTE FUNCTION gate.on_rows()', command.objid::regclass);
            EXECUTE format('CREATE TRIGGER gate_after AFTER INSERT OR UPDATE OR DELETE ON %s
                EXECUTE FUNCTION gate.on_rows()', command.objid::regclass);
        END LOOP;
    END IF;
END $$;
CREATE EVENT TRIGGER gate_start ON ddl_command_start EXECUTE FUNCTION gate.on_command();
CREATE EVENT TRIGGER gate_end ON ddl_command_end EXECUTE FUNCTION gate.on_command();
";

/// How often a connection has passed the gate.
pub(crate) fn n_passed(client: &mut Client) -> usize {
    column(client, "SHOW gate.n")[0].parse().unwrap()
}

/// Lets everybody who connects from now on pass as if there were no gate.
pub(crate) fn open(database: &TestDatabase) {
    let open = format!("ALTER DATABASE {} SET gate.at = 0", database.name());
    database.client().batch_execute(&open).unwrap();
}

/// Removes the gate, so that nothing of it is in a dump.
pub(crate) fn remove(database: &TestDatabase) {
    let remove = "DROP EVENT TRIGGER gate_start; DROP EVENT TRIGGER gate_end; \
                  DROP SCHEMA gate CASCADE";
    let mut client = database.client();
    client
        .batch_execute("SET client_min_messages = error")
        .unwrap();
    client.batch_execute(remove).unwrap();
}

/// A connection that keeps everybody who comes to the gate with [`Action::Wait`] there,
/// until it is dropped.
pub(crate) fn hold(database: &TestDatabase) -> Client {
    let mut holder = database.client();
    holder
        .batch_execute(&format!("SELECT pg_advisory_lock({HOLD})"))
        .unwrap();
    holder
}

/// Tells whether somebody waits at the gate: a query that answers `t`.
pub(crate) const IS_HELD: &str = "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' \
    AND objid = 6174 AND NOT granted AND database = \
    (SELECT oid FROM pg_database WHERE datname = current_database()))";
