//! What the table of operations is checked with: for each of its lines, the calls that it is about.

/// A call, or several, as a migration.
macro_rules! up {
    ($op:ident => $($call:expr),+) => {
        |$op: &mut Op<'_>| {
            $($call;)+
            Ok(())
        }
    };
}

mod data;
mod objects;
mod tables;

use super::Work;

/// A line of the chapter, as it reads without links, and what is run for it.
pub(crate) type Sample = (&'static str, &'static [Work]);

/// All of them.
pub(crate) fn all() -> impl Iterator<Item = &'static Sample> {
    [tables::SAMPLES, objects::SAMPLES, data::SAMPLES]
        .into_iter()
        .flatten()
}

/// What the samples find on SQLite.
pub(crate) const SQLITE: &str = "
    CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT);
    INSERT INTO p VALUES (7, 'seven');
    CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b TEXT, c TEXT,
        g INTEGER GENERATED ALWAYS AS (a + 1) VIRTUAL,
        CONSTRAINT uq_t_c UNIQUE (c), CONSTRAINT ck_t_a CHECK (a > 0));
    INSERT INTO t (a, b, c) VALUES (1, '1', 'x');
    CREATE INDEX ix_t_a ON t (a);
    CREATE VIEW v AS SELECT name FROM p;
    CREATE TRIGGER tr AFTER UPDATE ON p BEGIN SELECT 1; END;";

/// What the samples find on PostgreSQL.
pub(crate) const POSTGRES: &str = "
    CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT);
    INSERT INTO p VALUES (7, 'seven');
    CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b TEXT, c TEXT,
        CONSTRAINT uq_t_c UNIQUE (c), CONSTRAINT ck_t_a CHECK (a > 0));
    INSERT INTO t (id, a, b, c) VALUES (1, 1, '1', 'x');
    CREATE INDEX ix_t_a ON t (a);
    CREATE VIEW v AS SELECT name FROM p;
    CREATE MATERIALIZED VIEW mv AS SELECT name FROM p;
    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';
    CREATE TRIGGER tr AFTER UPDATE ON p FOR EACH ROW EXECUTE FUNCTION f();
    CREATE TYPE mood AS ENUM ('sad', 'ok');
    CREATE SEQUENCE s;
    CREATE DOMAIN d AS text;
    CREATE SCHEMA app;";

/// Tells whether a sample must run outside a transaction on PostgreSQL.
pub(crate) fn runs_outside(work: Work) -> bool {
    let outside = [tables::CREATED_CONCURRENTLY, tables::DROPPED_CONCURRENTLY];
    outside.iter().any(|it| std::ptr::fn_addr_eq(*it, work))
}
