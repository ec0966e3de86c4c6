//! What goes wrong between two messages, and in migrations that nobody should write.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use migrator::__private::Transaction;
use migrator::postgres::Server;
use migrator::{Error, ErrorKind, Migrations, Options};
use postgres::Client;

use crate::support::postgres::{TestDatabase, column, connect};
use crate::support::proxy::{Cut, Proxy};
use crate::support::{Rev, line, set};

/// Options under which a lock is not waited for long.
fn hasty() -> Options {
    Options::new()
        .lock_wait(Duration::from_millis(300))
        .lock_timeout(Duration::from_millis(50))
}

/// The revision `r001`, and above it one outside a transaction.
fn above(up: &str) -> &'static Migrations {
    let mut revisions = line(1);
    let above = Rev::sql("above", &["r001"], up);
    revisions.push(above.transaction(Transaction::None));
    set(revisions)
}

/// What the history says of the revision `above`.
fn noted(client: &mut Client) -> Vec<String> {
    let sql = "SELECT status || ' ' || statements_done FROM migrator_history \
               WHERE revision = 'above' ORDER BY id";
    column(client, sql)
}

fn upgrade_fails(set: &Migrations, client: &mut Client) -> String {
    let error = set.upgrade(client, "head").unwrap_err();
    format!("{error:?}")
}

/// Makes the first UPDATE of the history fail that notes so many statements, as if
/// somebody had locked the table.
fn first_note_has_to_wait(client: &mut Client, n_statements: usize) {
    let sql = format!(
        "CREATE SEQUENCE attempts; \
         CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         IF NEW.statements_done = {n_statements} AND nextval('attempts') = 1 THEN \
         RAISE EXCEPTION 'locked' USING ERRCODE = '55P03'; END IF; RETURN NEW; END $$; \
         CREATE TRIGGER wait BEFORE UPDATE ON migrator_history \
         FOR EACH ROW EXECUTE FUNCTION wait()"
    );
    client.batch_execute(&sql).unwrap();
}

#[test]
fn a_statement_that_ran_and_whose_note_had_to_wait_is_not_run_again() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    // Of one that nothing shows, a second attempt would be refused; of the other it would show.
    for (once, seen) in [
        ("REINDEX INDEX CONCURRENTLY ix", "2"),
        ("CREATE DATABASE %", "2"),
    ] {
        let name = format!("{}_second", database.name());
        let mut client = database.client();
        let tidy = "DROP SCHEMA public CASCADE; CREATE SCHEMA public";
        client.batch_execute(tidy).unwrap();
        let once = once.replace('%', &name);
        let set = above(&format!(
            "CREATE INDEX ix ON t_r001 (x); {once}; INSERT INTO log VALUES ('above')"
        ));
        set.upgrade(&mut client, "r001").unwrap();
        first_note_has_to_wait(&mut client, 2);
        set.upgrade(&mut client, "head").unwrap();
        let attempts = column(&mut client, "SELECT last_value FROM attempts");
        assert_eq!(attempts, [seen], "{once}");
        assert_eq!(noted(&mut client), ["done 3"]);
        let drop = format!("DROP DATABASE IF EXISTS {name}");
        client.batch_execute(&drop).unwrap();
    }
}

#[test]
fn an_index_with_a_mistake_in_it_can_be_mended_by_its_author() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    let said = upgrade_fails(
        above("CREATE INDEX CONCURRENTLY ix ON t_r001 (y)"),
        &mut client,
    );
    assert!(said.contains("column \"y\" does not exist"), "{said}");
    // Also where it has left an index behind that is of no use.
    client
        .batch_execute("INSERT INTO t_r001 VALUES ('r001')")
        .unwrap();
    let said = upgrade_fails(
        above("CREATE UNIQUE INDEX CONCURRENTLY ix ON t_r001 (x)"),
        &mut client,
    );
    assert!(said.contains("could not create unique index"), "{said}");
    above("CREATE INDEX CONCURRENTLY ix ON t_r001 (x)")
        .upgrade(&mut client, "head")
        .unwrap();
    let valid = "SELECT indisvalid, indisunique FROM pg_index WHERE indexrelid = 'ix'::regclass";
    assert_eq!(column(&mut client, valid), ["t"]);
    assert_eq!(noted(&mut client), ["done 1"]);
}

#[test]
fn a_half_done_migration_that_has_lost_a_statement_is_refused() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    let insert = "INSERT INTO log VALUES ('1'); INSERT INTO log VALUES ('2')";
    upgrade_fails(above(&format!("{insert}; SELECT 1 / 0")), &mut client);
    for shorter in ["INSERT INTO log VALUES ('1')", "SELECT 1 WHERE FALSE"] {
        let said = upgrade_fails(above(shorter), &mut client);
        assert!(said.contains("is no longer what ran"), "{said}");
        assert_eq!(noted(&mut client), ["started 2"]);
    }
    above(insert).upgrade(&mut client, "head").unwrap();
    assert_eq!(noted(&mut client), ["done 2"]);
}

