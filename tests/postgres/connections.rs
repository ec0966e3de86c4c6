//! Everything that counts as a connection, and what of it is never shown.

use std::sync::Arc;
use std::sync::Mutex;

use migrator::postgres::Server;
use migrator::{Error, ErrorKind, Event, Options, Transaction};
use postgres::{Client, Config, NoTls};

use crate::support::postgres::{TestDatabase, column};
use crate::support::{Rev, line, set};
use crate::tools::{history, version_rows};

#[test]
fn a_client_is_accepted_and_of_use_afterwards() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    let set = set(line(3));
    set.upgrade(&mut client, "r001").unwrap();
    let again: &mut Client = &mut client;
    set.upgrade(&mut *again, "r002").unwrap();
    set.upgrade(again, "r003").unwrap();
    let mut boxed = Box::new(client);
    set.downgrade(&mut *boxed, "-1").unwrap();
    assert_eq!(version_rows(&mut boxed), ["r002"]);
}

#[test]
fn the_guard_of_a_pool_is_accepted() {
    struct Manager(Config);

    impl r2d2::ManageConnection for Manager {
        type Connection = Client;
        type Error = postgres::Error;

        fn connect(&self) -> Result<Client, postgres::Error> {
            self.0.connect(NoTls)
        }

        fn is_valid(&self, client: &mut Client) -> Result<(), postgres::Error> {
            client.simple_query("").map(drop)
        }

        fn has_broken(&self, client: &mut Client) -> bool {
            client.is_closed()
        }
    }

    let Some(database) = TestDatabase::new() else {
        return;
    };
    let manager = Manager(database.url().parse().unwrap());
    let pool = r2d2::Pool::builder().max_size(1).build(manager).unwrap();
    let mut guard = pool.get().unwrap();
    set(line(1)).upgrade(&mut guard, "head").unwrap();
    set(line(2)).upgrade(&mut *guard, "head").unwrap();
    let mut transaction = guard.transaction().unwrap();
    set(line(3)).upgrade(&mut transaction, "head").unwrap();
    transaction.commit().unwrap();
    assert_eq!(version_rows(&mut guard), ["r003"]);
}

#[test]
fn a_joined_transaction_keeps_nothing_after_a_rollback_and_everything_after_a_commit() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    let set = set(line(3));
    let mut transaction = client.transaction().unwrap();
    transaction
        .batch_execute("CREATE TABLE own (x TEXT)")
        .unwrap();
    let report = set.upgrade(&mut transaction, "head").unwrap();
    assert_eq!(report.steps.len(), 3);
    transaction.rollback().unwrap();
    let tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(column(&mut client, tables), [""; 0]);

    let mut transaction = client.transaction().unwrap();
    transaction
        .batch_execute("CREATE TABLE own (x TEXT)")
        .unwrap();
    set.upgrade(&mut transaction, "r001").unwrap();
    set.upgrade(&mut transaction, "head").unwrap();
    assert_eq!(set.current(&mut transaction).unwrap().rows, ["r003"]);
    transaction.commit().unwrap();
    assert_eq!(version_rows(&mut client), ["r003"]);
    assert_eq!(column(&mut client, "SELECT count(*) FROM own"), ["0"]);
    assert_eq!(history(&mut client).len(), 3);
}

#[test]
fn a_transaction_inside_a_transaction_is_joined_too() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    let mut outer = client.transaction().unwrap();
    let mut inner = outer.transaction().unwrap();
    set(line(1)).upgrade(&mut inner, "head").unwrap();
    inner.rollback().unwrap();
    assert_eq!(set(line(1)).current(&mut outer).unwrap().rows, [""; 0]);
    let mut inner = outer.savepoint("mine").unwrap();
    set(line(2)).upgrade(&mut inner, "head").unwrap();
    inner.commit().unwrap();
    outer.commit().unwrap();
    assert_eq!(version_rows(&mut client), ["r002"]);
}

