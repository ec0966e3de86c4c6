//! `Options::role`: what is created belongs to it, and the connection's own comes back.

use std::panic::{AssertUnwindSafe, catch_unwind};

use migrator::{ErrorKind, Options, Transaction};
use postgres::Client;

use crate::support::postgres::{TestDatabase, column, connect, lines};
use crate::support::{Rev, line, set};
use crate::tools::version_rows;

/// A role that owns what there is to be, and one that may become it.
struct Roles {
    database: TestDatabase,
    owner: String,
    url: String,
}

impl Roles {
    fn new() -> Option<Self> {
        let database = TestDatabase::new()?;
        let (owner, login) = (database.role("owner"), database.role("login"));
        let grant = format!(
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC; \
             GRANT CREATE, USAGE ON SCHEMA public TO {0}; GRANT {0} TO {1}; \
             ALTER ROLE {1} NOINHERIT",
            owner.name, login.name
        );
        database.client().batch_execute(&grant).unwrap();
        Some(Self {
            database,
            owner: owner.name,
            url: login.url,
        })
    }

    fn options(&self) -> Options {
        Options::new().role(self.owner.as_str())
    }
}

fn role(client: &mut Client) -> String {
    column(client, "SHOW role").remove(0)
}

#[test]
fn what_is_created_belongs_to_the_role_and_the_connection_keeps_its_own() {
    let Some(roles) = Roles::new() else { return };
    let mut client = connect(&roles.url);
    let mut revisions = line(2);
    revisions.push(
        Rev::sql(
            "alone",
            &["r002"],
            "CREATE TABLE alone (x TEXT); CREATE INDEX CONCURRENTLY ix ON alone (x); VACUUM alone",
        )
        .transaction(Transaction::None),
    );
    revisions.push(Rev::rust("reads", &["alone"], |op| {
        let seen: String = op
            .query("SELECT current_user::text")?
            .first()
            .unwrap()
            .get(0)?;
        op.execute(format!("INSERT INTO log VALUES ('{seen}')"));
        op.autocommit(|op| op.execute("CREATE INDEX CONCURRENTLY iy ON t_r001 (x)"));
        op.execute("CREATE TABLE after (x TEXT)");
        Ok(())
    }));
    let set = set(revisions);
    let report = set
        .with(roles.options())
        .upgrade(&mut client, "head")
        .unwrap();
    assert_eq!(report.steps.len(), 4);
    let mut witness = roles.database.client();
    let owners = "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class \
                  WHERE relnamespace = 'public'::regnamespace";
    assert_eq!(column(&mut witness, owners), [roles.owner.as_str()]);
    let seen = "SELECT count(*) FROM log WHERE revision LIKE '%owner'";
    assert_eq!(column(&mut witness, seen), ["1"]);
    assert_eq!(role(&mut client), "none");

    // Nothing to do, and a look, as the role too: the login itself may read nothing.
    let report = set
        .with(roles.options())
        .upgrade(&mut client, "head")
        .unwrap();
    assert_eq!(report.steps, []);
    let current = set.with(roles.options()).current(&mut client).unwrap();
    assert_eq!(current.rows, ["reads"]);
    assert_eq!(
        set.current(&mut client).unwrap_err().kind(),
        ErrorKind::Database
    );
    assert_eq!(role(&mut client), "none");
}

#[test]
fn the_role_before_comes_back_after_every_failure() {
    let Some(roles) = Roles::new() else { return };
    let mut client = connect(&roles.url);
    let failing = [
        Rev::sql("a1", &[], "CREATE TABLE a (x TEXT); SELECT 1 / 0"),
        Rev::sql("a1", &[], "CREATE TABLE b (x TEXT); SELECT 1 / 0").transaction(Transaction::None),
        Rev::sql("a1", &[], "VACUUM missing").transaction(Transaction::None),
        Rev::sql("a1", &[], "SET ROLE none; SELECT 1 / 0"),
        Rev::rust("a1", &[], |op| {
            op.query("SELECT 1 / 0")?;
            Ok(())
        }),
        Rev::rust("a1", &[], |op| {
            op.autocommit(|op| op.execute("VACUUM missing"));
            Ok(())
        }),
    ];
    for revision in failing {
        let what = format!("{:?}", revision.migration.upgrade);
        let set = set(vec![revision]);
        let failed = set.with(roles.options()).upgrade(&mut client, "head");
        failed.unwrap_err();
        assert_eq!(role(&mut client), "none", "{what}");
        // The next one begins anew.
        set.with(roles.options().purge(true))
            .stamp(&mut client, "base")
            .unwrap();
    }
    let panics = Rev::rust("a1", &[], |op| {
        op.query("SELECT 1")?;
        panic!("the migration's own")
    });
    let panics = set(vec![panics]);
    catch_unwind(AssertUnwindSafe(|| {
        panics.with(roles.options()).upgrade(&mut client, "head")
    }))
    .unwrap_err();
    assert_eq!(role(&mut client), "none");
}

