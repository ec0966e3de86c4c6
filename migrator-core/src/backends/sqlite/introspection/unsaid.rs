//! What a stored table says and no operation can: kept by whatever operations do to the table, and never made.

use super::collation::collation_of;
use super::lexeme::{Lexeme, group, lexemes, parts};
use crate::backends::sqlite::definition::{
    Clause, Constraint as Defined, Definition, DefinitionError, unquoted,
};
use crate::backends::sqlite::introspection::expression::collation;
use crate::catalog::Beyond;
use crate::schema::{ObjectKind, ObjectName};

/// Adds what is unsaid of a table to `beyond`.
///
/// # Errors
/// [`DefinitionError`] for a text that has no tokens.
pub(super) fn note(table: &Definition, beyond: &mut Vec<Beyond>) -> Result<(), DefinitionError> {
    for column in table.columns() {
        for defined in column.constraints() {
            if matches!(defined.clause(), Clause::NotNull) {
                let object = ObjectName::part(ObjectKind::Column, table.name(), column.name());
                note_conflict(object, defined, beyond)?;
            }
        }
    }
    for defined in table.all_constraints() {
        if matches!(
            defined.clause(),
            Clause::PrimaryKey { .. } | Clause::Unique { .. }
        ) {
            let name = defined
                .name()
                .map_or_else(|| described(defined), str::to_owned);
            let object = ObjectName::part(ObjectKind::Constraint, table.name(), name);
            note_collations(table, &object, defined, beyond)?;
            note_conflict(object, defined, beyond)?;
        }
    }
    Ok(())
}

/// Names a constraint that has no name.
fn described(defined: &Defined) -> String {
    format!(
        "{} ({})",
        defined.clause().title(),
        defined.clause().columns().join(", ")
    )
}

/// What is done with a row that breaks the rule; `ABORT` is what is done anyway.
fn note_conflict(
    object: ObjectName,
    defined: &Defined,
    beyond: &mut Vec<Beyond>,
) -> Result<(), DefinitionError> {
    if !mentions(defined, "CONFLICT") {
        return Ok(());
    }
    let tokens = lexemes(defined.body())?;
    let is_clause = |it: &[Lexeme<'_>]| matches!(it, [on, conflict, _] if on.is("ON") && conflict.is("CONFLICT"));
    let words = tokens.windows(3).find(|it| is_clause(it));
    if let Some([_, _, what]) = words
        && !what.is("ABORT")
    {
        let what = format!(
            "the clause `ON CONFLICT {}`",
            what.text.to_ascii_uppercase()
        );
        beyond.push(Beyond::new(object, what));
    }
    Ok(())
}

/// A key that compares otherwise than its columns do.
fn note_collations(
    table: &Definition,
    object: &ObjectName,
    defined: &Defined,
    beyond: &mut Vec<Beyond>,
) -> Result<(), DefinitionError> {
    if !mentions(defined, "COLLATE") {
        return Ok(());
    }
    let tokens = lexemes(defined.body())?;
    let opening = tokens.iter().position(|token| token.text == "(");
    let list = opening.and_then(|at| group(tokens.get(at..)?));
    for (part, name) in parts(list.unwrap_or_default().0)
        .into_iter()
        .zip(defined.clause().columns())
    {
        let mut words = part.iter().skip_while(|token| !token.is("COLLATE"));
        let named = words.nth(1).map(|token| collation(&unquoted(token.text)));
        let own = table.column(name).map(collation_of);
        if let Some(named) = named.filter(|named| Some(named) != own.as_ref()) {
            let what = format!("the collation `{named}` of `{name}` in a key");
            beyond.push(Beyond::new(object.clone(), what));
        }
    }
    Ok(())
}

fn mentions(defined: &Defined, word: &str) -> bool {
    let body = defined.body();
    body.len() > word.len() && body.to_ascii_uppercase().contains(word)
}
