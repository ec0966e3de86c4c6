//! SQLite, in memory.

use migrator::autogenerate::{Autogenerate, Proposal, ProposedStep};
use migrator::{Dialect, Migrations};
use migrator_core::backends;
use migrator_core::exec::try_out;
use migrator_core::ops::Operation;
use migrator_core::session::Connect;
use rusqlite::Connection;

use crate::random::{Asked, Kept};
use crate::{Ground, Seen, Walk, options};

pub(crate) struct Sqlite;

impl Sqlite {
    pub(crate) fn new() -> Self {
        Self
    }
}

pub(crate) fn memory(sql: &str) -> Result<Connection, String> {
    let connection = Connection::open_in_memory().unwrap();
    connection
        .pragma_update(None, "foreign_keys", true)
        .unwrap();
    connection
        .execute_batch(sql)
        .map_err(|error| error.to_string())?;
    Ok(connection)
}

impl Ground for Sqlite {
    fn name(&self) -> &'static str {
        "sqlite"
    }

    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn propose(&mut self, autogenerate: &Autogenerate<'_>) -> migrator::Result<Proposal> {
        let connection = Connection::open_in_memory().unwrap();
        autogenerate.propose(&connection)
    }

    fn made_by(&mut self, sql: &str) -> Result<Vec<String>, String> {
        memory(sql).map(|connection| schema(&connection))
    }

    fn walk(
        &mut self,
        before: &str,
        up: &[ProposedStep],
        down: &[ProposedStep],
    ) -> Result<Walk, String> {
        let connection = memory(before)?;
        let before = look(&connection);
        run(&connection, up)?;
        let between = look(&connection);
        let after = run(&connection, down).map(|()| look(&connection));
        Ok(Walk {
            before,
            between,
            after,
        })
    }

    fn migrate(&mut self, rows: &str, set: &Migrations) -> Result<Walk, String> {
        let connection = memory("")?;
        let migrations = set.with(options());
        let said = |error: migrator::Error| format!("{error:?}");
        migrations
            .clone()
            .upgrade(&connection, "a1")
            .map_err(said)?;
        connection
            .execute_batch(rows)
            .map_err(|error| error.to_string())?;
        let before = look(&connection);
        migrations
            .clone()
            .upgrade(&connection, "head")
            .map_err(said)?;
        let between = look(&connection);
        let down = migrations.downgrade(&connection, "a1").map_err(said);
        let after = down.map(|_| look(&connection));
        Ok(Walk {
            before,
            between,
            after,
        })
    }
}

impl Asked for Sqlite {
    fn kept(
        &mut self,
        before: &str,
        ways: [&[ProposedStep]; 2],
        queries: [&[String]; 2],
    ) -> Result<Kept, String> {
        let connection = memory(before)?;
        let asked = |end: usize| {
            let queries = queries[end].iter();
            queries.flat_map(|it| lines(&connection, it)).collect()
        };
        let before = asked(0);
        run(&connection, ways[0])?;
        let between = asked(1);
        let after = run(&connection, ways[1]).map(|()| asked(0));
        Ok(Kept {
            before,
            between,
            after,
        })
    }
}

pub(crate) fn run(connection: &Connection, steps: &[ProposedStep]) -> Result<(), String> {
    let operations: Vec<Operation> = steps.iter().map(|it| it.operation.clone()).collect();
    let mut session = connection.session().unwrap();
    let renderer = backends::renderer(Dialect::Sqlite);
    let ran = try_out(&options(), renderer, &mut *session, &operations);
    ran.map_err(|error| format!("{error}: {error:?}"))
}

fn look(connection: &Connection) -> Seen {
    Seen {
        schema: schema(connection),
        rows: rows(connection),
    }
}

pub(crate) fn lines(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection
        .prepare(sql)
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
    let n_columns = statement.column_count();
    let mut rows = statement.query([]).unwrap();
    let mut lines = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let values = (0..n_columns).map(|at| match row.get_ref(at).unwrap() {
            rusqlite::types::ValueRef::Null => "NULL".to_owned(),
            rusqlite::types::ValueRef::Integer(number) => number.to_string(),
            rusqlite::types::ValueRef::Real(number) => number.to_string(),
            rusqlite::types::ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
            rusqlite::types::ValueRef::Blob(bytes) => format!("{bytes:?}"),
        });
        lines.push(values.collect::<Vec<_>>().join(" | "));
    }
    lines
}

pub(crate) fn tables(connection: &Connection) -> Vec<String> {
    lines(
        connection,
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'",
    )
}