#[test]
fn what_a_block_has_set_is_put_back_also_if_the_migration_fails_after_it() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut revisions = line(1);
    revisions.push(Rev::rust("above", &["r001"], |op| {
        op.autocommit(|op| op.execute("SET search_path = pg_temp"));
        Err("in vain".into())
    }));
    let set = set(revisions);
    let mut client = database.client();
    for _ in 0..2 {
        upgrade_fails(set, &mut client);
        let path = column(&mut client, "SHOW search_path");
        assert_eq!(path, ["\"$user\", public"]);
    }
}

#[test]
fn what_a_resumed_migration_reads_is_read_with_its_settings() {
    static FAIL: AtomicBool = AtomicBool::new(true);
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut revisions = line(1);
    revisions.push(Rev::rust("above", &["r001"], |op| {
        op.execute(
            "CREATE SCHEMA app; CREATE TABLE app.t (x INTEGER); INSERT INTO app.t VALUES (1)",
        );
        op.execute("SET search_path = app, public");
        let n = op.query("SELECT x FROM t")?.len();
        op.autocommit(|op| {
            op.execute(format!("INSERT INTO log VALUES ('{n}')"));
            op.execute("VACUUM");
            if FAIL.load(Ordering::SeqCst) {
                op.execute("SELECT 1 / 0");
            }
        });
        Ok(())
    }));
    let set = set(revisions);
    upgrade_fails(set, &mut database.client());
    FAIL.store(false, Ordering::SeqCst);
    let mut client = database.client();
    set.upgrade(&mut client, "head").unwrap();
    let log = column(&mut client, "SELECT revision FROM log");
    assert_eq!(log, ["r001", "1"]);
}

#[test]
fn what_a_migration_reads_before_a_block_must_not_write() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    // The server knows, whoever writes: a function says nothing of it.
    let writing = "CREATE FUNCTION note() RETURNS BOOLEAN LANGUAGE sql AS \
                   $$ INSERT INTO log VALUES ('above') RETURNING TRUE $$";
    let mut revisions = line(1);
    revisions.push(Rev::rust("above", &["r001"], |op| {
        op.query("SELECT note()")?;
        op.autocommit(|op| op.execute("VACUUM"));
        Ok(())
    }));
    let set = set(revisions);
    let mut client = database.client();
    set.upgrade(&mut client, "r001").unwrap();
    client.batch_execute(writing).unwrap();
    for _ in 0..2 {
        let said = upgrade_fails(set, &mut client);
        assert!(said.contains("writes through `op.query`"), "{said}");
        let log = column(&mut client, "SELECT revision FROM log");
        assert_eq!(log, ["r001"]);
        assert_eq!(noted(&mut client), [""; 0]);
    }
}

fn is_busy(error: &Error) {
    assert_eq!(error.kind(), ErrorKind::Busy, "{error:?}");
    let said = format!("{error:?}");
    assert!(said.contains("lock timeout"), "{said}");
    assert!(!said.contains("TransactionBehavior"), "{said}");
}

#[test]
fn a_locked_version_table_is_waited_for_up_to_the_deadline() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let set = set(line(2));
    set.upgrade(&mut database.client(), "head").unwrap();
    let mut other = database.client();
    let lock = "BEGIN; LOCK TABLE alembic_version IN SHARE ROW EXCLUSIVE MODE";
    other.batch_execute(lock).unwrap();
    let mut client = database.client();
    is_busy(&set.with(hasty()).stamp(&mut client, "r001").unwrap_err());
    is_busy(&set.with(hasty()).downgrade(&mut client, "-1").unwrap_err());
    let waiting = Options::new()
        .lock_timeout(Duration::from_millis(20))
        .observer(unlock(other));
    set.with(waiting).stamp(&mut client, "r001").unwrap();
    let rows = column(&mut client, "SELECT version_num FROM alembic_version");
    assert_eq!(rows, ["r001"]);
}

#[test]
fn a_version_table_that_somebody_is_creating_is_waited_for() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let set = set(line(2));
    let mut other = database.client();
    let create = "BEGIN; CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)";
    other.batch_execute(create).unwrap();
    let mut client = database.client();
    is_busy(&set.with(hasty()).upgrade(&mut client, "head").unwrap_err());
    let waiting = Options::new()
        .lock_timeout(Duration::from_millis(20))
        .observer(unlock(other));
    set.with(waiting).upgrade(&mut client, "head").unwrap();
    let rows = column(&mut client, "SELECT version_num FROM alembic_version");
    assert_eq!(rows, ["r002"]);
}

