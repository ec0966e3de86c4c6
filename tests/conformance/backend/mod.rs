//! A kind of database, as the checks see it: what they do to one, and what they
//! see in it, in words that every backend shares.
//!
//! Everything but the verbs goes past the library, through the driver alone.
//!
//! To add a backend: a file here that implements the three traits, arms in [`open`] and
//! [`dialect_of`], and a line in `main.rs`. To add a verb that asks a database: a method
//! in [`Connection`] and one in [`verbs!`].

mod postgres;
mod sqlite;

use std::sync::Arc;

use migrator::{
    Current, DryRun, Error, LogEntry, Migrations, Options, Repair, Repaired, Report, RevisionInfo,
    Status, Verbs,
};

pub(crate) use self::postgres::Postgres;
pub(crate) use self::sqlite::Sqlite;

/// A kind of database.
pub(crate) trait Backend {
    /// Returns a name that no other backend has.
    fn name(&self) -> &'static str;

    /// Makes an empty database of a test's own.
    fn database(&self) -> Arc<dyn Database>;
}

/// One database; removed when nobody holds it any more.
pub(crate) trait Database: Send + Sync {
    /// Opens one more connection, which obeys foreign keys and never waits by itself.
    fn connect(&self) -> Box<dyn Connection>;

    /// Opens connections that may not write, one in each way there is.
    fn connect_read_only(&self) -> Vec<Box<dyn Connection>>;

    /// Opens a connection that is watched from outside.
    fn connect_watched(&self) -> (Box<dyn Connection>, Watch);

    /// Returns the text by which [`open`] opens the database in another process.
    fn address(&self) -> String;

    /// Waits until nothing goes on that a killed process has left behind.
    fn settle(&self);

    /// Returns the schema and every row, but for the history's clock times
    /// and its counter.
    fn dump(&self) -> Vec<String>;

    /// Returns what no longer is the same once anything at all was written.
    fn footprint(&self) -> Vec<String>;

    /// Returns the tables of the main schema, sorted.
    fn tables(&self) -> Vec<String>;

    /// Returns a table's columns in their order.
    fn columns(&self, table: &str) -> Vec<Column>;

    /// Returns a table's indexes, sorted, each as `name (column, …)` and ` UNIQUE`;
    /// those of constraints left out.
    fn indexes(&self, table: &str) -> Vec<String>;

    /// Returns a table's keys, sorted: `PRIMARY KEY (a, b)`, `UNIQUE (a)`,
    /// `FOREIGN KEY (a) REFERENCES t (x) ON DELETE CASCADE`.
    fn keys(&self, table: &str) -> Vec<String>;

    /// Tells whether a table has a constraint of this name.
    fn has_constraint(&self, table: &str, name: &str) -> bool;

    /// Returns what differs in the SQL and the messages.
    fn dialect(&self) -> &'static Dialect;

    /// Tells whether [`Dialect::endless`] runs at the moment.
    fn runs_endless(&self) -> bool;
}

/// A column, as the catalogue has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: String,
    /// Whether it refuses `NULL`, as a primary key does, too.
    pub(crate) is_required: bool,
    pub(crate) has_default: bool,
}

impl Column {
    /// Reads a line of name, two times `1` or `0`.
    fn of_line(line: &str) -> Self {
        let mut parts = line.rsplitn(3, " | ");
        let mut next = || parts.next().unwrap().to_owned();
        Self {
            has_default: next() == "1",
            is_required: next() == "1",
            name: next(),
        }
    }
}

/// What has to be said differently to each kind of database.
pub(crate) struct Dialect {
    /// A statement that never ends.
    pub(crate) endless: &'static str,
    /// A statement that cannot run inside a transaction, changes nothing, and of which
    /// it does not matter whether it ran.
    pub(crate) not_in_transaction: &'static str,
    /// What a statement that names the missing table `missing` is told.
    pub(crate) no_table: &'static str,
    /// Quotes an identifier.
    pub(crate) quote: fn(&str) -> String,
}

/// An open connection, or a transaction that the application has begun.
pub(crate) trait Connection {
    fn upgrade(&mut self, what: &dyn Acts, target: &str) -> Result<Report, Error>;
    fn downgrade(&mut self, what: &dyn Acts, target: &str) -> Result<Report, Error>;
    fn stamp(&mut self, what: &dyn Acts, targets: &[&str]) -> Result<Report, Error>;
    fn plan_upgrade(&mut self, what: &dyn Acts, target: &str) -> Result<DryRun, Error>;
    fn plan_downgrade(&mut self, what: &dyn Acts, target: &str) -> Result<DryRun, Error>;
    fn plan_stamp(&mut self, what: &dyn Acts, targets: &[&str]) -> Result<DryRun, Error>;
    fn current(&mut self, what: &dyn Acts) -> Result<Current, Error>;
    fn repair(&mut self, what: &dyn Acts, repair: Repair) -> Result<Repaired, Error>;
    fn ensure_version(&mut self, what: &dyn Acts) -> Result<bool, Error>;
    fn status(&mut self, what: &dyn Acts) -> Result<Status, Error>;
    fn log(&mut self, what: &dyn Acts) -> Result<Vec<LogEntry>, Error>;
    fn history_of(&mut self, what: &dyn Acts, range: &str) -> Result<Vec<RevisionInfo>, Error>;

    /// Runs SQL, which may be several statements.
    fn execute(&mut self, sql: &str);

    /// Runs SQL that may fail, outside a transaction.
    fn attempt(&mut self, sql: &str) -> Result<(), String>;

    /// Runs a query and returns each row as one line: `1 | text | NULL`.
    fn lines(&mut self, sql: &str) -> Vec<String>;

    /// Tells whether a transaction is open.
    fn is_in_transaction(&mut self) -> bool;

