//! Dry runs: they tell what a verb then does, and leave no trace.

use migrator::schema::{AlterColumn, Column, Table, integer, text};
use migrator::{
    Batches, ChangedChecksum, Direction, DryRun, ErrorKind, Migrations, Options, OutOfOrder,
    Transaction,
};

use crate::backend::{Backend, Connection, Database, End, upgrade};
use crate::support::{Rev, line, set};

/// Plans on every kind of connection there is, and checks that nothing was written.
fn quietly(database: &dyn Database, plan: &mut dyn FnMut(&mut dyn Connection) -> DryRun) -> DryRun {
    // Opening a database that is empty yet may write.
    let mut connection = database.connect();
    let before = database.footprint();
    let planned = plan(&mut *connection);
    assert!(database.footprint() == before, "something was written");
    let read_only = database.connect_read_only();
    let before = database.dump();
    for mut connection in read_only {
        assert_eq!(
            plan(&mut *connection),
            planned,
            "with a connection that may not write"
        );
        assert!(!connection.is_in_transaction());
    }
    database.connect().join(End::Commit, &mut |transaction| {
        assert_eq!(plan(transaction), planned, "inside a transaction");
        assert!(transaction.is_in_transaction());
    });
    assert_eq!(database.dump(), before);
    planned
}

/// Users with roles, changed in ways that on SQLite need a look at the tables.
fn users() -> &'static Migrations {
    set(vec![
        Rev::reversible("a1", &[], |op| {
            op.create_table(
                Table::new("users")
                    .column(Column::new("id", integer()).primary_key())
                    .column(Column::new("name", text()).not_null())
                    .column(Column::new("nick", text())),
            );
            op.bulk_insert("users", ["id", "name"], [(1, "O'Hara")]);
            Ok(())
        })
        .message("create users"),
        Rev::rust("b1", &["a1"], |op| {
            op.alter_column("users", AlterColumn::new("nick").default("-"));
            Ok(())
        })
        .down_rust(|op| {
            op.alter_column("users", AlterColumn::new("nick").drop_default());
            Ok(())
        }),
        Rev::rust("c1", &["b1"], |op| {
            op.rename_column("users", "name", "full_name");
            op.delete_in_batches(Batches::of("users"));
            Ok(())
        })
        .down_rust(|op| {
            op.rename_column("users", "full_name", "name");
            Ok(())
        }),
    ])
}

/// Everything but what the history says, and what connections that only read were granted.
fn state(database: &dyn Database) -> Vec<String> {
    let is_other =
        |line: &String| line.contains("migrator_history: ") || line.starts_with("GRANT ");
    let mut dump = database.dump();
    dump.retain(|line| !is_other(line));
    dump
}

/// Runs the statements of steps by hand, and says so.
fn by_hand(database: &dyn Database, set: &Migrations, planned: &DryRun) {
    let mut connection = database.connect();
    for step in &planned.steps {
        assert_eq!(step.unknown, None, "{step:#?}");
        for statement in &step.statements {
            connection.execute(statement);
        }
    }
    let rows: Vec<&str> = planned.after.iter().map(String::as_str).collect();
    let targets = if rows.is_empty() { vec!["base"] } else { rows };
    connection.stamp(set, &targets).unwrap();
}

/// The statements of a plan, run by hand, do what the verb does.
pub(crate) fn a_plan_tells_what_the_verb_then_does(on: &dyn Backend) {
    let (database, other) = (on.database(), on.database());
    let all = [
        (Direction::Up, "b1"),
        (Direction::Up, "head"),
        (Direction::Down, "a1"),
        (Direction::Down, "base"),
    ];
    for (direction, target) in all {
        let planned = quietly(&*database, &mut |connection| match direction {
            Direction::Up => connection.plan_upgrade(users(), target).unwrap(),
            Direction::Down => connection.plan_downgrade(users(), target).unwrap(),
        });
        let mut connection = database.connect();
        let report = match direction {
            Direction::Up => connection.upgrade(users(), target).unwrap(),
            Direction::Down => connection.downgrade(users(), target).unwrap(),
        };
        assert_eq!(planned.before, report.before, "{target}");
        assert_eq!(planned.after, report.after, "{target}");
        assert!(planned.revisions().eq(report.revisions()), "{target}");
        assert!(planned.steps.iter().all(|step| step.direction == direction));
        by_hand(&*other, users(), &planned);
        assert_eq!(state(&*other), state(&*database), "{planned:#?}");
    }
}

