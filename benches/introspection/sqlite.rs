//! SQLite: what its pragmas tell of all tables, and what the schema alone does.

use std::hint::black_box;

use migrator::Connect;
use migrator_core::backends::introspection;
use migrator_core::base::Dialect;
use migrator_core::catalog::{Catalog, Scope};
use migrator_core::session::Rows;
use rusqlite::Connection;

use crate::measure::{Pairs, print_head};

const N_RUNS: usize = 7;

/// Everything, by the functions that SQLite has for it; of checks, expressions and names of
/// constraints they know nothing.
const PRAGMAS: [&str; 4] = [
    "SELECT type, name, tbl_name, sql FROM sqlite_master",
    "SELECT m.name, x.* FROM sqlite_master AS m, pragma_table_xinfo(m.name) AS x WHERE m.type = 'table'",
    "SELECT m.name, i.*, x.* FROM sqlite_master AS m, pragma_index_list(m.name) AS i, \
     pragma_index_xinfo(i.name) AS x WHERE m.type = 'table'",
    "SELECT m.name, f.* FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table'",
];

pub(crate) fn table(n_tables: usize) {
    print_head(&format!("SQLite, {n_tables} tables"));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("wide.db");
    fill(&Connection::open(&file).expect("a database"), n_tables);
    let open = || Connection::open(&file).expect("a database");
    let fetched = |queries: &[&str]| drop(black_box(rows(&open(), queries)));
    let read = || assert_eq!(black_box(catalog(&open())).tables.len(), n_tables);
    Pairs::measure(N_RUNS, || fetched(&PRAGMAS), read)
        .print("the pragmas' rows, and a catalog, connecting included");
    Pairs::measure(N_RUNS, || fetched(&PRAGMAS[..1]), read)
        .print("the schema's rows alone, and a catalog, connecting included");
    let connection = open();
    let fetched = |queries: &[&str]| drop(black_box(rows(&connection, queries)));
    let read = || assert_eq!(black_box(catalog(&connection)).tables.len(), n_tables);
    Pairs::measure(N_RUNS, || fetched(&PRAGMAS), read)
        .print("the pragmas' rows, and a catalog, on an open connection");
    Pairs::measure(N_RUNS, || fetched(&PRAGMAS[..1]), read)
        .print("the schema's rows alone, and a catalog, on an open connection");
}

pub(crate) fn once(n_tables: usize) {
    let connection = Connection::open_in_memory().expect("a database");
    fill(&connection, n_tables);
    for _ in 0..10 {
        black_box(catalog(&connection));
    }
}

fn fill(connection: &Connection, n_tables: usize) {
    let mut sql = String::from("BEGIN;");
    for at in 0..n_tables {
        let target = at / 2;
        sql.push_str(&format!(
            "CREATE TABLE \"table_{at}\" (\"id\" INTEGER NOT NULL PRIMARY KEY, \"name\" VARCHAR(80) NOT NULL, \
             \"email\" TEXT COLLATE \"NOCASE\", \"born\" DATE, \"active\" BOOLEAN NOT NULL DEFAULT 1, \
             \"score\" DECIMAL(10, 2) DEFAULT (0.0), \"parent_id\" INTEGER, \"notes\" JSON_TEXT, \
             \"created_at\" TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, \"key\" UUID_TEXT, \
             CONSTRAINT \"fk_{at}_parent\" FOREIGN KEY (\"parent_id\") REFERENCES \"table_{target}\" (\"id\") ON DELETE CASCADE, \
             CONSTRAINT \"ck_{at}_name\" CHECK (length(name) > 0));\
             CREATE INDEX \"ix_{at}_parent\" ON \"table_{at}\" (\"parent_id\");\
             CREATE UNIQUE INDEX \"ix_{at}_email\" ON \"table_{at}\" (\"email\", \"born\" DESC) WHERE \"active\" = 1;"
        ));
    }
    sql.push_str("COMMIT;");
    connection.execute_batch(&sql).expect("tables");
}

/// Fetches all rows as a program does that keeps them.
fn rows(connection: &Connection, queries: &[&str]) -> Vec<Vec<rusqlite::types::Value>> {
    let mut all = Vec::new();
    for query in queries {
        let mut statement = connection.prepare(query).expect("a query");
        let width = statement.column_count();
        let mut rows = statement.query([]).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            all.push((0..width).map(|at| row.get(at).expect("a value")).collect());
        }
    }
    all
}

fn catalog(connection: &Connection) -> Catalog {
    let mut session = connection.session().expect("a session");
    let (scope, reader) = (Scope::default(), introspection(Dialect::Sqlite));
    let answers: Vec<Rows> = reader
        .questions(&scope)
        .iter()
        .map(|question| session.query(question).expect("an answer"))
        .collect();
    reader.catalog(&scope, &answers).expect("a catalog")
}
