//! SQLite, in memory.

use migrator::autogenerate::{Autogenerate, Differences, Proposal, ProposedStep};
use migrator::{Dialect, Result, Verbs};
use rusqlite::Connection;

use super::place::{Place, Server};
use crate::sqlite;

pub(super) struct Memory;

impl Server for Memory {
    fn name(&self) -> &'static str {
        "sqlite"
    }

    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn propose(&self, autogenerate: &Autogenerate<'_>) -> Result<Proposal> {
        autogenerate.propose(migrator::sqlite::Memory)
    }

    fn place(&self) -> Box<dyn Place> {
        Box::new(sqlite::memory("").unwrap())
    }
}

impl Place for Connection {
    fn fill(&mut self, sql: &str) {
        self.execute_batch(sql).unwrap();
    }

    fn run(&mut self, steps: &[ProposedStep]) -> std::result::Result<(), String> {
        sqlite::run(self, steps)
    }

    fn upgrade(&mut self, verbs: &Verbs<'_>) -> Result<()> {
        verbs.upgrade(&*self, "head").map(drop)
    }

    fn downgrade(&mut self, verbs: &Verbs<'_>) -> Result<()> {
        verbs.downgrade(&*self, "base").map(drop)
    }

    fn stamp(&mut self, verbs: &Verbs<'_>) -> Result<()> {
        verbs.stamp(&*self, "head").map(drop)
    }

    fn check(&self, autogenerate: &Autogenerate<'_>) -> Result<Differences> {
        autogenerate.check(self)
    }

    /// With the order of columns, which a table that is made of nothing has as it was declared; without what has
    /// no meaning: blanks, the name of a type where another one is the same to SQLite, whether a key column says
    /// that it is not `NULL`.
    fn schema(&mut self) -> Vec<String> {
        let mut schema = sqlite::schema(self);
        let whole = schema.clone();
        let is_of_many = |table: &str| {
            let start = format!("{table} | column |");
            whole
                .iter()
                .any(|it| it.starts_with(&start) && it.ends_with("| 2 | 0"))
        };
        schema = schema.iter().map(|it| plain(it, is_of_many)).collect();
        for table in sqlite::tables(self) {
            let sql = format!(
                "SELECT group_concat(name) FROM pragma_table_xinfo('{}')",
                table.replace('\'', "''")
            );
            let columns = sqlite::lines(self, &sql).concat();
            if !sqlite::is_ours(&table) {
                schema.push(format!("{table} has {columns}"));
            }
        }
        schema.sort_unstable();
        schema
    }

    fn rows(&mut self) -> Vec<String> {
        sqlite::rows(self)
    }
}

fn plain(line: &str, has_key_of_many: impl Fn(&str) -> bool) -> String {
    let cells: Vec<&str> = line.split(" | ").collect();
    let line = match cells.as_slice() {
        [
            table,
            "column",
            name,
            kind,
            is_not_null,
            default,
            key,
            hidden,
        ] => {
            let kind = match *kind {
                "INT" if *key == "0" || has_key_of_many(table) => "INTEGER",
                kind => kind,
            };
            let is_not_null = if *key == "0" { is_not_null } else { "key" };
            [
                table,
                "column",
                name,
                kind,
                is_not_null,
                default,
                key,
                hidden,
            ]
            .join(" | ")
        }
        // What a foreign key without columns refers to.
        [table, "foreign key", target, columns, rest @ ..] if columns.ends_with('>') => {
            let column = columns.trim_end_matches('>');
            format!(
                "{table} | foreign key | {target} | {column}>{column} | {}",
                rest.join(" | ")
            )
        }
        _ => match line.split_once(" | autoincrement ") {
            Some((table, _)) => format!("{table} | autoincrement"),
            None => line.to_owned(),
        },
    };
    line.replace(' ', "")
}
