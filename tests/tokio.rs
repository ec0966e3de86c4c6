//! PostgreSQL from inside a Tokio runtime.

mod support;

use std::future::{Future, poll_fn};
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::Mutex;
use std::sync::mpsc;
use std::task::{Context, Poll, Waker};

use migrator::__private::Outcome;
use migrator::{Cancel, ErrorKind, Event, Migrations, Op, Options, Report};
use support::postgres::{TestDatabase, column};
use support::{Rev, line, set};
use tokio_postgres::{Config, NoTls};

/// The ways in which a Tokio runtime runs tasks.
fn runtimes() -> [tokio::runtime::Runtime; 2] {
    [
        tokio::runtime::Builder::new_current_thread(),
        tokio::runtime::Builder::new_multi_thread(),
    ]
    .map(|mut builder| builder.enable_all().build().unwrap())
}

fn config(database: &TestDatabase) -> Config {
    database.url().parse().unwrap()
}

fn texts(database: &TestDatabase, sql: &str) -> Vec<String> {
    column(&mut database.client(), sql)
}

fn upgrade(
    config: &Config,
    set: &'static Migrations,
) -> impl Future<Output = migrator::Result<Report>> + Send + use<> {
    migrator::tokio::with_server(config, NoTls, |server| set.upgrade(server, "head"))
}

#[test]
fn an_upgrade_runs_inside_every_kind_of_runtime() {
    for runtime in runtimes() {
        let Some(database) = TestDatabase::new() else {
            return;
        };
        let set = set(line(3));
        let report = runtime.block_on(upgrade(&config(&database), set)).unwrap();
        assert_eq!(report.steps.len(), 3);
        let task = runtime.spawn(upgrade(&config(&database), set));
        let report = runtime.block_on(task).unwrap().unwrap();
        assert!(report.steps.is_empty());
        assert_eq!(
            texts(&database, "SELECT version_num FROM alembic_version"),
            ["r003"]
        );
    }
}

#[test]
fn the_verb_on_the_embedded_set_says_that_there_is_none_before_it_changes_anything() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let [runtime, _] = runtimes();
    let run = migrator::tokio::upgrade(&config(&database), NoTls, "head");
    assert_eq!(runtime.block_on(run).unwrap_err().kind(), ErrorKind::Set);
    let run = migrator::tokio::upgrade(&config(&database), NoTls, "what ever");
    assert_eq!(runtime.block_on(run).unwrap_err().kind(), ErrorKind::Target);
}

#[test]
fn the_configuration_is_kept() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let [runtime, _] = runtimes();
    let set = set(vec![Rev::sql(
        "r001",
        &[],
        "CREATE TABLE seen AS SELECT current_setting('application_name') AS name, \
         current_setting('work_mem') AS memory",
    )]);
    let mut config = config(&database);
    config
        .application_name("the shop")
        .options("-c work_mem=7MB");
    runtime.block_on(upgrade(&config, set)).unwrap();
    assert_eq!(
        texts(&database, "SELECT name || ', ' || memory FROM seen"),
        ["the shop, 7MB"]
    );
}

#[test]
fn a_server_out_of_reach_is_an_error_without_the_password() {
    let [runtime, _] = runtimes();
    // Bound and never listened on: nobody can answer there.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    drop(taken);
    let config: Config = format!("postgres://shop:s3cret@127.0.0.1:{port}/shop")
        .parse()
        .unwrap();
    let error = runtime
        .block_on(upgrade(&config, set(line(1))))
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Database);
    assert!(!format!("{error:?}").contains("s3cret"));
    assert!(
        format!("{error:?}").starts_with("the database could not be reached\n  caused by: "),
        "{error:?}"
    );
    assert!(format!("{error:?}").contains("refused"), "{error:?}");
}

#[test]
fn a_refused_login_is_an_error_in_the_servers_words() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let [runtime, _] = runtimes();
    let mut config = config(&database);
    config
        .dbname("there_is_no_such_database")
        .password("s3cret");
    let error = runtime
        .block_on(upgrade(&config, set(line(1))))
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Database);
    assert!(!format!("{error:?}").contains("s3cret"));
}

