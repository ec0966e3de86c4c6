//! Nothing is left on a server, whatever happens.

use std::thread;

use migrator::postgres::Server;
use migrator::prelude::*;
use migrator::{Declared, ErrorKind};

use crate::backend::autogenerate;
use crate::support::child::{Process, job, say, wait_for_parent};
use crate::support::postgres::{Role, TestDatabase, column, connect};
use crate::support::{Rev, set};

fn table() -> Table {
    Table::new("t").column(Column::new("a", integer()))
}

fn revisions() -> Vec<Rev> {
    vec![Rev::rust("a1", &[], |op| {
        op.create_table(table());
        Ok(())
    })]
}

/// The scratch databases of a role.
fn left(database: &TestDatabase, role: &Role) -> Vec<String> {
    let sql = format!(
        "SELECT d.datname FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba \
         WHERE starts_with(d.datname, 'migrator_scratch_') AND r.rolname = '{}' \
         ORDER BY d.datname",
        role.name
    );
    column(&mut database.client(), &sql)
}

fn role(database: &TestDatabase, attributes: &str) -> Role {
    let role = database.role("owner");
    let name = &role.name;
    let sql = format!(
        "ALTER ROLE {name} {attributes}; GRANT CREATE ON DATABASE {} TO {name}",
        database.name()
    );
    database.client().batch_execute(&sql).unwrap();
    role
}

#[test]
fn no_scratch_database_is_left_whether_it_works_or_not() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let role = role(&database, "CREATEDB");
    let ground = || Server::url(&role.url);
    let declared = || Declared::new().table(table());
    assert!(
        autogenerate(set(revisions()), declared())
            .check(ground())
            .unwrap()
            .is_empty()
    );
    assert_eq!(left(&database, &role), [""; 0]);
    let mut broken = revisions();
    broken.push(Rev::sql("b2", &["a1"], "DROP TABLE nothing"));
    autogenerate(set(broken), declared())
        .check(ground())
        .unwrap_err();
    assert_eq!(left(&database, &role), [""; 0]);
    let mut panics = revisions();
    panics.push(Rev::rust("b2", &["a1"], |_| panic!("on purpose")));
    let panics = autogenerate(set(panics), declared());
    let check = std::panic::AssertUnwindSafe(|| panics.check(ground()));
    assert!(std::panic::catch_unwind(check).is_err());
    assert_eq!(left(&database, &role), [""; 0]);
}

#[test]
fn many_may_compare_at_once() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let role = role(&database, "CREATEDB");
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let compared = autogenerate(set(revisions()), Declared::new().table(table()));
                assert!(compared.check(Server::url(&role.url)).unwrap().is_empty());
            });
        }
    });
    assert_eq!(left(&database, &role), [""; 0]);
}

#[test]
fn many_may_compare_at_once_within_one_database() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let compared = autogenerate(set(revisions()), Declared::new().table(table()));
                let mut client = database.client();
                assert_eq!(compared.check(&mut client).unwrap().lines(), [""; 0]);
            });
        }
    });
}

#[test]
fn within_a_database_everything_is_as_it_was() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let role = role(&database, "NOCREATEDB");
    database
        .client()
        .batch_execute("CREATE TABLE t (theirs INTEGER)")
        .unwrap();
    let before = database.dump();
    let wider = Declared::new().table(table().column(Column::new("b", text())));
    let compared = autogenerate(set(revisions()), wider);
    let lines = compared.check(Server::url(&role.url)).unwrap().lines();
    assert_eq!(lines, ["added column t.b"]);
    let mut client = connect(&role.url);
    assert_eq!(
        compared.check(&mut client).unwrap().lines(),
        ["added column t.b"]
    );
    // The connection goes on as it was.
    assert_eq!(column(&mut client, "SELECT current_schema()"), ["public"]);
    assert_eq!(database.dump(), before);
}

