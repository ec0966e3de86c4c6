//! Connections of our own.

use std::thread;

use postgres::{Config, NoTls};

use super::{Database, backend, failure, session, settings, statement, statements, transact};
use crate::backends::postgres::driver::Server;
use crate::session::{Connect, FailedAt, SessionErrorKind, Statement};

#[test]
fn a_server_is_connected_to_for_one_session() {
    let Some(database) = Database::new() else {
        return;
    };
    let server = Server::config(database.config());
    let mut first = session(&server, &settings());
    first.lock().unwrap();
    let config = database.config();
    let mut other = session(&config, &settings());
    let error = other.lock().unwrap_err();
    assert!(
        error
            .message
            .contains(" (`migrator`) of user `postgres` holds"),
        "{error}"
    );
    drop(first);
    let mut last = session(server.tls(NoTls), &settings());
    transact(&mut *last, &statements(["CREATE TABLE a ()"])).unwrap();
    assert_eq!(
        database.rows("SELECT count(*) FROM pg_class WHERE relname = 'a'"),
        ["1"]
    );
}

#[test]
fn a_session_of_a_server_can_be_cancelled() {
    let Some(database) = Database::new() else {
        return;
    };
    let mut session = session(Server::config(database.config()), &settings());
    let rows = session
        .query(&statement("SELECT pg_backend_pid()"))
        .unwrap();
    let process: i32 = rows.first().unwrap().get(0).unwrap();
    let interrupt = session.interrupter();
    thread::scope(|scope| {
        scope.spawn(|| {
            database.wait_for(process, "pg_sleep");
            interrupt();
        });
        let found = failure(transact(
            &mut *session,
            &statements(["SELECT pg_sleep(60)"]),
        ));
        assert_eq!(
            (found.0, found.1),
            (FailedAt::Statement(0), SessionErrorKind::Interrupted)
        );
    });
}

#[test]
fn the_name_of_the_application_stays() {
    let Some(database) = Database::new() else {
        return;
    };
    let mut config = database.config();
    config.application_name("billing");
    let mut session = session(&config, &settings());
    let rows = session
        .query(&Statement::new(
            "SELECT current_setting('application_name')",
        ))
        .unwrap();
    assert_eq!(rows.first().unwrap().get::<String>(0).unwrap(), "billing");
    let _ = backend(&mut database.client());
}

/// Returns why a server cannot be connected to; checks that nothing shows the password.
fn refusal(url: &str) -> String {
    let server = Server::url(url);
    assert_eq!(format!("{server:?}"), "Server { .. }");
    let error = server.session().err().unwrap();
    assert_eq!(error.kind, SessionErrorKind::Disconnected);
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(
            !text.contains("secret") && !text.contains("SECRET"),
            "{text}"
        );
    }
    error.message
}

#[test]
fn no_error_shows_a_password() {
    let invalid = "the connection URL is not valid";
    for url in [
        "postgresql:/u:secret@host?x=y",
        "postgres//u:secret@host",
        "u:secret@host/db=1",
        "password=my secret=1",
        "postgres://u:secret@host?secret=1",
        "postgres://u:x@[secret",
        "'secret'",
    ] {
        assert!(refusal(url).starts_with(invalid), "{url}");
    }
    assert_eq!(
        refusal("postgres://u:se@secret@host/db"),
        "the connection URL is not valid: it has two `@`; in a password it is written `%40`"
    );
    assert_eq!(
        refusal("postgres://u:secret@host:port/db"),
        "the connection URL is not valid: the value of `port` is not one"
    );
    // Port 1 is nobody's.
    let message = refusal("postgres://u:secret@127.0.0.1:1/db");
    assert!(
        message.starts_with("error connecting to server: "),
        "{message}"
    );
}

#[test]
fn a_server_that_refuses_is_quoted() {
    let Some(database) = Database::new() else {
        return;
    };
    let mut config: Config = database.config();
    // A server that asks for none is told one that must not be seen either.
    let password = match config.get_password() {
        Some(password) => String::from_utf8_lossy(password).into_owned(),
        None => "secret".to_owned(),
    };
    config.dbname("no such database").password(&password);
    let error = (&config).session().err().unwrap();
    assert_eq!(
        error.message,
        "database \"no such database\" does not exist"
    );
    assert!(!format!("{error:?}").contains(&password));
}
