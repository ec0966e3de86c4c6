//! Reading a database of 10,000 tables into a catalog.
//!
//! Each table has ten columns, two indexes, a check and a foreign key. The floor is the rows that a
//! program must fetch that asks the database's own catalogue the same; own is asking our
//! questions and making a catalog of the answers. Run with
//! `MIGRATOR_TEST_POSTGRES=postgres://… cargo bench --bench introspection`; prints medians and ratios.
//!
//! `… -- both 1000` does the same with that many tables. For a profiler, `… -- sqlite 10000` reads a SQLite
//! database of that many tables ten times, and `… -- postgres 10000` one of PostgreSQL.

mod measure;
#[path = "introspection/postgres.rs"]
mod on_postgres;
#[path = "introspection/sqlite.rs"]
mod sqlite;
#[path = "../tests/support/mod.rs"]
mod support;

const N_TABLES: usize = 10_000;

fn main() {
    match measure::only() {
        Some((way, n_tables)) if way == "postgres" => on_postgres::once(n_tables),
        Some((way, n_tables)) if way == "sqlite" => sqlite::once(n_tables),
        Some((_, n_tables)) => both(n_tables),
        None => both(N_TABLES),
    }
}

fn both(n_tables: usize) {
    sqlite::table(n_tables);
    on_postgres::table(n_tables);
}