#[test]
fn within_a_database_is_refused_what_reaches_out_of_a_schema() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    let declared = || Declared::new().table(table());
    for (revision, said) in [
        (
            Rev::sql("b2", &["a1"], "CREATE SCHEMA app"),
            "what `CREATE SCHEMA` makes",
        ),
        (
            Rev::sql("b2", &["a1"], "DROP TABLE public.t"),
            "what belongs to the schema `public`",
        ),
    ] {
        let mut all = revisions();
        all.push(revision);
        let error = autogenerate(set(all), declared())
            .check(&mut client)
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.revision()),
            (ErrorKind::Unsupported, Some("b2"))
        );
        let text = format!("{error:?}");
        assert!(text.contains(&format!("cannot hold {said}")), "{text}");
        assert!(error.help().unwrap().contains("CREATEDB"), "{text}");
    }
    let mut all = revisions();
    let outside = Rev::sql("b2", &["a1"], "CREATE INDEX CONCURRENTLY i ON t (a)");
    all.push(outside.transaction(Transaction::None));
    let error = autogenerate(set(all), declared())
        .check(&mut client)
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.revision()),
        (ErrorKind::Unsupported, Some("b2"))
    );
    assert!(error.help().unwrap().contains("CREATEDB"), "{error:?}");
    let error = autogenerate(set(revisions()), declared().schema("app"))
        .check(&mut client)
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(error.help().unwrap().contains("CREATEDB"), "{error:?}");
}

#[test]
fn a_connection_inside_a_transaction_is_refused() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    client.batch_execute("BEGIN; CREATE TABLE mine ()").unwrap();
    let compared = autogenerate(set(revisions()), Declared::new().table(table()));
    let error = compared.check(&mut client).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InsideTransaction);
    client.batch_execute("COMMIT").unwrap();
    assert_eq!(column(&mut client, "SELECT to_regclass('mine')"), ["mine"]);
}

/// The process that is killed: it compares, and waits in a migration.
#[test]
fn child_that_compares() {
    let Some((url, _)) = job() else {
        return;
    };
    let waits = Rev::rust("b2", &["a1"], |op| {
        let rows = op.query("SELECT current_database()")?;
        let name: String = rows.first().ok_or("no database")?.get(0)?;
        say(format!("in {name}"));
        wait_for_parent();
        Ok(())
    });
    let mut all = revisions();
    all.push(waits);
    let compared = autogenerate(set(all), Declared::new().table(table()));
    compared.check(Server::url(url)).unwrap();
}

#[test]
fn what_a_killed_process_leaves_is_removed_by_a_later_one() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let role = role(&database, "CREATEDB");
    let mut child = Process::start("scratch::child_that_compares", &role.url, "");
    let name = child.line_after("in ");
    child.child.kill().unwrap();
    child.child.wait().unwrap();
    let mut client = database.client();
    let there = format!(
        "SELECT pid FROM pg_stat_activity WHERE usename = '{}'",
        role.name
    );
    while !column(&mut client, &there).is_empty() {
        thread::yield_now();
    }
    // The other side may have had one, too.
    let names = left(&database, &role);
    assert!(names.contains(&name), "{name} in {names:?}");
    let compare = || {
        let compared = autogenerate(set(revisions()), Declared::new().table(table()));
        assert!(compared.check(Server::url(&role.url)).unwrap().is_empty());
    };
    // Not yet: it might be of a process that is about to connect.
    compare();
    assert_eq!(left(&database, &role), names);
    // Two hours later.
    for name in names {
        let mut parts: Vec<String> = name.split('_').map(str::to_owned).collect();
        let seconds: i64 = parts[2].parse().unwrap();
        parts[2] = (seconds - 7200).to_string();
        let rename = format!("ALTER DATABASE {name} RENAME TO {}", parts.join("_"));
        client.batch_execute(&rename).unwrap();
    }
    compare();
    assert_eq!(left(&database, &role), [""; 0]);
}