pub(crate) fn a_step_says_all_there_is_to_say(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, users());
    let planned = quietly(&*database, &mut |connection| {
        connection.plan_downgrade(users(), "base").unwrap()
    });
    let [c1, b1, a1] = planned.steps.as_slice() else {
        panic!("{planned:#?}");
    };
    assert_eq!((c1.revision.as_str(), b1.revision.as_str()), ("c1", "b1"));
    assert_eq!(
        (c1.from.as_slice(), c1.to.as_slice()),
        (&["c1".to_owned()][..], &["b1".to_owned()][..])
    );
    assert_eq!(a1.to, [""; 0]);
    assert_eq!(a1.message, "create users");
    assert_eq!(a1.file, "migrations/a1_test.rs");
    assert!(!a1.is_outside_transaction);
    assert_eq!(planned.losses().collect::<Vec<_>>(), ["table `users`"]);
    let up = on.database();
    let planned = quietly(&*up, &mut |connection| {
        connection.plan_upgrade(users(), "head").unwrap()
    });
    assert_eq!(planned.steps[0].from, [""; 0]);
    assert_eq!(planned.steps[0].to, ["a1"]);
    assert_eq!(planned.steps[1].from, ["a1"]);
    // `delete_in_batches` has only what the same run has put there.
    assert_eq!(planned.losses().count(), 0);
}

pub(crate) fn a_plan_with_nothing_to_do_is_empty(on: &dyn Backend) {
    let database = on.database();
    let set = set(line(2));
    upgrade(&*database, set);
    let planned = quietly(&*database, &mut |connection| {
        connection.plan_upgrade(set, "head").unwrap()
    });
    assert_eq!(planned.steps, []);
    assert_eq!(planned.before, ["r002"]);
    assert_eq!(planned.after, ["r002"]);
}

/// Reads rows in the middle; what is behind it needs a look at the tables that it leaves.
fn reading() -> Vec<Rev> {
    vec![
        Rev::sql("a1", &[], "CREATE TABLE users (name TEXT, nick TEXT)"),
        Rev::rust("b1", &["a1"], |op| {
            op.execute("UPDATE users SET nick = name");
            for user in op.query("SELECT name FROM users")? {
                op.execute(format!(
                    "UPDATE users SET nick = '{}'",
                    user.get::<String>(0)?
                ));
            }
            op.add_column("users", Column::new("age", integer()));
            Ok(())
        }),
        Rev::rust("c1", &["b1"], |op| {
            op.alter_column("users", AlterColumn::new("age").default(7));
            op.drop_column("users", "nick");
            Ok(())
        }),
    ]
}

pub(crate) fn a_step_that_reads_is_known_up_to_there_and_the_next_one_whole(on: &dyn Backend) {
    let (database, other) = (on.database(), on.database());
    for database in [&database, &other] {
        let mut connection = database.connect();
        connection.upgrade(set(reading()), "a1").unwrap();
        connection.execute("INSERT INTO users VALUES ('ann', NULL)");
    }
    let planned = quietly(&*database, &mut |connection| {
        connection.plan_upgrade(set(reading()), "head").unwrap()
    });
    let [b1, c1] = planned.steps.as_slice() else {
        panic!("{planned:#?}");
    };
    assert_eq!(b1.statements, ["UPDATE users SET nick = name"]);
    let unknown = b1.unknown.as_deref().unwrap();
    assert!(
        unknown.starts_with("it reads from the database (tests/conformance/dry_runs.rs:"),
        "{unknown}"
    );
    assert_eq!(c1.unknown, None);
    assert_eq!(c1.loses, ["column `users.nick`"]);
    assert_eq!(planned.after, ["c1"]);
    database.connect().upgrade(set(reading()), "head").unwrap();
    other.connect().upgrade(set(reading()), "b1").unwrap();
    let mut rest = planned.clone();
    rest.steps.remove(0);
    by_hand(&*other, set(reading()), &rest);
    assert_eq!(state(&*other), state(&*database));
}

