//! Whether foreign keys still find what they refer to.
//!
//! A foreign key refers to a primary key, or to columns that are unique together
//! (<https://sqlite.org/foreignkeys.html#fk_indexes>). SQLite lets that go, and then refuses whatever is
//! done with the rows of either table.

use std::collections::BTreeMap;

use super::super::definition::{Clause, Definition, Words, same_name};
use super::surroundings::Surroundings;
use super::work::Work;
use crate::dialect::Refusal;
use crate::script::Kind;

/// Refuses changes after which a foreign key of another table refers to no key any more.
///
/// # Errors
/// The foreign key, by the table that it is of.
pub(super) fn refuse_lost(work: &Work<'_>) -> Result<(), Refusal> {
    if !work.keys_changed {
        return Ok(());
    }
    for (child, targets) in references(work.surroundings) {
        let is_lost = match targets {
            Some(columns) => {
                has_key(&work.before, &columns)
                    && !has_key(&work.after, &columns)
                    && !has_unique_index(work, &columns)
            }
            None => primary_key(&work.before) != primary_key(&work.after),
        };
        if is_lost {
            return Err(Refusal::unsupported(format!(
                "a foreign key of the table `{child}` refers to what would be a key no more"
            ))
            .help("drop the foreign key first, or make the new key in the same `op.alter_table`"));
        }
    }
    Ok(())
}

/// Returns the foreign keys of other tables that refer to the table: the other table, and the columns
/// referred to; `None` for the primary key.
fn references(surroundings: &Surroundings) -> Vec<(&str, Option<Vec<String>>)> {
    let mut found: BTreeMap<(&str, i64), Option<Vec<String>>> = BTreeMap::new();
    for reference in &surroundings.references {
        let is_own = same_name(&reference.child, &surroundings.name);
        if is_own || !same_name(&reference.parent, &surroundings.name) {
            continue;
        }
        let targets = found
            .entry((&reference.child, reference.key))
            .or_insert_with(|| Some(Vec::new()));
        match (targets.as_mut(), &reference.to) {
            (Some(columns), Some(column)) => columns.push(column.to_ascii_lowercase()),
            _ => *targets = None,
        }
    }
    let found = found.into_iter();
    found
        .map(|((child, _), targets)| (child, targets))
        .collect()
}

fn primary_key(definition: &Definition) -> Option<Vec<String>> {
    let key = definition.primary_key()?;
    let columns = key.clause().columns().iter();
    Some(columns.map(|column| column.to_ascii_lowercase()).collect())
}

/// Tells whether a primary key or a unique constraint is over these columns.
fn has_key(definition: &Definition, columns: &[String]) -> bool {
    definition.all_constraints().any(|it| match it.clause() {
        Clause::PrimaryKey { columns: key, .. } | Clause::Unique { columns: key } => {
            are_same(key, columns)
        }
        _ => false,
    })
}

/// Tells whether a unique index that stays is over these columns, and has all rows.
fn has_unique_index(work: &Work<'_>, columns: &[String]) -> bool {
    let is_gone = |name: &str| work.dropped_indexes.iter().any(|it| same_name(it, name));
    let mut staying = work
        .surroundings
        .indexes()
        .filter(|(index, _)| !is_gone(&index.name));
    staying.any(|(_, sql)| unique_columns(sql).is_some_and(|key| are_same(&key, columns)))
}

/// Returns the columns of a unique index over columns alone, without a condition.
fn unique_columns(sql: &str) -> Option<Vec<String>> {
    let mut words = Words::new(sql).ok()?;
    let is_unique = words.pass("CREATE") && words.pass("UNIQUE") && words.pass("INDEX");
    words.name().ok().filter(|_| is_unique)?;
    words.pass("ON").then(|| words.name().ok()).flatten()?;
    let mut list = Words::new(words.group().ok()?).ok()?;
    let has_condition = words.peek().is_some();
    let mut columns = vec![list.name().ok()?];
    while let Some((kind, token)) = list.next() {
        match kind {
            Kind::Other if token == "," => columns.push(list.name().ok()?),
            Kind::Word if same_name(token, "ASC") || same_name(token, "DESC") => {}
            _ => return None,
        }
    }
    (!has_condition).then_some(columns)
}

fn are_same(key: &[String], columns: &[String]) -> bool {
    let has = |name: &String| columns.iter().any(|it| same_name(it, name));
    key.len() == columns.len() && key.iter().all(has)
}
