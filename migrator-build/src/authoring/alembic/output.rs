//! What `alembic upgrade a:b --sql` prints, cut into the SQL of each revision.
//!
//! ```text
//!  BEGIN;                                        of the whole run
//!  CREATE TABLE alembic_version (…);
//!  -- Running upgrade ae10 -> 27c6               here a revision begins
//!  …                                             its own statements
//!  UPDATE alembic_version SET version_num='27c6' WHERE …;
//!  COMMIT;
//! ```
//!
//! The bookkeeping always stands last, so it is taken from the end: a statement in the middle is the user's, whatever
//! it does to whichever table.

use std::ops::Range;

use migrator_core::base::Dialect;
use migrator_core::script::{Direction, Kind, spans};

/// What a statement begins with that gives rows back.
const READING: [&str; 7] = [
    "SELECT", "WITH", "VALUES", "TABLE", "SHOW", "PRAGMA", "EXPLAIN",
];

/// The SQL of one revision in one direction.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RevisionSql {
    /// The revision.
    pub id: String,
    /// Up or down.
    pub direction: Direction,
    /// Its own statements, each with its semicolon, and what was said about them.
    pub sql: String,
    /// Whether it leaves its transaction, as `autocommit_block` does.
    pub leaves_transaction: bool,
    /// Whether a statement gives rows back, which nobody had when Alembic wrote it down.
    pub reads: bool,
    /// Whether Alembic has come to its end.
    pub is_complete: bool,
}

/// Cuts what Alembic has printed.
#[must_use]
pub fn cut(dialect: Dialect, output: &str) -> Vec<RevisionSql> {
    let tokens: Vec<(Kind, Range<usize>)> = spans(dialect, output).map_while(Result::ok).collect();
    let starts: Vec<(usize, (Direction, &str))> = tokens
        .iter()
        .enumerate()
        .filter(|(_, (kind, _))| *kind == Kind::LineComment)
        .filter_map(|(at, (_, place))| Some((at, running(output.get(place.clone())?)?)))
        .collect();
    let ends = starts
        .iter()
        .skip(1)
        .map(|(at, _)| *at)
        .chain([tokens.len()]);
    let sections = starts
        .iter()
        .zip(ends)
        .map(|((start, (direction, id)), end)| {
            let tokens = tokens.get(start + 1..end).unwrap_or_default();
            section(output, tokens, *direction, id)
        });
    sections.collect()
}

/// Reads `-- Running upgrade a, b -> c` or `-- Running downgrade c -> a, b`.
fn running(comment: &str) -> Option<(Direction, &str)> {
    let step = comment.strip_prefix("-- Running ")?.trim_end();
    let (verb, way) = step.split_once(' ')?;
    let (from, to) = way.split_once("->")?;
    match verb {
        "upgrade" => Some((Direction::Up, to.trim())),
        "downgrade" => Some((Direction::Down, from.trim())),
        _ => None,
    }
}

/// A statement, or a part of one whose body has semicolons.
#[derive(Debug)]
struct Statement<'a> {
    /// Comments in front of it.
    comments: String,
    /// With its semicolon.
    text: &'a str,
    /// Its significant tokens.
    tokens: Vec<&'a str>,
}

fn section(
    output: &str,
    tokens: &[(Kind, Range<usize>)],
    direction: Direction,
    id: &str,
) -> RevisionSql {
    let mut statements = statements(output, tokens);
    let is_complete = take_bookkeeping(&mut statements);
    let n_all = statements.len();
    statements.retain(|statement| !is_control(statement));
    let texts = statements.iter().map(|statement| {
        let comments = statement.comments.trim();
        let gap = if comments.is_empty() { "" } else { "\n" };
        format!("{comments}{gap}{}", statement.text)
    });
    RevisionSql {
        id: id.to_owned(),
        direction,
        sql: texts.collect::<Vec<_>>().join("\n\n"),
        leaves_transaction: statements.len() < n_all,
        reads: statements.iter().any(is_reading),
        is_complete,
    }
}

fn statements<'a>(output: &'a str, tokens: &[(Kind, Range<usize>)]) -> Vec<Statement<'a>> {
    let mut statements = Vec::new();
    let mut comments = String::new();
    let mut open: Option<(usize, Vec<&str>)> = None;
    for (kind, place) in tokens {
        let text = output.get(place.clone()).unwrap_or_default();
        if !kind.is_significant() {
            if open.is_none() && *kind != Kind::Blank {
                comments = format!("{comments}{text}\n");
            }
            continue;
        }
        let (start, mut parts) = open.take().unwrap_or((place.start, Vec::new()));
        if *kind == Kind::Semicolon {
            statements.push(Statement {
                comments: std::mem::take(&mut comments),
                text: output.get(start..place.end).unwrap_or_default(),
                tokens: parts,
            });
        } else {
            parts.push(text);
            open = Some((start, parts));
        }
    }
    // What is not ended is what Alembic was at when it failed.
    statements
}

/// Takes what Alembic writes behind a revision's own statements; tells whether there was any.
fn take_bookkeeping(statements: &mut Vec<Statement<'_>>) -> bool {
    let mut tables = statements.iter().rev().map(|it| version_table(&it.tokens));
    let Some(table) = tables.find_map(|table| table) else {
        return false;
    };
    let is_row = |it: &&Statement<'_>| version_table(&it.tokens).as_ref() == Some(&table);
    let is_theirs =
        |it: &&Statement<'_>| is_row(it) || is_control(it) || is_drop(&it.tokens, &table);
    let theirs: Vec<_> = statements.iter().rev().take_while(is_theirs).collect();
    // Without a row among them they are the user's own.
    if !theirs.iter().any(is_row) {
        return false;
    }
    statements.truncate(statements.len() - theirs.len());
    true
}

fn is_reading(statement: &Statement<'_>) -> bool {
    let first = statement.tokens.first();
    first.is_some_and(|first| READING.iter().any(|word| word.eq_ignore_ascii_case(first)))
}

fn is_control(statement: &Statement<'_>) -> bool {
    matches!(statement.tokens.as_slice(), [only] if ["BEGIN", "COMMIT"].contains(only))
}

/// Older ones drop the version table with its last row.
fn is_drop(tokens: &[&str], table: &str) -> bool {
    matches!(tokens, ["DROP", "TABLE", name @ ..] if name.concat() == table)
}

/// Returns the table of a statement that changes version rows.
fn version_table(tokens: &[&str]) -> Option<String> {
    let (start, end) = match tokens {
        ["INSERT", "INTO", ..] => (2, tokens.iter().position(|it| *it == "(")?),
        ["UPDATE", ..] => (1, tokens.iter().position(|it| *it == "SET")?),
        ["DELETE", "FROM", ..] => (2, tokens.iter().position(|it| *it == "WHERE")?),
        _ => return None,
    };
    let rest = tokens.get(end + 1..)?;
    let is_version = match tokens.first() {
        Some(&"INSERT") => matches!(rest, ["version_num", ")", "VALUES", "(", _, ")", ..]),
        Some(&"UPDATE") => matches!(rest, ["version_num", "=", _, "WHERE", ..]),
        _ => rest
            .iter()
            .position(|it| *it == "version_num")
            .is_some_and(|at| {
                rest.get(at..)
                    .is_some_and(|rest| matches!(rest, ["version_num", "=", _]))
            }),
    };
    is_version.then(|| tokens.get(start..end).unwrap_or_default().concat())
}
