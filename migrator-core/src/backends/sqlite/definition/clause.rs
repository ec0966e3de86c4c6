//! Constraints of columns and of tables, and the other clauses of a column.

use super::model::{Label, Margin, Name};
use super::{Clause, Constraint, DefinitionError, Words, default};
use crate::script::Kind;

/// Reads a clause of a column; `None` if there is no more.
pub(super) fn of_column(
    words: &mut Words<'_>,
    column: &str,
) -> Result<Option<Constraint>, DefinitionError> {
    let lead = words.lead().to_owned();
    let label = label(words)?;
    let start = words.at();
    let clause = column_clause(words, column)?;
    if label.is_none() && clause.is_none() {
        return Ok(None);
    }
    Ok(Some(Constraint {
        margin: Margin {
            lead,
            ..Margin::default()
        },
        label,
        body: text(words, start),
        clause: clause.unwrap_or(Clause::Nothing),
        joined: false,
    }))
}

/// Reads a constraint of the table.
pub(super) fn of_table(
    words: &mut Words<'_>,
    lead: String,
    joined: bool,
) -> Result<Constraint, DefinitionError> {
    let label = label(words)?;
    let start = words.at();
    let clause = match table_clause(words)? {
        None if label.is_none() => return Err(words.expected("a constraint")),
        clause => clause.unwrap_or(Clause::Nothing),
    };
    Ok(Constraint {
        margin: Margin {
            lead,
            ..Margin::default()
        },
        label,
        body: text(words, start),
        clause,
        joined,
    })
}

/// Returns what was read since a token; nothing if that is still to come.
fn text(words: &Words<'_>, start: usize) -> String {
    match words.at() == start {
        true => String::new(),
        false => words.since(start).to_owned(),
    }
}

/// Reads `CONSTRAINT name`, if it is there. What follows it is its gap only if the constraint does.
fn label(words: &mut Words<'_>) -> Result<Option<Label>, DefinitionError> {
    let start = words.at();
    if !words.pass("CONSTRAINT") {
        return Ok(None);
    }
    let keyword = format!("{}{}", words.since(start), words.lead());
    let start = words.at();
    let value = words.name()?;
    let text = words.since(start).to_owned();
    let ends = match words.peek() {
        None | Some((Kind::Close, _)) => true,
        Some((_, text)) => text == "," || words.is("CONSTRAINT"),
    };
    let gap = if ends { "" } else { words.lead() };
    Ok(Some(Label {
        keyword,
        name: Name { text, value },
        gap: gap.to_owned(),
    }))
}

fn column_clause(words: &mut Words<'_>, column: &str) -> Result<Option<Clause>, DefinitionError> {
    if let Some(key) = column_key(words, column)? {
        return Ok(Some(key));
    }
    if words.is("NOT") && words.second_is("NULL") {
        words.next();
        words.next();
        conflict(words)?;
        return Ok(Some(Clause::NotNull));
    }
    if words.pass("NULL") {
        conflict(words)?;
        return Ok(Some(Clause::Null));
    }
    if words.pass("DEFAULT") {
        default::value(words)?;
        return Ok(Some(Clause::Default));
    }
    if words.pass("COLLATE") {
        words.name()?;
        return Ok(Some(Clause::Collate));
    }
    if deferral(words)? {
        return Ok(Some(Clause::Deferrable));
    }
    match generated(words)? {
        Some(generated) => Ok(Some(generated)),
        None => check(words),
    }
}

/// Reads a key or a unique constraint of a column.
fn column_key(words: &mut Words<'_>, column: &str) -> Result<Option<Clause>, DefinitionError> {
    let columns = vec![column.to_owned()];
    if words.is("REFERENCES") {
        return references(words, columns).map(Some);
    }
    if words.pass("UNIQUE") {
        conflict(words)?;
        return Ok(Some(Clause::Unique { columns }));
    }
    if !words.pass("PRIMARY") {
        return Ok(None);
    }
    words.require("KEY")?;
    let descending = !words.pass("ASC") && words.pass("DESC");
    conflict(words)?;
    Ok(Some(Clause::PrimaryKey {
        columns,
        descending,
        autoincrement: words.pass("AUTOINCREMENT"),
    }))
}

