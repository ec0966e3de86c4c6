//! What `docs/postgres.md` says, seen on a server.

mod support;

use std::sync::mpsc;
use std::thread;

use migrator::__private::{Outcome, Transaction};
use migrator::schema::{Column, Index, text};
use migrator::{Cancel, ErrorKind, Event, Op, Options};
use postgres::Client;
use support::postgres::{TestDatabase, column};
use support::{Rev, line, set};

/// The first block of this kind in the chapter that contains a word.
fn block(kind: &str, word: &str) -> &'static str {
    let chapter = include_str!("../docs/postgres.md");
    let mut blocks = chapter.split("```").skip(1).step_by(2);
    let found = blocks.find(|block| block.starts_with(kind) && block.contains(word));
    found.expect("a block").strip_prefix(kind).unwrap()
}

fn one(client: &mut Client, sql: &str) -> String {
    column(client, sql).concat()
}

#[test]
fn another_session_sees_which_statement_is_running() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let sql = "CREATE TABLE a (id int); SELECT pg_sleep(600); CREATE TABLE b (id int)";
    let set = set(vec![Rev::sql("r001", &[], sql)]);
    let cancel = Cancel::new();
    let options = Options::new().cancel(&cancel);
    let mut client = database.client();
    let process = one(&mut client, "SELECT pg_backend_pid()");
    let run = thread::spawn(move || {
        let result = set.with(options).upgrade(&mut client, "head");
        (client, result)
    });
    let mut other = database.client();
    let asleep = format!("SELECT wait_event FROM pg_stat_activity WHERE pid = {process}");
    while one(&mut other, &asleep) != "PgSleep" {
        assert!(!run.is_finished());
        thread::yield_now();
    }
    let seen = column(&mut other, block("sql", "pg_locks"));
    assert_eq!(seen, [process]);
    cancel.cancel();
    let (_client, result) = run.join().unwrap();
    assert_eq!(result.unwrap_err().kind(), ErrorKind::Cancelled);
    assert_eq!(column(&mut other, block("sql", "pg_locks")), [""; 0]);
}

#[test]
fn a_column_and_its_index_are_made_as_the_chapter_shows() {
    fn up(op: &mut Op<'_>) -> Outcome {
        op.add_column("users", Column::new("email", text()));
        op.autocommit(|op| {
            op.create_index(
                Index::new("ix_users_email")
                    .on("users", ["email"])
                    .concurrently(),
            );
        });
        Ok(())
    }
    assert!(block("", "ix_users_email").contains(
        "op.create_index(Index::new(\"ix_users_email\").on(\"users\", [\"email\"]).concurrently());"
    ));
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let set = set(vec![
        Rev::sql("r001", &[], "CREATE TABLE users (id int)"),
        Rev::rust("r002", &["r001"], up),
    ]);
    let mut client = database.client();
    set.upgrade(&mut client, "head").unwrap();
    let index = "SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_users_email'";
    assert_eq!(
        one(&mut client, index),
        "CREATE INDEX ix_users_email ON public.users USING btree (email)"
    );
}

#[test]
fn tables_of_ours_live_in_a_schema_that_is_created_and_belong_to_the_role() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let owner = database.role("owner").name;
    let mut client = database.client();
    let grant = format!("GRANT CREATE ON DATABASE {} TO {owner}", database.name());
    client.batch_execute(&grant).unwrap();
    client
        .batch_execute(&format!("GRANT CREATE ON SCHEMA public TO {owner}"))
        .unwrap();
    let options = Options::new()
        .version_table(("ops", "alembic_version"))
        .role(owner.clone());
    set(line(1))
        .with(options)
        .upgrade(&mut client, "head")
        .unwrap();
    let tables = "SELECT schemaname || '.' || tablename || ' ' || tableowner FROM pg_tables \
                  WHERE schemaname IN ('ops', 'public') ORDER BY 1";
    assert_eq!(
        column(&mut client, tables),
        [
            format!("ops.alembic_version {owner}"),
            format!("ops.migrator_history {owner}"),
            format!("public.log {owner}"),
            format!("public.t_r001 {owner}"),
        ]
    );
    assert_eq!(one(&mut client, "SELECT current_user"), "postgres");
}

#[test]
fn a_search_path_that_a_migration_sets_is_put_back() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let sql = "CREATE SCHEMA app; SET search_path TO app; CREATE TABLE t (id int)";
    let set = set(vec![Rev::sql("r001", &[], sql)]);
    let mut client = database.client();
    set.upgrade(&mut client, "head").unwrap();
    assert_eq!(one(&mut client, "SHOW search_path"), "\"$user\", public");
    let tables = "SELECT schemaname || '.' || tablename FROM pg_tables \
                  WHERE schemaname IN ('app', 'public') ORDER BY 1";
    assert_eq!(
        column(&mut client, tables),
        ["app.t", "public.alembic_version", "public.migrator_history"]
    );
}

#[test]
fn an_invalid_index_of_somebody_elses_is_neither_passed_over_nor_dropped() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    let table = "CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)";
    client.batch_execute(table).unwrap();
    let unique = "CREATE UNIQUE INDEX CONCURRENTLY ix ON t (a)";
    client.batch_execute(unique).unwrap_err();
    let sql = "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON t (a)";
    let set = set(vec![
        Rev::sql("r001", &[], sql).transaction(Transaction::None),
    ]);
    let error = set.upgrade(&mut client, "head").unwrap_err();
    insta::assert_snapshot!(format!("{error:?}"), @r"
    upgrade of revision `r001` (migrations/r001_test.sql) ran statement 1 (migrations/r001_test.sql:1), which left an invalid index of that name as it was
      statement: CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON t (a)
      applied before this: nothing; nothing of `r001` was kept
    help: drop the invalid index, then run it again
    ");
    let valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix'::regclass";
    assert_eq!(one(&mut client, valid), "f");
}

#[test]
fn in_a_joined_transaction_the_first_refusal_is_the_answer() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut holder = database.client();
    holder.batch_execute("CREATE TABLE t (a int)").unwrap();
    let mut reading = holder.transaction().unwrap();
    reading.query("SELECT * FROM t", &[]).unwrap();

    let (told, events) = mpsc::channel();
    let options = Options::new().observer(move |event: &Event<'_>| {
        if let Event::Waiting { .. } = event {
            told.send(()).unwrap();
        }
    });
    let alter = "ALTER TABLE t ADD COLUMN b int";
    let set = set(vec![Rev::sql("r001", &[], alter)]);
    let mut client = database.client();
    client.batch_execute("SET lock_timeout = '10ms'").unwrap();
    let mut transaction = client.transaction().unwrap();
    let error = set
        .with(options)
        .upgrade(&mut transaction, "head")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Busy);
    assert_eq!(events.iter().count(), 0);
}
