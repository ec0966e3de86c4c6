//! Indexes, views and triggers: dropped, and made again as they were.

use super::super::definition::{Words, same_name};
use super::super::names;
use super::surroundings::{Kind, Object, Surroundings};
use crate::dialect::Refusal;
use crate::session::Statement;

/// Returns the statements that drop triggers and views: triggers first, because those of a view go
/// with it.
pub(super) fn drop_all(objects: &[&Object]) -> Result<Vec<String>, Refusal> {
    let mut statements = Vec::new();
    for (kind, word) in [(Kind::Trigger, "TRIGGER"), (Kind::View, "VIEW")] {
        for object in objects.iter().filter(|it| it.kind == kind) {
            let name = names::quoted(&object.name)?;
            statements.push(format!("DROP {word} \"{}\".{name}", object.schema));
        }
    }
    Ok(statements)
}

/// Returns the statements that make views and triggers again, in the order in which they were
/// made; views first, because triggers may be on them.
pub(super) fn create_all(objects: &[&Object]) -> Result<Vec<String>, Refusal> {
    let mut statements = Vec::new();
    for kind in [Kind::View, Kind::Trigger] {
        for object in objects.iter().filter(|it| it.kind == kind) {
            let sql = object.sql.as_deref().unwrap_or_default();
            statements.push(create(object, sql)?);
        }
    }
    Ok(statements)
}

/// Returns the statement that makes an object again, given its stored text or another in its
/// place.
///
/// The text lacks the schema; without it a `TEMP` trigger would become a lasting one, and one on
/// a table that a temporary table hides would go to that. SQLite stores the text from the name on, so
/// that what is stored is what was stored.
pub(super) fn create(object: &Object, sql: &str) -> Result<String, Refusal> {
    let misread = || {
        let what = format!("the definition of `{}` is not understood", object.name);
        Refusal::unsupported(what).help("drop it first and create it again afterwards")
    };
    let mut words = Words::new(sql).map_err(|_| misread())?;
    if !words.pass("CREATE") {
        return Err(misread());
    }
    let _ = words.pass("TEMP") || words.pass("TEMPORARY") || words.pass("UNIQUE");
    if !(words.pass("INDEX") || words.pass("VIEW") || words.pass("TRIGGER")) {
        return Err(misread());
    }
    let unique = if is_unique(sql) { "UNIQUE " } else { "" };
    let word = match object.kind {
        Kind::Index => "INDEX",
        Kind::View => "VIEW",
        Kind::Trigger => "TRIGGER",
        Kind::Table => return Err(misread()),
    };
    Ok(format!(
        "CREATE {unique}{word} \"{}\".{}",
        object.schema,
        words.rest()
    ))
}

fn is_unique(sql: &str) -> bool {
    Words::new(sql).is_ok_and(|mut words| words.pass("CREATE") && words.pass("UNIQUE"))
}

/// Returns the statements that rename a column. SQLite rewrites what mentions it, and refuses if
/// anything cannot be resolved: what could not be before is put out of its sight meanwhile.
pub(super) fn rename_column(
    surroundings: &Surroundings,
    from: &str,
    to: &str,
) -> Result<Vec<Statement>, Refusal> {
    let broken: Vec<&Object> = surroundings.around().filter(|it| it.is_broken).collect();
    let on_broken = |it: &&Object| {
        let is_on = |view: &&Object| view.schema == it.schema && same_name(&view.name, &it.table);
        it.kind == Kind::Trigger && broken.iter().any(is_on)
    };
    let triggers = surroundings.around().filter(on_broken);
    let hidden: Vec<&Object> = broken.iter().copied().chain(triggers).collect();
    let mut statements = drop_all(&hidden)?;
    statements.push(format!(
        "ALTER TABLE {} RENAME COLUMN {} TO {}",
        surroundings.qualified(&surroundings.name)?,
        names::quoted(from)?,
        names::quoted(to)?
    ));
    statements.extend(create_all(&hidden)?);
    Ok(statements.into_iter().map(Statement::new).collect())
}