/// Reads `[GENERATED ALWAYS] AS (…) [STORED | VIRTUAL]`.
fn generated(words: &mut Words<'_>) -> Result<Option<Clause>, DefinitionError> {
    if words.pass("GENERATED") {
        words.require("ALWAYS")?;
        if !words.is("AS") {
            return Err(words.expected("AS"));
        }
    }
    if !words.pass("AS") {
        return Ok(None);
    }
    let expression = words.group()?.to_owned();
    let _ = words.pass("STORED") || words.pass("VIRTUAL");
    Ok(Some(Clause::Generated { expression }))
}

fn check(words: &mut Words<'_>) -> Result<Option<Clause>, DefinitionError> {
    if !words.pass("CHECK") {
        return Ok(None);
    }
    let expression = words.group()?.to_owned();
    conflict(words)?;
    Ok(Some(Clause::Check { expression }))
}

fn table_clause(words: &mut Words<'_>) -> Result<Option<Clause>, DefinitionError> {
    if words.pass("PRIMARY") {
        words.require("KEY")?;
        let (columns, autoincrement) = columns(words.group()?)?;
        conflict(words)?;
        let descending = false;
        return Ok(Some(Clause::PrimaryKey {
            columns,
            descending,
            autoincrement,
        }));
    }
    if words.pass("UNIQUE") {
        let (columns, _) = columns(words.group()?)?;
        conflict(words)?;
        return Ok(Some(Clause::Unique { columns }));
    }
    if words.pass("FOREIGN") {
        words.require("KEY")?;
        let (columns, _) = columns(words.group()?)?;
        return references(words, columns).map(Some);
    }
    check(words)
}

/// Reads the columns of a list, each with what stands behind it up to the comma, and tells
/// whether `AUTOINCREMENT` stands at the end.
fn columns(list: &str) -> Result<(Vec<String>, bool), DefinitionError> {
    let mut words = Words::new(list)?;
    let (mut columns, mut counts) = (Vec::new(), false);
    loop {
        // SQLite takes a name in parentheses for the name.
        while matches!(words.peek(), Some((Kind::Open, _))) {
            words.next();
        }
        columns.push(words.name()?);
        loop {
            counts |= words.is("AUTOINCREMENT");
            match words.next() {
                None => return Ok((columns, counts)),
                Some((Kind::Other, ",")) => break,
                Some(_) => {}
            }
        }
    }
}

/// Reads `REFERENCES table [(columns)]` and what follows it.
fn references(words: &mut Words<'_>, columns_: Vec<String>) -> Result<Clause, DefinitionError> {
    words.require("REFERENCES")?;
    let table = words.name()?;
    let targets = match words.peek() {
        Some((Kind::Open, _)) => columns(words.group()?)?.0,
        _ => Vec::new(),
    };
    loop {
        if words.pass("MATCH") {
            words.name()?;
        } else if words.pass("ON") {
            words.name()?;
            action(words)?;
        } else {
            break;
        }
    }
    deferral(words)?;
    Ok(Clause::ForeignKey {
        columns: columns_,
        table,
        targets,
    })
}

fn action(words: &mut Words<'_>) -> Result<(), DefinitionError> {
    let has_two = words.is("SET") || words.is("NO");
    words.name()?;
    if has_two {
        words.name()?;
    }
    Ok(())
}

/// Reads `[NOT] DEFERRABLE [INITIALLY …]` and tells whether it is there.
fn deferral(words: &mut Words<'_>) -> Result<bool, DefinitionError> {
    if words.is("NOT") && words.second_is("DEFERRABLE") {
        words.next();
    }
    if !words.pass("DEFERRABLE") {
        return Ok(false);
    }
    if words.pass("INITIALLY") {
        words.name()?;
    }
    Ok(true)
}

/// Reads `ON CONFLICT …`, if it is there.
fn conflict(words: &mut Words<'_>) -> Result<(), DefinitionError> {
    if words.is("ON") && words.second_is("CONFLICT") {
        words.next();
        words.next();
        words.name()?;
    }
    Ok(())
}