#[test]
fn a_role_that_a_connection_has_already_comes_back_too() {
    let Some(roles) = Roles::new() else { return };
    let mut client = roles.database.client();
    let other = roles.database.role("other").name;
    client.batch_execute(&format!("SET ROLE {other}")).unwrap();
    let mut revisions = line(1);
    // Whatever a migration does to it.
    revisions.push(Rev::sql("a1", &["r001"], "SET ROLE none"));
    revisions.push(Rev::sql("a2", &["a1"], "SET ROLE none").transaction(Transaction::None));
    revisions.push(Rev::sql("a3", &["a2"], "VACUUM log").transaction(Transaction::None));
    set(revisions)
        .with(roles.options())
        .upgrade(&mut client, "head")
        .unwrap();
    assert_eq!(role(&mut client), other);
    let owners = "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(column(&mut client, owners), [roles.owner.as_str()]);
}

#[test]
fn a_role_that_cannot_be_taken_is_named() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let mut client = database.client();
    let missing = format!("{}_missing\"; DROP", database.name());
    for set in [
        set(line(1)),
        set(vec![
            Rev::sql("a1", &[], "VACUUM").transaction(Transaction::None),
        ]),
    ] {
        let error = set
            .with(Options::new().role(missing.as_str()))
            .upgrade(&mut client, "head")
            .unwrap_err();
        assert!(format!("{error:?}").contains(&missing), "{error:?}");
    }
    assert_eq!(role(&mut client), "none");
}

#[test]
fn a_migration_that_changes_the_role_does_not_change_who_writes_the_version_row() {
    let Some(roles) = Roles::new() else { return };
    let mut client = roles.database.client();
    let powerless = roles.database.role("powerless").name;
    roles
        .database
        .client()
        .batch_execute(&format!("GRANT {powerless} TO {}", roles.owner))
        .unwrap();
    let mut revisions = line(1);
    let up = crate::support::leak_str(&format!("SET LOCAL ROLE {powerless}; SELECT 1"));
    revisions.push(Rev::sql("a1", &["r001"], up));
    let up = crate::support::leak_str(&format!("SET ROLE {powerless}; SELECT 1"));
    revisions.push(Rev::sql("a2", &["a1"], up));
    revisions.push(Rev::sql("a3", &["a2"], up).transaction(Transaction::None));
    revisions.push(Rev::sql("a4", &["a3"], "CREATE TABLE last (x TEXT)"));
    set(revisions)
        .with(roles.options())
        .upgrade(&mut client, "head")
        .unwrap();
    assert_eq!(version_rows(&mut client), ["a4"]);
    assert_eq!(role(&mut client), "none");
    let owner = "SELECT tableowner FROM pg_tables WHERE tablename = 'last'";
    assert_eq!(column(&mut client, owner), [roles.owner.as_str()]);
}

#[test]
fn in_a_joined_transaction_the_role_ends_with_the_run() {
    let Some(roles) = Roles::new() else { return };
    let mut client = connect(&roles.url);
    let mut transaction = client.transaction().unwrap();
    set(line(2))
        .with(roles.options())
        .upgrade(&mut transaction, "head")
        .unwrap();
    let seen = transaction.query_one("SHOW role", &[]).unwrap();
    assert_eq!(seen.get::<_, String>(0), "none");
    let mut failing = line(2);
    failing.push(Rev::sql("a1", &["r002"], "SELECT 1 / 0"));
    set(failing)
        .with(roles.options())
        .upgrade(&mut transaction, "head")
        .unwrap_err();
    let seen = transaction.query_one("SHOW role", &[]).unwrap();
    assert_eq!(seen.get::<_, String>(0), "none");
    transaction.commit().unwrap();
    let mut witness = roles.database.client();
    assert_eq!(version_rows(&mut witness), ["r002"]);
    let owners = "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(lines(&mut witness, owners), [roles.owner.as_str()]);
}

#[test]
fn a_transaction_that_is_refused_keeps_its_role_and_its_work() {
    let Some(roles) = Roles::new() else { return };
    let mut client = roles.database.client();
    set(line(1))
        .with(roles.options())
        .upgrade(&mut client, "head")
        .unwrap();
    client
        .batch_execute("BEGIN; CREATE TABLE own (x TEXT)")
        .unwrap();
    let error = set(line(2))
        .with(roles.options())
        .upgrade(&mut client, "head")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InsideTransaction, "{error:?}");
    assert_eq!(role(&mut client), "none");
    client.batch_execute("COMMIT").unwrap();
    let owner = "SELECT tableowner FROM pg_tables WHERE tablename = 'own'";
    assert_ne!(column(&mut client, owner), [roles.owner.as_str()]);
    assert_eq!(column(&mut client, owner).len(), 1);
}