    /// Begins a transaction, lets `work` join it, and then ends it.
    fn join(&mut self, end: End, work: &mut dyn FnMut(&mut dyn Connection));
}

/// How the application ends its transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Commit,
    Rollback,
}

/// What was seen of a connection since the last look.
pub(crate) struct Watch(Box<dyn Fn() -> Seen>);

/// What passed between a connection and the database.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Round trips to a server; statements where there is none.
    pub(crate) n_exchanges: usize,
    /// The SQL, in the pieces in which it was sent.
    pub(crate) sql: Vec<String>,
}

impl Watch {
    pub(crate) fn take(&self) -> Seen {
        (self.0)()
    }
}

/// A set of migrations, with options or without.
pub(crate) trait Acts {
    fn act(&self, work: &mut dyn FnMut(&Verbs<'_>));
}

impl Acts for Migrations {
    fn act(&self, work: &mut dyn FnMut(&Verbs<'_>)) {
        work(&self.with(Options::new()));
    }
}

impl Acts for Verbs<'_> {
    fn act(&self, work: &mut dyn FnMut(&Verbs<'_>)) {
        work(self);
    }
}

fn act<T>(what: &dyn Acts, mut work: impl FnMut(&Verbs<'_>) -> T) -> T {
    let mut answer = None;
    what.act(&mut |verbs| answer = Some(work(verbs)));
    answer.expect("called")
}

/// The verbs on `$connection`, which is what the application would pass.
macro_rules! verbs {
    (|$self:ident| $connection:expr) => {
        fn upgrade(&mut $self, what: &dyn Acts, target: &str) -> Result<Report, Error> {
            act(what, |verbs| verbs.upgrade($connection, target))
        }

        fn downgrade(&mut $self, what: &dyn Acts, target: &str) -> Result<Report, Error> {
            act(what, |verbs| verbs.downgrade($connection, target))
        }

        fn stamp(&mut $self, what: &dyn Acts, targets: &[&str]) -> Result<Report, Error> {
            act(what, |verbs| verbs.stamp($connection, targets))
        }

        fn plan_upgrade(&mut $self, what: &dyn Acts, target: &str) -> Result<DryRun, Error> {
            act(what, |verbs| verbs.plan_upgrade($connection, target))
        }

        fn plan_downgrade(&mut $self, what: &dyn Acts, target: &str) -> Result<DryRun, Error> {
            act(what, |verbs| verbs.plan_downgrade($connection, target))
        }

        fn plan_stamp(&mut $self, what: &dyn Acts, targets: &[&str]) -> Result<DryRun, Error> {
            act(what, |verbs| verbs.plan_stamp($connection, targets))
        }

        fn current(&mut $self, what: &dyn Acts) -> Result<Current, Error> {
            act(what, |verbs| verbs.current($connection))
        }

        fn repair(&mut $self, what: &dyn Acts, repair: Repair) -> Result<Repaired, Error> {
            act(what, |verbs| verbs.repair($connection, repair.clone()))
        }

        fn ensure_version(&mut $self, what: &dyn Acts) -> Result<bool, Error> {
            act(what, |verbs| verbs.ensure_version($connection))
        }

        fn status(&mut $self, what: &dyn Acts) -> Result<Status, Error> {
            act(what, |verbs| verbs.status($connection))
        }

        fn log(&mut $self, what: &dyn Acts) -> Result<Vec<LogEntry>, Error> {
            act(what, |verbs| verbs.log($connection))
        }

        fn history_of(&mut $self, what: &dyn Acts, range: &str) -> Result<Vec<RevisionInfo>, Error> {
            act(what, |verbs| verbs.history_of($connection, range))
        }
    };
}
use verbs;

/// Opens a database of another process by its address.
pub(crate) fn open(address: &str) -> Box<dyn Connection> {
    match address.split_once(':').expect("kind:address") {
        ("sqlite", path) => sqlite::open(path.as_ref()),
        ("postgres", _) => postgres::open(address),
        _ => panic!("no such kind of database: {address}"),
    }
}

/// What differs at the database of an address.
pub(crate) fn dialect_of(address: &str) -> &'static Dialect {
    match address.split_once(':').expect("kind:address") {
        ("sqlite", _) => &sqlite::DIALECT,
        ("postgres", _) => &postgres::DIALECT,
        _ => panic!("no such kind of database: {address}"),
    }
}

/// An identifier in double quotes.
fn in_double_quotes(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The first column of a query.
pub(crate) fn column(connection: &mut dyn Connection, sql: &str) -> Vec<String> {
    let lines = connection.lines(sql).into_iter();
    lines
        .map(|line| line.split(" | ").next().unwrap_or_default().to_owned())
        .collect()
}

/// The version rows, sorted.
pub(crate) fn version_rows(connection: &mut dyn Connection) -> Vec<String> {
    let mut rows = column(connection, "SELECT version_num FROM alembic_version");
    rows.sort_unstable();
    rows
}

/// Direction, revision and version rows of each history row, oldest first.
pub(crate) fn history(connection: &mut dyn Connection) -> Vec<String> {
    column(
        connection,
        "SELECT direction || ' ' || revision || ' -> ' || version_rows FROM migrator_history ORDER BY id",
    )
}

/// Revision, status and number of statements of each history row, oldest first.
pub(crate) fn journal(connection: &mut dyn Connection) -> Vec<String> {
    column(
        connection,
        "SELECT revision || ' ' || status || ' ' || statements_done FROM migrator_history ORDER BY id",
    )
}

/// Upgrades with a connection of its own.
pub(crate) fn upgrade(database: &dyn Database, what: &dyn Acts) -> Report {
    database.connect().upgrade(what, "heads").unwrap()
}