#[test]
fn a_failing_migration_leaves_the_applications_transaction_of_use() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let failing: [Rev; 4] = [
        Rev::sql(
            "fails",
            &["r001"],
            "CREATE TABLE lost (x TEXT); SELECT 1 / 0",
        ),
        Rev::sql("fails", &["r001"], "CREATE TABLE lost (x TEXT); SELEC"),
        Rev::rust("fails", &["r001"], |op| {
            op.execute("CREATE TABLE lost (x TEXT)");
            op.query("SELECT * FROM missing")?;
            Ok(())
        }),
        Rev::rust("fails", &["r001"], |op| {
            op.execute("CREATE TABLE lost (x TEXT)");
            op.query("SELECT * FROM lost")?;
            Err("its own".into())
        }),
    ];
    for fails in failing {
        let mut client = database.client();
        let mut transaction = client.transaction().unwrap();
        transaction
            .batch_execute("CREATE TABLE own (x TEXT)")
            .unwrap();
        let mut revisions = line(1);
        revisions.push(fails);
        let error = set(revisions)
            .upgrade(&mut transaction, "head")
            .unwrap_err();
        assert_eq!(error.revision(), Some("fails"), "{error:?}");
        // The step before it is still there, for the application to keep or not.
        assert_eq!(error.report().revisions().collect::<Vec<_>>(), ["r001"]);
        let found = transaction
            .query_one(
                "SELECT to_regclass('lost') IS NULL AND to_regclass('own') IS NOT NULL",
                &[],
            )
            .unwrap();
        assert!(found.get::<_, bool>(0));
        transaction.commit().unwrap();
        assert_eq!(version_rows(&mut client), ["r001"]);
        client
            .batch_execute("DROP TABLE own, alembic_version, migrator_history, log, t_r001")
            .unwrap();
    }
}

#[test]
fn a_joined_whole_run_keeps_all_or_nothing() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    let whole = || Options::new().transaction(Transaction::WholeRun);
    let mut revisions = line(2);
    revisions.push(Rev::sql("fails", &["r002"], "SELECT 1 / 0"));
    let mut transaction = client.transaction().unwrap();
    let error = set(revisions)
        .with(whole())
        .upgrade(&mut transaction, "head")
        .unwrap_err();
    assert_eq!(error.report().steps, []);
    transaction.commit().unwrap();
    let tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(column(&mut client, tables), [""; 0]);
    let mut transaction = client.transaction().unwrap();
    set(line(2))
        .with(whole())
        .upgrade(&mut transaction, "head")
        .unwrap();
    transaction.commit().unwrap();
    assert_eq!(version_rows(&mut client), ["r002"]);
}

#[test]
fn what_needs_no_transaction_is_refused_in_a_joined_one_before_anything_runs() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    let mut revisions = line(2);
    revisions.push(Rev::sql("alone", &["r002"], "VACUUM").transaction(Transaction::None));
    let mut transaction = client.transaction().unwrap();
    let error = set(revisions)
        .upgrade(&mut transaction, "head")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert_eq!(error.report().steps, []);
    transaction.commit().unwrap();
    let tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(column(&mut client, tables), [""; 0]);
}

#[test]
fn a_plain_client_inside_a_transaction_is_refused_and_left_as_it_is() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    // Without our tables, with them, and where there is nothing to do.
    for n_applied in [0, 1, 2] {
        let mut client = database.client();
        if n_applied > 0 {
            set(line(n_applied)).upgrade(&mut client, "head").unwrap();
        }
        client
            .batch_execute("BEGIN; CREATE TABLE own (x TEXT)")
            .unwrap();
        let error = set(line(2)).upgrade(&mut client, "head").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InsideTransaction, "{error:?}");
        insta::allow_duplicates! {
            insta::assert_snapshot!(format!("{error:?}"), @r"
            the connection is already inside a transaction
            help: pass the transaction itself to have the migrations join it, or finish it first
            ");
        }
        // Asking where there were no tables has failed the application's transaction, as
        // any failed statement does; else it goes on.
        if n_applied > 0 {
            client
                .batch_execute("INSERT INTO own VALUES ('x')")
                .unwrap();
        }
        client.batch_execute("ROLLBACK").unwrap();
        let own = "SELECT to_regclass('own') IS NULL";
        assert_eq!(column(&mut client, own), ["t"]);
    }
}

#[test]
fn a_client_inside_a_failed_transaction_is_refused() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    client.batch_execute("BEGIN").unwrap();
    client.batch_execute("SELECT 1 / 0").unwrap_err();
    let error = set(line(1)).upgrade(&mut client, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InsideTransaction);
    client.batch_execute("ROLLBACK").unwrap();
    set(line(1)).upgrade(&mut client, "head").unwrap();
}

#[test]
fn a_client_whose_connection_is_lost_says_so() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    let own = column(&mut client, "SELECT pg_backend_pid()").remove(0);
    let terminate = format!("SELECT pg_terminate_backend({own})");
    column(&mut database.client(), &terminate);
    let error = set(line(1)).upgrade(&mut client, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Database, "{error:?}");
}