#[test]
fn a_panic_of_a_migration_reaches_the_task_that_awaits_and_leaves_nothing() {
    fn panics(op: &mut Op<'_>) -> Outcome {
        op.execute("CREATE TABLE t (id integer)");
        std::panic::panic_any(42_u8);
    }
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let [runtime, _] = runtimes();
    let config = config(&database);
    let panicking = set(vec![Rev::rust("r001", &[], panics)]);
    let run = AssertUnwindSafe(|| runtime.block_on(upgrade(&config, panicking)));
    let payload = std::panic::catch_unwind(run).unwrap_err();
    assert_eq!(payload.downcast_ref(), Some(&42_u8));
    assert_eq!(
        texts(
            &database,
            "SELECT tablename::text FROM pg_tables WHERE tablename = 't'"
        ),
        [""; 0]
    );
    // The lock is free again.
    runtime.block_on(upgrade(&config, set(line(1)))).unwrap();
}

#[test]
fn a_run_goes_on_when_its_future_is_dropped_and_the_runtime_waits_for_it() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let (begun, has_begun) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel();
    let gate = Mutex::new((begun, may_go_on));
    let options = Options::new().observer(move |event: &Event<'_>| {
        if let Event::StepStarted { .. } = event {
            let (begun, may_go_on) = &*gate.lock().unwrap();
            begun.send(()).unwrap();
            may_go_on.recv().unwrap();
        }
    });
    let [runtime, _] = runtimes();
    let mut run = Box::pin(migrator::tokio::with_server(
        &config(&database),
        NoTls,
        |server| set(line(1)).with(options).upgrade(server, "head"),
    ));
    let polled = runtime.block_on(poll_fn(|context| Poll::Ready(run.as_mut().poll(context))));
    assert!(polled.is_pending());
    has_begun.recv().unwrap();
    drop(run);
    go_on.send(()).unwrap();
    drop(runtime);
    assert_eq!(
        texts(&database, "SELECT version_num FROM alembic_version"),
        ["r001"]
    );
}

#[test]
fn a_cancel_handle_stops_the_run_at_a_deadline() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let [_, runtime] = runtimes();
    let (running, is_running) = tokio::sync::oneshot::channel();
    let running = Mutex::new(Some(running));
    let cancel = Cancel::new();
    let observer = move |event: &Event<'_>| {
        if let (Event::StepStarted { .. }, Some(it)) = (event, running.lock().unwrap().take()) {
            it.send(()).unwrap();
        }
    };
    let options = Options::new().cancel(&cancel).observer(observer);
    let set = set(vec![Rev::sql("r001", &[], "SELECT pg_sleep(600)")]);
    let config = config(&database);
    let error = runtime.block_on(async {
        let mut run = pin!(migrator::tokio::with_server(
            &config,
            NoTls,
            move |server| { set.with(options).upgrade(server, "head") }
        ));
        tokio::select! {
            _ = is_running => {}
            _ = &mut run => unreachable!("it sleeps for ten minutes"),
        }
        cancel.cancel();
        run.await.unwrap_err()
    });
    assert_eq!(error.kind(), ErrorKind::Cancelled);
}

#[test]
fn outside_of_a_runtime_it_is_an_error() {
    let config = Config::new();
    let mut run = pin!(upgrade(&config, set(line(1))));
    let mut context = Context::from_waker(Waker::noop());
    let Poll::Ready(Err(error)) = run.as_mut().poll(&mut context) else {
        panic!("it waits for nothing");
    };
    insta::assert_snapshot!(format!("{error:?}"), @r"
    the database could not be reached
      caused by: no Tokio runtime polls the future
    ");
}

#[test]
fn a_runtime_that_shuts_down_is_an_error() {
    let [runtime, _] = runtimes();
    let handle = runtime.handle().clone();
    drop(runtime);
    let _inside = handle.enter();
    let config = Config::new();
    let mut run = pin!(upgrade(&config, set(line(1))));
    let mut context = Context::from_waker(Waker::noop());
    let Poll::Ready(Err(error)) = run.as_mut().poll(&mut context) else {
        panic!("it waits for nothing");
    };
    insta::assert_snapshot!(format!("{error:?}"), @r"
    the database could not be reached
      caused by: the Tokio runtime is shutting down
    ");
}
