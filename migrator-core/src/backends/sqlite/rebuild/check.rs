//! Whether views and triggers still work when columns have come or gone.
//!
//! SQLite does not look into a view when it is made. A rename of any table does, and names what cannot
//! be resolved: so what depends on the table is made, a scratch table is renamed, and all of
//! it is dropped again. What could not be resolved before is left out.

use std::collections::BTreeSet;

use super::super::definition::{Mentions, Words, same_name, unquoted};
use super::super::names;
use super::objects;
use super::surroundings::{Kind, Object, Surroundings};
use super::work::Work;
use crate::dialect::Refusal;
use crate::script::Kind as Token;

/// Returns the statements that check it; none if nothing can have broken.
pub(super) fn statements(work: &Work<'_>) -> Result<Vec<String>, Refusal> {
    if work.dropped.is_empty() && work.fresh.is_empty() {
        return Ok(Vec::new());
    }
    let surroundings = work.surroundings;
    let dependents = dependents(work);
    let views = surroundings
        .around()
        .filter(|it| it.kind == Kind::View && !it.is_broken);
    let triggers = surroundings
        .around()
        .filter(|it| is_at_stake(work, &dependents, it));
    let views: Vec<&Object> = views.collect();
    let triggers: Vec<&Object> = triggers.collect();
    let is_dependent = |it: &Object| dependents.contains(&it.name.to_ascii_lowercase());
    let has_view = views.iter().any(|it| is_dependent(it));
    if !has_view && triggers.is_empty() {
        return Ok(Vec::new());
    }
    let checked: Vec<&Object> = views.into_iter().chain(triggers).collect();
    let mut statements = Vec::new();
    for object in &checked {
        let sql = object.sql.as_deref().unwrap_or_default();
        let is_other = object.kind == Kind::View && !is_dependent(object);
        let sql = match is_other {
            true => sql.to_owned(),
            false => without_texts(sql, &work.dropped),
        };
        statements.push(objects::create(object, &sql)?);
    }
    statements.extend(rename_scratch(surroundings)?);
    for view in checked.iter().filter(|it| it.kind == Kind::View) {
        if is_dependent(view) {
            statements.push(query(view)?);
        }
    }
    statements.extend(objects::drop_all(&checked)?);
    Ok(statements)
}

/// Returns the statements that have SQLite look into all views and triggers.
fn rename_scratch(surroundings: &Surroundings) -> Result<[String; 3], Refusal> {
    let scratch = surroundings.unused_name("check of views and triggers");
    let renamed = surroundings.unused_name("checked views and triggers");
    let scratch = surroundings.qualified(&scratch)?;
    let name = names::quoted(&renamed)?;
    Ok([
        format!("CREATE TABLE {scratch} (x)"),
        format!("ALTER TABLE {scratch} RENAME TO {name}"),
        format!("DROP TABLE {}", surroundings.qualified(&renamed)?),
    ])
}

/// Looks into a view as a rename does not: it does not count the columns of one that names them, and with
/// `PRAGMA legacy_alter_table` looks into none. `EXPLAIN` reads no rows.
fn query(view: &Object) -> Result<String, Refusal> {
    let name = names::quoted(&view.name)?;
    Ok(format!("EXPLAIN SELECT 1 FROM \"{}\".{name}", view.schema))
}

/// Returns the names, in lower case, of the table and of the views that depend on it.
fn dependents(work: &Work<'_>) -> BTreeSet<String> {
    let mut found = BTreeSet::from([work.surroundings.name.to_ascii_lowercase()]);
    let mut rest: Vec<(&Object, Mentions)> = work
        .surroundings
        .around()
        .filter(|it| it.kind == Kind::View && !it.is_broken)
        .map(|it| {
            (
                it,
                Mentions::of_statement(it.sql.as_deref().unwrap_or_default()),
            )
        })
        .collect();
    loop {
        let count = found.len();
        rest.retain(|(view, mentions)| {
            let depends = found.iter().any(|name| mentions.has(name));
            if depends {
                found.insert(view.name.to_ascii_lowercase());
            }
            !depends
        });
        if found.len() == count {
            return found;
        }
    }
}

/// Tells whether an object is a trigger that mentions the table, or a view of it, and a column
/// that has come or gone. One on a view that cannot be resolved was broken before.
fn is_at_stake(work: &Work<'_>, dependents: &BTreeSet<String>, object: &Object) -> bool {
    if object.kind != Kind::Trigger {
        return false;
    }
    let is_on = |view: &Object| view.is_broken && same_name(&view.name, &object.table);
    let mentions = Mentions::of_statement(object.sql.as_deref().unwrap_or_default());
    let mut columns = work.dropped.iter().chain(&work.fresh);
    dependents.iter().any(|name| mentions.has(name))
        && columns.any(|name| mentions.has(name))
        && !work.surroundings.around().any(is_on)
}

/// Writes the names of dropped columns in backticks, because a name in double quotes that no
/// column has is a text to SQLite. <https://sqlite.org/quirks.html#dblquote>
fn without_texts(sql: &str, dropped: &BTreeSet<String>) -> String {
    let Ok(mut words) = Words::new(sql) else {
        return sql.to_owned();
    };
    let mut result = String::with_capacity(sql.len());
    loop {
        result.push_str(words.lead());
        let Some((kind, token)) = words.next() else {
            return result;
        };
        let name = unquoted(token);
        let is_dropped = dropped.contains(&name.to_ascii_lowercase());
        if kind == Token::Quoted && token.starts_with('"') && is_dropped {
            result.push_str(&format!("`{}`", name.replace('`', "``")));
        } else {
            result.push_str(token);
        }
    }
}
