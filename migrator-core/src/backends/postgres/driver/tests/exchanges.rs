//! How many messages go to the server.

use std::cell::Cell;
use std::rc::Rc;

use postgres::{Client, Error, NoTls, Row, SimpleQueryMessage};

use super::{Database, settings, statement, statements, transact};
use crate::backends::postgres::driver::PostgresSession;
use crate::backends::postgres::driver::wire::{Line, Wire};
use crate::session::{Interrupter, Scope, Session, Settings, Statement, always};

/// Counts exchanges; types that the driver looks up by itself are not seen here.
struct Counted<'c> {
    line: Line<&'c mut Client, NoTls>,
    n_sent: Rc<Cell<usize>>,
}

impl Counted<'_> {
    fn line(&mut self) -> &mut dyn Wire {
        self.n_sent.set(self.n_sent.get() + 1);
        &mut self.line
    }
}

impl Wire for Counted<'_> {
    fn send(&mut self, sql: &str) -> Result<(), Error> {
        self.line().send(sql)
    }

    fn send_for_text(&mut self, sql: &str) -> Result<Vec<SimpleQueryMessage>, Error> {
        self.line().send_for_text(sql)
    }

    fn fetch(&mut self, sql: &str) -> Result<Vec<Row>, Error> {
        self.line().fetch(sql)
    }

    fn prepare(&mut self, sql: &str) -> Result<postgres::Statement, Error> {
        self.line().prepare(sql)
    }

    fn run_prepared(&mut self, statement: &postgres::Statement) -> Result<Vec<Row>, Error> {
        self.line().run_prepared(statement)
    }

    fn interrupter(&self) -> Interrupter {
        self.line.interrupter()
    }

    #[cfg(feature = "raw-driver")]
    fn raw(&mut self, work: &mut crate::session::RawWork<'_>) {
        self.line().raw(work);
    }
}

#[test]
fn one_message_does_what_one_message_can() {
    let Some(database) = Database::new() else {
        return;
    };
    let mut client = database.client();
    let n_sent = Rc::new(Cell::new(0));
    let line = Line {
        client: &mut client,
        tls: NoTls,
    };
    let counted = Counted {
        line,
        n_sent: n_sent.clone(),
    };
    let mut session = PostgresSession::new(Box::new(counted), Scope::Own);
    session
        .configure(&Settings {
            lock_timeout: Some(std::time::Duration::from_secs(1)),
            ..settings()
        })
        .unwrap();
    let mut check = |name: &str, n_expected: usize, act: &mut dyn FnMut(&mut dyn Session)| {
        n_sent.set(0);
        act(&mut session);
        assert_eq!(n_sent.get(), n_expected, "{name}");
    };
    let read = Statement::new("SELECT $1, 1").with_params(vec!["a".into()]);
    check("a read of ours", 1, &mut |session| {
        session.query(&read).unwrap();
    });
    check("the lock", 1, &mut |session| session.lock().unwrap());
    check("begin", 0, &mut |session| session.begin().unwrap());
    check("rollback", 0, &mut |session| session.rollback().unwrap());
    check("a migration", 1, &mut |session| {
        let batch = statements([
            "CREATE TABLE a ()",
            "CREATE TABLE b ()",
            "CREATE TABLE c ()",
        ]);
        transact(session, &batch).unwrap();
    });
    check("a migration that reads", 5, &mut |session| {
        session.begin().unwrap();
        session
            .execute(&statements(["CREATE TABLE d ()"]), &mut always)
            .unwrap();
        session
            .query(&statement("SELECT 1::int, 1.0::numeric"))
            .unwrap();
        session
            .execute(&statements(["CREATE TABLE e ()"]), &mut always)
            .unwrap();
        session.commit().unwrap();
    });
    check("a failure", 2, &mut |session| {
        transact(session, &statements(["CREATE TABLE f ()", "SELECT 1/0"])).unwrap_err();
    });
    check("what comes after it", 0, &mut |session| {
        session.rollback().unwrap();
    });
    check("outside a transaction", 3, &mut |session| {
        session
            .execute(&statements(["VACUUM a"]), &mut always)
            .unwrap();
    });
    check("unlock", 1, &mut |session| session.unlock().unwrap());
    session.configure(&settings()).unwrap();
    n_sent.set(0);
    session
        .execute(&statements(["VACUUM a"]), &mut always)
        .unwrap();
    assert_eq!(n_sent.get(), 1);
}
