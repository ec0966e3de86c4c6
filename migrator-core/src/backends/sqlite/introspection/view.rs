//! A stored `CREATE VIEW` statement as a view.

use super::lexeme::{Lexeme, Sort, group, lexemes, parts};
use super::relation::Relations;
use super::statement::{Results, Statement};
use super::stored::{Stored, behind_name};
use crate::backends::sqlite::definition::unquoted;
use crate::catalog::Need;
use crate::ops::View;
use crate::schema::{ObjectKind, ObjectName};

/// Returns a view, and adds what it needs; `None` for a text that is not understood.
pub(super) fn view(
    stored: Stored<'_>,
    relations: &Relations<'_>,
    needs: &mut Vec<Need>,
) -> Option<View> {
    let tokens = lexemes(stored.sql).ok()?;
    let rest = behind_name(&tokens, "VIEW")?;
    let (columns, rest) = match group(rest) {
        Some((columns, rest)) => (names(columns), rest),
        None => (Vec::new(), rest),
    };
    let (as_, query) = rest.split_first()?;
    if !as_.is("AS") || query.is_empty() {
        return None;
    }
    let results = match columns.is_empty() {
        true => Results::Shown,
        false => Results::Named,
    };
    let statement = Statement {
        sql: stored.sql,
        tokens: query,
        relations,
        owner: None,
    };
    let who = ObjectName::new(ObjectKind::View, stored.name);
    for (kind, name) in relations.mentioned(query) {
        let whom = ObjectName::new(kind, name);
        if whom != who {
            let who = who.clone();
            needs.push(Need { who, whom });
        }
    }
    Some(
        View::new(stored.name)
            .columns(columns)
            .as_(statement.normal(results)),
    )
}

fn names(list: &[Lexeme<'_>]) -> Vec<String> {
    let name = |part: &[Lexeme<'_>]| {
        let first = part.iter().find(|token| token.sort != Sort::Open);
        first.map(|token| unquoted(token.text))
    };
    parts(list).into_iter().filter_map(name).collect()
}
