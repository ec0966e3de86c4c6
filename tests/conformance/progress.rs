//! What a run tells while it is under way, and how it is stopped.

use std::sync::{Arc, Mutex, mpsc};

use migrator::{Cancel, Direction, ErrorKind, Event, Options};

use crate::backend::{Backend, version_rows};
use crate::failures::bad_sql;
use crate::shown::{assert_shown, shown};
use crate::support::{Rev, leak_str, line, set};

pub(crate) fn events_come_in_the_order_of_what_happens(on: &dyn Backend) {
    let events = Arc::new(Mutex::new(Vec::new()));
    let note = Arc::clone(&events);
    let options = Options::new().observer(move |event: &Event<'_>| {
        note.lock().unwrap().push(match event {
            Event::Planned { n_steps, .. } => format!("planned {n_steps}"),
            Event::StepStarted {
                revision,
                message,
                direction,
                from,
                to,
                step,
                n_steps,
                ..
            } => format!("{step}/{n_steps} {direction} {revision} ({message}) {from} -> {to}"),
            Event::Statement {
                revision,
                statement,
                sql,
                ..
            } => format!("{revision} statement {statement}: {sql}"),
            Event::StepFinished {
                revision,
                direction,
                ..
            } => {
                assert_eq!(*direction, Direction::Up);
                format!("finished {revision}")
            }
            other => format!("{other:?}"),
        });
    });
    let set = set(vec![
        Rev::sql(
            "a1",
            &[],
            "CREATE TABLE a1 (x TEXT); CREATE TABLE a2 (x TEXT)",
        )
        .message("first"),
        Rev::rust("b1", &["a1"], |op| {
            op.bulk_insert("a1", ["x"], [("secret",)]);
            op.query("SELECT x FROM a1")?;
            op.execute("DELETE FROM a1");
            Ok(())
        }),
    ]);
    let database = on.database();
    let report = database
        .connect()
        .upgrade(&set.with(options), "head")
        .unwrap();
    // Placeholders are the databases' own; values are never told.
    let text = events.lock().unwrap().join("\n").replace("$1", "?");
    assert_shown!(text.replace('`', "\""), @r#"
    planned 2
    1/2 upgrade a1 (first)  -> a1
    a1 statement 1: CREATE TABLE a1 (x TEXT)
    a1 statement 2: CREATE TABLE a2 (x TEXT)
    finished a1
    2/2 upgrade b1 () a1 -> b1
    b1 statement 1: INSERT INTO "a1" ("x") VALUES (?)
    b1 statement 2: SELECT x FROM a1
    b1 statement 3: DELETE FROM a1
    finished b1
    "#);
    let n_statements: Vec<usize> = report.steps.iter().map(|it| it.n_statements).collect();
    assert_eq!(n_statements, [2, 3]);
    assert_eq!(report.steps[0].message, "first");
}

pub(crate) fn events_say_where_steps_and_stamps_lead(on: &dyn Backend) {
    let set = set(vec![
        Rev::sql("a1", &[], "CREATE TABLE a1 (x TEXT)").down("DROP TABLE a1"),
        Rev::sql("b1", &["a1"], "CREATE TABLE b1 (x TEXT)").down("DROP TABLE b1"),
        Rev::sql("c1", &["a1"], "CREATE TABLE c1 (x TEXT)").down("DROP TABLE c1"),
        Rev::sql("m1", &["b1", "c1"], "CREATE TABLE m1 (x TEXT)").down("DROP TABLE m1"),
    ]);
    let ends = Arc::new(Mutex::new(Vec::new()));
    let note = Arc::clone(&ends);
    let options = Options::new().observer(move |event: &Event<'_>| {
        note.lock().unwrap().extend(match event {
            Event::StepStarted { from, to, .. } => Some(format!("[{from}] -> [{to}]")),
            Event::Stamped { from, to, .. } => Some(format!("stamp [{from}] -> [{to}]")),
            _ => None,
        });
    });
    let database = on.database();
    let (mut connection, verbs) = (database.connect(), set.with(options));
    connection.upgrade(&verbs, "m1").unwrap();
    connection.downgrade(&verbs, "b1").unwrap();
    connection.downgrade(&verbs, "base").unwrap();
    connection.stamp(&verbs, &["b1", "c1"]).unwrap();
    connection.stamp(&verbs, &["m1"]).unwrap();
    connection.stamp(&verbs, &["m1"]).unwrap();
    assert_shown!(ends.lock().unwrap().join("\n"), @r"
    [] -> [a1]
    [a1] -> [c1]
    [a1] -> [b1]
    [b1, c1] -> [m1]
    [m1] -> [b1, c1]
    [b1] -> [a1]
    [c1] -> [a1]
    [a1] -> []
    stamp [] -> [b1, c1]
    stamp [b1, c1] -> [m1]
    ");
}

