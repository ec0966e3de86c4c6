//! SQLite: a file in a folder of its own.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use migrator::{Current, DryRun, Error, LogEntry, Repair, Repaired, Report, RevisionInfo, Status};
use rusqlite::trace::{TraceEvent, TraceEventCodes};

use super::{
    Acts, Backend, Column, Connection, Database, Dialect, End, Seen, Watch, act, in_double_quotes,
    verbs,
};
use crate::support::file::File;
use crate::support::look;

pub(crate) struct Sqlite;

impl Sqlite {
    #[expect(clippy::unnecessary_wraps, reason = "other backends may be missing")]
    pub(crate) fn find() -> Option<Self> {
        Some(Self)
    }
}

impl Backend for Sqlite {
    fn name(&self) -> &'static str {
        "sqlite"
    }

    fn database(&self) -> Arc<dyn Database> {
        Arc::new(OneFile {
            file: File::new(),
            runs_endless: Arc::default(),
        })
    }
}

struct OneFile {
    file: File,
    runs_endless: Arc<AtomicBool>,
}

pub(super) const DIALECT: Dialect = Dialect {
    endless: "CREATE TABLE endless AS WITH RECURSIVE n (x) AS \
              (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n WHERE x < 0",
    not_in_transaction: "PRAGMA foreign_keys = ON",
    no_table: "no such table: missing",
    quote: in_double_quotes,
};

impl OneFile {
    fn open(&self) -> rusqlite::Connection {
        let mut connection = open_file(self.file.path());
        let runs_endless = Arc::clone(&self.runs_endless);
        watch(&mut connection, move |sql| {
            if sql == DIALECT.endless {
                runs_endless.store(true, Ordering::SeqCst);
            }
        });
        connection
    }
}

/// Calls `told` with each statement that SQLite says it runs.
fn watch(connection: &mut rusqlite::Connection, told: impl Fn(&str) + Send + 'static) {
    let callback = move |event: TraceEvent<'_>| {
        if let TraceEvent::Stmt(_, sql) = event {
            told(sql);
        }
    };
    connection
        .trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(callback))
        .unwrap();
}

fn open_file(path: &Path) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open(path).unwrap();
    // Nobody pulls the plug here, and syncing would be most of the time.
    connection
        .execute_batch("PRAGMA foreign_keys = ON; PRAGMA synchronous = OFF")
        .unwrap();
    connection.busy_timeout(Duration::ZERO).unwrap();
    connection
}

pub(super) fn open(path: &Path) -> Box<dyn Connection> {
    Box::new(Own(open_file(path)))
}

impl Database for OneFile {
    fn connect(&self) -> Box<dyn Connection> {
        Box::new(Own(self.open()))
    }

    fn connect_read_only(&self) -> Vec<Box<dyn Connection>> {
        let query_only = self.open();
        query_only.execute_batch("PRAGMA query_only = ON").unwrap();
        vec![
            Box::new(Own(query_only)),
            Box::new(Own(self.file.open_read_only())),
        ]
    }

    fn connect_watched(&self) -> (Box<dyn Connection>, Watch) {
        let mut connection = self.open();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let note = Arc::clone(&seen);
        watch(&mut connection, move |sql| {
            note.lock().unwrap().push(sql.to_owned());
        });
        let take = move || {
            let sql = std::mem::take(&mut *seen.lock().unwrap());
            Seen {
                n_exchanges: sql.len(),
                sql,
            }
        };
        (Box::new(Own(connection)), Watch(Box::new(take)))
    }

    fn address(&self) -> String {
        format!("sqlite:{}", self.file.path().display())
    }

    fn settle(&self) {}

    fn dump(&self) -> Vec<String> {
        look::dump(&self.file.open())
    }

    fn footprint(&self) -> Vec<String> {
        let files = self.file.bytes().into_iter();
        files.map(|file| format!("{file:?}")).collect()
    }

    fn tables(&self) -> Vec<String> {
        look::tables(&self.file.open())
    }

