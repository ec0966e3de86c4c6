//! Definitions are judged by SQLite: what it stores is what is taken apart, and what is printed
//! must make the same table.

use rusqlite::Connection;

use super::{Clause, Column, Constraint, Definition};

mod edits;
mod random;
mod texts;

/// Returns the statement that SQLite stores for a table.
fn stored(connection: &Connection, name: &str) -> String {
    let sql = "SELECT sql FROM sqlite_master WHERE name = ?1";
    connection.query_row(sql, [name], |row| row.get(0)).unwrap()
}

fn parsed(sql: &str) -> Definition {
    Definition::parse(sql).unwrap_or_else(|error| panic!("{error}: {sql}"))
}

/// What SQLite itself knows of a table, without its name.
fn catalogue(connection: &Connection, table: &str) -> Vec<String> {
    let queries = [
        "SELECT cid, name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?1)",
        "SELECT id, seq, \"table\", \"from\", \"to\", on_update, on_delete, match \
         FROM pragma_foreign_key_list(?1)",
        "SELECT i.seq, i.\"unique\", i.origin, i.partial, x.seqno, x.cid, x.name, x.\"desc\", x.coll \
         FROM pragma_index_list(?1) AS i, pragma_index_xinfo(i.name) AS x",
        "SELECT type, ncol, wr, strict FROM pragma_table_list(?1)",
    ];
    let mut all = Vec::new();
    for sql in queries {
        let mut prepared = connection.prepare(sql).unwrap();
        let width = prepared.column_count();
        let mut rows = prepared.query([table]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values = (0..width).map(|at| format!("{:?}", row.get_ref(at).unwrap()));
            all.push(values.collect::<Vec<_>>().join("|"));
        }
    }
    all
}
