//! The application starts on a new file, and again on the same; each library can be upgraded without it.

use std::process::{Command, Output};

use rusqlite::Connection;

fn run(file: &std::path::Path) -> String {
    let program = env!("CARGO_BIN_EXE_multi-crate");
    let output: Output = Command::new(program).arg(file).output().expect("it runs");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn three_crates_make_one_graph() {
    let file = std::env::temp_dir().join(format!("multi-crate-{}.db", std::process::id()));
    assert_eq!(
        run(&file),
        "4b7d1c0e93a5 Create accounts.\n\
         c05a8e7d1f36 Create invoices.\n\
         e2d93b5c7a10 Create orders.\n\
         91e6f24a7b0d Accounts are closed and not deleted.\n\
         stands on 91e6f24a7b0d, e2d93b5c7a10\n\
         without billing: reverted e2d93b5c7a10, c05a8e7d1f36\n"
    );
    let connection = Connection::open(&file).expect("a database");
    let tables: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
        .and_then(|mut tables| tables.query_map([], |row| row.get(0))?.collect())
        .expect("tables");
    assert_eq!(
        tables,
        [
            "accounts",
            "alembic_version",
            "invoices",
            "migrator_history",
            "orders"
        ]
    );
    std::fs::remove_file(file).expect("removed");
}

#[test]
fn a_library_brings_what_it_depends_on() {
    let connection = Connection::open_in_memory().expect("a database");
    let report = billing::BILLING.upgrade(&connection, "billing@head");
    let report = report.expect("an upgrade");
    assert_eq!(
        report.revisions().collect::<Vec<_>>(),
        ["4b7d1c0e93a5", "c05a8e7d1f36"]
    );
}
