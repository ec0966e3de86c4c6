//! The tables and views that there are, and which of them a statement is about.

use std::collections::{BTreeMap, BTreeSet};

use super::lexeme::{Lexeme, Sort, group};
use super::stored::Stored;
use crate::backends::sqlite::definition::unquoted;
use crate::schema::ObjectKind;

/// The tables and views by their names in lower case.
#[derive(Debug, Default)]
pub(super) struct Relations<'r>(BTreeMap<String, (&'r str, ObjectKind)>);

impl<'r> Relations<'r> {
    /// Takes those that are stored.
    pub(super) fn of(stored: &[Stored<'r>]) -> Self {
        let kind = |it: &Stored<'_>| match it.kind {
            "table" => Some(ObjectKind::Table),
            "view" => Some(ObjectKind::View),
            _ => None,
        };
        let entry = |it: &Stored<'r>| Some((it.name.to_ascii_lowercase(), (it.name, kind(it)?)));
        Self(stored.iter().filter_map(entry).collect())
    }

    /// Returns a table or a view as it is called, and which of them it is.
    pub(super) fn named(&self, name: &str) -> Option<(&'r str, ObjectKind)> {
        self.0.get(&name.to_ascii_lowercase()).copied()
    }

    /// Returns the tables and views that a statement reads or changes.
    pub(super) fn mentioned(&self, tokens: &[Lexeme<'_>]) -> BTreeSet<(ObjectKind, &'r str)> {
        let defined = defined(tokens);
        let places = places(tokens).into_iter();
        let names = places.filter_map(|at| tokens.get(at));
        let names = names.map(|token| unquoted(token.text).to_ascii_lowercase());
        names
            .filter(|name| !defined.contains(name))
            .filter_map(|name| self.named(&name))
            .map(|(name, kind)| (kind, name))
            .collect()
    }
}

/// Returns the positions of the names of tables and views, without their schemas.
pub(super) fn places(tokens: &[Lexeme<'_>]) -> Vec<usize> {
    let mut places = Vec::new();
    // For each open parenthesis, whether a comma in it is between tables.
    let mut lists = vec![false];
    let mut is_next = false;
    for (at, token) in tokens.iter().enumerate() {
        let is_list = lists.last().copied().unwrap_or_default();
        match token.sort {
            Sort::Open => lists.push(is_next),
            Sort::Close => {
                lists.pop();
                is_next = false;
            }
            Sort::Comma => is_next = is_list,
            Sort::Semicolon => lists = vec![false],
            Sort::Word | Sort::Quoted if is_next && is_name(token) => {
                match tokens.get(at + 1) {
                    Some(dot) if dot.sort == Sort::Dot => places.push(at + 2),
                    _ => places.push(at),
                }
                is_next = false;
            }
            Sort::Word => {
                is_next = begins(tokens, at) || is_next && token.is("OR");
                if let Some(list) = lists.last_mut() {
                    *list = token.is("FROM") || *list && !ends(token);
                }
            }
            // The name behind it is the action of `UPDATE OR …`.
            _ => is_next = false,
        }
    }
    places
}

/// Tells whether a table comes behind a word.
fn begins(tokens: &[Lexeme<'_>], at: usize) -> bool {
    let is = |at: Option<usize>, word: &str| {
        at.and_then(|at| tokens.get(at))
            .is_some_and(|it| it.is(word))
    };
    let before = at.checked_sub(1);
    let here = |word: &str| is(Some(at), word);
    // `UPDATE OR IGNORE t`.
    let is_update = is(before, "OR") && is(at.checked_sub(2), "UPDATE");
    // `ON CONFLICT … DO UPDATE SET`, and the `UPDATE OF a ON t` of a trigger.
    let goes_on = is(Some(at + 1), "SET") || is(Some(at + 1), "OF") || is(Some(at + 1), "ON");
    let is_table_in = is(Some(at), "IN");
    here("FROM")
        || here("JOIN")
        || here("INTO")
        || is_update
        || is_table_in
        || here("UPDATE") && !goes_on
}

/// Tells whether a word ends the list of tables behind `FROM`.
fn ends(token: &Lexeme<'_>) -> bool {
    const WORDS: [&str; 12] = [
        "WHERE",
        "GROUP",
        "HAVING",
        "ORDER",
        "LIMIT",
        "UNION",
        "INTERSECT",
        "EXCEPT",
        "SET",
        "VALUES",
        "SELECT",
        "WINDOW",
    ];
    WORDS.iter().any(|word| token.is(word))
}

fn is_name(token: &Lexeme<'_>) -> bool {
    token.sort == Sort::Quoted || !super::keyword::is_reserved(token.text)
}

/// Returns the names, in lower case, that the statement itself gives to queries: `name [(…)] AS (…)`.
fn defined(tokens: &[Lexeme<'_>]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate() {
        let behind = tokens.get(at + 1..).unwrap_or_default();
        let behind = group(behind).map_or(behind, |(_, rest)| rest);
        let is_query = match behind {
            [as_, open, ..] if as_.is("AS") && open.sort == Sort::Open => true,
            [as_, kept, open, ..] if as_.is("AS") && kept.is("MATERIALIZED") => {
                open.sort == Sort::Open
            }
            [as_, not, kept, ..] => as_.is("AS") && not.is("NOT") && kept.is("MATERIALIZED"),
            _ => false,
        };
        if is_query && token.may_name() {
            names.insert(unquoted(token.text).to_ascii_lowercase());
        }
    }
    names
}
