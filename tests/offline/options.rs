//! The settings of a run mean the same in a script.

use std::time::Duration;

use migrator::{Dialect, LockMode, Options, Transaction};

use crate::shells::{Database, check_upgrade, in_mode, on_each, on_postgres};
use crate::support::{Rev, line, set};

#[test]
fn the_tables_may_have_other_names() {
    let options = Options::new()
        .version_table("my \"versions\"")
        .history_table("it's_history");
    on_each(|dialect| check_upgrade(dialect, set(line(3)), &options));
}

#[test]
fn the_tables_may_be_in_another_schema() {
    let options = Options::new().version_table(("kept apart", "versions"));
    on_postgres(|dialect| check_upgrade(dialect, set(line(3)), &options));
}

#[test]
fn each_mode_of_transactions_can_be_written() {
    for mode in [Transaction::WholeRun, Transaction::None] {
        on_each(|dialect| check_upgrade(dialect, set(line(3)), &in_mode(mode)));
    }
}

/// The first lies below the script, and is replayed for the table that the second changes.
#[test]
fn migrations_hear_what_the_run_says() {
    use migrator::schema::{AlterColumn, Column, Table, text};
    let options = Options::new().tag("nightly").argument("table", "told");
    let set = || {
        set(vec![
            Rev::rust("a1", &[], |op| {
                let table = op.argument("table").ok_or("no table is said")?;
                op.create_table(Table::new(table).column(Column::new("x", text())));
                Ok(())
            }),
            Rev::rust("b1", &["a1"], |op| {
                let (table, tag) = (op.argument("table"), op.tag());
                let (table, tag) = (table.ok_or("no table")?, tag.ok_or("no tag")?);
                op.alter_column(table, AlterColumn::new("x").default(tag));
                Ok(())
            }),
        ])
    };
    on_each(|dialect| check_upgrade(dialect, set(), &options));
    let script = set().with(options).sql(Dialect::Sqlite);
    assert!(script.upgrade("a1:b1").unwrap().contains("'nightly'"));
}

/// Revisions with statements that no transaction bears.
fn outside() -> Vec<Rev> {
    let mut revisions = line(2);
    revisions.push(
        Rev::rust("c3", &["r002"], |op| {
            op.execute("INSERT INTO log VALUES ('c3')");
            op.execute("VACUUM");
            if op.dialect() == Dialect::Postgres {
                op.execute("CREATE INDEX CONCURRENTLY i ON log (revision)");
                op.execute("SET search_path TO pg_temp");
            }
            op.bulk_insert(
                if op.dialect() == Dialect::Sqlite {
                    ("main", "log")
                } else {
                    ("public", "log")
                },
                ["revision"],
                [("c3",)],
            );
            Ok(())
        })
        .transaction(Transaction::None),
    );
    revisions.push(Rev::rust("d4", &["c3"], |op| {
        op.execute("INSERT INTO log VALUES ('before')");
        op.autocommit(|op| {
            op.execute("VACUUM");
            op.execute("INSERT INTO log VALUES ('inside')");
        });
        op.execute("INSERT INTO log VALUES ('after')");
        op.autocommit(|op| op.execute("INSERT INTO log VALUES ('inside again')"));
        Ok(())
    }));
    revisions
}

#[test]
fn what_runs_outside_a_transaction_runs_outside_one() {
    on_each(|dialect| check_upgrade(dialect, set(outside()), &Options::new()));
}

#[test]
fn a_search_path_that_a_migration_sets_does_not_move_our_rows() {
    let revisions = vec![
        Rev::sql(
            "a1",
            &[],
            "CREATE SCHEMA s; SET LOCAL search_path TO s; CREATE TABLE t (x TEXT)",
        ),
        Rev::sql(
            "b2",
            &["a1"],
            "SET search_path TO s; CREATE TABLE u (x TEXT)",
        ),
        Rev::sql("c3", &["b2"], "CREATE TABLE v (x TEXT)"),
    ];
    let set = set(revisions);
    on_postgres(|dialect| check_upgrade(dialect, set, &Options::new()));
}

#[test]
fn a_lock_may_be_held_for_each_transaction() {
    let options = Options::new().lock(LockMode::Transaction);
    on_postgres(|dialect| {
        let script = set(line(2))
            .with(options.clone())
            .sql(dialect)
            .upgrade("heads")
            .unwrap();
        assert_eq!(script.matches("pg_try_advisory_xact_lock").count(), 2);
        check_upgrade(dialect, set(line(2)), &options);
    });
}

#[test]
fn timeouts_are_set_for_each_transaction_and_around_what_runs_outside() {
    let options = Options::new()
        .lock_timeout(Duration::from_millis(1234))
        .statement_timeout(Duration::from_secs(56));
    let seen = "INSERT INTO seen SELECT current_setting('lock_timeout') || ' ' || \
         current_setting('statement_timeout')";
    let outside = format!(
        "SET lock_timeout = '7s'; {seen}; CREATE INDEX CONCURRENTLY i ON seen (x); \
         INSERT INTO seen SELECT current_setting('lock_timeout')"
    );
    let revisions = || {
        vec![
            Rev::sql("a1", &[], &format!("CREATE TABLE seen (x TEXT); {seen}")),
            Rev::sql("b2", &["a1"], &outside).transaction(Transaction::None),
        ]
    };
    on_postgres(|dialect| {
        check_upgrade(dialect, set(revisions()), &options);
        let database = Database::new(dialect);
        let script = set(revisions())
            .with(options.clone())
            .sql(dialect)
            .upgrade("heads");
        database.run(&script.unwrap());
        let seen = database.lines("SELECT x FROM seen ORDER BY ctid");
        assert_eq!(seen, ["1234ms 56s", "1234ms 56s", "1234ms"]);
    });
}

#[test]
fn everything_runs_in_the_role() {
    on_postgres(|dialect| {
        let database = Database::new(dialect);
        let Database::Postgres(server) = &database else {
            unreachable!("PostgreSQL")
        };
        let role = server.role("owner");
        database.execute(&format!("GRANT CREATE ON SCHEMA public TO {}", role.name));
        let mut revisions = line(2);
        let outside =
            "CREATE TABLE o (x TEXT); CREATE INDEX CONCURRENTLY i ON o (x); SET ROLE NONE";
        revisions.push(Rev::sql("c3", &["r002"], outside).transaction(Transaction::None));
        let set = set(revisions);
        let options = Options::new().role(role.name.clone());
        database.run(&set.with(options).sql(dialect).upgrade("heads").unwrap());
        let owners = "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'";
        assert_eq!(database.lines(owners), std::slice::from_ref(&role.name));
    });
    let set = set(line(1));
    let options = Options::new().role("anyone");
    let error = set
        .with(options)
        .sql(Dialect::Sqlite)
        .upgrade("heads")
        .unwrap_err();
    assert_eq!(error.kind(), migrator::ErrorKind::Unsupported);
}