/// A password that no text has by chance.
const PASSWORD: &str = "pa55w0rd-of-the-test";

fn url_with_password(database: &TestDatabase) -> (String, String) {
    let role = database.role("login");
    let mut client = database.client();
    client
        .batch_execute(&format!(
            "ALTER ROLE {0} PASSWORD '{PASSWORD}'; GRANT ALL ON SCHEMA public TO {0}",
            role.name
        ))
        .unwrap();
    (
        role.name,
        role.url.replace(":secret@", &format!(":{PASSWORD}@")),
    )
}

#[test]
fn a_server_is_connected_to_for_the_run() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let (_, url) = url_with_password(&database);
    let server = Server::url(&url);
    set(line(1)).upgrade(&server, "head").unwrap();
    set(line(2)).upgrade(server.clone(), "head").unwrap();
    let config: Config = url.parse().unwrap();
    set(line(3)).upgrade(&config, "head").unwrap();
    set(line(4))
        .upgrade(Server::config(config), "head")
        .unwrap();
    let mut client = database.client();
    assert_eq!(version_rows(&mut client), ["r004"]);
    drop(client);
    database.settled();
}

#[test]
fn a_connection_of_ours_has_a_name_unless_it_is_given_one() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let seen = |url: &str| {
        let revision = Rev::rust("a1", &[], |op| {
            op.execute("CREATE TABLE IF NOT EXISTS seen (name TEXT)");
            op.execute("INSERT INTO seen SELECT current_setting('application_name')");
            Ok(())
        });
        set(vec![revision.down("")])
            .upgrade(Server::url(url), "head")
            .unwrap();
        let mut client = database.client();
        let name = column(&mut client, "SELECT name FROM seen").remove(0);
        client
            .batch_execute("DROP TABLE seen, alembic_version, migrator_history")
            .unwrap();
        name
    };
    assert_eq!(seen(&database.url()), "migrator");
    assert_eq!(
        seen(&format!("{}?application_name=billing", database.url())),
        "billing"
    );
}

/// Everything an error shows, to whomever.
fn everything(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?} {:?}", error.help());
    let mut next: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = next {
        text.push_str(&format!("{error} {error:?}"));
        next = error.source();
    }
    text
}

#[test]
fn a_password_is_in_no_error_no_event_and_no_debug_output() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let (role, url) = url_with_password(&database);
    let (_, host) = url.rsplit_once('@').unwrap();
    let wrong = [
        // Nobody listens, no such database, no such role, and various mistakes.
        format!("postgres://{role}:{PASSWORD}@127.0.0.1:1/x"),
        format!("{url}_missing"),
        url.replace(&role, "nobody_of_that_name"),
        format!("postgres://{role}:{PASSWORD}@{host}?nonsense=1"),
        format!("postgres://{role}:{PASSWORD}@127.0.0.1:port/x"),
        format!("postgres://{role}:{PASSWORD}@@127.0.0.1/x"),
        format!("postgres://{role}:{PASSWORD}%zz@127.0.0.1/x"),
        format!("postgres://{role}:@{PASSWORD}@127.0.0.1/x"),
        format!("host=127.0.0.1 port=1 user={role} password={PASSWORD}"),
        format!("host=127.0.0.1 user={role} password='{PASSWORD}"),
        PASSWORD.to_owned(),
    ];
    for url in wrong {
        let server = Server::url(&url);
        assert!(!format!("{server:?} {server:#?}").contains(PASSWORD));
        let error = set(line(1)).upgrade(server, "head").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Database, "{error:?}");
        let text = everything(&error);
        assert!(!text.contains(PASSWORD), "{text}");
    }

    let events = Arc::new(Mutex::new(String::new()));
    let seen = Arc::clone(&events);
    let options = Options::new().observer(move |event: &Event<'_>| {
        seen.lock().unwrap().push_str(&format!("{event:?}\n"));
    });
    let mut revisions = line(2);
    revisions.push(Rev::sql("fails", &["r002"], "SELECT 1 / 0"));
    let error = set(revisions)
        .with(options)
        .upgrade(Server::url(&url), "head")
        .unwrap_err();
    assert_eq!(error.revision(), Some("fails"));
    assert!(!everything(&error).contains(PASSWORD));
    assert!(!events.lock().unwrap().contains(PASSWORD));
    assert!(events.lock().unwrap().contains("CREATE TABLE"));
}