pub(crate) fn cancelling_stops_before_the_next_migration(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    let cancel = Cancel::new();
    let handle = cancel.clone();
    let options = Options::new()
        .cancel(&cancel)
        .observer(move |event: &Event<'_>| {
            if let Event::StepFinished {
                revision: "r002", ..
            } = event
            {
                handle.cancel();
            }
        });
    let error = connection
        .upgrade(&set(line(4)).with(options), "head")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
    assert_shown!(shown(&error, &[]), @"
    the run was cancelled
      applied before this: `r001`, `r002`
    ");
    assert_eq!(
        error.report().revisions().collect::<Vec<_>>(),
        ["r001", "r002"]
    );
    assert_eq!(version_rows(&mut *connection), ["r002"]);
    // A used handle stops the next run at once; without it the run goes on.
    let again = set(line(4)).with(Options::new().cancel(&cancel));
    let error = connection.upgrade(&again, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
    connection.upgrade(set(line(4)), "head").unwrap();
}

pub(crate) fn cancelling_inside_a_migration_rolls_it_back(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    let cancel = Cancel::new();
    let handle = cancel.clone();
    let options = Options::new()
        .cancel(&cancel)
        .observer(move |event: &Event<'_>| {
            if let Event::Statement {
                revision: "r002", ..
            } = event
            {
                handle.cancel();
            }
        });
    let error = connection
        .upgrade(&set(line(4)).with(options), "head")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
    assert!(!connection.is_in_transaction());
    assert_eq!(version_rows(&mut *connection), ["r001"]);
    assert!(!database.tables().contains(&"t_r002".to_owned()));
}

pub(crate) fn cancelling_from_another_thread_interrupts_a_long_statement(on: &dyn Backend) {
    let database = on.database();
    let cancel = Cancel::new();
    let endless = database.dialect().endless;
    let set = bad_sql(leak_str(&format!("CREATE TABLE half (x TEXT); {endless}")));
    let (ended, has_ended) = mpsc::channel::<()>();
    let (other, handle) = (Arc::clone(&database), cancel.clone());
    let canceller = std::thread::spawn(move || {
        let runs = || matches!(has_ended.try_recv(), Err(mpsc::TryRecvError::Empty));
        while runs() && !other.runs_endless() {
            std::thread::yield_now();
        }
        // An interrupt between two statements would be lost, so it is repeated.
        while runs() {
            handle.cancel();
            std::thread::yield_now();
        }
    });
    let mut connection = database.connect();
    let options = Options::new().cancel(&cancel);
    let error = connection.upgrade(&set.with(options), "head").unwrap_err();
    drop(ended);
    canceller.join().unwrap();
    assert_eq!(error.kind(), ErrorKind::Cancelled, "{error:?}");
    assert_eq!(
        error.report().revisions().collect::<Vec<_>>(),
        ["r001", "r002"]
    );
    assert!(!connection.is_in_transaction());
    assert_eq!(version_rows(&mut *database.connect()), ["r002"]);
    assert!(!database.tables().contains(&"half".to_owned()));
    // Nothing is locked.
    connection
        .upgrade(crate::support::set(line(3)), "head")
        .unwrap();
}
