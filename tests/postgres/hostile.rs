//! Databases and connections that are set up against us: what is true is found out all the
//! same, or the error says what is in the way.

use std::time::Duration;

use migrator::{Error, ErrorKind, Options, Transaction};

use crate::support::postgres::{TestDatabase, column, connect, lines};
use crate::support::{Rev, leak_str, line, set};
use crate::tools::version_rows;

/// Nothing of these tests may last longer; without it a regression would hang.
const NEVER: &str = "SET statement_timeout = '60s'";

#[test]
fn a_table_of_ours_that_is_being_rewritten_is_waited_for_up_to_the_deadline() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let set = set(line(2));
    set.upgrade(&mut database.client(), "head").unwrap();
    let hasty = || {
        Options::new()
            .lock_wait(Duration::from_millis(300))
            .lock_timeout(Duration::from_millis(50))
    };
    for table in ["alembic_version", "migrator_history"] {
        let mut other = database.client();
        let lock = format!("BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE");
        other.batch_execute(&lock).unwrap();
        let mut client = database.client();
        client.batch_execute(NEVER).unwrap();
        let in_time = set.with(hasty());
        for error in [
            in_time.upgrade(&mut client, "head").unwrap_err(),
            in_time.downgrade(&mut client, "base").unwrap_err(),
            in_time.current(&mut client).unwrap_err(),
            in_time.history_of(&mut client, ":").unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Busy, "{error:?}");
        }
        // A transaction of the application that is refused keeps its own patience.
        let set_own = "BEGIN; SET LOCAL lock_timeout = '7s'";
        client.batch_execute(set_own).unwrap();
        other.batch_execute("ROLLBACK").unwrap();
        in_time.upgrade(&mut client, "head").unwrap_err();
        assert_eq!(column(&mut client, "SHOW lock_timeout"), ["7s"]);
    }
}

/// What every verb that looks at the version table says, which is the same of all.
fn refused(client: &mut postgres::Client) -> Error {
    let two = set(line(2));
    let error = two.upgrade(&mut *client, "head").unwrap_err();
    for other in [
        two.current(&mut *client).unwrap_err(),
        two.downgrade(&mut *client, "base").unwrap_err(),
        two.stamp(&mut *client, "base").unwrap_err(),
        two.upgrade(&mut client.transaction().unwrap(), "head")
            .unwrap_err(),
    ] {
        assert_eq!(format!("{other:?}"), format!("{error:?}"));
    }
    error
}

#[test]
fn rows_that_policies_hide_are_not_taken_for_none() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    set(line(2))
        .upgrade(&mut database.client(), "head")
        .unwrap();
    let role = database.role("app");
    database
        .client()
        .batch_execute(&format!(
            "GRANT ALL ON ALL TABLES IN SCHEMA public TO {0}; GRANT ALL ON SCHEMA public TO {0}; \
             ALTER TABLE alembic_version ENABLE ROW LEVEL SECURITY",
            role.name
        ))
        .unwrap();
    let mut client = connect(&role.url);
    insta::assert_snapshot!(format!("{:?}", refused(&mut client)), @r"
    the database could not be used
      caused by: row-level security shows this role no row of table `alembic_version`
    help: run the migrations in the role that owns the table, with `Options::role`, or disable row-level security for it
    ");
    // Policies that show the rows are no obstacle, and the owner has none.
    let policy = "CREATE POLICY seen ON alembic_version USING (TRUE)";
    database.client().batch_execute(policy).unwrap();
    for mut client in [client, database.client()] {
        let report = set(line(2)).upgrade(&mut client, "head").unwrap();
        assert_eq!(report.steps, []);
    }
}

#[test]
fn a_temporary_table_in_the_place_of_ours_is_refused() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    set(line(2))
        .upgrade(&mut database.client(), "head")
        .unwrap();
    for table in ["alembic_version", "migrator_history"] {
        let mut client = database.client();
        let create = format!("CREATE TEMPORARY TABLE {table} (LIKE public.{table})");
        client.batch_execute(&create).unwrap();
        insta::allow_duplicates! {
            insta::assert_snapshot!(format!("{:?}", refused(&mut client)), @r"
            the database could not be used
              caused by: a temporary table hides table `alembic_version` or its history
            help: drop the temporary table, or name the schema with `Options::version_table`
            ");
        }
        // Where it hides nothing it is in nobody's way.
        let named = Options::new().version_table(("public", "alembic_version"));
        let report = set(line(2)).with(named).upgrade(&mut client, "head");
        assert_eq!(report.unwrap().steps, []);
        let behind = "SET search_path = public, pg_temp";
        client.batch_execute(behind).unwrap();
        let report = set(line(2)).upgrade(&mut client, "head").unwrap();
        assert_eq!(report.steps, []);
    }
}