/// The tables are those of the database, and not what the migrations would have made.
pub(crate) fn a_plan_looks_at_the_database_as_it_is(on: &dyn Backend) {
    let database = on.database();
    let set = set(vec![
        Rev::sql("a1", &[], "SELECT 1"),
        Rev::rust("b1", &["a1"], |op| {
            op.alter_column("byhand", AlterColumn::new("x").default("y"));
            Ok(())
        }),
    ]);
    let other = on.database();
    for database in [&database, &other] {
        let mut connection = database.connect();
        connection.upgrade(set, "a1").unwrap();
        connection.execute("CREATE TABLE byhand (x TEXT, z TEXT)");
    }
    let planned = quietly(&*database, &mut |connection| {
        connection.plan_upgrade(set, "head").unwrap()
    });
    by_hand(&*other, set, &planned);
    database.connect().upgrade(set, "head").unwrap();
    assert_eq!(state(&*other), state(&*database));
}

pub(crate) fn sql_of_a_migrations_own_is_looked_at_too(on: &dyn Backend) {
    let database = on.database();
    let set = set(vec![
        Rev::sql(
            "a1",
            &[],
            "CREATE TABLE a (x TEXT); CREATE TABLE b (x TEXT)",
        )
        .down("DELETE FROM a; DROP TABLE IF EXISTS a; ALTER TABLE b RENAME TO c; DROP TABLE c"),
    ]);
    upgrade(&*database, set);
    let planned = quietly(&*database, &mut |connection| {
        connection.plan_downgrade(set, "-1").unwrap()
    });
    assert_eq!(
        planned.steps[0].loses,
        [
            "rows of `a`, by SQL of its own",
            "table `a`, by SQL of its own",
            "table `c`, by SQL of its own",
        ]
    );
    assert_eq!(planned.steps[0].statements.len(), 4);
}

pub(crate) fn what_would_be_refused_is_the_same_error(on: &dyn Backend) {
    let database = on.database();
    upgrade(&*database, set(line(2)));
    let check = |set: &Migrations, target: &str, kind: ErrorKind| {
        let mut connection = database.connect();
        let refused = connection.plan_upgrade(set, target).unwrap_err();
        let real = connection.upgrade(set, target).unwrap_err();
        assert_eq!(refused.kind(), kind, "{refused:?}");
        assert_eq!(format!("{refused:?}"), format!("{real:?}"));
    };
    let mut edited = line(3);
    edited[0] = line(1).remove(0).edited();
    let edited = set(edited);
    check(edited, "head", ErrorKind::ChangedChecksum);
    check(set(line(2)), "nowhere", ErrorKind::Target);
    let lost = set(vec![Rev::sql("zz", &[], "")]);
    check(lost, "head", ErrorKind::UnknownRevision);
    let spliced = set(vec![
        Rev::sql("late", &[], "CREATE TABLE late (x TEXT)"),
        line(1).remove(0),
        Rev::sql("r002", &["r001", "late"], "x").message("edited away"),
    ]);
    let mut connection = database.connect();
    let outcome = connection.plan_upgrade(spliced, "head");
    assert!(outcome.is_err());
    let irreversible = connection.plan_downgrade(set(vec![Rev::sql("r001", &[], "")]), "base");
    assert!(irreversible.is_err());
    // As the policies say.
    let accepted = edited.with(Options::new().changed_checksum(ChangedChecksum::Accept));
    let planned = quietly(&*database, &mut |connection| {
        connection.plan_upgrade(&accepted, "head").unwrap()
    });
    assert_eq!(planned.revisions().collect::<Vec<_>>(), ["r003"]);
    assert_eq!(planned.warnings, ["changed since applied: r001"]);
}

