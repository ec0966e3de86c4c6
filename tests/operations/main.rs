//! The guide's table of operations, held against what the operations do.
//!
//! Each line of the table has a sample, which is run on both databases; what was sent there, or that
//! nothing was, is the first word of the cell. And each method of `Op` is in the table.

mod samples;
#[path = "../support/mod.rs"]
mod support;
mod table;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use migrator::__private::{Outcome, Transaction};
use migrator::{Connect, Dialect, ErrorKind, Event, Op, Options};
use rusqlite::Connection;

use support::postgres::TestDatabase;
use support::{Rev, set};

/// What a migration may ask for.
type Work = fn(&mut Op<'_>) -> Outcome;

/// Runs a migration and says what became of it in the table's words.
fn outcome<'c>(connection: impl Connect<'c>, work: Work, mode: Transaction) -> &'static str {
    let sent = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&sent);
    let options = Options::new().observer(move |event: &Event<'_>| {
        if let Event::Statement { sql, .. } = event {
            seen.lock().unwrap().push((*sql).to_owned());
        }
    });
    let set = set(vec![Rev::rust("a1", &[], work).transaction(mode)]);
    let result = set.with(options).upgrade(connection, "head");
    let sent = sent.lock().unwrap();
    match result {
        Ok(_) => in_words(&sent),
        Err(error) if error.kind() == ErrorKind::Unsupported => {
            assert!(sent.is_empty(), "{sent:#?} came before {error:?}");
            "refused"
        }
        Err(error) => panic!("{error:?}"),
    }
}

fn in_words(sent: &[String]) -> &'static str {
    let any = |word: &str| sent.iter().any(|sql| sql.starts_with(word));
    if sent.is_empty() {
        "nothing"
    } else if sent.iter().any(|sql| sql.contains("(new)")) {
        "built anew"
    } else if any("DROP") && any("CREATE") && !any("ALTER") {
        "dropped and created"
    } else {
        "native"
    }
}

/// The samples that do not do what the table says.
fn differences(dialect: Dialect, mut run: impl FnMut(Work) -> &'static str) -> Vec<String> {
    let lines = table::lines();
    let mut wrong = Vec::new();
    for (call, works) in samples::all() {
        let line = lines.iter().find(|line| line.call == *call);
        let line = line.unwrap_or_else(|| panic!("there is no line `{call}`"));
        let said = match dialect {
            Dialect::Postgres => &line.postgres,
            _ => &line.sqlite,
        };
        for (number, work) in works.iter().enumerate() {
            let found = run(*work);
            if said != found {
                wrong.push(format!("{call} ({number}): {said}, and it was {found}"));
            }
        }
    }
    wrong
}

#[test]
fn sqlite_does_what_the_table_says() {
    let wrong = differences(Dialect::Sqlite, |work| {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(samples::SQLITE).unwrap();
        outcome(&connection, work, Transaction::PerMigration)
    });
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn postgres_does_what_the_table_says() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    client.batch_execute(samples::POSTGRES).unwrap();
    let wrong = differences(Dialect::Postgres, |work| {
        if samples::runs_outside(work) {
            let word = outcome(&mut client, work, Transaction::None);
            client
                .batch_execute("DROP TABLE alembic_version, migrator_history")
                .unwrap();
            return word;
        }
        let mut transaction = client.transaction().unwrap();
        let word = outcome(&mut transaction, work, Transaction::PerMigration);
        transaction.rollback().unwrap();
        word
    });
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn every_line_has_a_sample() {
    let lines = table::lines();
    let lines: BTreeSet<&str> = lines.iter().map(|line| line.call.as_str()).collect();
    let samples: BTreeSet<&str> = samples::all().map(|(call, _)| *call).collect();
    assert_eq!(lines, samples);
}

#[test]
fn every_method_of_op_is_in_the_chapter() {
    let methods = methods();
    assert!(methods.len() > 50, "{methods:?}");
    let missing = methods.iter().filter(|method| {
        // Not linked, because it is there with a Cargo feature only.
        let link = match method.as_str() {
            "raw_driver" => "`raw_driver`".to_owned(),
            method => format!("(crate::Op::{method})"),
        };
        !table::TEXT.contains(&link)
    });
    assert_eq!(missing.collect::<Vec<_>>(), [""; 0]);
}

/// The public methods of `Op`, but for those that migrations do not call.
fn methods() -> BTreeSet<String> {
    let mut pending = vec![ops()];
    let mut methods = BTreeSet::new();
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else {
                methods.extend(methods_of(&fs::read_to_string(path).unwrap()));
            }
        }
    }
    methods.remove("new");
    methods
}

fn methods_of(source: &str) -> Vec<String> {
    let mut methods = Vec::new();
    let mut is_inside = false;
    for line in source.lines() {
        match line {
            line if line.starts_with("impl") => is_inside = line.contains(" Op<'"),
            "}" => is_inside = false,
            line if is_inside => methods.extend(method(line)),
            _ => {}
        }
    }
    methods
}

fn method(line: &str) -> Option<String> {
    let rest = line.strip_prefix("    pub fn ")?;
    let end = rest.find(['(', '<'])?;
    Some(rest[..end].to_owned())
}

fn ops() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("migrator-core/src/ops")
}
