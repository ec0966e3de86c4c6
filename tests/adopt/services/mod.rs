//! Real services: their folders as they are, and databases that their own tools made.
//!
//! Runs where `MIGRATOR_SERVICES` names a folder with what `services.txt` lists; nothing of theirs is in this
//! repository. `scripts/peer-databases` builds the tools, and `MIGRATOR_TEST_PEER_PROGRAMS` names where they are.
//!
//! Each folder is embedded in a program that is compiled here, as the service itself would. What that program makes is
//! compared with what the database's own shell makes of the same files, and what the tool makes is taken over.

mod application;
mod plain;
mod service;
mod stage;

use application::Application;
use service::Service;
use stage::Stage;

#[test]
fn real_services_are_taken_as_they_are() {
    let Some(folder) = std::env::var_os("MIGRATOR_SERVICES") else {
        return;
    };
    let services = Service::all(folder.as_ref());
    let application = Application::compile(&services);
    for service in &services {
        if service.is_postgres() && crate::support::needs::postgres().is_none() {
            continue;
        }
        let seen = check_new(service, &application);
        check_taken_over(service, &application);
        println!("{service}: {seen}");
    }
}

/// A new database is what the shell makes of the files, schema and rows.
fn check_new(service: &Service, application: &Application) -> String {
    let [plain, again, ours] = std::array::from_fn(|_| Stage::new(service));
    for stage in [&plain, &again] {
        stage.prepare(service);
        plain::run(service, stage);
    }
    ours.prepare(service);
    let revisions = application.tell(service, "upgrade", &ours);
    ours.drop_tables(&["alembic_version", "migrator_history"]);
    for stage in [&plain, &again, &ours] {
        stage.drop_tables(&[service.table()]);
    }
    let (plain, again, ours) = (plain.dump(), again.dump(), ours.dump());
    // What two runs of the shell do not agree on are times and random values.
    let stable = stage::common(&plain, &again);
    assert!(
        stable.len() * 10 > plain.len() * 9,
        "{service}: hardly anything is stable"
    );
    assert_eq!(stage::common(&plain, &ours), stable, "{service}");
    assert_eq!(ours.len(), plain.len(), "{service}");
    format!(
        "{} revisions, {} lines of schema and rows, {} of them never twice the same",
        revisions.lines().count(),
        plain.len(),
        plain.len() - stable.len()
    )
}

/// What the tool made is the same afterwards, but for our two tables, and stands at the head.
fn check_taken_over(service: &Service, application: &Application) {
    let stage = Stage::new(service);
    service.run_tool(&stage);
    let before = stage.dump();
    let head = application.tell(service, "adopt", &stage);
    assert_eq!(
        application.tell(service, "current", &stage),
        head,
        "{service}"
    );
    assert_eq!(
        application.tell(service, "heads", &stage),
        head,
        "{service}"
    );
    assert_eq!(
        application.tell(service, "upgrade", &stage),
        "",
        "{service}"
    );
    stage.drop_tables(&["alembic_version", "migrator_history"]);
    assert_eq!(stage.dump(), before, "{service}");
}