pub(crate) fn a_spliced_revision_is_planned_where_it_would_run(on: &dyn Backend) {
    let database = on.database();
    let revision = |id: &str, parents: &[&str]| {
        Rev::sql(id, parents, &format!("CREATE TABLE t_{id} (x TEXT)"))
    };
    upgrade(
        &*database,
        set(vec![revision("a1", &[]), revision("a9", &["a1"])]),
    );
    let spliced = set(vec![
        revision("a1", &[]),
        revision("late", &["a1"]),
        revision("a9", &["late"]),
    ]);
    let verbs = spliced.with(Options::new().out_of_order(OutOfOrder::Apply));
    let planned = quietly(&*database, &mut |connection| {
        connection.plan_upgrade(&verbs, "head").unwrap()
    });
    assert_eq!(planned.revisions().collect::<Vec<_>>(), ["late"]);
    assert_eq!(planned.after, ["a9"]);
}

/// Fails at its third statement.
fn outside(third: &str) -> &'static Migrations {
    let up = format!("CREATE TABLE one (x TEXT); CREATE TABLE two (x TEXT); {third}");
    set(vec![
        Rev::sql("a1", &[], "SELECT 1"),
        Rev::sql("b1", &["a1"], &up).transaction(Transaction::None),
    ])
}

pub(crate) fn a_half_done_step_is_planned_from_where_it_stopped(on: &dyn Backend) {
    let database = on.database();
    let failing = outside("CREATE TABLE one (x TEXT)");
    database.connect().upgrade(failing, "head").unwrap_err();
    let mended = outside("CREATE TABLE three (x TEXT)");
    let before = database.footprint();
    let planned = database.connect().plan_upgrade(mended, "head").unwrap();
    assert!(database.footprint() == before);
    let [step] = planned.steps.as_slice() else {
        panic!("{planned:#?}");
    };
    assert_eq!(step.n_kept, 2);
    assert_eq!(step.statements, ["CREATE TABLE three (x TEXT)"]);
    assert!(step.is_outside_transaction);
    // Whatever builds on it is refused, as by the verb.
    let mut connection = database.connect();
    let refused = connection.plan_downgrade(mended, "base").unwrap_err();
    let real = connection.downgrade(mended, "base").unwrap_err();
    assert_eq!(format!("{refused:?}"), format!("{real:?}"));
    // One that has changed in what ran, too.
    let changed = set(vec![
        Rev::sql("a1", &[], "SELECT 1"),
        Rev::sql("b1", &["a1"], "CREATE TABLE other (x TEXT)").transaction(Transaction::None),
    ]);
    let refused = connection.plan_upgrade(changed, "head").unwrap_err();
    let real = connection.upgrade(changed, "head").unwrap_err();
    assert_eq!(refused.to_string(), real.to_string());
}

/// A part of it is outside a transaction, the other revision wholly.
fn with_parts_outside() -> &'static Migrations {
    set(vec![
        Rev::rust("a1", &[], |op| {
            op.execute("CREATE TABLE a (x TEXT)");
            op.autocommit(|op| op.execute("CREATE INDEX i ON a (x)"));
            op.execute("CREATE TABLE b (x TEXT)");
            Ok(())
        }),
        Rev::sql("b1", &["a1"], "CREATE TABLE c (x TEXT)").transaction(Transaction::None),
        Rev::sql("c1", &["b1"], "CREATE TABLE d (x TEXT)"),
    ])
}

pub(crate) fn a_plan_says_what_runs_outside_a_transaction(on: &dyn Backend) {
    let database = on.database();
    let planned = database
        .connect()
        .plan_upgrade(with_parts_outside(), "head")
        .unwrap();
    let outside: Vec<bool> = planned
        .steps
        .iter()
        .map(|it| it.is_outside_transaction)
        .collect();
    assert_eq!(outside, [true, true, false]);
    assert_eq!(
        planned.steps[0].statements,
        [
            "CREATE TABLE a (x TEXT)",
            "CREATE INDEX i ON a (x)",
            "CREATE TABLE b (x TEXT)"
        ]
    );
    let whole = with_parts_outside().with(Options::new().transaction(Transaction::WholeRun));
    let refused = database.connect().plan_upgrade(&whole, "head").unwrap_err();
    let real = database.connect().upgrade(&whole, "head").unwrap_err();
    assert_eq!(format!("{refused:?}"), format!("{real:?}"));
    assert_eq!(database.tables(), [""; 0]);
}