    fn columns(&self, table: &str) -> Vec<Column> {
        let columns = format!(
            "SELECT name, \"notnull\" OR pk > 0, dflt_value IS NOT NULL \
             FROM pragma_table_info('{}') ORDER BY cid",
            table.replace('\'', "''")
        );
        let lines = look::lines(&self.file.open(), &columns);
        lines.iter().map(|line| Column::of_line(line)).collect()
    }

    fn indexes(&self, table: &str) -> Vec<String> {
        let indexes = format!(
            "SELECT name || ' (' || (SELECT group_concat(name, ', ') FROM pragma_index_info(i.name)) || ')' \
             || iif(\"unique\", ' UNIQUE', '') \
             FROM pragma_index_list('{table}') AS i WHERE origin = 'c' ORDER BY 1",
            table = table.replace('\'', "''")
        );
        look::column(&self.file.open(), &indexes)
    }

    fn keys(&self, table: &str) -> Vec<String> {
        let keys = format!(
            "SELECT 'PRIMARY KEY (' || group_concat(name, ', ') || ')' AS line \
             FROM (SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk) \
             HAVING count(*) > 0 \
             UNION ALL SELECT 'UNIQUE (' || (SELECT group_concat(name, ', ') \
             FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) || ')' \
             FROM pragma_index_list('{table}') AS i WHERE origin = 'u' \
             UNION ALL SELECT 'FOREIGN KEY (' || group_concat(\"from\", ', ') || ') REFERENCES ' \
             || \"table\" || ' (' || group_concat(\"to\", ', ') || ') ON DELETE ' || on_delete \
             FROM (SELECT * FROM pragma_foreign_key_list('{table}') ORDER BY id, seq) GROUP BY id \
             ORDER BY line",
            table = table.replace('\'', "''")
        );
        look::column(&self.file.open(), &keys)
    }

    /// SQLite has names in the table's own text only.
    fn has_constraint(&self, table: &str, name: &str) -> bool {
        let sql = format!(
            "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = '{}'",
            table.replace('\'', "''")
        );
        let sql = look::column(&self.file.open(), &sql).concat();
        sql.contains(&format!("CONSTRAINT {}", in_double_quotes(name)))
    }

    fn dialect(&self) -> &'static Dialect {
        &DIALECT
    }

    fn runs_endless(&self) -> bool {
        self.runs_endless.load(Ordering::SeqCst)
    }
}

struct Own(rusqlite::Connection);

impl Connection for Own {
    verbs!(|self| &mut self.0);

    fn execute(&mut self, sql: &str) {
        self.0.execute_batch(sql).unwrap();
    }

    fn attempt(&mut self, sql: &str) -> Result<(), String> {
        self.0.execute_batch(sql).map_err(|error| error.to_string())
    }

    fn lines(&mut self, sql: &str) -> Vec<String> {
        look::lines(&self.0, sql)
    }

    fn is_in_transaction(&mut self) -> bool {
        !self.0.is_autocommit()
    }

    fn join(&mut self, end: End, work: &mut dyn FnMut(&mut dyn Connection)) {
        let transaction = self.0.transaction().unwrap();
        let mut joined = Joined(transaction);
        work(&mut joined);
        match end {
            End::Commit => joined.0.commit().unwrap(),
            End::Rollback => joined.0.rollback().unwrap(),
        }
    }
}

struct Joined<'c>(rusqlite::Transaction<'c>);

impl Connection for Joined<'_> {
    verbs!(|self| &mut self.0);

    fn execute(&mut self, sql: &str) {
        self.0.execute_batch(sql).unwrap();
    }

    fn attempt(&mut self, sql: &str) -> Result<(), String> {
        self.0.execute_batch(sql).map_err(|error| error.to_string())
    }

    fn lines(&mut self, sql: &str) -> Vec<String> {
        look::lines(&self.0, sql)
    }

    fn is_in_transaction(&mut self) -> bool {
        !self.0.is_autocommit()
    }

    fn join(&mut self, _: End, _: &mut dyn FnMut(&mut dyn Connection)) {
        unreachable!("there is one transaction at a time");
    }
}