/// Ends the transaction of somebody who is waited for.
fn unlock(other: Client) -> impl migrator::Observer {
    let other = std::sync::Mutex::new(other);
    move |event: &migrator::Event<'_>| {
        if matches!(event, migrator::Event::Waiting { .. }) {
            other.lock().unwrap().batch_execute("COMMIT").unwrap();
        }
    }
}

#[test]
fn of_a_commit_without_an_answer_nothing_is_claimed() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let set = above("INSERT INTO log VALUES ('1'); VACUUM");
    let proxy = Proxy::new(database.server_address());
    let url = database.url_at_port(proxy.port());
    let mut n_lost = 0;
    for last in 8..14 {
        let mut client = connect(&url);
        proxy.cut(Cut::After(last));
        let Err(error) = set.upgrade(&mut client, "head") else {
            continue;
        };
        if error.revision().is_none() {
            continue;
        }
        n_lost += 1;
        let said = format!("{error:?}");
        assert!(said.contains("whether it was kept is not known"), "{said}");
        assert!(!said.contains("nothing of"), "{said}");
        assert!(!said.contains("fix the data"), "{said}");
        database.settled();
    }
    assert!(n_lost >= 3, "{n_lost}");
}

#[test]
fn the_role_of_the_connection_comes_back_whatever_a_migration_sets() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let (owner, other) = (database.role("owner").name, database.role("other").name);
    let grant = format!("GRANT CREATE ON SCHEMA public TO {owner}, {other}");
    let mut client = database.client();
    client.batch_execute(&grant).unwrap();
    let sets = format!("SET ROLE {other}; CREATE TABLE t_% (x INTEGER)");
    let revisions = vec![
        Rev::sql("a1", &[], &sets.replace('%', "a1")),
        Rev::sql("b2", &["a1"], &sets.replace('%', "b2")).transaction(Transaction::None),
    ];
    let set = set(revisions);
    for target in ["a1", "b2"] {
        let options = Options::new().role(owner.as_str());
        set.with(options).upgrade(&mut client, target).unwrap();
        assert_eq!(column(&mut client, "SHOW role"), ["none"], "{target}");
    }
}

#[test]
fn with_a_role_a_transaction_of_the_application_is_refused_and_left_as_it_is() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let owner = database.role("owner").name;
    let mut client = database.client();
    let grant = format!("GRANT CREATE ON SCHEMA public TO {owner}");
    client.batch_execute(&grant).unwrap();
    let set = set(line(3));
    let in_role = set.with(Options::new().role(owner.as_str()));
    in_role.upgrade(&mut client, "r001").unwrap();
    for target in ["r002", "r003"] {
        client
            .batch_execute("BEGIN; CREATE TABLE mine (x INTEGER)")
            .unwrap();
        let error = in_role.upgrade(&mut client, target).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InsideTransaction, "{error:?}");
        client
            .batch_execute("INSERT INTO mine VALUES (1); COMMIT; DROP TABLE mine")
            .unwrap();
        in_role.upgrade(&mut client, target).unwrap();
        let report = in_role.upgrade(&mut client, target).unwrap();
        assert!(report.steps.is_empty());
    }
}

#[test]
fn who_may_not_create_tables_learns_what_to_do() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let role = database.role("plain");
    let revoke = "REVOKE CREATE ON SCHEMA public FROM PUBLIC";
    database.client().batch_execute(revoke).unwrap();
    let set = set(line(1));
    let mut client = connect(&role.url);
    let error = set.upgrade(&mut client, "head").unwrap_err();
    insta::assert_snapshot!(format!("{error:?}"), @r"
    the database is read-only, and there is something to write
      caused by: permission denied for schema public
    help: grant the role what it lacks, or run the migrations in a role that has it, with `Options::role`
    ");
}

#[test]
fn a_server_that_does_not_let_in_says_why() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let missing = Server::url(database.url() + "_missing");
    let error = set(line(1)).upgrade(&missing, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Database);
    let said = format!("{error:?}");
    assert!(said.ends_with("_missing\" does not exist"), "{said}");
}

#[test]
fn a_mistake_is_found_where_the_server_counts_bytes() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let name = format!("{}_ascii", database.name());
    let mut client = database.client();
    let create = format!(
        "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'"
    );
    client.batch_execute(&create).unwrap();
    let url = database.url().replace(database.name(), &name);
    let long = "é".repeat(200);
    let missing = format!(
        "SELECT '{long}'; SELECT '{long}'; SELECT missing; SELECT 4; SELECT 5; SELECT '{long}'"
    );
    let error = set(vec![Rev::sql("a1", &[], &missing)])
        .upgrade(&mut connect(&url), "head")
        .unwrap_err();
    client
        .batch_execute(&format!("DROP DATABASE {name}"))
        .unwrap();
    assert_eq!(error.statement(), Some("SELECT missing"), "{error:?}");
}
