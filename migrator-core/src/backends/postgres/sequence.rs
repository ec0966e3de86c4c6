//! `CREATE SEQUENCE`, `ALTER SEQUENCE`, `DROP SEQUENCE`.

use super::names;
use super::rename::{drop, rename};
use crate::dialect::Refusal;
use crate::ops::{Replacing, Sequence, SequenceOperation, SequenceOptions};
use crate::schema::ColumnType;

/// Returns the statements that do it.
///
/// # Errors
/// As for [`names::quoted`], and a type that no sequence has.
pub(super) fn statements(operation: &SequenceOperation) -> Result<Vec<String>, Refusal> {
    Ok(match operation {
        SequenceOperation::Create(sequence) => vec![create(sequence)?],
        SequenceOperation::Alter(change) => vec![alter(change)?],
        SequenceOperation::Rename(it) => rename("SEQUENCE", &it.from, &it.to)?,
        SequenceOperation::Drop(it) => {
            let name = names::table(it.object.name())?;
            vec![drop("SEQUENCE", &name, it.if_exists, it.cascade)]
        }
    })
}

fn create(sequence: &Sequence) -> Result<String, Refusal> {
    let guard = if sequence.is_if_not_exists() {
        "IF NOT EXISTS "
    } else {
        ""
    };
    let name = names::table(sequence.name())?;
    let said = options(sequence.options())?;
    Ok(format!("CREATE SEQUENCE {guard}{name}{said}"))
}

fn alter(change: &Replacing<Sequence>) -> Result<String, Refusal> {
    let sequence = &change.object;
    let mut said = options(sequence.options())?;
    if let Some(former) = &change.former {
        said.push_str(&defaults(sequence.options(), former.options()));
    }
    if said.is_empty() {
        return Err(Refusal::invalid("nothing is said about the sequence"));
    }
    let name = names::table(sequence.name())?;
    Ok(format!("ALTER SEQUENCE {name}{said}"))
}

fn options(options: &SequenceOptions) -> Result<String, Refusal> {
    let mut sql = String::new();
    if let Some(kind) = &options.kind {
        sql.push_str(type_of(kind)?);
    }
    let numbers = [
        ("INCREMENT BY", options.increment),
        ("MINVALUE", options.min),
        ("MAXVALUE", options.max),
        ("START WITH", options.start),
        ("CACHE", options.cache.map(i64::from)),
    ];
    for (word, number) in numbers {
        if let Some(number) = number {
            sql.push_str(&format!(" {word} {number}"));
        }
    }
    match options.cycle {
        None => {}
        Some(true) => sql.push_str(" CYCLE"),
        Some(false) => sql.push_str(" NO CYCLE"),
    }
    if let Some((table, column)) = &options.owner {
        let (table, column) = (names::table(table)?, names::quoted(column)?);
        sql.push_str(&format!(" OWNED BY {table}.{column}"));
    }
    Ok(sql)
}

fn type_of(kind: &ColumnType) -> Result<&'static str, Refusal> {
    match kind {
        ColumnType::SmallInteger => Ok(" AS SMALLINT"),
        ColumnType::Integer => Ok(" AS INTEGER"),
        ColumnType::BigInteger => Ok(" AS BIGINT"),
        _ => Err(Refusal::unsupported("a sequence of other numbers")
            .help("choose `small_integer()`, `integer()` or `big_integer()` for the sequence")),
    }
}

/// Returns the defaults of what only the former definition says, and of what depends on what has changed.
///
/// A sequence that is turned around cannot go on from where it stands, and begins anew.
/// <https://www.postgresql.org/docs/current/sql-altersequence.html>
fn defaults(now: &SequenceOptions, former: &SequenceOptions) -> String {
    let start = format!(" START WITH {}", default_start(now));
    let begins_elsewhere =
        now.start.unwrap_or(default_start(now)) != former.start.unwrap_or(default_start(former));
    let is_turned = is_rising(now) != is_rising(former);
    let gone: [(bool, &str); 9] = [
        (former.kind.is_some() && now.kind.is_none(), " AS BIGINT"),
        (
            former.increment.is_some() && now.increment.is_none(),
            " INCREMENT BY 1",
        ),
        (
            (former.min.is_some() || is_turned) && now.min.is_none(),
            " NO MINVALUE",
        ),
        (
            (former.max.is_some() || is_turned) && now.max.is_none(),
            " NO MAXVALUE",
        ),
        (
            (former.start.is_some() || begins_elsewhere) && now.start.is_none(),
            &start,
        ),
        (former.cache.is_some() && now.cache.is_none(), " CACHE 1"),
        (
            former.cycle == Some(true) && now.cycle.is_none(),
            " NO CYCLE",
        ),
        (
            former.owner.is_some() && now.owner.is_none(),
            " OWNED BY NONE",
        ),
        (is_turned, " RESTART"),
    ];
    let gone = gone.into_iter().filter(|(is_gone, _)| *is_gone);
    gone.map(|(_, sql)| sql).collect()
}

fn is_rising(options: &SequenceOptions) -> bool {
    options.increment.unwrap_or(1) > 0
}

/// A sequence begins at the end from which it counts.
fn default_start(options: &SequenceOptions) -> i64 {
    if is_rising(options) {
        options.min.unwrap_or(1)
    } else {
        options.max.unwrap_or(-1)
    }
}
