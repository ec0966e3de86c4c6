//! The queries of views and the texts of triggers in one form.
//!
//! As for expressions, but that nothing says what the names are: a bare word keeps its case unless it is a
//! keyword where it stands, and a name in double quotes keeps them unless only a name
//! can stand there. What a view shows without a name is called by its own text
//! (`SELECT count( * )`), so that this text stays as it is.

use std::collections::BTreeSet;
use std::ops::Range;

use super::context::is_contextual;
use super::expression::{name_of, value};
use super::keyword::{is_no_function, is_reserved};
use super::lexeme::{Lexeme, Sort};
use super::relation::{Relations, places};
use super::result::unnamed;
use super::text::{Meaning, Text};
use crate::backends::sqlite::definition::unquoted;

/// A statement and what is known of its names.
pub(super) struct Statement<'t, 'a> {
    pub(super) sql: &'a str,
    pub(super) tokens: &'t [Lexeme<'a>],
    pub(super) relations: &'t Relations<'t>,
    /// The position of another name of a table.
    pub(super) owner: Option<usize>,
}

/// Whether the text of what a query shows is a name that somebody can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Results {
    /// They have names, or nobody sees them.
    Named,
    /// They are the columns of a view.
    Shown,
}

impl Statement<'_, '_> {
    /// Returns the statement in its one form.
    pub(super) fn normal(&self, results: Results) -> String {
        let tables = places(self.tokens).into_iter().chain(self.owner);
        let tables: BTreeSet<usize> = tables.collect();
        let kept = match results {
            Results::Named => Vec::new(),
            Results::Shown => unnamed(self.tokens),
        };
        let mut kept = kept.into_iter().peekable();
        let mut text = Text::default();
        let mut at = 0;
        while let Some(token) = self.tokens.get(at) {
            if let Some(range) = kept.next_if(|range| range.start == at) {
                text.verbatim(self.slice(&range));
                at = range.end.max(at + 1);
                continue;
            }
            match token.sort {
                Sort::Word if tables.contains(&at) => self.table(&mut text, token),
                Sort::Quoted if tables.contains(&at) => self.table(&mut text, token),
                Sort::Word => self.word(&mut text, at, token.text),
                Sort::Quoted => self.quoted(&mut text, at, token.text),
                Sort::Value => text.token(Sort::Value, &value(token.text)),
                sort => text.token(sort, token.text),
            }
            at += 1;
        }
        text.finish()
    }

    fn slice(&self, range: &Range<usize>) -> &str {
        let start = self.tokens.get(range.start).map_or(0, |token| token.start);
        let last = range.end.checked_sub(1).and_then(|at| self.tokens.get(at));
        let end = last.map_or(start, Lexeme::end);
        self.sql.get(start..end).unwrap_or_default()
    }

    /// A table or a view is written as it is called.
    fn table(&self, text: &mut Text, token: &Lexeme<'_>) {
        let name = unquoted(token.text);
        let name = self.relations.named(&name).map_or(name.as_str(), |it| it.0);
        text.word(&name_of(name), Meaning::Name);
    }

    fn token(&self, at: Option<usize>) -> Option<&Lexeme<'_>> {
        self.tokens.get(at?)
    }

    fn word(&self, text: &mut Text, at: usize, word: &str) {
        let before = self.token(at.checked_sub(1));
        let after = self.token(Some(at + 1));
        let is_call = after.is_some_and(|it| it.sort == Sort::Open);
        let is_qualifier = after.is_some_and(|it| it.sort == Sort::Dot);
        let is_part = before.is_some_and(|it| it.sort == Sort::Dot);
        let upper = || word.to_ascii_uppercase();
        if is_reserved(word) || is_call && is_no_function(word) {
            text.word(&upper(), Meaning::Keyword);
        } else if is_qualifier && ["NEW", "OLD"].contains(&upper().as_str()) {
            text.word(&upper(), Meaning::Name);
        } else if is_qualifier || is_part {
            text.word(word, Meaning::Name);
        } else if is_contextual(self.tokens, at) {
            text.word(&upper(), Meaning::Keyword);
        } else if is_call && ["CAST", "RAISE"].contains(&upper().as_str()) {
            text.word(&upper(), Meaning::Name);
        } else if is_call && !before.is_some_and(|it| it.is("INTO")) {
            text.word(&word.to_ascii_lowercase(), Meaning::Name);
        } else {
            text.word(word, Meaning::Name);
        }
    }

    fn quoted(&self, text: &mut Text, at: usize, token: &str) {
        let before = self.token(at.checked_sub(1));
        let after = self.token(Some(at + 1));
        let is_dot = |it: Option<&Lexeme<'_>>| it.is_some_and(|it| it.sort == Sort::Dot);
        let is_name = is_dot(before) || is_dot(after) || before.is_some_and(|it| it.is("AS"));
        match token.starts_with('"') && !is_name {
            true => text.word(token, Meaning::Name),
            false => text.word(&name_of(&unquoted(token)), Meaning::Name),
        }
    }
}
