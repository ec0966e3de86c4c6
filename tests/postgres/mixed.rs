//! A run that mixes everything that reaches a server in its own way: transactions with
//! one message and with several, statements outside a transaction, and blocks of those
//! inside a migration. What is done twice shows: in `log`, or in a text that grows.

use migrator::__private::Outcome;
use migrator::schema::{Column, Index, Table, integer, text};
use migrator::{Batches, Op, Transaction};

use crate::support::Rev;

/// The number of revisions of the whole run.
pub(crate) const N_REVISIONS: usize = 30;

/// The number of the first revisions among which is each kind.
pub(crate) const N_KINDS: usize = 8;

/// The first `n` revisions.
pub(crate) fn mixed(n: usize) -> Vec<Rev> {
    let all: [fn(usize) -> Rev; N_REVISIONS] = [
        first,
        file,
        |at| rust(at, reads::<3>),
        unwrapped,
        |at| rust(at, blocks::<5>),
        types,
        |at| rust(at, settings::<7>).transaction(Transaction::None),
        |at| rust(at, batches::<8>).transaction(Transaction::None),
        |at| rust(at, reads::<9>),
        unwrapped,
        file,
        |at| rust(at, blocks::<12>),
        unwrapped,
        |at| rust(at, settings::<14>).transaction(Transaction::None),
        types,
        |at| rust(at, reads::<16>),
        |at| rust(at, blocks::<17>),
        unwrapped,
        unwrapped,
        file,
        |at| rust(at, batches::<21>),
        |at| rust(at, reads::<22>),
        types,
        |at| rust(at, blocks::<24>),
        file,
        unwrapped,
        |at| rust(at, reads::<27>),
        |at| rust(at, blocks::<28>),
        |at| rust(at, settings::<29>).transaction(Transaction::None),
        file,
    ];
    all.iter()
        .zip(1..)
        .take(n)
        .map(|(make, at)| make(at))
        .collect()
}

fn id(at: usize) -> String {
    format!("m{at:03}")
}

fn parents(at: usize) -> Vec<String> {
    (at > 1).then(|| id(at - 1)).into_iter().collect()
}

fn sql(at: usize, up: &str) -> Rev {
    let parents = parents(at);
    let parents: Vec<&str> = parents.iter().map(String::as_str).collect();
    Rev::sql(&id(at), &parents, &up.replace("{at}", &at.to_string()))
}

fn rust(at: usize, up: fn(&mut Op<'_>) -> Outcome) -> Rev {
    let parents = parents(at);
    let parents: Vec<&str> = parents.iter().map(String::as_str).collect();
    Rev::rust(&id(at), &parents, up)
}

fn first(at: usize) -> Rev {
    sql(
        at,
        "CREATE TABLE log (revision INTEGER NOT NULL, n INTEGER NOT NULL); \
         INSERT INTO log VALUES ({at}, 1)",
    )
}

/// One message.
fn file(at: usize) -> Rev {
    sql(
        at,
        "CREATE TABLE t{at} (id INTEGER PRIMARY KEY, x TEXT NOT NULL DEFAULT 'none'); \
         INSERT INTO t{at} (id) VALUES (1), (2); \
         CREATE INDEX ix_t{at} ON t{at} (x); \
         UPDATE t{at} SET x = x || '!'; \
         INSERT INTO log VALUES ({at}, 1); INSERT INTO log VALUES ({at}, 2)",
    )
}

/// One transaction in several messages.
fn reads<const AT: usize>(op: &mut Op<'_>) -> Outcome {
    let table = format!("t{AT}");
    op.create_table(
        Table::new(table.as_str())
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("x", text()).not_null()),
    );
    op.bulk_insert(table.as_str(), ["x"], [("one",), ("two",), ("three",)]);
    let count = format!("SELECT count(*) FROM {table}");
    let n: i64 = op.query(count.as_str())?.first().unwrap().get(0)?;
    op.execute(format!("INSERT INTO log VALUES ({AT}, {n})"));
    op.create_index(Index::new(format!("ix_{table}")).on(table.as_str(), ["x"]));
    op.query(format!(
        "INSERT INTO log VALUES ({AT}, 1) RETURNING revision"
    ))?;
    op.add_column(table.as_str(), Column::new("y", text()).default("none"));
    op.execute(format!("UPDATE {table} SET y = y || '!'"));
    Ok(())
}

