//! A database that is ours already, a transaction of the application's, and many processes at once.

use migrator::{Adopt, Cancel, ErrorKind, Options, Tool};
use rusqlite::Connection;

use super::database::{Database, each};
use super::made::{diesel, sqlx};
use super::sets::{DATES, DIESEL, SQLX};
use crate::support::child::{self, Process};

#[test]
fn twice_is_once() {
    for database in each() {
        diesel(&database);
        let first = database.adopt(&DIESEL).unwrap();
        assert!(!first.was_adopted);
        let history = database.lines("SELECT * FROM migrator_history");
        let second = database.adopt(&DIESEL).unwrap();
        assert!(second.was_adopted);
        assert_eq!(second.after, first.after);
        database.upgrade(&DIESEL).unwrap();
        let third = database.adopt(&DIESEL).unwrap();
        assert!(third.was_adopted);
        assert_eq!(third.after, DATES[2..]);
        assert_eq!(
            database.lines("SELECT * FROM migrator_history")[..1],
            history
        );
    }
}

#[test]
fn without_the_old_table_it_is_still_ours() {
    for database in each() {
        diesel(&database);
        database.adopt(&DIESEL).unwrap();
        database.run("DROP TABLE __diesel_schema_migrations");
        assert!(database.adopt(&DIESEL).unwrap().was_adopted);
    }
}

/// It was said once which of several tools counts.
#[test]
fn beside_another_tools_table_it_is_still_ours() {
    for database in each() {
        diesel(&database);
        let other = "CREATE TABLE refinery_schema_history (version INTEGER, name TEXT, applied_on TEXT, checksum TEXT)";
        database.run(other);
        let named = Adopt::new().from(Tool::Diesel);
        let adoption = database.adopt_with(&DIESEL, named).unwrap();
        let again = database.adopt(&DIESEL).unwrap();
        assert!(again.was_adopted);
        assert_eq!(again.after, adoption.after);
    }
}

#[test]
fn a_plan_writes_nothing() {
    for database in each() {
        sqlx(&database);
        let before = database.tables();
        let planned = match &database {
            Database::Sqlite(connection) => SQLX.plan_adopt(&**connection, Adopt::new()).unwrap(),
            Database::Postgres(it) => SQLX.plan_adopt(&mut it.client(), Adopt::new()).unwrap(),
        };
        assert_eq!(database.tables(), before);
        assert_eq!(database.adopt(&SQLX).unwrap(), planned);
    }
}

#[test]
fn the_applications_transaction_decides() {
    for mut database in each() {
        diesel(&database);
        let before = database.tables();
        match &mut database {
            Database::Sqlite(connection) => {
                let transaction = connection.transaction().unwrap();
                DIESEL.adopt(&transaction).unwrap();
                drop(transaction);
            }
            Database::Postgres(it) => {
                let mut client = it.client();
                let mut transaction = client.transaction().unwrap();
                DIESEL.adopt(&mut transaction).unwrap();
                drop(transaction);
            }
        }
        assert_eq!(database.tables(), before);
    }
}

#[test]
fn a_run_that_is_cancelled_writes_nothing() {
    for database in each() {
        diesel(&database);
        let cancel = Cancel::new();
        cancel.cancel();
        let options = Options::new().cancel(&cancel);
        let error = match &database {
            Database::Sqlite(connection) => DIESEL.with(options).adopt(&**connection),
            Database::Postgres(it) => DIESEL.with(options).adopt(&mut it.client()),
        };
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Cancelled);
        assert!(!database.tables().contains(&"alembic_version".to_owned()));
    }
}

/// A child that takes the database over as soon as it is told.
#[test]
fn process() {
    let Some((database, kind)) = child::job() else {
        return;
    };
    child::say("ready");
    child::wait_for_parent();
    let adoption = match kind.as_str() {
        "sqlite" => SQLX.adopt(&Connection::open(&database).unwrap()),
        _ => SQLX.adopt(&mut postgres::Client::connect(&database, postgres::NoTls).unwrap()),
    };
    child::say(adoption.unwrap().after.join(","));
}

#[test]
fn twenty_processes_at_once_take_it_over_once() {
    let folder = tempfile::tempdir().unwrap();
    for database in each() {
        sqlx(&database);
        let (url, kind) = match &database {
            Database::Sqlite(connection) => {
                let file = folder.path().join("app.db").display().to_string();
                connection.execute("VACUUM INTO ?1", [&file]).unwrap();
                (file, "sqlite")
            }
            Database::Postgres(it) => (it.url(), "postgres"),
        };
        let start = |_| Process::start("tables::again::process", &url, kind);
        let mut processes: Vec<Process> = (0..20).map(start).collect();
        for process in &mut processes {
            process.line_after("ready");
        }
        for process in &mut processes {
            process.go();
        }
        for process in &mut processes {
            assert_eq!(process.line().as_deref(), Some(DATES[1]));
            assert!(process.child.wait().unwrap().success());
        }
        let database = match database {
            Database::Sqlite(_) => Database::Sqlite(Box::new(Connection::open(&url).unwrap())),
            postgres @ Database::Postgres(_) => postgres,
        };
        assert_eq!(
            database.column("SELECT version_num FROM alembic_version"),
            [DATES[1]]
        );
        assert_eq!(
            database.column("SELECT direction FROM migrator_history ORDER BY id"),
            ["adopt", "adopt", "stamp"]
        );
    }
}
