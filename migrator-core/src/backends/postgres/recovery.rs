//! What to do with a statement of which nobody saw the end.
//!
//! | statement | |
//! |---|---|
//! | marked as repeatable | runs again |
//! | `VACUUM`, `ANALYZE`, `CLUSTER`, `ALTER SYSTEM`, `REINDEX` without `CONCURRENTLY` | runs again |
//! | `CREATE INDEX CONCURRENTLY name` | the catalogue tells; an invalid index is dropped first |
//! | `DROP INDEX CONCURRENTLY name` | the catalogue tells |
//! | anything else | refused |
//!
//! `REINDEX CONCURRENTLY` would bear repetition, but leaves an invalid `…_ccnew` behind that
//! only its author can judge.

use super::names;
use crate::base::Value;
use crate::dialect::{Effect, Recovery};
use crate::script::{Name, Reader};
use crate::session::Statement;

/// Returns what to do; see [`Renderer::recovery`](crate::dialect::Renderer::recovery).
pub(super) fn recovery(statement: &Statement) -> Recovery {
    if statement.repeatable {
        return Recovery::Repeat;
    }
    let mut reader = Reader::new(&statement.sql);
    match reader.word().as_deref() {
        Some("VACUUM" | "ANALYZE" | "ANALYSE" | "CLUSTER") => Recovery::Repeat,
        Some("ALTER") if reader.next_is("SYSTEM") => Recovery::Repeat,
        Some("REINDEX") if !names_concurrently(&mut reader) => Recovery::Repeat,
        Some("CREATE") => created_index(&mut reader).map_or(Recovery::Refuse, Recovery::Check),
        Some("DROP") => dropped_index(&mut reader).map_or(Recovery::Refuse, Recovery::Check),
        _ => Recovery::Refuse,
    }
}

fn names_concurrently(reader: &mut Reader<'_>) -> bool {
    let options = reader.parenthesis();
    reader.word();
    options.iter().any(|option| option == "CONCURRENTLY") || reader.next_is("CONCURRENTLY")
}

/// `[UNIQUE] INDEX CONCURRENTLY [IF NOT EXISTS] name ON [ONLY] table …`; `None` for
/// anything else, and for an index that PostgreSQL names.
fn created_index(reader: &mut Reader<'_>) -> Option<Effect> {
    reader.takes("UNIQUE");
    if !reader.takes_all(&["INDEX", "CONCURRENTLY"]) || reader.next_is("ON") {
        return None;
    }
    if reader.next_is("IF") && !reader.takes_all(&["IF", "NOT", "EXISTS"]) {
        return None;
    }
    // An index is in its table's schema and has none of its own here.
    let index = reader.name().filter(|name| name.schema.is_none())?.name;
    if !reader.takes("ON") {
        return None;
    }
    reader.takes("ONLY");
    let table = reader.name()?;
    let remove = Name {
        schema: table.schema.clone(),
        name: index.clone(),
    };
    Some(Effect {
        check: check_created(&index, &table),
        remove: Some(Statement::new(format!(
            "DROP INDEX CONCURRENTLY IF EXISTS {}",
            quoted(&remove)?
        ))),
    })
}

/// An index of that name on another table is none of ours: the statement runs again, and
/// PostgreSQL says that the name is taken. Without a schema, so is one that the name
/// alone would not find when it is dropped.
fn check_created(index: &str, table: &Name) -> Statement {
    let mut params: Vec<Value> = vec![index.into(), table.name.as_str().into()];
    let place = place(table, "t", &mut params);
    let found = if table.schema.is_some() {
        String::new()
    } else {
        " AND pg_catalog.pg_table_is_visible(x.oid)".to_owned()
    };
    let sql = format!(
        "SELECT coalesce((SELECT CASE WHEN i.indisvalid AND i.indisready THEN 'done' \
         ELSE 'broken' END FROM pg_catalog.pg_index AS i \
         JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid \
         JOIN pg_catalog.pg_class AS t ON t.oid = i.indrelid \
         JOIN pg_catalog.pg_namespace AS n ON n.oid = t.relnamespace \
         WHERE x.relname = $1::text AND t.relname = $2::text AND {place}{found}), 'absent')"
    );
    Statement::new(sql).with_params(params)
}

/// `INDEX CONCURRENTLY [IF EXISTS] name [CASCADE | RESTRICT]`; `None` for anything else,
/// several names included, which PostgreSQL refuses.
fn dropped_index(reader: &mut Reader<'_>) -> Option<Effect> {
    if !reader.takes_all(&["INDEX", "CONCURRENTLY"]) {
        return None;
    }
    if reader.next_is("IF") && !reader.takes_all(&["IF", "EXISTS"]) {
        return None;
    }
    let index = reader.name()?;
    let _ = reader.takes("CASCADE") || reader.takes("RESTRICT");
    if !reader.is_done() {
        return None;
    }
    let mut params: Vec<Value> = vec![index.name.as_str().into()];
    let place = place(&index, "x", &mut params);
    let sql = format!(
        "SELECT CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS x \
         JOIN pg_catalog.pg_namespace AS n ON n.oid = x.relnamespace \
         WHERE x.relkind IN ('i', 'I') AND x.relname = $1::text AND {place}) \
         THEN 'absent' ELSE 'done' END"
    );
    Some(Effect {
        check: Statement::new(sql).with_params(params),
        remove: None,
    })
}

/// Returns the condition that a relation is where its name says.
fn place(name: &Name, alias: &str, params: &mut Vec<Value>) -> String {
    match &name.schema {
        Some(schema) => {
            params.push(schema.as_str().into());
            format!("n.nspname = ${}::text", params.len())
        }
        None => format!("pg_catalog.pg_table_is_visible({alias}.oid)"),
    }
}

fn quoted(name: &Name) -> Option<String> {
    let own = names::quoted(&name.name).ok()?;
    match &name.schema {
        Some(schema) => Some(format!("{}.{own}", names::quoted(schema).ok()?)),
        None => Some(own),
    }
}