/// Every statement by itself.
fn unwrapped(at: usize) -> Rev {
    sql(
        at,
        "CREATE TABLE t{at} (id INTEGER NOT NULL, x TEXT NOT NULL); \
         INSERT INTO t{at} VALUES (1, 'one'), (2, 'two'); \
         CREATE INDEX CONCURRENTLY ix_t{at} ON t{at} (x); \
         CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS uq_t{at} ON public.t{at} (id); \
         INSERT INTO log VALUES ({at}, 1); \
         DROP INDEX CONCURRENTLY ix_t{at}; \
         UPDATE t{at} SET x = x || '+'; \
         VACUUM t{at}; \
         INSERT INTO log VALUES ({at}, 2)",
    )
    .transaction(Transaction::None)
}

/// Transactions with blocks between them.
fn blocks<const AT: usize>(op: &mut Op<'_>) -> Outcome {
    let log = |op: &mut Op<'_>, n: i64| op.execute(format!("INSERT INTO log VALUES ({AT}, {n})"));
    op.execute(format!("CREATE TYPE mood{AT} AS ENUM ('fair')"));
    op.execute(format!("CREATE TABLE t{AT} (x mood{AT})"));
    log(op, 1);
    op.autocommit(|op| {
        op.execute(format!("ALTER TYPE mood{AT} ADD VALUE 'good'"));
        op.execute(format!(
            "CREATE INDEX CONCURRENTLY ix_t{AT} ON t{AT} (x) WHERE x IS NOT NULL"
        ));
        log(op, 2);
    });
    op.execute(format!("INSERT INTO t{AT} VALUES ('good')"));
    let good = format!("SELECT count(*) FROM t{AT} WHERE x = 'good'");
    let n: i64 = op.query(good.as_str())?.first().unwrap().get(0)?;
    log(op, 2 + n);
    op.autocommit(|op| -> Outcome {
        op.execute(format!("VACUUM t{AT}"));
        log(op, 4);
        let n: i64 = op.query(good.as_str())?.first().unwrap().get(0)?;
        op.execute(format!("DROP INDEX CONCURRENTLY ix_t{AT}"));
        op.execute(format!("INSERT INTO t{AT} SELECT NULL FROM t{AT}"));
        log(op, 4 + n);
        Ok(())
    })?;
    log(op, 6);
    Ok(())
}

/// One message with what only PostgreSQL has.
fn types(at: usize) -> Rev {
    sql(
        at,
        "CREATE TYPE mood{at} AS ENUM ('fair', 'good'); \
         CREATE TABLE t{at} (id INTEGER GENERATED ALWAYS AS IDENTITY, mood mood{at}); \
         CREATE FUNCTION f{at}() RETURNS INTEGER LANGUAGE sql AS $$ SELECT 1 $$; \
         CREATE VIEW v{at} AS SELECT mood FROM t{at}; \
         INSERT INTO t{at} (mood) VALUES ('fair'); \
         COMMENT ON TABLE t{at} IS 'it''s one; two'; \
         ALTER TABLE t{at} ADD CONSTRAINT ck_t{at} CHECK (id > 0); \
         INSERT INTO log VALUES ({at}, f{at}())",
    )
}

/// Statements by themselves that lean on a setting of the connection.
fn settings<const AT: usize>(op: &mut Op<'_>) -> Outcome {
    op.execute(format!("SET app.tag = 'tag{AT}'"));
    op.execute(format!("CREATE TABLE t{AT} (x TEXT)"));
    op.execute(format!(
        "INSERT INTO t{AT} VALUES (current_setting('app.tag'))"
    ));
    let own = format!("SELECT count(*) FROM t{AT} WHERE x = 'tag{AT}'");
    let n: i64 = op.query(own.as_str())?.first().unwrap().get(0)?;
    op.execute(format!("INSERT INTO log VALUES ({AT}, {n})"));
    op.execute(format!("CREATE INDEX CONCURRENTLY ix_t{AT} ON t{AT} (x)"));
    op.execute(format!(
        "INSERT INTO t{AT} SELECT x || current_setting('app.tag') FROM t{AT}"
    ));
    op.bulk_insert(format!("t{AT}"), ["x"], [("more",), ("and more",)]);
    Ok(())
}

/// Rows that are changed some at a time.
fn batches<const AT: usize>(op: &mut Op<'_>) -> Outcome {
    let table = format!("t{AT}");
    op.execute(format!(
        "CREATE TABLE {table} (id TEXT PRIMARY KEY, n INTEGER NOT NULL)"
    ));
    op.bulk_insert(
        table.as_str(),
        ["id", "n"],
        ["a", "b", "c", "d", "e"].map(|id| (id, 0)),
    );
    let of_two = || Batches::of(table.as_str()).size(2);
    op.update_in_batches(of_two(), [("n", "n + 1")]);
    op.delete_in_batches(of_two().filter("id > 'b'"));
    op.execute(format!("INSERT INTO log SELECT {AT}, n FROM {table}"));
    Ok(())
}
