//! A stored `CREATE TRIGGER` statement as a trigger.

use super::lexeme::{Lexeme, Sort, lexemes};
use super::relation::Relations;
use super::statement::{Results, Statement};
use super::stored::{Stored, behind_name};
use crate::catalog::Need;
use crate::ops::Trigger;
use crate::schema::{ObjectKind, ObjectName};

/// Returns a trigger, and adds what it needs; `None` for a text that is not understood.
pub(super) fn trigger(
    stored: Stored<'_>,
    relations: &Relations<'_>,
    needs: &mut Vec<Need>,
) -> Option<Trigger> {
    let tokens = lexemes(stored.sql).ok()?;
    let tokens = without_defaults(behind_name(&tokens, "TRIGGER")?)?;
    let owner = tokens.iter().position(|token| token.is("ON"))? + 1;
    let statement = Statement {
        sql: stored.sql,
        tokens: &tokens,
        relations,
        owner: Some(owner),
    };
    let table = relations
        .named(stored.table)
        .map_or(stored.table, |it| it.0);
    for (kind, name) in relations.mentioned(&tokens) {
        if name != table {
            let who = ObjectName::part(ObjectKind::Trigger, table, stored.name);
            let whom = ObjectName::new(kind, name);
            needs.push(Need { who, whom });
        }
    }
    Some(Trigger::new(
        stored.name,
        table,
        statement.normal(Results::Named),
    ))
}

/// Says when it fires, and leaves out `FOR EACH ROW`, which need not be said.
fn without_defaults<'a>(tokens: &[Lexeme<'a>]) -> Option<Vec<Lexeme<'a>>> {
    let first = tokens.first()?;
    let says_when = ["BEFORE", "AFTER", "INSTEAD"].iter().any(|it| first.is(it));
    let before = Lexeme {
        sort: Sort::Word,
        text: "BEFORE",
        start: first.start,
    };
    let head = tokens.iter().position(|token| token.is("BEGIN"))?;
    let rows = tokens
        .windows(3)
        .position(|it| matches!(it, [a, b, c] if a.is("FOR") && b.is("EACH") && c.is("ROW")));
    let rows = rows.filter(|at| *at < head).map(|at| at..at + 3);
    let is_said = |at: usize| !rows.as_ref().is_some_and(|rows| rows.contains(&at));
    let kept = tokens.iter().enumerate().filter(|(at, _)| is_said(*at));
    let kept = kept.map(|(_, token)| *token);
    Some(
        (!says_when)
            .then_some(before)
            .into_iter()
            .chain(kept)
            .collect(),
    )
}
