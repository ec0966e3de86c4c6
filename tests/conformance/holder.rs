//! Somebody who is in the middle of a migration, and stays there.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use migrator::{Cancel, ErrorKind, Event, Migrations, Options};

use crate::backend::Database;

/// Keeps everybody else from migrating a database; changes nothing.
pub(crate) struct Holder {
    let_go: Sender<()>,
    thread: JoinHandle<()>,
}

impl Holder {
    /// Begins to upgrade to the heads of `set`, of which something must be missing.
    pub(crate) fn new(database: &Arc<dyn Database>, set: &'static Migrations) -> Self {
        let (holds, is_holding) = channel();
        let (let_go, may_go) = channel();
        let database = Arc::clone(database);
        let thread = std::thread::spawn(move || hold(&*database, set, holds, may_go));
        is_holding.recv().unwrap();
        Self { let_go, thread }
    }

    /// Returns when the database is free again.
    pub(crate) fn let_go(self) {
        self.let_go.send(()).unwrap();
        self.thread.join().unwrap();
    }
}

fn hold(database: &dyn Database, set: &Migrations, holds: Sender<()>, may_go: Receiver<()>) {
    let cancel = Cancel::new();
    let handle = cancel.clone();
    let may_go = Mutex::new(may_go);
    let stay = move |event: &Event<'_>| {
        if let Event::StepStarted { .. } = event {
            holds.send(()).unwrap();
            may_go.lock().unwrap().recv().unwrap();
            handle.cancel();
        }
    };
    let options = Options::new().cancel(&cancel).observer(stay);
    let mut connection = database.connect();
    let error = connection.upgrade(&set.with(options), "heads").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
}