/// A table is changed to which another refers; on SQLite both are built anew.
fn referred_to() -> &'static Migrations {
    set(vec![
        Rev::rust("a1", &[], |op| {
            let id = || Column::new("id", integer()).primary_key();
            op.create_table(
                Table::new("roles")
                    .column(id())
                    .column(Column::new("name", text())),
            );
            let role = Column::new("role", integer()).references("roles", "id");
            op.create_table(Table::new("users").column(id()).column(role));
            op.bulk_insert("roles", ["id", "name"], [(1, "admin")]);
            op.bulk_insert("users", ["id", "role"], [(1, 1)]);
            Ok(())
        }),
        Rev::rust("b1", &["a1"], |op| {
            op.execute("UPDATE roles SET name = 'root'");
            op.alter_column("roles", AlterColumn::new("name").not_null());
            Ok(())
        }),
    ])
}

pub(crate) fn a_change_of_a_table_that_is_referred_to_is_planned_once(on: &dyn Backend) {
    let (database, other) = (on.database(), on.database());
    for database in [&database, &other] {
        database.connect().upgrade(referred_to(), "a1").unwrap();
    }
    let mut connection = database.connect();
    let before = database.footprint();
    let planned = connection.plan_upgrade(referred_to(), "head").unwrap();
    assert!(database.footprint() == before, "something was written");
    let statements = &planned.steps[0].statements;
    let n_updates = statements
        .iter()
        .filter(|sql| sql.starts_with("UPDATE roles"))
        .count();
    assert_eq!(n_updates, 1, "{statements:#?}");
    connection.upgrade(referred_to(), "head").unwrap();
    let mut by_hand = other.connect();
    let _ = by_hand.attempt("PRAGMA foreign_keys = OFF");
    for statement in statements {
        by_hand.execute(statement);
    }
    by_hand.stamp(referred_to(), &["b1"]).unwrap();
    assert_eq!(state(&*other), state(&*database));
    // In a transaction of the application's it is what the verb says.
    let third = on.database();
    third.connect().upgrade(referred_to(), "a1").unwrap();
    third.connect().join(End::Rollback, &mut |transaction| {
        let refused = transaction.plan_upgrade(referred_to(), "head").map(|_| ());
        let real = transaction.upgrade(referred_to(), "head").map(|_| ());
        assert_eq!(format!("{refused:?}"), format!("{real:?}"));
    });
}

pub(crate) fn a_migrations_own_error_is_the_plans(on: &dyn Backend) {
    let database = on.database();
    let set = set(vec![
        Rev::sql("a1", &[], "CREATE TABLE a (x TEXT)"),
        Rev::rust("b1", &["a1"], |_| Err("the balance is negative".into())),
    ]);
    let before = database.dump();
    let error = database.connect().plan_upgrade(set, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Migration);
    assert_eq!(error.revision(), Some("b1"));
    assert_eq!(error.report().steps, []);
    assert_eq!(database.dump(), before);
}

pub(crate) fn a_planned_stamp_says_the_rows_and_what_it_gives_up(on: &dyn Backend) {
    let database = on.database();
    let set = outside("CREATE TABLE one (x TEXT)");
    database.connect().upgrade(set, "head").unwrap_err();
    let planned = quietly(&*database, &mut |connection| {
        connection.plan_stamp(set, &["b1"]).unwrap()
    });
    assert_eq!(
        (planned.before, planned.after),
        (vec!["a1".to_owned()], vec!["b1".to_owned()])
    );
    assert_eq!(planned.steps, []);
    assert_eq!(planned.warnings, ["gives up the half-done upgrade of b1"]);
    let mut connection = database.connect();
    let refused = connection.plan_stamp(set, &["nowhere"]).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Target);
}

pub(crate) fn a_plan_of_an_empty_database_creates_nothing(on: &dyn Backend) {
    let database = on.database();
    let set = set(line(2));
    quietly(&*database, &mut |connection| {
        connection.plan_upgrade(set, "head").unwrap()
    });
    quietly(&*database, &mut |connection| {
        connection.plan_stamp(set, &["head"]).unwrap()
    });
    assert_eq!(database.tables(), [""; 0]);
}