/// What SQLite says of the schema, in an order that does not depend on that of columns and constraints.
///
/// A column of a key bears no NULL, whether that is said again or not: SQLite's old mistake, which takes NULL in keys
/// of texts, is no schema that anybody declares.
pub(crate) fn schema(connection: &Connection) -> Vec<String> {
    let mut found = lines(
        connection,
        "SELECT 'table', name, type, wr, strict FROM pragma_table_list \
         WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'",
    );
    for table in tables(connection) {
        let quoted = table.replace('\'', "''");
        let of = |what: &str| format!("SELECT '{quoted}', '{what}', ");
        let columns = lines(
            connection,
            &format!(
                "{}name, upper(type), \"notnull\" OR pk, dflt_value, pk, hidden FROM pragma_table_xinfo('{quoted}')",
                of("column")
            ),
        );
        found.extend(columns.into_iter().map(|it| {
            it.replace("| (", "| ")
                .replace(") |", " |")
                .replace("NUMERIC", "DECIMAL")
                .replace("DOUBLE PRECISION", "DOUBLE")
                .replace("| X'", "| x'")
        }));
        found.extend(lines(
            connection,
            &format!(
                "{}\"table\", group_concat(\"from\" || '>' || coalesce(\"to\", '')), on_update, on_delete, match \
                 FROM (SELECT * FROM pragma_foreign_key_list('{quoted}') ORDER BY id, seq) GROUP BY id",
                of("foreign key")
            ),
        ));
        found.extend(lines(
            connection,
            &format!(
                "{}CASE WHEN i.origin = 'c' THEN i.name END, i.\"unique\", i.origin, i.partial, \
                 (SELECT group_concat(coalesce(x.name, '?') || x.\"desc\" || x.coll) FROM pragma_index_xinfo(i.name) AS x) \
                 FROM pragma_index_list('{quoted}') AS i",
                of("index")
            ),
        ));
        let sql = lines(
            connection,
            &format!("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = '{quoted}'"),
        );
        found.extend(
            sql.iter()
                .flat_map(|sql| unseen(sql))
                .filter(|it| it != "collate binary")
                .map(|it| format!("{table} | {it}")),
        );
    }
    found.extend(
        lines(
            connection,
            "SELECT type, name, sql FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT NULL",
        )
        .iter()
        .map(|it| plain(it)),
    );
    found.retain(|it| !is_ours(it));
    found.sort_unstable();
    found
}

/// Tells whether a line is about the library's own tables.
pub(crate) fn is_ours(line: &str) -> bool {
    line.contains("alembic_version") || line.contains("migrator_history")
}

pub(crate) fn rows(connection: &Connection) -> Vec<String> {
    let mut all = Vec::new();
    for table in tables(connection) {
        let quoted = table.replace('\'', "''");
        let columns = lines(
            connection,
            &format!(
                "SELECT '\"' || replace(name, '\"', '\"\"') || '\"' FROM pragma_table_info('{quoted}') ORDER BY name"
            ),
        );
        let sql = format!(
            "SELECT {} FROM \"{}\"",
            columns.join(", "),
            table.replace('"', "\"\"")
        );
        all.extend(
            lines(connection, &sql)
                .into_iter()
                .map(|row| format!("{table}: {row}")),
        );
    }
    all.retain(|it| !is_ours(it));
    all.sort_unstable();
    all
}

/// What no pragma tells: conditions, generated values, names, collations, deferrals.
fn unseen(sql: &str) -> Vec<String> {
    let sql = plain(sql);
    let mut found = Vec::new();
    for word in [
        "check",
        "as",
        "collate",
        "constraint",
        "deferrable initially",
        "not deferrable",
        "autoincrement",
    ] {
        for (at, _) in sql.match_indices(&format!(" {word} ")) {
            let rest = sql[at + word.len() + 2..].trim_start();
            found.push(match rest.strip_prefix('(') {
                Some(inner) if word == "check" || word == "as" => {
                    format!("{word} ({}", balanced(inner))
                }
                _ => format!("{word} {}", rest.split(' ').next().unwrap_or_default()),
            });
        }
    }
    found
}

/// Returns the text up to the parenthesis that ends it.
fn balanced(text: &str) -> &str {
    let mut depth = 1;
    for (at, char) in text.char_indices() {
        match char {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[..at];
        }
    }
    text
}

/// SQL in small letters, without quotes around names, a blank around each sign.
fn plain(sql: &str) -> String {
    let mut text = String::new();
    for char in sql.chars() {
        match char {
            '`' | '"' | '[' | ']' => {}
            '(' | ')' | ',' => {
                text.push(' ');
                text.push(char);
                text.push(' ');
            }
            _ => text.extend(char.to_lowercase()),
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    format!(" {} ", words.join(" "))
}