#[test]
fn an_encoding_that_a_dump_sets_is_not_that_of_later_migrations() {
    let up = "SET client_encoding = 'LATIN1'; CREATE TABLE t (x TEXT); INSERT INTO t VALUES ('é')";
    for mode in [Transaction::PerMigration, Transaction::None] {
        let Some(database) = TestDatabase::new() else {
            return;
        };
        let mut client = database.client();
        let revisions = vec![
            Rev::sql("a1", &[], up).transaction(mode),
            Rev::sql("a2", &["a1"], "INSERT INTO t VALUES ('é')"),
        ];
        set(revisions).upgrade(&mut client, "head").unwrap();
        let bytes = "SELECT encode(convert_to(x, 'UTF8'), 'hex') FROM t";
        assert_eq!(column(&mut client, bytes), ["c3a9", "c3a9"], "{mode:?}");
        assert_eq!(column(&mut client, "SHOW client_encoding"), ["UTF8"]);
    }
}

#[test]
fn strings_of_later_migrations_are_read_as_they_are_written() {
    let up =
        "SELECT set_config('standard_conforming_strings', 'off', false); CREATE TABLE t (x TEXT)";
    for mode in [Transaction::PerMigration, Transaction::None] {
        let Some(database) = TestDatabase::new() else {
            return;
        };
        let mut client = database.client();
        let revisions = vec![
            Rev::sql("a1", &[], up).transaction(mode),
            Rev::sql("a2", &["a1"], r"INSERT INTO t VALUES ('C:\new\')"),
        ];
        set(revisions).upgrade(&mut client, "head").unwrap();
        assert_eq!(
            column(&mut client, "SELECT x FROM t"),
            [r"C:\new\"],
            "{mode:?}"
        );
    }
}

#[test]
fn a_session_user_that_a_migration_sets_does_not_write_our_rows() {
    for mode in [Transaction::PerMigration, Transaction::None] {
        let Some(database) = TestDatabase::new() else {
            return;
        };
        let other = database.role("other").name;
        let mut client = database.client();
        let grant = format!("GRANT ALL ON SCHEMA public TO {other}");
        client.batch_execute(&grant).unwrap();
        let up = format!("SET SESSION AUTHORIZATION {other}; CREATE TABLE t (x TEXT)");
        let revisions = vec![
            Rev::sql("a1", &[], leak_str(&up)).transaction(mode),
            Rev::sql("a2", &["a1"], "CREATE TABLE u (x TEXT)"),
        ];
        set(revisions).upgrade(&mut client, "head").unwrap();
        assert_eq!(version_rows(&mut client), ["a2"]);
        let users = "SELECT session_user, current_user";
        assert_eq!(
            lines(&mut client, users),
            lines(&mut database.client(), users)
        );
        let owners = format!("SELECT tablename FROM pg_tables WHERE tableowner = '{other}'");
        assert_eq!(column(&mut client, &owners), ["t"], "{mode:?}");
    }
}

#[test]
fn a_version_table_that_pads_its_rows_is_taken_as_it_is() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    let create = "CREATE TABLE alembic_version (version_num CHAR(32) NOT NULL PRIMARY KEY)";
    client.batch_execute(create).unwrap();
    for n_revisions in 1..=2 {
        set(line(n_revisions)).upgrade(&mut client, "head").unwrap();
    }
    assert_eq!(set(line(2)).current(&mut client).unwrap().rows, ["r002"]);
    set(line(2)).downgrade(&mut client, "base").unwrap();
    assert_eq!(version_rows(&mut client), [""; 0]);
}

#[test]
fn a_transaction_that_has_failed_is_not_joined_and_said_to_have_failed() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    let mut transaction = client.transaction().unwrap();
    transaction.batch_execute("SELECT 1 / 0").unwrap_err();
    let error = set(line(1)).upgrade(&mut transaction, "head").unwrap_err();
    insta::assert_snapshot!(format!("{error:?}"), @r"
    the database could not be used
      caused by: current transaction is aborted, commands ignored until end of transaction block
    help: roll the transaction back, or to a savepoint before the failure
    ");
}

#[test]
fn a_search_path_that_leads_nowhere_is_named() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    for path in ["''", "nowhere"] {
        let mut client = database.client();
        let set_path = format!("SET search_path = {path}");
        client.batch_execute(&set_path).unwrap();
        let error = set(line(1)).upgrade(&mut client, "head").unwrap_err();
        insta::allow_duplicates! {
            insta::assert_snapshot!(format!("{error:?}"), @r"
            the database could not be used
              caused by: no schema has been selected to create in
            help: create the schema, or have the `search_path` name one that exists
            ");
        }
    }
}

#[test]
fn a_server_without_locks_left_says_what_to_do_about_it() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    // As the server says it; to let it happen would stop everybody else's tests as well.
    let revisions = vec![Rev::rust("a1", &[], |op| {
        op.execute(
            "DO $$ BEGIN RAISE EXCEPTION 'out of shared memory' USING ERRCODE = '53200', \
             HINT = 'You might need to increase max_locks_per_transaction.'; END $$",
        );
        Ok(())
    })];
    let error = set(revisions)
        .with(Options::new().transaction(Transaction::WholeRun))
        .upgrade(&mut database.client(), "head")
        .unwrap_err();
    let help = "run each migration in a transaction of its own, split the migration, or raise \
                `max_locks_per_transaction`";
    assert_eq!(error.help().as_deref(), Some(help), "{error:?}");
}
